/**
 * Bradley–Terry ratings: the exact maximum of the likelihood by Newton's method on votes added up by pair. A tie is half a win for
 * each. Pure.
 * Source: R. A. Bradley and M. E. Terry, "Rank analysis of incomplete block designs", Biometrika 39 (1952) 324–345,
 * https://doi.org/10.2307/2334029; ties and scale as LMArena has them, arXiv 2403.04132 (2024).
 */
import { choleskyFactor, choleskySolve } from "./cholesky.ts";
import type { PairCounts } from "./pair-counts.ts";

/** Points of one unit of natural log odds: 400 points are odds of 10 to 1. */
export const POINTS: number = 400 / Math.LN10;

/** Where points begin. */
export const MIDDLE = 1000;

/** Ratings in natural log odds. */
export interface Ratings {
  /** One for each model; their mean is 0. */
  natural: Float64Array;
  /** Newton steps taken. */
  steps: number;
  /** Greatest slope of the log likelihood that is left, in votes. */
  slope: number;
}

/** The chance that the first of two models wins. */
export function winChance(difference: number): number {
  return difference >= 0 ? 1 / (1 + Math.exp(-difference)) : Math.exp(difference) / (1 + Math.exp(difference));
}

/** ln(1 + eˣ) without overflow. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** Adds what a pair brings to a matrix: votes move ratings along the difference of two models. */
export function addDifference(matrix: Float64Array, size: number, a: number, b: number, value: number): void {
  matrix[a * size + a] = (matrix[a * size + a] as number) + value;
  matrix[b * size + b] = (matrix[b * size + b] as number) + value;
  matrix[a * size + b] = (matrix[a * size + b] as number) - value;
  matrix[b * size + a] = (matrix[b * size + a] as number) - value;
}

/** The loss, its slope, and its curvature with the mean of all ratings held at 0. */
function curvature(counts: PairCounts, natural: Float64Array): { slope: Float64Array; matrix: Float64Array } {
  const { size, low, high, won, tied, lost } = counts;
  const slope = new Float64Array(size);
  const matrix = new Float64Array(size * size);
  let trace = 0;
  for (let pair = 0; pair < low.length; pair++) {
    const [a, b] = [low[pair] as number, high[pair] as number];
    const n = (won[pair] as number) + (tied[pair] as number) + (lost[pair] as number);
    const p = winChance((natural[a] as number) - (natural[b] as number));
    const excess = (won[pair] as number) + (tied[pair] as number) / 2 - n * p;
    const weight = n * p * (1 - p);
    slope[a] = (slope[a] as number) + excess;
    slope[b] = (slope[b] as number) - excess;
    addDifference(matrix, size, a, b, weight);
    trace += 2 * weight;
  }
  // Ratings may all be moved together; this holds their mean, and changes no difference.
  const hold = Math.max(trace / size, Number.MIN_VALUE) / size;
  for (let place = 0; place < matrix.length; place++) matrix[place] = (matrix[place] as number) + hold;
  return { slope, matrix };
}

function logLikelihood({ low, high, won, tied, lost }: PairCounts, natural: Float64Array): number {
  let sum = 0;
  for (let pair = 0; pair < low.length; pair++) {
    const difference = (natural[low[pair] as number] as number) - (natural[high[pair] as number] as number);
    const half = (tied[pair] as number) / 2;
    sum -=
      ((won[pair] as number) + half) * softplus(-difference) + ((lost[pair] as number) + half) * softplus(difference);
  }
  return sum;
}

const MOST_STEPS = 100;

/**
 * The ratings that make the votes likeliest.
 * @param start natural ratings to begin with; the same result is reached from any. Absent: 0.
 * @throws RangeError if there is no one finite answer: see comparison-graph.ts, which tells beforehand.
 */
export function bradleyTerry(counts: PairCounts, start?: Float64Array): Ratings {
  const { size } = counts;
  let natural = start ? Float64Array.from(start) : new Float64Array(size);
  let likelihood = logLikelihood(counts, natural);
  const votes = counts.won.length === 0 ? 0 : Math.max(1, -likelihood);
  for (let steps = 0; ; steps++) {
    const { slope, matrix } = curvature(counts, natural);
    const most = slope.reduce((greatest, each) => Math.max(greatest, Math.abs(each)), 0);
    const factor = choleskyFactor(matrix, size);
    if (!factor || steps > MOST_STEPS) throw new RangeError("bradleyTerry: the votes have no finite ratings");
    const step = choleskySolve(factor, size, slope);
    const length = step.reduce((greatest, each) => Math.max(greatest, Math.abs(each)), 0);
    // A thousand-millionth of a point.
    if (length * POINTS < 1e-9) {
      const mean = natural.reduce((sum, each) => sum + each, 0) / Math.max(1, size);
      return { natural: natural.map((each) => each - mean), steps, slope: most };
    }
    // Far from the maximum a whole step may go past it.
    let share = 1;
    for (;;) {
      const next = natural.map((each, model) => each + share * (step[model] as number));
      const value = logLikelihood(counts, next);
      if (value >= likelihood - 1e-12 * votes || share < 1e-6) {
        natural = next;
        likelihood = value;
        break;
      }
      share /= 2;
    }
  }
}

/** Ratings in points: mean 1000, or shifted so that one model has a given number. */
export function points(natural: Float64Array, anchor?: { model: number; points: number }): Float64Array {
  const shift = anchor ? anchor.points - (natural[anchor.model] as number) * POINTS : MIDDLE;
  return natural.map((each) => each * POINTS + shift);
}
