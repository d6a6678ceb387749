/**
 * Compares two models over the same cases: chooses the interval and the test that hold for the data at hand, and says which. Pure;
 * seeded. Does not correct for several comparisons: see adjust.ts and tied-for-best.ts.
 */
import type { Interval } from "./interval.ts";
import { mcnemarTest } from "./mcnemar.ts";
import { type PairedDifference, pairedDifference } from "./paired.ts";
import { type PairedOutcomes, pairedOutcomes, pairedRateDifference } from "./paired-rate.ts";
import type { Pairs } from "./pairs.ts";
import { permutationTest } from "./permutation.ts";

/** How to compare. */
export interface CompareOptions {
  /** Probability with which the interval holds the true difference, 0 to 1. Absent: 0.95. */
  confidence?: number;
  /** Random rounds of the permutation test. Absent: 10,000. */
  rounds?: number;
  /** Seed of the permutation test, a whole number from 0. Absent: 1. */
  seed?: number;
}

/** What is known of the difference of two models, first less second. */
export interface PairComparison {
  /** Number of pairs. */
  n: number;
  /** Number of clusters. Absent: cases are independent. */
  clusters?: number;
  /** Mean difference. Absent: there is no pair. */
  difference?: number;
  /** Its interval. Absent: there are fewer than two pairs or clusters, or the differences are all alike and not right or wrong. */
  interval?: Interval;
  /** How the interval was found. `none` where there is none. */
  intervalMethod: "Tango score" | "t" | "clustered t" | "none";
  /** Standard error of the difference. Absent: fewer than two pairs or clusters. */
  standardError?: number;
  /** Correlation of the two models' scores, −1 to 1. Absent: the scores of one of them are all alike, or too few. */
  correlation?: number;
  /** Two-sided p-value of "no difference", 0 to 1. Absent: there is no pair. */
  pValue?: number;
  /** How the p-value was found. `none` where there is none. */
  test: "exact McNemar" | "exact permutation" | "random permutation" | "t" | "clustered t" | "none";
  /** The outcomes case by case. Absent: scores other than 0 and 1 occur. */
  outcomes?: PairedOutcomes;
}

/** From here on the mean of bounded scores is normal enough; below, tests count patterns of signs. */
const MANY = 200;

function intervalOf(
  pairs: Pairs,
  found: PairedDifference | undefined,
  outcomes: PairedOutcomes | undefined,
  confidence: number,
): Pick<PairComparison, "interval" | "intervalMethod"> {
  if (outcomes && !pairs.clusters) {
    const interval = pairedRateDifference(outcomes, confidence);
    return interval ? { interval, intervalMethod: "Tango score" } : { intervalMethod: "none" };
  }
  if (found?.pValue === undefined) return { intervalMethod: "none" };
  const { value, low, high } = found;
  return { interval: { value, low, high, confidence }, intervalMethod: pairs.clusters ? "clustered t" : "t" };
}

function testOf(
  pairs: Pairs,
  found: PairedDifference | undefined,
  outcomes: PairedOutcomes | undefined,
  options: CompareOptions,
): Pick<PairComparison, "pValue" | "test"> {
  const { differences, clusters } = pairs;
  if (differences.length === 0) return { test: "none" };
  if (outcomes && !clusters) {
    return { pValue: mcnemarTest(outcomes.onlyA, outcomes.onlyB).exact, test: "exact McNemar" };
  }
  if (found?.pValue !== undefined && (found.clusters ?? found.n) >= MANY) {
    return { pValue: found.pValue, test: clusters ? "clustered t" : "t" };
  }
  const { pValue, isExact } = permutationTest(differences, { ...options, ...(clusters ? { clusters } : {}) });
  return { pValue, test: isExact ? "exact permutation" : "random permutation" };
}

/**
 * The difference of two models over their pairs, with an interval and a test chosen by the data. Right or wrong answers: Tango's
 * score interval and the exact McNemar test, at any number. Other scores, and cases in clusters: the (clustered) t interval; the
 * sign-flip permutation test below 200 pairs or clusters, the t test from there on.
 *
 * Sources: those of the files named; that the normal approximation is not to be used below a few hundred cases: S. Bowyer, L.
 * Aitchison and D. R. Ivanova (2025), https://arxiv.org/abs/2503.01747.
 *
 * @throws RangeError for a confidence not between 0 and 1, and bad rounds or seed.
 */
export function comparePair(pairs: Pairs, options: CompareOptions = {}): PairComparison {
  const { confidence = 0.95 } = options;
  const n = pairs.differences.length;
  const found = pairedDifference(pairs, confidence);
  const outcomes = pairedOutcomes(pairs);
  return {
    n,
    ...(pairs.clusters ? { clusters: new Set(pairs.clusters).size } : {}),
    ...(n > 0 ? { difference: pairs.differences.reduce((sum, each) => sum + each, 0) / n } : {}),
    ...intervalOf(pairs, found, outcomes, confidence),
    ...(found ? { standardError: found.standardError } : {}),
    ...(found?.correlation === undefined ? {} : { correlation: found.correlation }),
    ...testOf(pairs, found, outcomes, options),
    ...(outcomes ? { outcomes } : {}),
  };
}
