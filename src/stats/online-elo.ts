/**
 * Online Elo, for comparison only: it depends on the order of the votes, has no intervals, and is off by tens of points from ratings
 * that all votes make together. Pure.
 * Source: FastChat's compute_elo at 0e6d3e4 (2025-04-12), https://github.com/lm-sys/FastChat; A. E. Elo, The Rating of Chessplayers (1978).
 */
import { MIDDLE } from "./bradley-terry.ts";

/** Votes in the order they were given. */
export interface OrderedVotes {
  /** Number of models; they are numbered from 0. */
  size: number;
  /** The first model of each vote. */
  a: ArrayLike<number>;
  /** The other. */
  b: ArrayLike<number>;
  /** What the vote is worth for the first: 1, ½ or 0. */
  outcome: ArrayLike<number>;
}

/**
 * Ratings in points after all votes, one after another; each model begins with 1000.
 * @param k points that a vote moves at most. Default: 4, as FastChat.
 */
export function onlineElo({ size, a, b, outcome }: OrderedVotes, k = 4): Float64Array {
  const rating = new Float64Array(size).fill(MIDDLE);
  for (let vote = 0; vote < a.length; vote++) {
    const [one, other] = [a[vote] as number, b[vote] as number];
    const expected = 1 / (1 + 10 ** (((rating[other] as number) - (rating[one] as number)) / 400));
    const moved = k * ((outcome[vote] as number) - expected);
    rating[one] = (rating[one] as number) + moved;
    rating[other] = (rating[other] as number) - moved;
  }
  return rating;
}
