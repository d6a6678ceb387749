/** Ranks from ratings that are not sure. Pure. */
import { normalQuantile } from "./normal.ts";
import { differenceError, type RatingVariance } from "./rating-variance.ts";

/**
 * LMArena's Rank (UB): 1 + the number of models whose lower bound lies above a model's upper bound. Where intervals depend on the
 * anchor, as LMArena's do, so do these ranks: ranks by differences, below, do not.
 */
export function rankUpperBound(low: ArrayLike<number>, high: ArrayLike<number>): number[] {
  return Array.from({ length: low.length }, (_, model) => {
    let rank = 1;
    for (let other = 0; other < low.length; other++) if ((low[other] as number) > (high[model] as number)) rank++;
    return rank;
  });
}

/** Ranks that a model may have. */
export interface RankRange {
  /** 1 + the number of models that are surely better. */
  best: number;
  /** The number of models less those that are surely worse. */
  worst: number;
}

/**
 * The ranks that each model may have, from its difference to each other model: one that is surely better or worse has a difference
 * whose interval leaves out 0. Each difference has its own error, so the ranks do not depend on where the scale is held.
 * @param rating in points.
 * @param confidence of each difference, 0 to 1.
 */
export function rankRanges(rating: ArrayLike<number>, variance: RatingVariance, confidence = 0.95): RankRange[] {
  const z = normalQuantile(0.5 + confidence / 2);
  const { size } = variance;
  return Array.from({ length: size }, (_, model) => {
    let better = 0;
    let worse = 0;
    for (let other = 0; other < size; other++) {
      if (other === model) continue;
      const difference = (rating[other] as number) - (rating[model] as number);
      const bound = z * differenceError(variance, model, other);
      if (difference > bound) better++;
      else if (difference < -bound) worse++;
    }
    return { best: 1 + better, worst: size - worse };
  });
}
