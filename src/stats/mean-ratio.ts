/** How much dearer, slower or longer one model is than another on the same cases: ratios with intervals. Pure; seeded. */
import { type BootstrapInterval, type BootstrapMethod, bootstrapInterval } from "./bootstrap.ts";
import type { Interval } from "./interval.ts";
import { meanInterval } from "./mean-interval.ts";
import { type ResampleOptions, resample } from "./resample.ts";

function requirePairs(who: string, a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) throw new RangeError(`${who}: ${a.length} and ${b.length} values`);
}

/**
 * The ratio of the means, first over second, as of the cost of one model to another, with a paired bootstrap interval: cases are
 * drawn whole. The bounds are the same as those of the log-ratio would be, so exchanging the models inverts them nearly.
 * `undefined` for no pairs, or if the second mean is 0.
 *
 * Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapters 10 (the ratio of the patch data) and 14.
 *
 * @throws RangeError for lists that are not equally long, values that are not finite, and bad options.
 */
export function meanRatio(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: ResampleOptions & { confidence?: number; method?: BootstrapMethod } = {},
): BootstrapInterval | undefined {
  requirePairs("meanRatio", a, b);
  if (a.length === 0) return undefined;
  return bootstrapInterval(resample([a, b], options), ([first = 0, second = 0]) => first / second, options);
}

/**
 * The typical ratio case by case: the geometric mean of first over second, with the interval of the mean log-ratio by Student's t.
 * `undefined` for fewer than two pairs, or if a value is 0 or negative: its ratio has no logarithm.
 *
 * Source: J. M. Bland and D. G. Altman, "Transformations, means, and confidence intervals", BMJ 312 (1996) 1079,
 * https://doi.org/10.1136/bmj.312.7038.1079.
 *
 * @throws RangeError for lists that are not equally long, values that are not finite, and a confidence not between 0 and 1.
 */
export function typicalRatio(a: ArrayLike<number>, b: ArrayLike<number>, confidence = 0.95): Interval | undefined {
  requirePairs("typicalRatio", a, b);
  const logs = Float64Array.from(a, (value, index) =>
    value > 0 && (b[index] as number) > 0 ? Math.log(value) - Math.log(b[index] as number) : Number.NEGATIVE_INFINITY,
  );
  if (logs.includes(Number.NEGATIVE_INFINITY)) return undefined;
  const found = meanInterval(logs, confidence);
  if (!found) return undefined;
  return { value: Math.exp(found.value), low: Math.exp(found.low), high: Math.exp(found.high), confidence };
}
