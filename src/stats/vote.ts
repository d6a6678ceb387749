/**
 * What a vote of k answers gives, estimated without bias from n answers of one case: the mean over all C(n, k) ways to choose them,
 * reckoned exactly and not by drawing. Pure. One case at a time: average the cases' values for a set.
 */
import { requireCount } from "./interval.ts";

/** Binomials stay below the largest number up to here. */
const MOST = 1000;

function requireSizes(who: string, n: number, k: number): void {
  if (!Number.isSafeInteger(k) || k < 1) throw new RangeError(`${who}: k is ${k}`);
  if (n > MOST) throw new RangeError(`${who}: ${n} answers, but at most ${MOST} can be counted`);
}

/** C(n, j) for j from 0 to `most`. */
function binomials(n: number, most: number): number[] {
  const row = [1];
  for (let j = 1; j <= most; j++) row.push(j > n ? 0 : ((row[j - 1] as number) * (n - j + 1)) / j);
  return row;
}

/** The chances of a vote. */
export interface VoteChances {
  /** For each kind of answer the chance that it wins, 0 to 1; a tie is decided by lot. */
  wins: number[];
  /** The chance that no answer votes, 0 to 1: all that were chosen abstain. */
  silent: number;
}

/**
 * The ways in which a kind of answer that was chosen `t` times is not outvoted by the others, a tie of u + 1 kinds counting as
 * 1 / (u + 1) of a way. `ways[s][u]`: ways to choose s answers of the others, none of a kind more than t times, u kinds exactly t.
 */
function waysToWin(others: readonly number[], abstained: number, t: number, rest: number): number {
  const ties = Math.floor(rest / t);
  let ways = Array.from({ length: rest + 1 }, () => new Float64Array(ties + 1));
  (ways[0] as Float64Array)[0] = 1;
  const times = (count: number, most: number, isKind: boolean): void => {
    const choices = binomials(count, Math.min(count, most));
    const next = Array.from({ length: rest + 1 }, () => new Float64Array(ties + 1));
    for (let s = 0; s <= rest; s++) {
      for (let u = 0; u <= ties; u++) {
        const here = (ways[s] as Float64Array)[u] as number;
        if (here === 0) continue;
        for (let more = 0; more < choices.length && s + more <= rest; more++) {
          const row = next[s + more] as Float64Array;
          const tied = u + Number(isKind && more === t);
          row[tied] = (row[tied] as number) + here * (choices[more] as number);
        }
      }
    }
    ways = next;
  };
  for (const count of others) times(count, t, true);
  times(abstained, rest, false);
  return (ways[rest] as Float64Array).reduce((sum, each, u) => sum + each / (u + 1), 0);
}

/**
 * The chances of each kind of answer to win a plurality vote of k answers, chosen without return from those that were given. The kind
 * named most often wins, ties are decided by lot, answers that abstain name none. `undefined` where fewer than k were given.
 *
 * Source: the vote: X. Wang et al., "Self-consistency improves chain of thought reasoning in language models" (2022),
 * https://arxiv.org/abs/2203.11171; the mean over subsets, as for pass@k: M. Chen et al. (2021), https://arxiv.org/abs/2107.03374.
 *
 * @param counts how often each kind was given, at least once. @param abstained answers that name no kind.
 * @throws RangeError for counts that are not whole, negative or above 1,000 together, and a k that is not a whole number from 1.
 */
export function voteChances(counts: readonly number[], k: number, abstained = 0): VoteChances | undefined {
  const n = counts.reduce((sum, each) => sum + each, abstained);
  for (const count of [...counts, abstained]) requireCount("voteChances", count, n);
  requireSizes("voteChances", n, k);
  if (n < k) return undefined;
  const all = binomials(n, k)[k] as number;
  // Kinds that were given equally often have the same chance.
  const chances = new Map<number, number>();
  for (const [place, count] of counts.entries()) {
    if (chances.has(count)) continue;
    const others = counts.filter((_, index) => index !== place);
    const own = binomials(count, Math.min(count, k));
    let ways = 0;
    for (let t = 1; t < own.length; t++) ways += (own[t] as number) * waysToWin(others, abstained, t, k - t);
    chances.set(count, ways / all);
  }
  return {
    wins: counts.map((count) => chances.get(count) as number),
    silent: abstained < k ? 0 : (binomials(abstained, k)[k] as number) / all,
  };
}

/**
 * The mean quality of the answer that is rated highest among k, chosen without return from those that were given; of answers rated
 * alike one is taken by lot. `undefined` where fewer than k were given.
 * @param ratings what the chooser gave each answer. @param qualities what each answer is worth.
 * @throws RangeError for lists that are not equally long, more than 1,000 answers, and a k that is not a whole number from 1.
 */
export function bestOfK(ratings: readonly number[], qualities: readonly number[], k: number): number | undefined {
  const n = ratings.length;
  if (n !== qualities.length) throw new RangeError(`bestOfK: ${n} ratings and ${qualities.length} qualities`);
  requireSizes("bestOfK", n, k);
  if (n < k) return undefined;
  const groups = Map.groupBy(qualities.keys(), (index) => ratings[index] as number);
  const choose = (count: number): number => binomials(count, k)[k] as number;
  let left = n;
  let sum = 0;
  for (const [, places] of [...groups].sort(([one], [other]) => other - one)) {
    const mean = places.reduce((total, place) => total + (qualities[place] as number), 0) / places.length;
    sum += (choose(left) - choose(left - places.length)) * mean;
    left -= places.length;
  }
  return sum / choose(n);
}
