/** The Wilson score interval: how sure a proportion is. Pure. */
import { type Interval, requireConfidence, requireCount } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

export type { Interval } from "./interval.ts";

/**
 * The Wilson score interval of `successes` in `n` independent trials, without continuity correction. `undefined` for no trial:
 * nothing is known then.
 *
 * Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209–212,
 * https://doi.org/10.1080/01621459.1927.10502953; recommended over the textbook interval by Brown, Cai and DasGupta,
 * Statistical Science 16 (2001) 101–133, https://doi.org/10.1214/ss/1009213286.
 *
 * @throws RangeError for counts that are not whole, negative, or more successes than trials, and for a confidence not between 0 and 1.
 */
export function wilsonInterval(successes: number, n: number, confidence = 0.95): Interval | undefined {
  requireCount("wilsonInterval", successes, n);
  return scoreInterval(successes, n, confidence);
}

/**
 * The same where a trial may also be half a success, as a tie of votes is. Halves scatter less than successes and failures, so that it
 * is rather too wide than too narrow.
 * @throws RangeError as `wilsonInterval`, for counts of half successes.
 */
export function wilsonIntervalOfHalves(successes: number, n: number, confidence = 0.95): Interval | undefined {
  requireCount("wilsonIntervalOfHalves", 2 * successes, 2 * n);
  return scoreInterval(successes, n, confidence);
}

function scoreInterval(successes: number, n: number, confidence: number): Interval | undefined {
  requireConfidence("wilsonInterval", confidence);
  if (n === 0) return undefined;
  const value = successes / n;
  const z = normalQuantile((1 + confidence) / 2);
  const scale = 1 + (z * z) / n;
  const centre = (value + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n))) / scale;
  // At the ends the formula gives exactly 0 and 1, which rounding would miss.
  const low = successes === 0 ? 0 : Math.max(0, centre - half);
  const high = successes === n ? 1 : Math.min(1, centre + half);
  return { value, low, high, confidence };
}
