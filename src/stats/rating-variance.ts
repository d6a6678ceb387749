/**
 * How sure ratings are: the sandwich variance, which holds although ties make votes less scattered than the model says. Pure.
 * Source: P. J. Huber (1967) and H. White, Econometrica 50 (1982) 1–25, https://doi.org/10.2307/1912526; as LMArena reckons it,
 * arXiv 2403.04132 (2024), without the small constant that its code adds.
 */
import { addDifference, POINTS, winChance } from "./bradley-terry.ts";
import { choleskyFactor, choleskyInverse } from "./cholesky.ts";
import type { PairCounts } from "./pair-counts.ts";
import { squareProduct } from "./square-product.ts";

/** Covariances of natural ratings whose mean is 0. */
export interface RatingVariance {
  /** Number of models. */
  size: number;
  /** Covariances, row by row. */
  matrix: Float64Array;
  /** Scatter of the votes about their chances, as a share of what it were without ties, 0 to 1. */
  scatter: number;
}

/**
 * What the counts tell of ratings, inverted: the pseudo-inverse of the curvature of the loss, in natural units, row by row. A vote
 * that is worth `e` more than its chance moves the ratings by `e` times the difference of two of its rows, to first order.
 * @throws RangeError where votes don't rate the models among themselves.
 */
export function curvatureInverse(counts: PairCounts, natural: Float64Array): Float64Array {
  const { size, low, high, won, tied, lost } = counts;
  const curved = new Float64Array(size * size).fill(1 / size);
  for (let pair = 0; pair < low.length; pair++) {
    const [a, b] = [low[pair] as number, high[pair] as number];
    const p = winChance((natural[a] as number) - (natural[b] as number));
    const votes = (won[pair] as number) + (tied[pair] as number) + (lost[pair] as number);
    addDifference(curved, size, a, b, votes * p * (1 - p));
  }
  const factor = choleskyFactor(curved, size);
  if (!factor) throw new RangeError("curvatureInverse: the votes have no finite ratings");
  const inverse = choleskyInverse(factor, size);
  // The part along which all ratings move together was only lent.
  for (let place = 0; place < inverse.length; place++) inverse[place] = (inverse[place] as number) - 1 / size;
  return inverse;
}

/**
 * The variance of fitted ratings.
 * @param natural the ratings, fitted to these counts.
 * @throws RangeError where votes don't rate the models among themselves.
 */
export function ratingVariance(counts: PairCounts, natural: Float64Array): RatingVariance {
  const { size, low, high, won, tied, lost } = counts;
  const middle = new Float64Array(size * size);
  let [spreads, weights] = [0, 0];
  for (let pair = 0; pair < low.length; pair++) {
    const [a, b] = [low[pair] as number, high[pair] as number];
    const [w, t, l] = [won[pair] as number, tied[pair] as number, lost[pair] as number];
    const p = winChance((natural[a] as number) - (natural[b] as number));
    const spread = w * (1 - p) ** 2 + t * (0.5 - p) ** 2 + l * p * p;
    spreads += spread;
    weights += (w + t + l) * p * (1 - p);
    addDifference(middle, size, a, b, spread);
  }
  const inverse = curvatureInverse(counts, natural);
  const matrix = squareProduct(squareProduct(inverse, middle, size), inverse, size);
  return { size, matrix, scatter: weights > 0 ? spreads / weights : 1 };
}

function at({ matrix, size }: RatingVariance, row: number, column: number): number {
  return matrix[row * size + column] as number;
}

/** Standard error of the difference of two ratings, in points. It does not depend on where the scale is held. */
export function differenceError(variance: RatingVariance, one: number, other: number): number {
  const square = at(variance, one, one) + at(variance, other, other) - 2 * at(variance, one, other);
  return Math.sqrt(Math.max(0, square)) * POINTS;
}

/** Standard errors in points: about the mean of all models, or about an anchored model, whose own is 0 then. */
export function ratingErrors(variance: RatingVariance, anchor?: number): Float64Array {
  return Float64Array.from({ length: variance.size }, (_, model) =>
    anchor === undefined
      ? Math.sqrt(Math.max(0, at(variance, model, model))) * POINTS
      : differenceError(variance, model, anchor),
  );
}
