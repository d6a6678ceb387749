/**
 * How few votes hold up the first place: the smallest number found that, taken out or turned round, put another model first. Pure.
 * Each number is proved by rating again; that no smaller number does it is not proved, as only sets that lead the way by influence are
 * tried.
 * Source: T. Broderick, R. Giordano and R. Meager, "An automatic finite-sample robustness metric" (2020),
 * https://arxiv.org/abs/2011.14999; for arenas J. Huang et al., "Dropping just a handful of preferences can change top large language
 * model rankings" (2025), https://arxiv.org/abs/2508.11847.
 */
import { bradleyTerry, winChance } from "./bradley-terry.ts";
import { comparisonGraph } from "./comparison-graph.ts";
import { type CountedVote, countsWithout } from "./fewer-votes.ts";
import type { PairCounts } from "./pair-counts.ts";
import { curvatureInverse } from "./rating-variance.ts";

/** What is done to votes: they are taken out, or given wholly to the other side. */
export type FlipKind = "drop" | "turn";

/** A vote and, if it is turned, what it is worth instead. */
type Change = CountedVote & { instead?: 0 | 1 };

/** A way to change first place. */
export interface FirstPlaceFlip {
  /** The model in first place. */
  first: number;
  /** The model that comes first instead. */
  instead: number;
  /** Votes it takes. */
  count: number;
  /** Which. */
  votes: Change[];
}

/** Votes of one kind and what each does, to first order, for the rival against the first. */
type Lever = Change & { help: number };

/** Ratings and the counts they were fitted to. */
interface Standpoint {
  counts: PairCounts;
  natural: Float64Array;
}

/** All votes that help the rival if they are dropped or turned, most helpful first, as it looks from some ratings. */
function leversOf(votes: PairCounts, from: Standpoint, [first, rival]: [number, number], kind: FlipKind): Lever[] {
  const { size, low, high, won, tied, lost } = votes;
  const { natural } = from;
  const inverse = curvatureInverse(from.counts, natural);
  const pull = (model: number): number =>
    (inverse[model * size + first] as number) - (inverse[model * size + rival] as number);
  const levers: Lever[] = [];
  for (let pair = 0; pair < low.length; pair++) {
    const [a, b] = [low[pair] as number, high[pair] as number];
    const along = pull(a) - pull(b);
    const p = winChance((natural[a] as number) - (natural[b] as number));
    for (const [outcome, column] of [
      [1, won],
      [0.5, tied],
      [0, lost],
    ] as const) {
      const count = column[pair] as number;
      const instead = along > 0 ? 0 : 1;
      const help = along * (outcome - (kind === "drop" ? p : instead));
      if (count > 0 && help > 1e-15) levers.push({ a, b, outcome, count, help, ...(kind === "turn" && { instead }) });
    }
  }
  return levers.sort((one, other) => other.help - one.help);
}

/** The first so many votes. */
function take(levers: readonly Lever[], votes: number): Change[] {
  const taken: Change[] = [];
  let left = votes;
  for (const { help: _, ...change } of levers) {
    if (left <= 0) break;
    taken.push({ ...change, count: Math.min(change.count, left) });
    left -= change.count;
  }
  return taken;
}

/** The model in first place after the changes, if they put another there. */
function firstAfter(counts: PairCounts, natural: Float64Array, first: number, changes: Change[]): number | undefined {
  const changed = countsWithout(counts, changes);
  if (comparisonGraph(changed).groups.length > 1) return undefined;
  const after = bradleyTerry(changed, natural).natural;
  let best = first;
  // Equal ratings differ by rounding; that is no change of place.
  for (const model of after.keys()) if ((after[model] as number) > (after[best] as number) + 1e-10) best = model;
  return best === first ? undefined : best;
}

/** The smallest number of votes, led by one order of them, that changes first place; fewer than `most`. */
function leastBy(
  levers: readonly Lever[],
  counts: PairCounts,
  natural: Float64Array,
  [first, gap, most]: readonly [number, number, number],
): FirstPlaceFlip | undefined {
  const all = Math.min(
    most - 1,
    levers.reduce((sum, { count }) => sum + count, 0),
  );
  const tryWith = (votes: number): FirstPlaceFlip | undefined => {
    const changes = take(levers, votes);
    const instead = firstAfter(counts, natural, first, changes);
    return instead === undefined ? undefined : { first, instead, count: votes, votes: changes };
  };
  let [guess, left] = [0, gap];
  for (const { count, help } of levers) {
    const needed = Math.min(count, Math.ceil(left / help));
    guess += needed;
    left -= needed * help;
    if (left <= 0) break;
  }
  guess = Math.max(1, Math.min(guess, all));
  let low = 0;
  let found = all < 1 ? undefined : tryWith(guess);
  while (!found && guess < all) {
    low = guess;
    guess = Math.min(all, Math.max(guess + 1, Math.ceil(1.3 * guess)));
    found = tryWith(guess);
  }
  while (found && found.count - low > 1) {
    const middle = (low + found.count) >> 1;
    const better = tryWith(middle);
    if (better) found = better;
    else low = middle;
  }
  return found;
}

/**
 * The fewest votes found that change first place. `undefined`: none were found, as with one model, or where the others' ratings would
 * be lost first.
 * @param natural the ratings, fitted to these counts.
 * @param rivals how many of the next models are tried for first place.
 * @throws RangeError where votes don't rate the models among themselves.
 */
export function firstPlaceFlip(
  counts: PairCounts,
  natural: Float64Array,
  { kind = "drop", rivals = 4 }: { kind?: FlipKind; rivals?: number } = {},
): FirstPlaceFlip | undefined {
  const [first, ...others] = [...natural.keys()].sort(
    (one, other) => (natural[other] as number) - (natural[one] as number),
  );
  if (first === undefined) return undefined;
  let best: FirstPlaceFlip | undefined;
  for (const rival of others.slice(0, rivals)) {
    const gap = (natural[first] as number) - (natural[rival] as number);
    let from: Standpoint = { counts, natural };
    // Once votes are gone, others weigh more: seen from the place reached, another order may lead there sooner.
    for (let pass = 0; pass < 3; pass++) {
      const levers = leversOf(counts, from, [first, rival], kind);
      const found = leastBy(levers, counts, natural, [first, gap, best?.count ?? Infinity]);
      if (!found) break;
      best = found;
      const left = countsWithout(counts, found.votes);
      from = { counts: left, natural: bradleyTerry(left, natural).natural };
    }
  }
  return best;
}
