/** How many more votes between two models would tell them apart. Pure. */
import { POINTS, winChance } from "./bradley-terry.ts";
import { normalQuantile } from "./normal.ts";
import { differenceError, type RatingVariance } from "./rating-variance.ts";

/**
 * Votes between two models that would, with a given power, put 0 outside the interval of their difference, if that is as it looks
 * now. 0: it is outside already. `Infinity`: they have the same rating.
 *
 * A vote with chance p brings p·(1 − p) divided by the votes' scatter to what is known of the difference, in natural units, beside
 * what all other votes tell.
 *
 * @param rating in points.
 */
export function votesToSeparate(
  rating: ArrayLike<number>,
  variance: RatingVariance,
  [one, other]: readonly [number, number],
  { confidence = 0.95, power = 0.8 }: { confidence?: number; power?: number } = {},
): number {
  const difference = Math.abs((rating[one] as number) - (rating[other] as number)) / POINTS;
  const error = differenceError(variance, one, other) / POINTS;
  const z = normalQuantile(0.5 + confidence / 2);
  if (difference > z * error) return 0;
  const p = winChance(difference);
  const each = (p * (1 - p)) / Math.max(variance.scatter, Number.MIN_VALUE);
  const needed = ((z + normalQuantile(power)) / difference) ** 2;
  return Math.max(1, Math.ceil((needed - 1 / error ** 2) / each));
}
