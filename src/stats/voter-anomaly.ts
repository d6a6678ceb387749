/**
 * Voters who vote unlike all others. Each vote is compared with the others' votes on the same two models; what is unlikely in each is
 * put together by Fisher's method. Pure. It says who is unlike, not why: a taste of one's own is no fraud.
 *
 * Sources: R. A. Fisher, Statistical Methods for Research Workers, 4th edition (1932), section 21.1, as arXiv 2403.04132 (2024),
 * section 5.1, has it for arenas. Votes have three outcomes only, with which Fisher's sum stays far too small; each is given the mean
 * over its step instead: H. O. Lancaster, "The combination of probabilities arising from data in discrete distributions",
 * Biometrika 36 (1949) 370–382, https://doi.org/10.2307/2332671; and the sum is compared with the gamma distribution of its
 * mean and variance. Unlike there, order of votes plays no part.
 */
import { holm } from "./adjust.ts";
import { gammaTail } from "./gamma.ts";
import type { PairCounts } from "./pair-counts.ts";
import { type VoterVotes, votesOfVoters } from "./voter-votes.ts";

/** How unlike one voter is. */
export interface VoterAnomaly {
  /** The voter's number. */
  voter: number;
  /** The voter's votes on pairs that others voted on too. */
  votes: number;
  /** The chance that a voter like the others would vote at least as much against what they mostly say. */
  contrary: number;
  /** The model that the voter is most unusually for or against, and the chance of that, for all models tried. Absent: no vote counts. */
  favour?: { model: number; side: "for" | "against"; p: number };
  /** The smaller of the two chances, doubled: for both were tried. */
  p: number;
  /** The same, for all voters tried (Holm): below 0.05, the chance that any voter like the others is named is 5 %. */
  adjusted: number;
}

/** A growing sum of what votes give, and the variance it has among voters like the others. */
interface Sum {
  value: number;
  votes: number;
  variance: number;
}

function addTo(sum: Sum, value: number, variance: number): void {
  sum.value += value;
  sum.votes++;
  sum.variance += variance;
}

/** The chance of so large a sum; each vote has mean 2. */
function tailOf({ value, votes, variance }: Sum): number {
  if (variance <= 1e-12) return 1;
  const mean = 2 * votes;
  return gammaTail((mean * mean) / variance, (value * mean) / variance);
}

/** The mean of −2 ln u for u between two numbers. */
function step(low: number, high: number): number {
  const part = (u: number): number => (u > 0 ? u * Math.log(u) : 0);
  return 2 - (2 * (part(high) - part(low))) / (high - low);
}

/** What an outcome gives, and its variance, for outcomes with some shares in an order from the most telling on. */
function telling(shares: readonly number[], keys: readonly number[], own: number): { value: number; variance: number } {
  let [value, squares] = [2, 0];
  for (const [outcome, share] of shares.entries()) {
    if (share === 0) continue;
    const key = keys[outcome] as number;
    const sum = (test: (other: number) => boolean): number =>
      shares.reduce((total, each, other) => total + (test(keys[other] as number) ? each : 0), 0);
    const low = sum((other) => other < key);
    const each = step(low, low + sum((other) => other === key));
    squares += share * each * each;
    if (outcome === own) value = each;
  }
  return { value, variance: Math.max(0, squares - 4) };
}

/** What one vote gives: against the others, and for and against the model of the lower number. */
type Tellings = { [kind in "unlike" | "up" | "down"]: { value: number; variance: number } };

/** What a vote gives among votes on the same models. `undefined`: nobody else voted on them. */
function tellingsOf(pool: readonly number[], own: number): Tellings | undefined {
  const total = pool.reduce((sum, each) => sum + each, 0);
  if (total < 2) return undefined;
  const shares = pool.map((each) => each / total);
  return {
    unlike: telling(shares, shares, own),
    up: telling(shares, [2, 1, 0], own),
    down: telling(shares, [0, 1, 2], own),
  };
}

