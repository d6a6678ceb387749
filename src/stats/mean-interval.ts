/** The interval of a mean, by Student's t. Pure. For right or wrong answers use wilson.ts; for cases in groups, clustered-error.ts. */
import { type Interval, requireConfidence } from "./interval.ts";
import { moments } from "./moments.ts";
import { studentTQuantile } from "./student-t.ts";

/** A mean with its interval. */
export interface MeanInterval extends Interval {
  /** Number of independent values, at least 2. */
  n: number;
  /** Standard error of the mean, in the unit of the values. */
  standardError: number;
}

/**
 * The t interval of the mean of independent values, with n − 1 degrees of freedom. `undefined` for fewer than two values: their
 * spread is not known. It supposes that the mean is near to normally distributed, so it is not to be trusted on a few dozen
 * skewed values, and values that are all alike give an interval without width, which is no proof of anything.
 *
 * Sources: Student, "The probable error of a mean", Biometrika 6 (1908) 1–25, https://doi.org/10.2307/2331554; E. Miller, "Adding
 * error bars to evals" (2024), https://arxiv.org/abs/2411.00640.
 *
 * @throws RangeError for a value that is not a finite number and a confidence not between 0 and 1.
 */
export function meanInterval(values: ArrayLike<number>, confidence = 0.95): MeanInterval | undefined {
  requireConfidence("meanInterval", confidence);
  const found = moments(values);
  if (found?.variance === undefined) return undefined;
  const standardError = Math.sqrt(found.variance / found.n);
  const half = studentTQuantile((1 + confidence) / 2, found.n - 1) * standardError;
  return { value: found.mean, low: found.mean - half, high: found.mean + half, confidence, n: found.n, standardError };
}
