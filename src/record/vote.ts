/** A vote: which of two answers to the same prompt somebody prefers. Pure values. */

/** What can be said: the first answer is better, the second is, they are as good, or neither is any good. */
export const winners = ["a", "b", "tie", "both-bad"] as const;

/** One of them. */
export type Winner = (typeof winners)[number];

/** One vote. */
export interface Vote {
  /** Name of the model whose answer stood first. */
  a: string;
  /** Name of the other. */
  b: string;
  /** What was said. */
  winner: Winner;
}

/** What a vote is worth for the first model: 1, ½ or 0. Both kinds of tie are half a win for each. */
export function outcomeFor(winner: Winner): 0 | 0.5 | 1 {
  return winner === "a" ? 1 : winner === "b" ? 0 : 0.5;
}

/** The same for all, in their order. */
export const outcomes: readonly number[] = winners.map(outcomeFor);

/** What is said of two answers, said of them the other way round. */
export function turnedWinner(winner: Winner): Winner {
  return winner === "a" ? "b" : winner === "b" ? "a" : winner;
}
