/** Repeated answers to the same cases: how much of the spread lies between cases and how much within. Pure. */
import { moments } from "./moments.ts";

/** The two sources of variance of a score. */
export interface VarianceParts {
  /** Number of cases with at least one answer. */
  cases: number;
  /** Number of answers. */
  answers: number;
  /** Mean over cases of the mean of each case's answers: the score. */
  mean: number;
  /** Mean variance of answers to the same case, E[σ²], in the score's unit squared. Absent: no case has two answers. */
  within?: number;
  /**
   * Variance of the cases' true scores, Var(x), in the score's unit squared, not below 0: the variance of the case means less
   * what the answers' own noise puts into it. Absent: fewer than two cases, or `within` is not known.
   */
  between?: number;
}

/**
 * Splits the variance of a score into parts between and within cases, so that the variance of the mean over n cases asked K times
 * each is (between + within / K) / n. Cases may have been asked unequally often; `within` comes from those asked at least twice.
 * `undefined` for no answer at all.
 *
 * Sources: the law of total variance in E. Miller (2024), https://arxiv.org/abs/2411.00640, section 3.1; the unbiased estimate of
 * the part between by subtraction: S. R. Searle, G. Casella and C. E. McCulloch, Variance Components (1992), chapter 3.
 *
 * @param answers for each case the scores of its answers.
 * @throws RangeError for a score that is not a finite number.
 */
export function varianceParts(answers: readonly (readonly number[])[]): VarianceParts | undefined {
  const asked = answers.flatMap((scores) => moments(scores) ?? []);
  const overall = moments(asked.map((each) => each.mean));
  if (!overall) return undefined;
  const within = moments(asked.flatMap((each) => each.variance ?? []))?.mean;
  const noise = asked.reduce((sum, each) => sum + 1 / each.n, 0) / asked.length;
  const result = {
    cases: asked.length,
    answers: asked.reduce((sum, each) => sum + each.n, 0),
    mean: overall.mean,
  };
  if (within === undefined) return result;
  if (overall.variance === undefined) return { ...result, within };
  return { ...result, within, between: Math.max(0, overall.variance - within * noise) };
}
