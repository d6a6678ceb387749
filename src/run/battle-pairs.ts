/** Which two models meet next: the pairs with the chances they are drawn by, and the draw. Pure but for the votes handed in. */
import { outcomeFor, type Winner } from "../record/vote.ts";
import { PairCounter } from "../stats/pair-counts.ts";
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

function pairKey(a: string, b: string): string {
  return JSON.stringify([a, b].sort());
}

/** Votes between some models, to which more may be added. */
class NamedVotes {
  readonly #models: readonly string[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #counter = new PairCounter();
  readonly #between = new Map<string, number>();

  constructor(models: readonly string[], votes: Iterable<NamedVote>) {
    this.#models = models;
    this.#numbers = new Map(models.map((model, index) => [model, index]));
    for (const vote of votes) this.add(vote);
  }

  /** Adds a vote; one on another model changes nothing. */
  add({ a, b, winner }: NamedVote): void {
    const [one, other] = [this.#numbers.get(a), this.#numbers.get(b)];
    if (one === undefined || other === undefined || one === other) return;
    this.#counter.add(one, other, outcomeFor(winner));
    const key = pairKey(a, b);
    this.#between.set(key, (this.#between.get(key) ?? 0) + 1);
  }

  /** All pairs, those whose vote tells most first. */
  chances(): PairChance[] {
    return pairWeights(this.#counter.counts(this.#models.length)).map(({ a, b, gain, share }) => {
      const [one, other] = [this.#models[a] as string, this.#models[b] as string];
      return { a: one, b: other, votes: this.#between.get(pairKey(one, other)) ?? 0, gain, share };
    });
  }
}

/** All pairs, those whose vote tells most first. @param models names, each once. */
export function pairChances(models: readonly string[], votes: Iterable<NamedVote>): PairChance[] {
  return new NamedVotes(models, votes).chances();
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
  for (const list of waiting.values()) list.reverse();
  const supposed = new NamedVotes(models, votes);
  const ordered: T[] = [];
  while (ordered.length < limit && ordered.length < items.length) {
    for (const { a, b } of supposed.chances()) {
      const next = waiting.get(pairKey(a, b))?.pop();
      if (!next) continue;
      ordered.push(next);
      supposed.add({ a, b, winner: "tie" });
      break;
    }
  }
  return ordered;
}
