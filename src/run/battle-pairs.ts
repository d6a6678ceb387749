/** Which two models meet next: the pairs with the chances they are drawn by, and the draw. Pure but for the votes handed in. */
import { outcomeFor, type Winner } from "../record/vote.ts";
import { PairCounter, type PairCounts } from "../stats/pair-counts.ts";
import { drawPair, pairWeights } from "../stats/pair-sampling.ts";

/** A vote between two models by name. */
export interface NamedVote {
  /** One model. */
  a: string;
  /** The other. */
  b: string;
  /** What was said. */
  winner: Winner;
}

/** Two models that may meet. */
export interface PairChance {
  /** One model. */
  a: string;
  /** The other. */
  b: string;
  /** Votes between the two so far. */
  votes: number;
  /** By how much one vote more is expected to shrink the sum of all ratings' variances, in square points. */
  gain: number;
  /** The chance that this pair is drawn, 0 to 1. */
  share: number;
}

function countsOf(
  models: readonly string[],
  votes: Iterable<NamedVote>,
): { counts: PairCounts; between: Map<string, number> } {
  const numbers = new Map(models.map((model, index) => [model, index]));
  const counter = new PairCounter();
  const between = new Map<string, number>();
  for (const { a, b, winner } of votes) {
    const [one, other] = [numbers.get(a), numbers.get(b)];
    if (one === undefined || other === undefined || one === other) continue;
    counter.add(one, other, outcomeFor(winner));
    const key = pairKey(a, b);
    between.set(key, (between.get(key) ?? 0) + 1);
  }
  return { counts: counter.counts(models.length), between };
}

function pairKey(a: string, b: string): string {
  return JSON.stringify([a, b].sort());
}

/** All pairs, those whose vote tells most first. @param models names, each once. */
export function pairChances(models: readonly string[], votes: Iterable<NamedVote>): PairChance[] {
  const { counts, between } = countsOf(models, votes);
  return pairWeights(counts).map(({ a, b, gain, share }) => {
    const [one, other] = [models[a] as string, models[b] as string];
    return { a: one, b: other, votes: between.get(pairKey(one, other)) ?? 0, gain, share };
  });
}

/** Draws one by its chance. `undefined`: there is none. @param unit a number from 0 up to but not 1. */
export function drawChance(chances: readonly PairChance[], unit: () => number): PairChance | undefined {
  const numbered = chances.map(({ gain, share }, index) => ({ a: index, b: index, gain, share }));
  const drawn = drawPair(numbered, { unit, fill: () => undefined });
  return drawn && chances[drawn.a];
}

/** Puts those first whose pair's vote tells most, one pair after another, as if each were voted on and tied. */
export function mostTelling<T extends { a: string; b: string }>(
  items: readonly T[],
  votes: readonly NamedVote[],
  limit: number = items.length,
): T[] {
  const models = [...new Set(items.flatMap(({ a, b }) => [a, b]))];
  const waiting = Map.groupBy(items, ({ a, b }) => pairKey(a, b));
  const supposed: NamedVote[] = [...votes];
  const ordered: T[] = [];
  while (ordered.length < limit && waiting.size > 0) {
    for (const { a, b } of pairChances(models, supposed)) {
      const key = pairKey(a, b);
      const [next, ...rest] = waiting.get(key) ?? [];
      if (!next) continue;
      ordered.push(next);
      supposed.push({ a, b, winner: "tie" });
      if (rest.length > 0) waiting.set(key, rest);
      else waiting.delete(key);
      break;
    }
  }
  return ordered;
}
