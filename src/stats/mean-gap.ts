/** How far the means of two separate groups are apart, by Welch's t. Pure. For the same cases twice see paired.ts. */
import { type Interval, requireConfidence } from "./interval.ts";
import { moments } from "./moments.ts";
import { studentTQuantile } from "./student-t.ts";

/** A difference of two means with its interval. */
export interface MeanGap extends Interval {
  /** Values in the first group. */
  nA: number;
  /** Values in the second group. */
  nB: number;
}

/**
 * The mean of the first group less that of the second, with Welch's t interval: the groups may vary to different degrees. `undefined`
 * for fewer than two values in a group, or where no group varies.
 *
 * Source: B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved",
 * Biometrika 34 (1947) 28–35, https://doi.org/10.1093/biomet/34.1-2.28.
 *
 * @throws RangeError for a value that is not a finite number and a confidence not between 0 and 1.
 */
export function meanGap(a: ArrayLike<number>, b: ArrayLike<number>, confidence = 0.95): MeanGap | undefined {
  requireConfidence("meanGap", confidence);
  const [first, second] = [moments(a), moments(b)];
  if (first?.variance === undefined || second?.variance === undefined) return undefined;
  const [partA, partB] = [first.variance / first.n, second.variance / second.n];
  const squared = partA + partB;
  if (squared === 0) return undefined;
  const degrees = squared ** 2 / (partA ** 2 / (first.n - 1) + partB ** 2 / (second.n - 1));
  const value = first.mean - second.mean;
  const half = studentTQuantile((1 + confidence) / 2, degrees) * Math.sqrt(squared);
  return { value, low: value - half, high: value + half, confidence, nA: first.n, nB: second.n };
}
