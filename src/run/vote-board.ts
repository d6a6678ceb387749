/** The leaderboard of votes: ratings with intervals, ranks, and what cannot be rated. Pure. */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { outcomeFor, type Vote } from "../record/vote.ts";
import { bradleyTerry, points } from "../stats/bradley-terry.ts";
import { type ComparisonGraph, comparisonGraph, countsWithin } from "../stats/comparison-graph.ts";
import { normalQuantile } from "../stats/normal.ts";
import { PairCounter, type PairCounts, votesByModel } from "../stats/pair-counts.ts";
import { type ProvisionalReason, provisionalReason } from "../stats/provisional.ts";
import { rankRanges, rankUpperBound } from "../stats/rating-rank.ts";
import { type RatingVariance, ratingErrors, ratingVariance } from "../stats/rating-variance.ts";
import { type StyledVotes, type StyleEffect, styleControl } from "../stats/style-control.ts";
import { votesToSeparate } from "../stats/votes-to-separate.ts";
import type { ReadVotes, VoteStyle } from "./vote-rows.ts";

/** How to rate. */
export interface BoardSettings {
  /** A model whose score is held. Absent: the mean of all is 1000. */
  anchor?: { model: string; score: number };
  /** Confidence of the intervals, 0 to 1. Default 0.95. */
  confidence?: number;
}

/** One model that is rated. */
export interface BoardRow {
  /** Its name. */
  model: string;
  /** Bradley–Terry score: 400 points more are odds of 10 to 1. */
  score: number;
  /** Bounds of the score: sandwich errors about the mean of all models, or about the anchor. */
  low: number;
  /** Upper bound. */
  high: number;
  /** LMArena's Rank (UB), from these bounds: 1 + the models whose lower bound lies above this upper bound. */
  rankUpperBound: number;
  /** Best rank by differences, whatever the scale is held by: 1 + the models that are surely better. */
  bestRank: number;
  /** Worst rank by differences. */
  worstRank: number;
  /** Votes that it was in. */
  votes: number;
  /** Its score with style taken out, and ranks by that. Absent: style was not asked for. */
  styled?: StyledPlace;
  /** Why its place is provisional. Absent: it is not. */
  provisional?: ProvisionalReason;
}

/** A place with style taken out. */
export interface StyledPlace {
  /** Score. */
  score: number;
  /** Its bounds. */
  low: number;
  /** Upper bound. */
  high: number;
  /** LMArena's Rank (StyleCtrl), from these bounds. */
  rankUpperBound: number;
}

/** A model that the votes cannot rate beside the others. */
export interface UnratedModel {
  /** Its name. */
  model: string;
  /** Votes that it was in. */
  votes: number;
  /** Why. `unbeaten` and `winless`: it has a perfect record. `apart`: no chain of votes leads from it to the others and back. */
  why: "unbeaten" | "winless" | "apart";
}

/** A leaderboard. */
export interface VoteBoard {
  /** Rated models, best first. */
  rows: BoardRow[];
  /** Models that cannot be rated beside them. Empty: there are none. */
  unrated: UnratedModel[];
  /** Votes read. */
  votes: number;
  /** What style does. Absent: it was not asked for. */
  effects?: StyleEffect[];
  /** The first two that are not told apart, and how many more votes between them would be expected to. Absent: all neighbours are. */
  closest?: { models: [string, string]; votes: number };
}

/** Bounds of scores. */
function boundsOf(
  natural: Float64Array,
  variance: RatingVariance,
  anchor: { model: number; points: number } | undefined,
  z: number,
): { scores: Float64Array; low: Float64Array; high: Float64Array; upper: number[] } {
  const scores = points(natural, anchor);
  const errors = ratingErrors(variance, anchor?.model);
  const low = scores.map((score, model) => score - z * (errors[model] as number));
  const high = scores.map((score, model) => score + z * (errors[model] as number));
  return { scores, low, high, upper: rankUpperBound(low, high) };
}

/** The votes between rated models with their style. */
function styledVotes(votes: readonly Vote[], style: VoteStyle, rated: readonly string[]): StyledVotes {
  const place = new Map(rated.map((model, index) => [model, index]));
  const width = style.names.length;
  const kept = [...votes.keys()].filter((index) => {
    const vote = votes[index] as Vote;
    return place.has(vote.a) && place.has(vote.b);
  });
  const gaps = new Float64Array(kept.length * width);
  for (const [row, index] of kept.entries())
    for (let column = 0; column < width; column++)
      gaps[row * width + column] = style.gaps[index * width + column] as number;
  const side = (name: "a" | "b"): Int32Array =>
    Int32Array.from(kept, (index) => place.get((votes[index] as Vote)[name]) as number);
  const outcome = Float64Array.from(kept, (index) => outcomeFor((votes[index] as Vote).winner));
  return { size: rated.length, a: side("a"), b: side("b"), outcome, names: style.names, gaps };
}

