/**
 * Ratings over time: at moments from the first vote to the last, the ratings of all votes up to then, with their intervals. Each
 * moment is rated anew, from counts that grow; votes are gone through once. Pure.
 */
import { outcomes } from "../record/vote.ts";
import { bradleyTerry } from "../stats/bradley-terry.ts";
import { comparisonGraph, countsWithin } from "../stats/comparison-graph.ts";
import { PairCounter, type PairCounts, votesByModel } from "../stats/pair-counts.ts";
import { ratingBounds } from "../stats/rating-bounds.ts";
import { ratingVariance } from "../stats/rating-variance.ts";
import type { BoardSettings } from "./vote-board.ts";
import type { VoteTable } from "./vote-table.ts";

/** A model's rating at a moment. */
export interface RatingThen {
  /** Its name. */
  model: string;
  /** Score in points, on the scale of the board. */
  score: number;
  /** Lower bound. */
  low: number;
  /** Upper bound. */
  high: number;
  /** Votes that it had been in. */
  votes: number;
}

/** Ratings at one moment. */
export interface RatingMoment {
  /** Milliseconds since 1970: all votes up to here are counted. */
  at: number;
  /** How many these are. */
  votes: number;
  /** Models that could be rated then, in the order of the board. */
  models: RatingThen[];
}

/** Ratings over time. */
export interface RatingHistory {
  /** Moments, oldest first; at least two. */
  moments: RatingMoment[];
  /** Votes that tell no time, and are in none of them. */
  untimed: number;
}

/** Moments at most, unless another number is asked for. */
const MOMENTS = 24;

/** Votes in the order of equal spans of time, and where each span ends. */
interface Spans {
  /** Numbers of votes, span by span. */
  votes: Int32Array;
  /** For each span with votes: its last moment, and the place after its last vote. */
  ends: { at: number; end: number }[];
}

/** The first and the last of some moments. `undefined`: none is known. */
export function timeSpan(at: Float64Array): { first: number; last: number } | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of at) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return last >= first ? { first, last } : undefined;
}

function spansOf(at: Float64Array, most: number): Spans | undefined {
  const { first, last } = timeSpan(at) ?? { first: 0, last: 0 };
  if (first === last) return undefined;
  const spanOf = (time: number): number => Math.min(most - 1, Math.floor(((time - first) / (last - first)) * most));
  const starts = new Int32Array(most + 1);
  for (const time of at) if (!Number.isNaN(time)) starts[spanOf(time) + 1] = (starts[spanOf(time) + 1] as number) + 1;
  for (let span = 0; span < most; span++) starts[span + 1] = (starts[span + 1] as number) + (starts[span] as number);
  const votes = new Int32Array(starts[most] as number);
  const next = starts.slice();
  for (let vote = 0; vote < at.length; vote++) {
    const time = at[vote] as number;
    if (Number.isNaN(time)) continue;
    const place = next[spanOf(time)] as number;
    votes[place] = vote;
    next[spanOf(time)] = place + 1;
  }
  const ends = Array.from({ length: most }, (_, span) => ({
    at: first + ((last - first) * (span + 1)) / most,
    start: starts[span] as number,
    end: starts[span + 1] as number,
  }));
  return { votes, ends: ends.filter(({ start, end }) => end > start) };
}

/**
 * Ratings of the models that counts rate among themselves, on the scale of the board: by its anchor where that is rated, else so that
 * the mean of these models is what the board gives them, so that a newcomer moves nobody. Empty: none of the board's can be rated.
 */
function ratingsOf(
  counts: PairCounts,
  names: readonly string[],
  final: ReadonlyMap<string, number>,
  { anchor, confidence }: BoardSettings,
): RatingThen[] {
  const [group = []] = comparisonGraph(counts).groups;
  if (group.length < 2) return [];
  const within = countsWithin(counts, group);
  const { natural } = bradleyTerry(within);
  const held = anchor ? group.findIndex((model) => names[model] === anchor.model) : -1;
  const { rating, low, high } = ratingBounds(natural, ratingVariance(within, natural), {
    ...(anchor && held >= 0 ? { anchor: { model: held, points: anchor.score } } : {}),
    ...(confidence === undefined ? {} : { confidence }),
  });
  const known = group.flatMap((model, index) => {
    const score = final.get(names[model] as string);
    return score === undefined
      ? []
      : [{ index, model: names[model] as string, gap: score - (rating[index] as number) }];
  });
  const shift = held >= 0 ? 0 : known.reduce((sum, each) => sum + each.gap, 0) / known.length;
  const total = votesByModel(within);
  return known.map(({ index, model }) => ({
    model,
    score: (rating[index] as number) + shift,
    low: (low[index] as number) + shift,
    high: (high[index] as number) + shift,
    votes: total[index] as number,
  }));
}

/**
 * Ratings over time. `undefined`: votes tell no time, or fewer than two moments can be rated.
 * @param rows rated models of the board, best first.
 * @param settings those of the board, and the number of moments at most.
 */
export function ratingHistory(
  table: Pick<VoteTable, "models" | "a" | "b" | "winner" | "at">,
  rows: readonly { model: string; score: number }[],
  settings: BoardSettings & { most?: number } = {},
): RatingHistory | undefined {
  const spans = table.at && spansOf(table.at, settings.most ?? MOMENTS);
  if (!spans) return undefined;
  const final = new Map(rows.map((row) => [row.model, row.score]));
  const place = new Map(rows.map((row, index) => [row.model, index]));
  const counter = new PairCounter();
  const moments: RatingMoment[] = [];
  let next = 0;
  for (const { at, end } of spans.ends) {
    for (; next < end; next++) {
      const vote = spans.votes[next] as number;
      counter.add(table.a[vote] as number, table.b[vote] as number, outcomes[table.winner[vote] as number] as number);
    }
    const models = ratingsOf(counter.counts(table.models.length), table.models, final, settings);
    models.sort((one, other) => (place.get(one.model) ?? 0) - (place.get(other.model) ?? 0));
    if (models.length > 0) moments.push({ at, votes: end, models });
  }
  if (moments.length < 2) return undefined;
  return { moments, untimed: table.winner.length - spans.votes.length };
}
