/** Mean and variance of a sample. Pure. Says nothing about how sure they are: see mean-interval.ts. */

/** What is known of a sample of at least one value. */
export interface Moments {
  /** Number of values, at least 1. */
  n: number;
  /** Their mean, in their unit. */
  mean: number;
  /** Unbiased variance (divisor n − 1), in their unit squared. Absent: there is one value. */
  variance?: number;
}

/**
 * Number, mean and unbiased variance of the values; `undefined` for none.
 *
 * The variance is the corrected two-pass one of T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for computing the
 * sample variance", The American Statistician 37 (1983) 242–247, https://doi.org/10.1080/00031305.1983.10483115.
 *
 * @throws RangeError for a value that is not a finite number.
 */
export function moments(values: ArrayLike<number>): Moments | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  let sum = 0;
  for (let index = 0; index < n; index++) sum += values[index] as number;
  if (!Number.isFinite(sum)) throw new RangeError("moments: a value is not a finite number");
  const rough = sum / n;
  let rest = 0;
  let squares = 0;
  for (let index = 0; index < n; index++) {
    const distance = (values[index] as number) - rough;
    rest += distance;
    squares += distance * distance;
  }
  const mean = rough + rest / n;
  return n === 1 ? { n, mean } : { n, mean, variance: Math.max(0, (squares - (rest * rest) / n) / (n - 1)) };
}
