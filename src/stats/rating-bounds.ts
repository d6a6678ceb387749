/** Ratings in points with their intervals, and what the scale is held by: intervals, and ranks made of them, depend on it. Pure. */
import { POINTS, points } from "./bradley-terry.ts";
import { requireConfidence } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { rankUpperBound } from "./rating-rank.ts";
import { differenceError, type RatingVariance, ratingErrors } from "./rating-variance.ts";

/** Ratings with intervals, model by model. */
export interface RatingBounds {
  /** What the scale is held by: the mean of all models at 1000, or a model with a given number, whose interval has no width. */
  heldBy: "mean" | "anchor";
  /** Ratings in points. */
  rating: Float64Array;
  /** Lower bounds in points. */
  low: Float64Array;
  /** Upper bounds in points. */
  high: Float64Array;
  /** Rank (UB) of these bounds, as LMArena has it. Held by an anchor, all models carry the anchor's noise, and fewer differ in rank. */
  rankUpperBound: number[];
}

/**
 * Ratings with intervals from the sandwich variance.
 * @param natural ratings in natural log odds. @param variance theirs.
 * @param anchor a model that is given a number. Absent: the mean of all is 1000.
 * @throws RangeError for a confidence not between 0 and 1.
 */
export function ratingBounds(
  natural: Float64Array,
  variance: RatingVariance,
  { anchor, confidence = 0.95 }: { anchor?: { model: number; points: number } | undefined; confidence?: number } = {},
): RatingBounds {
  requireConfidence("ratingBounds", confidence);
  const z = normalQuantile((1 + confidence) / 2);
  const rating = points(natural, anchor);
  const errors = ratingErrors(variance, anchor?.model);
  const low = rating.map((each, model) => each - z * (errors[model] as number));
  const high = rating.map((each, model) => each + z * (errors[model] as number));
  return { heldBy: anchor ? "anchor" : "mean", rating, low, high, rankUpperBound: rankUpperBound(low, high) };
}

/**
 * How much better one model is than another, in points, with its interval. It does not depend on what the scale is held by.
 * @throws RangeError for a confidence not between 0 and 1.
 */
export function ratingDifference(
  natural: Float64Array,
  variance: RatingVariance,
  [one, other]: readonly [number, number],
  confidence = 0.95,
): { value: number; low: number; high: number; confidence: number } {
  requireConfidence("ratingDifference", confidence);
  const value = ((natural[one] as number) - (natural[other] as number)) * POINTS;
  const bound = normalQuantile((1 + confidence) / 2) * differenceError(variance, one, other);
  return { value, low: value - bound, high: value + bound, confidence };
}
