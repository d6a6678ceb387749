/** Whether a judge scores higher or lower than humans do on the same cases. Pure; seeded. Whether it agrees: agreement.ts. */
import { type CompareOptions, comparePair, type PairComparison } from "./compare-pair.ts";
import { pairsOf, type Scores } from "./pairs.ts";

/** A judge against human scores. */
export interface JudgeBias extends PairComparison {
  /** Cases with a human score that the judge did not score. */
  missingJudge: number;
  /** Cases with a judge's score that no human scored. */
  missingHuman: number;
}

/**
 * The mean of judge less human over the cases that both scored, with its interval and test: above 0 the judge is kinder.
 * @throws RangeError for lists that are not equally long, scores that are not finite, and bad options.
 */
export function judgeBias(judge: Scores, human: Scores, options: CompareOptions = {}): JudgeBias {
  const pairs = pairsOf(judge, human);
  return { ...comparePair(pairs, options), missingJudge: pairs.missingA, missingHuman: pairs.missingB };
}
