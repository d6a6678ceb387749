/**
 * The mean difference of two models over the same cases, by Student's t. Pure. For right or wrong answers see paired-rate.ts;
 * compare-pair.ts chooses.
 */
import { clusteredMean } from "./clustered-error.ts";
import { type MeanInterval, meanInterval } from "./mean-interval.ts";
import { moments } from "./moments.ts";
import type { Pairs } from "./pairs.ts";
import { studentTCdf } from "./student-t.ts";

/** A mean difference, first model less second, with its interval. `n` counts pairs. */
export interface PairedDifference extends MeanInterval {
  /** Number of clusters. Absent: cases are independent. */
  clusters?: number;
  /** Correlation of the two models' scores, −1 to 1. Absent: the scores of one of them are all alike. */
  correlation?: number;
  /** Two-sided p-value of the t test that the true difference is 0. Absent: the differences are all alike. */
  pValue?: number;
}

/** Pearson's correlation; `undefined` where one side does not vary. */
function correlationOf(a: Float64Array, b: Float64Array): number | undefined {
  const first = moments(a);
  const second = moments(b);
  if (!first?.variance || !second?.variance) return undefined;
  let products = 0;
  for (let index = 0; index < first.n; index++) {
    products += ((a[index] as number) - first.mean) * ((b[index] as number) - second.mean);
  }
  const value = products / (first.n - 1) / Math.sqrt(first.variance * second.variance);
  return Math.min(1, Math.max(-1, value));
}

/**
 * The mean of the paired differences with its t interval, clustered where the pairs have clusters. The standard error is the one
 * of the differences, so it gains from the models' correlation: SE² = SE_A² + SE_B² − 2 SE_A SE_B r. `undefined` for fewer than
 * two pairs (or clusters).
 *
 * Source: E. Miller, "Adding error bars to evals" (2024), https://arxiv.org/abs/2411.00640, section 4.
 *
 * @throws RangeError for a confidence not between 0 and 1.
 */
export function pairedDifference(pairs: Pairs, confidence = 0.95): PairedDifference | undefined {
  const { differences, clusters: labels } = pairs;
  const clustered = labels ? clusteredMean(differences, labels, confidence) : undefined;
  const found = labels ? clustered : meanInterval(differences, confidence);
  if (!found) return undefined;
  const { value, low, high, n, standardError } = found;
  const clusters = clustered?.clusters;
  const correlation = correlationOf(pairs.a, pairs.b);
  // Rounding alone can leave a trace of spread where there is none.
  const hasSpread = standardError > 1e-14 * Math.abs(value);
  return {
    value,
    low,
    high,
    confidence,
    n,
    standardError,
    ...(clusters === undefined ? {} : { clusters }),
    ...(correlation === undefined ? {} : { correlation }),
    ...(hasSpread ? { pValue: 2 * studentTCdf(-Math.abs(value) / standardError, (clusters ?? n) - 1) } : {}),
  };
}
