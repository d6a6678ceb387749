/** What an interval is. Pure. Does not reckon one: each method has its own file. */

/** An estimate with its interval. */
export interface Interval {
  /** The estimate, in the unit of what was measured; a proportion is 0 to 1. */
  value: number;
  /** Lower bound, in the unit of `value`. */
  low: number;
  /** Upper bound, in the unit of `value`. */
  high: number;
  /** Probability with which such intervals hold the true value, 0 to 1. */
  confidence: number;
}

/**
 * Lets only a confidence strictly between 0 and 1 pass.
 * @param who name of the function that asks, for the message.
 * @throws RangeError for anything else.
 */
export function requireConfidence(who: string, confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`${who}: confidence ${confidence}`);
}

/**
 * Lets only `successes` of `n` trials pass that are whole, not negative, and no more than there are trials.
 * @param who name of the function that asks, for the message.
 * @throws RangeError for anything else.
 */
export function requireCount(who: string, successes: number, n: number): void {
  if (!Number.isSafeInteger(successes) || !Number.isSafeInteger(n) || successes < 0 || successes > n) {
    throw new RangeError(`${who}: ${successes} of ${n} is no count of successes`);
  }
}