function scoreOf(
  anchor: BoardSettings["anchor"],
  names: readonly string[],
): { model: number; points: number } | undefined {
  if (!anchor) return undefined;
  const model = names.indexOf(anchor.model);
  if (model >= 0) return { model, points: anchor.score };
  throw new SetupError(`The votes rate no model \`${anchor.model}\`.${nearestHint(anchor.model, names)}`);
}

/** The first neighbours whose places may be the other way round, and the votes that would tell. */
function closestOf(rows: readonly BoardRow[], separate: (one: string, other: string) => number): VoteBoard["closest"] {
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (!next) return undefined;
    const votes = separate(row.model, next.model);
    if (votes > 0) return { models: [row.model, next.model], votes };
  }
  return undefined;
}

/** The models beyond the largest group. */
function unratedModels(graph: ComparisonGraph, names: readonly string[], votes: Float64Array): UnratedModel[] {
  return graph.groups.slice(1).flatMap((models) =>
    models.map((model): UnratedModel => {
      const why = graph.unbeaten.includes(model) ? "unbeaten" : graph.winless.includes(model) ? "winless" : "apart";
      return { model: names[model] as string, votes: votes[model] as number, why };
    }),
  );
}

/** Votes by pair, and the models by number. */
function countsOf(votes: readonly Vote[]): { all: PairCounts; names: string[] } {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  const counter = new PairCounter();
  for (const { a, b, winner } of votes) counter.add(numberOf(a), numberOf(b), outcomeFor(winner));
  return { all: counter.counts(numbers.size), names: [...numbers.keys()] };
}

/**
 * The leaderboard. The largest group of models that votes rate among themselves is rated; others are told apart.
 * @throws SetupError if no two models can be rated, or the anchor is none of them.
 */
export function voteBoard({ votes, style }: ReadVotes, settings: BoardSettings = {}): VoteBoard {
  const { all, names } = countsOf(votes);
  const graph = comparisonGraph(all);
  const [group = []] = graph.groups;
  if (group.length < 2)
    throw new SetupError(
      "The votes rate no two models: between any two, one has won every vote. Ties and wins of both are needed.",
    );
  const counts = countsWithin(all, group);
  const rated = group.map((model) => names[model] as string);
  const { natural } = bradleyTerry(counts);
  const variance = ratingVariance(counts, natural);
  const anchor = scoreOf(settings.anchor, rated);
  const z = normalQuantile(0.5 + (settings.confidence ?? 0.95) / 2);
  const { scores, low, high, upper } = boundsOf(natural, variance, anchor, z);
  const control = style && styleControl(styledVotes(votes, style, rated));
  const plain = control && boundsOf(control.natural, control.variance, anchor, z);
  const ranges = rankRanges(scores, variance, settings.confidence);
  const total = votesByModel(all);
  const rows = rated.map((model, index): BoardRow => {
    const range = ranges[index] ?? { best: 1, worst: rated.length };
    const own = total[group[index] as number] as number;
    const provisional = provisionalReason(own, range, rated.length);
    return {
      model,
      score: scores[index] as number,
      low: low[index] as number,
      high: high[index] as number,
      rankUpperBound: upper[index] as number,
      bestRank: range.best,
      worstRank: range.worst,
      votes: own,
      ...(plain
        ? {
            styled: {
              score: plain.scores[index] as number,
              low: plain.low[index] as number,
              high: plain.high[index] as number,
              rankUpperBound: plain.upper[index] as number,
            },
          }
        : {}),
      ...(provisional ? { provisional } : {}),
    };
  });
  rows.sort((a, b) => b.score - a.score);
  const place = new Map(rated.map((model, index) => [model, index]));
  const closest = closestOf(rows, (one, other) =>
    votesToSeparate(scores, variance, [place.get(one) ?? 0, place.get(other) ?? 0]),
  );
  return {
    rows,
    unrated: unratedModels(graph, names, total),
    votes: votes.length,
    ...(control ? { effects: control.effects } : {}),
    ...(closest ? { closest } : {}),
  };
}
