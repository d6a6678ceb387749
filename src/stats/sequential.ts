/**
 * Looking at a running comparison as often as one likes: a confidence sequence for the mean of bounded values. Pure. Holds no
 * state: it is given all values so far. Says nothing about unbounded values such as cost.
 */
import { type Interval, requireConfidence } from "./interval.ts";

/** How to look. */
export interface SequenceOptions {
  /** Least value there can be. Absent: −1, as for differences of scores from 0 to 1. */
  least?: number;
  /** Greatest value there can be. Absent: 1. */
  greatest?: number;
  /** Probability with which all looks together hold the true mean, 0 to 1. Absent: 0.95. */
  confidence?: number;
}

/** What a look at a paired comparison allows to be said. */
export type Verdict = "first" | "second" | "equal" | "open";

/** A look at a running comparison. */
export interface Look {
  /** The mean difference so far with its bounds; valid at every look at once. */
  interval: Interval;
  /** Number of differences so far. */
  n: number;
  /**
   * `first` or `second`: that model is better beyond doubt. `equal`: they differ by less than the margin. `open`: go on. Once it is
   * not `open`, the run may stop.
   */
  verdict: Verdict;
}

/** Largest share of the capital that is staked on one value: below 1, so that it is never lost. */
const TRUNCATION = 0.75;

/** The stakes λ_t for values scaled to 0 to 1, each known before its value is seen. */
function stakesOf(values: Float64Array, tail: number): Float64Array {
  const stakes = new Float64Array(values.length);
  let sum = 0.5;
  let squares = 0.25;
  for (let index = 0; index < values.length; index++) {
    const variance = squares / (index + 1);
    stakes[index] = Math.sqrt((2 * Math.log(1 / tail)) / (variance * (index + 1) * Math.log(index + 2)));
    sum += values[index] as number;
    const mean = sum / (index + 2);
    squares += ((values[index] as number) - mean) ** 2;
  }
  return stakes;
}

/**
 * Whether a bettor against a supposed mean, on one side, now has 1 / tail times the capital begun with. If the mean is as supposed,
 * that happens with probability tail at most, over all times (Ville's inequality).
 */
function isRefuted(values: Float64Array, stakes: Float64Array, supposed: number, side: 1 | -1, tail: number): boolean {
  const limit = TRUNCATION / (side === 1 ? supposed : 1 - supposed);
  let logCapital = 0;
  let capital = 1;
  for (let index = 0; index < values.length; index++) {
    const stake = Math.min(stakes[index] as number, limit);
    capital *= 1 + side * stake * ((values[index] as number) - supposed);
    if (capital < 1e-100 || capital > 1e100) {
      logCapital += Math.log(capital);
      capital = 1;
    }
  }
  return logCapital + Math.log(capital) >= Math.log(1 / tail);
}

/** The bound on one side of `inside`, by bisection: refutation is monotone in the supposed mean. */
function boundOf(values: Float64Array, stakes: Float64Array, side: 1 | -1, tail: number): number {
  let refuted = side === 1 ? 0 : 1;
  let open = side === 1 ? 1 : 0;
  for (let step = 0; step < 40; step++) {
    const middle = (refuted + open) / 2;
    if (isRefuted(values, stakes, middle, side, tail)) refuted = middle;
    else open = middle;
  }
  return refuted;
}

/**
 * The mean of the values so far with bounds that hold at all looks at once: the chance that the true mean is ever outside, at any
 * of however many looks, is at most 1 − confidence. The values must come in an order that does not depend on them, as a shuffled
 * order of cases fixed beforehand; the order in which answers happen to arrive will not do, as hard cases take longer. `undefined`
 * for no value.
 *
 * Source: the hedged capital process of I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by betting",
 * Journal of the Royal Statistical Society B 86 (2024) 1–27, https://arxiv.org/abs/2010.09686, section 4, with the predictable
 * plug-in stakes of its formula 26 and half of the error for each side.
 *
 * @throws RangeError for values outside the limits, limits out of order, and a confidence not between 0 and 1.
 */
function confidenceSequence(values: ArrayLike<number>, options: SequenceOptions = {}): Interval | undefined {
  const { least = -1, greatest = 1, confidence = 0.95 } = options;
  requireConfidence("confidenceSequence", confidence);
  if (!(least < greatest && greatest - least < Infinity))
    throw new RangeError(`confidenceSequence: ${least} to ${greatest}`);
  if (values.length === 0) return undefined;
  const range = greatest - least;
  const scaled = Float64Array.from(values, (value) => (value - least) / range);
  if (!scaled.every((value) => value >= 0 && value <= 1)) {
    throw new RangeError(`confidenceSequence: a value is not between ${least} and ${greatest}`);
  }
  const tail = (1 - confidence) / 2;
  const stakes = stakesOf(scaled, tail);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  return {
    value: least + range * mean,
    low: least + range * boundOf(scaled, stakes, 1, tail),
    high: least + range * boundOf(scaled, stakes, -1, tail),
    confidence,
  };
}

/**
 * A look at the paired differences so far, first model less second: may the run stop? `undefined` for no difference. What is said
 * of the order of the values in `confidenceSequence` holds here too. For several comparisons at once divide 1 − confidence by
 * their number.
 *
 * @param margin difference that does not matter, in the score's unit, from 0. Absent: 0, so that `equal` is never said.
 * @throws RangeError as `confidenceSequence`, and for a negative margin.
 */
export function lookAt(
  differences: ArrayLike<number>,
  options: SequenceOptions & { margin?: number } = {},
): Look | undefined {
  const { margin = 0 } = options;
  if (!(margin >= 0)) throw new RangeError(`lookAt: margin ${margin}`);
  const interval = confidenceSequence(differences, options);
  if (!interval) return undefined;
  const { low, high } = interval;
  const isEqual = low > -margin && high < margin;
  const verdict = low > 0 ? "first" : high < 0 ? "second" : isEqual ? "equal" : "open";
  return { interval, n: differences.length, verdict };
}
