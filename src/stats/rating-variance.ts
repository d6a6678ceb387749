/**
 * How sure ratings are: the sandwich variance, which holds although ties make votes less scattered than the model says. Pure.
 * Source: P. J. Huber (1967) and H. White, Econometrica 50 (1982) 1–25, https://doi.org/10.2307/1912526; as LMArena reckons it,
 * arXiv 2403.04132 (2024), without the small constant that its code adds.
 */
import { POINTS, winChance } from "./bradley-terry.ts";
import { choleskyFactor, choleskyInverse } from "./cholesky.ts";
import type { PairCounts } from "./pair-counts.ts";

/** Covariances of natural ratings whose mean is 0. */
export interface RatingVariance {
  /** Number of models. */
  size: number;
  /** Covariances, row by row. */
  matrix: Float64Array;
  /** Scatter of the votes about their chances, as a share of what it were without ties, 0 to 1. */
  scatter: number;
}

/** The variance of fitted ratings. @param natural the ratings, fitted to these counts. */
export function ratingVariance(counts: PairCounts, natural: Float64Array): RatingVariance {
  const { size, low, high, won, tied, lost } = counts;
  const curved = new Float64Array(size * size).fill(1 / size);
  const spread = new Float64Array(low.length);
  let [spreads, weights] = [0, 0];
  for (let pair = 0; pair < low.length; pair++) {
    const [a, b] = [low[pair] as number, high[pair] as number];
    const [w, t, l] = [won[pair] as number, tied[pair] as number, lost[pair] as number];
    const p = winChance((natural[a] as number) - (natural[b] as number));
    const weight = (w + t + l) * p * (1 - p);
    spread[pair] = w * (1 - p) ** 2 + t * (0.5 - p) ** 2 + l * p * p;
    spreads += spread[pair] as number;
    weights += weight;
    curved[a * size + a] = (curved[a * size + a] as number) + weight;
    curved[b * size + b] = (curved[b * size + b] as number) + weight;
    curved[a * size + b] = (curved[a * size + b] as number) - weight;
    curved[b * size + a] = (curved[b * size + a] as number) - weight;
  }
  const factor = choleskyFactor(curved, size);
  if (!factor) throw new RangeError("ratingVariance: the votes have no finite ratings");
  const inverse = choleskyInverse(factor, size);
  // Without the part along which all ratings move together, this is the pseudo-inverse of the curvature.
  for (let place = 0; place < inverse.length; place++) inverse[place] = (inverse[place] as number) - 1 / size;
  // Each pair's votes move the ratings along one direction: the difference of two rows.
  const matrix = new Float64Array(size * size);
  const middle = new Float64Array(size * size);
  for (let pair = 0; pair < low.length; pair++) {
    const [a, b] = [low[pair] as number, high[pair] as number];
    const each = spread[pair] as number;
    middle[a * size + a] = (middle[a * size + a] as number) + each;
    middle[b * size + b] = (middle[b * size + b] as number) + each;
    middle[a * size + b] = (middle[a * size + b] as number) - each;
    middle[b * size + a] = (middle[b * size + a] as number) - each;
  }
  const half = product(inverse, middle, size);
  matrix.set(product(half, inverse, size));
  return { size, matrix, scatter: weights > 0 ? spreads / weights : 1 };
}

function product(one: Float64Array, other: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const value = one[row * size + k] as number;
      if (value === 0) continue;
      for (let column = 0; column < size; column++) {
        const place = row * size + column;
        result[place] = (result[place] as number) + value * (other[k * size + column] as number);
      }
    }
  }
  return result;
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
