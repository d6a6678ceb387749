/**
 * Which two models to vote on next: those whose vote is expected to make the ratings surest. Pure.
 * Source: arXiv 2403.04132 (2024), equation 9, draws pairs by how much one vote more shrinks the error of the pair's own win rate. Here it
 * is the errors of all ratings, which a vote between two models shrinks by way of the others: A-optimal design, A. C. Atkinson and
 * A. N. Donev, Optimum Experimental Designs (1992), chapter 10.
 */
import { POINTS, winChance } from "./bradley-terry.ts";
import type { PairCounts } from "./pair-counts.ts";
import { pairedLogit } from "./paired-logit.ts";
import type { Random } from "./random.ts";

/** One pair. */
export interface PairWeight {
  /** The model of the lower number. */
  a: number;
  /** The other. */
  b: number;
  /** By how much one vote is expected to shrink the sum of all ratings' variances, in square points. */
  gain: number;
  /** The chance that this pair is drawn, 0 to 1. */
  share: number;
}

/** What is known of ratings before any vote: their standard deviation in points. LMArena's hundreds of models have about 150. */
const PRIOR = 300;

/**
 * The pairs, those that tell most first. Models without votes have weights too: before votes, ratings are taken to be 300 points
 * apart, give or take.
 * @param importance how much each model's error matters. Default: all the same.
 */
export function pairWeights(counts: PairCounts, importance?: ArrayLike<number>): PairWeight[] {
  const { size, low, high, won, tied, lost } = counts;
  const columns = [won, tied, lost].map((column) => Array.from(column));
  const fitted = pairedLogit(
    {
      size,
      a: [...low, ...low, ...low],
      b: [...high, ...high, ...high],
      outcome: [1, 0.5, 0].flatMap((outcome) => Array.from(low, () => outcome)),
      count: columns.flat(),
      width: 0,
      features: new Float64Array(),
    },
    { ratings: (POINTS / PRIOR) ** 2, coefficients: 0 },
  );
  const { natural, inverse } = fitted;
  const weights: PairWeight[] = [];
  let sum = 0;
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const p = winChance((natural[a] as number) - (natural[b] as number));
      let squares = 0;
      for (let model = 0; model < size; model++) {
        const along = (inverse[a * size + model] as number) - (inverse[b * size + model] as number);
        squares += (importance ? (importance[model] as number) : 1) * along * along;
      }
      const own = [a, b].map((model) => (inverse[a * size + model] as number) - (inverse[b * size + model] as number));
      const spread = (own[0] as number) - (own[1] as number);
      const gain = (p * (1 - p) * squares * POINTS * POINTS) / (1 + p * (1 - p) * spread);
      weights.push({ a, b, gain, share: 0 });
      sum += gain;
    }
  }
  for (const weight of weights) weight.share = sum > 0 ? weight.gain / sum : 1 / weights.length;
  return weights.sort((one, other) => other.gain - one.gain || one.a - other.a || one.b - other.b);
}

/** Draws a pair by its share, in sides that are shuffled. `undefined`: there is none. */
export function drawPair(weights: readonly PairWeight[], random: Random): { a: number; b: number } | undefined {
  let rest = random.unit();
  const drawn = weights.find(({ share }) => {
    rest -= share;
    return rest < 0;
  });
  const pair = drawn ?? weights.find(({ share }) => share > 0);
  if (!pair) return undefined;
  return random.unit() < 0.5 ? { a: pair.a, b: pair.b } : { a: pair.b, b: pair.a };
}