/** Votes of each outcome, low model's losses first, by the key of the pair. */
function table(counts: PairCounts): Map<number, [number, number, number]> {
  const { size, low, high, won, tied, lost } = counts;
  return new Map(
    Array.from(low, (a, pair) => [
      a * size + (high[pair] as number),
      [lost[pair] as number, tied[pair] as number, won[pair] as number],
    ]),
  );
}

/** The sums of one voter. @param known what votes give whose voter gave no other on the same models, by pair and outcome. */
function sumsOf(
  votes: VoterVotes,
  places: Int32Array,
  all: ReadonlyMap<number, readonly [number, number, number]>,
  size: number,
  known: Map<number, Tellings>,
): { contrary: Sum; models: Map<number, { for: Sum; against: Sum }> } {
  const empty = (): Sum => ({ value: 0, votes: 0, variance: 0 });
  const contrary = empty();
  const models = new Map<number, { for: Sum; against: Sum }>();
  const cells = Array.from(places, (vote) => {
    const [a, b, worth] = [votes.a[vote] as number, votes.b[vote] as number, votes.outcome[vote] as number];
    return a < b ? { a, b, own: 2 * worth } : { a: b, b: a, own: 2 - 2 * worth };
  });
  const given = new Map<number, [number, number, number]>();
  for (const { a, b, own } of cells) {
    const key = a * size + b;
    const mine = given.get(key) ?? [0, 0, 0];
    mine[own] = (mine[own] as number) + 1;
    given.set(key, mine);
  }
  for (const { a, b, own } of cells) {
    const key = a * size + b;
    const mine = given.get(key) as [number, number, number];
    const isOnly = mine[0] + mine[1] + mine[2] === 1;
    let told = isOnly ? known.get(3 * key + own) : undefined;
    if (!told) {
      // The others' votes and this one: among voters who are alike, each of these is as likely to be this voter's.
      const pool = (all.get(key) ?? mine).map(
        (count, outcome) => count - (mine[outcome] as number) + Number(outcome === own),
      );
      told = tellingsOf(pool, own);
      if (!told) continue;
      if (isOnly) known.set(3 * key + own, told);
    }
    const { unlike, up, down } = told;
    addTo(contrary, unlike.value, unlike.variance);
    for (const [model, good, bad] of [
      [a, up, down],
      [b, down, up],
    ] as const) {
      const sums = models.get(model) ?? { for: empty(), against: empty() };
      addTo(sums.for, good.value, good.variance);
      addTo(sums.against, bad.value, bad.variance);
      models.set(model, sums);
    }
  }
  return { contrary, models };
}

/**
 * How unlike the others each voter votes, the most unlike first.
 * @param counts of these votes and no others.
 */
export function voterAnomalies(votes: VoterVotes, counts: PairCounts): VoterAnomaly[] {
  const all = table(counts);
  // Most voters vote but once on a pair, and then it is the same for all of them.
  const known = new Map<number, Tellings>();
  const found: VoterAnomaly[] = [];
  for (const [voter, places] of votesOfVoters(votes).entries()) {
    if (places.length === 0) continue;
    const { contrary, models } = sumsOf(votes, places, all, counts.size, known);
    const one: VoterAnomaly = { voter, votes: contrary.votes, contrary: tailOf(contrary), p: 1, adjusted: 1 };
    for (const [model, sums] of models)
      for (const side of ["for", "against"] as const) {
        // Below its mean a sum's chance is above ⅓, and 1 for all sides of two models or more.
        const isAbove = sums[side].value > 2 * sums[side].votes;
        const p = isAbove ? Math.min(1, tailOf(sums[side]) * 2 * models.size) : 1;
        if (!one.favour || p < one.favour.p) one.favour = { model, side, p };
      }
    one.p = Math.min(1, 2 * Math.min(one.contrary, one.favour?.p ?? 1));
    found.push(one);
  }
  for (const [index, adjusted] of holm(found.map(({ p }) => p)).entries())
    (found[index] as VoterAnomaly).adjusted = adjusted;
  return found.sort((one, other) => one.p - other.p || one.voter - other.voter);
}
