/** How sure a quantile is, whatever the distribution: for latencies. Pure. */
import { binomialProbability } from "./binomial.ts";
import { requireConfidence } from "./interval.ts";
import { percentileOfSorted } from "./percentile.ts";

/** A quantile with its interval; either bound may be unknown. */
export interface QuantileInterval {
  /** The sample quantile, in the unit of the values. */
  value: number;
  /** Lower bound. Absent: with so few values there is none at this confidence. */
  low?: number;
  /** Upper bound. Absent: with so few values there is none at this confidence, as for the 95th percentile below 73 values. */
  high?: number;
  /** Probability with which such intervals at least hold the true quantile, 0 to 1. */
  confidence: number;
  /** Number of values. */
  n: number;
}

/**
 * The quantile at `p` (0.5 is the median) with the interval between two of the values that holds the true quantile with the wanted
 * probability for any distribution: each bound errs with at most half of what is left. `undefined` for no values.
 *
 * Source: H. A. David and H. N. Nagaraja, Order Statistics, third edition (2003), section 7.1; the sample quantile is definition 7 of
 * Hyndman and Fan, see percentile.ts.
 *
 * @throws RangeError for a p not between 0 and 1, a confidence not between 0 and 1, and a value that is not a number.
 */
export function quantileInterval(
  values: ArrayLike<number>,
  p: number,
  confidence = 0.95,
): QuantileInterval | undefined {
  requireConfidence("quantileInterval", confidence);
  if (!(p > 0 && p < 1)) throw new RangeError(`quantileInterval: p is ${p}`);
  const sorted = Float64Array.from(values).sort();
  if (sorted.some(Number.isNaN)) throw new RangeError("quantileInterval: a value is not a number");
  const n = sorted.length;
  const value = percentileOfSorted(sorted, p);
  if (value === undefined) return undefined;
  const tail = (1 - confidence) / 2;
  // The number of values below the quantile is binomial: ranks are moved out until each tail is small enough.
  const low = rankWithin(n, p, tail);
  const high = rankWithin(n, 1 - p, tail);
  return {
    value,
    ...(low === undefined ? {} : { low: sorted[low] as number }),
    ...(high === undefined ? {} : { high: sorted[n - 1 - high] as number }),
    confidence,
    n,
  };
}

/** The greatest index i such that at most i of n values lie below the quantile with probability `tail` or less. */
function rankWithin(n: number, p: number, tail: number): number | undefined {
  let below = 0;
  for (let rank = 0; rank <= n; rank++) {
    below += binomialProbability(rank, n, p);
    if (below > tail * (1 + 1e-12)) return rank === 0 ? undefined : rank - 1;
  }
  return undefined;
}
