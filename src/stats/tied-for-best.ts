/** Which models may be the best: all that are not worse than the leader beyond doubt. Pure; seeded. */
import { holm } from "./adjust.ts";
import type { ClusterLabel } from "./clusters.ts";
import { type CompareOptions, comparePair, type PairComparison } from "./compare-pair.ts";
import { pairsOf, type Scores } from "./pairs.ts";

/** How to compare several models. */
export interface TiedOptions extends CompareOptions {
  /** The cluster of each case. Absent: cases are independent. */
  clusters?: readonly ClusterLabel[];
}

/** One model against the leader. */
export interface Standing {
  /** Mean score over the cases that every model has a score for. Absent: there is no such case. */
  mean?: number;
  /** Cases this model has a score for. */
  n: number;
  /** The leader less this model, not adjusted for the number of models. Absent: this is the leader, or there is none. */
  behind?: PairComparison;
  /** P-value of `behind` after Holm's adjustment over all pairs of models. Absent with `behind`. */
  adjustedPValue?: number;
  /** Whether it may be the best. */
  isTied: boolean;
}

/** The outcome for all models, in the order given. */
export interface TiedForBest {
  /** Index of the model with the highest mean, the first of equals. Absent: no case has a score from every model. */
  best?: number;
  /** Cases that every model has a score for. */
  commonCases: number;
  /** One for each model. */
  standings: Standing[];
}

function meansOverCommon(scores: readonly Scores[]): { commonCases: number; means: (number | undefined)[] } {
  const cases = scores[0] ?? [];
  const common = cases.flatMap((_, index) => (scores.every((each) => each[index] !== undefined) ? [index] : []));
  const means = scores.map((each) =>
    common.length === 0 ? undefined : common.reduce((sum, index) => sum + (each[index] as number), 0) / common.length,
  );
  return { commonCases: common.length, means };
}

/**
 * The models that are not significantly worse than the one with the highest mean. P-values are Holm-adjusted over all pairs of
 * models, not only those with the leader: the leader was picked by the same data, so every pair was in the running. The chance
 * that any model is wrongly called worse than the leader is then at most 1 − confidence.
 *
 * Sources: S. Holm (1979), see adjust.ts; on picking the leader by the data: J. C. Hsu, Multiple Comparisons (1996), chapter 4.
 *
 * @param scores for each model its scores by case.
 * @throws RangeError if the models' lists are not equally long, for scores that are not finite, and bad options.
 */
export function tiedForBest(scores: readonly Scores[], options: TiedOptions = {}): TiedForBest {
  const { confidence = 0.95, clusters } = options;
  const { commonCases, means } = meansOverCommon(scores);
  const best = means.reduce<number | undefined>(
    (leader, mean, index) =>
      mean !== undefined && (leader === undefined || mean > (means[leader] ?? -Infinity)) ? index : leader,
    undefined,
  );
  const pairs = scores.flatMap((_, first) =>
    scores.slice(first + 1).map((_, offset) => ({ first, second: first + 1 + offset })),
  );
  const compare = (first: number, second: number): PairComparison =>
    comparePair(pairsOf(scores[first] ?? [], scores[second] ?? [], clusters), options);
  const compared = pairs.map(({ first, second }) =>
    second === best ? compare(second, first) : compare(first, second),
  );
  const adjusted = holm(compared.map(({ pValue = 1 }) => pValue));
  const standings = scores.map((each, index): Standing => {
    const base = { n: each.filter((score) => score !== undefined).length, ...withMean(means[index]) };
    const place = pairs.findIndex(
      ({ first, second }) => (first === best && second === index) || (second === best && first === index),
    );
    const behind = compared[place];
    if (!behind) return { ...base, isTied: true };
    const adjustedPValue = adjusted[place] ?? 1;
    return { ...base, behind, adjustedPValue, isTied: adjustedPValue > 1 - confidence };
  });
  return { ...(best === undefined ? {} : { best }), commonCases, standings };
}

function withMean(mean: number | undefined): { mean?: number } {
  return mean === undefined ? {} : { mean };
}
