/**
 * What each voter does to the ratings: how far they would move had the voter not voted. First for all voters, to first order; then
 * exactly for those who matter most, by rating again without them. Pure.
 * Source: first order is the infinitesimal jackknife, B. Efron, The Jackknife, the Bootstrap and Other Resampling Plans (1982),
 * chapter 6, https://doi.org/10.1137/1.9781611970319.
 */
import { bradleyTerry, POINTS, winChance } from "./bradley-terry.ts";
import { comparisonGraph } from "./comparison-graph.ts";
import { type CountedVote, countsWithout } from "./fewer-votes.ts";
import type { PairCounts } from "./pair-counts.ts";
import { curvatureInverse } from "./rating-variance.ts";
import { type VoterVotes, votesOfVoters } from "./voter-votes.ts";

/** What one voter does. */
export interface VoterInfluence {
  /** The voter's number. */
  voter: number;
  /** Votes the voter gave. */
  votes: number;
  /** The model whose rating would move most without them. */
  model: number;
  /** How far it would, to first order, in points about the mean of all models; negative: down. */
  shift: number;
  /** How much the lead of the model in first place over the second would change, to first order, in points. */
  lead: number;
}

/** The two models with the highest ratings. */
function firstTwo(natural: Float64Array): [number, number] {
  const [first = 0, second = 0] = [...natural.keys()].sort(
    (one, other) => (natural[other] as number) - (natural[one] as number),
  );
  return [first, second];
}

/**
 * The influence of every voter, those who move a rating most first.
 * @param natural the ratings, fitted to these counts, which hold these votes and no others.
 * @throws RangeError where votes don't rate the models among themselves.
 */
export function voterInfluences(votes: VoterVotes, counts: PairCounts, natural: Float64Array): VoterInfluence[] {
  const { size } = counts;
  const inverse = curvatureInverse(counts, natural);
  const [first, second] = firstTwo(natural);
  const found: VoterInfluence[] = [];
  const excess = new Float64Array(size);
  const move = new Float64Array(size);
  for (const [voter, places] of votesOfVoters(votes).entries()) {
    if (places.length === 0) continue;
    const touched = new Set<number>();
    for (const vote of places) {
      const [a, b] = [votes.a[vote] as number, votes.b[vote] as number];
      const more = (votes.outcome[vote] as number) - winChance((natural[a] as number) - (natural[b] as number));
      excess[a] = (excess[a] as number) + more;
      excess[b] = (excess[b] as number) - more;
      touched.add(a).add(b);
    }
    move.fill(0);
    for (const each of touched) {
      const taken = -(excess[each] as number);
      excess[each] = 0;
      for (let model = 0; model < size; model++)
        move[model] = (move[model] as number) + taken * (inverse[each * size + model] as number);
    }
    let model = 0;
    for (let other = 1; other < size; other++)
      if (Math.abs(move[other] as number) > Math.abs(move[model] as number)) model = other;
    const lead = ((move[first] as number) - (move[second] as number)) * POINTS;
    found.push({ voter, votes: places.length, model, shift: (move[model] as number) * POINTS, lead });
  }
  return found.sort((one, other) => Math.abs(other.shift) - Math.abs(one.shift) || one.voter - other.voter);
}

/** The ratings without one voter. */
export interface WithoutVoter {
  /** The voter's number. */
  voter: number;
  /** Natural ratings from all other votes; their mean is 0. Absent: those votes rate not all models. */
  natural?: Float64Array;
  /** The model that moves most. Absent with the ratings. */
  model?: number;
  /** How far it moves, exactly, in points; negative: down. Absent with the ratings. */
  shift?: number;
  /** The model in first place without the voter. Absent with the ratings. */
  first?: number;
}

/** Rates again without some votes of one voter: exact. */
function withoutVoter(
  voter: number,
  taken: readonly CountedVote[],
  counts: PairCounts,
  natural: Float64Array,
): WithoutVoter {
  const left = countsWithout(counts, taken);
  if (comparisonGraph(left).groups.length > 1) return { voter };
  const again = bradleyTerry(left, natural).natural;
  let model = 0;
  const shift = (each: number): number => ((again[each] as number) - (natural[each] as number)) * POINTS;
  for (const each of again.keys()) if (Math.abs(shift(each)) > Math.abs(shift(model))) model = each;
  return { voter, natural: again, model, shift: shift(model), first: firstTwo(again)[0] };
}

/**
 * Leaves voters out one at a time and rates the others' votes again.
 * @param voters whom to leave out: all, or those that `voterInfluences` names first.
 */
export function leaveVotersOut(
  voters: readonly number[],
  votes: VoterVotes,
  counts: PairCounts,
  natural: Float64Array,
): WithoutVoter[] {
  const places = votesOfVoters(votes);
  return voters.map((voter) => {
    const taken = Array.from(places[voter] ?? [], (vote) => ({
      a: votes.a[vote] as number,
      b: votes.b[vote] as number,
      outcome: votes.outcome[vote] as number,
      count: 1,
    }));
    return withoutVoter(voter, taken, counts, natural);
  });
}
