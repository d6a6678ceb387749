/** The leaderboard of votes: ratings with intervals, ranks, and what cannot be rated. Pure. */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { outcomeFor, type Vote } from "../record/vote.ts";
import { bradleyTerry } from "../stats/bradley-terry.ts";
import { type ComparisonGraph, comparisonGraph, countsWithin } from "../stats/comparison-graph.ts";
import { firstPlaceFlip } from "../stats/first-place-flips.ts";
import type { OrderedVotes } from "../stats/online-elo.ts";
import { PairCounter, type PairCounts, votesByModel } from "../stats/pair-counts.ts";
import { type PositionBias, positionBias } from "../stats/position-bias.ts";
import { type ProvisionalReason, provisionalReason } from "../stats/provisional.ts";
import { type RatingBounds, ratingBounds } from "../stats/rating-bounds.ts";
import { rankRanges } from "../stats/rating-rank.ts";
import { ratingVariance } from "../stats/rating-variance.ts";
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
  /** Fewest votes found that, taken out, put another model first; rated again to prove it. Absent: none were found. */
  flip?: { votes: number; instead: string };
  /** Whether answers that stand first are preferred for that. */
  position: PositionBias;
  /** The first two that are not told apart, and how many more votes between them would be expected to. Absent: all neighbours are. */
  closest?: { models: [string, string]; votes: number };
}

/** The place of a model in bounds. */
function placeOf({ rating, low, high, rankUpperBound }: RatingBounds, model: number): StyledPlace {
  return {
    score: rating[model] as number,
    low: low[model] as number,
    high: high[model] as number,
    rankUpperBound: rankUpperBound[model] as number,
  };
}

/** Votes with their places among all that were read. */
type PlacedVotes = OrderedVotes & { kept: ArrayLike<number> };

/** The votes between some of the models, which are numbered anew. */
function votesWithin({ size, a, b, outcome }: OrderedVotes, group: readonly number[]): PlacedVotes {
  const number = new Int32Array(size).fill(-1);
  for (const [index, model] of group.entries()) number[model] = index;
  const among = (model: number | undefined): number => number[model as number] as number;
  const kept = Int32Array.from(a, (_, vote) => vote).filter((vote) => among(a[vote]) >= 0 && among(b[vote]) >= 0);
  return {
    kept,
    size: group.length,
    a: kept.map((vote) => among(a[vote])),
    b: kept.map((vote) => among(b[vote])),
    outcome: Float64Array.from(kept, (vote) => outcome[vote] as number),
  };
}

/** The same with their style. */
function styledVotes({ kept, ...votes }: PlacedVotes, style: VoteStyle): StyledVotes {
  const width = style.names.length;
  const gaps = new Float64Array(kept.length * width);
  for (let row = 0; row < kept.length; row++)
    for (let column = 0; column < width; column++)
      gaps[row * width + column] = style.gaps[(kept[row] as number) * width + column] as number;
  return { ...votes, names: style.names, gaps };
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

/** Votes with models by number, and their names. */
function numbered(votes: readonly Vote[]): { ordered: OrderedVotes; names: string[] } {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  const [a, b] = [new Int32Array(votes.length), new Int32Array(votes.length)];
  const outcome = new Float64Array(votes.length);
  for (const [index, vote] of votes.entries()) {
    a[index] = numberOf(vote.a);
    b[index] = numberOf(vote.b);
    outcome[index] = outcomeFor(vote.winner);
  }
  return { ordered: { size: numbers.size, a, b, outcome }, names: [...numbers.keys()] };
}

/** Votes by pair. */
function countsOf({ size, a, b, outcome }: OrderedVotes): PairCounts {
  const counter = new PairCounter();
  for (let vote = 0; vote < a.length; vote++)
    counter.add(a[vote] as number, b[vote] as number, outcome[vote] as number);
  return counter.counts(size);
}

/**
 * The leaderboard. The largest group of models that votes rate among themselves is rated; others are told apart.
 * @throws SetupError if no two models can be rated, or the anchor is none of them.
 */
export function voteBoard({ votes, style }: ReadVotes, settings: BoardSettings = {}): VoteBoard {
  const { ordered: given, names } = numbered(votes);
  const all = countsOf(given);
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
  const held = { anchor, ...(settings.confidence === undefined ? {} : { confidence: settings.confidence }) };
  const bounds = ratingBounds(natural, variance, held);
  const { rating: scores } = bounds;
  const ordered = votesWithin(given, group);
  const control = style && styleControl(styledVotes(ordered, style));
  const plain = control && ratingBounds(control.natural, control.variance, held);
  const ranges = rankRanges(scores, variance, settings.confidence);
  const total = votesByModel(all);
  const rows = rated.map((model, index): BoardRow => {
    const range = ranges[index] ?? { best: 1, worst: rated.length };
    const own = total[group[index] as number] as number;
    const provisional = provisionalReason(own, range, rated.length);
    return {
      model,
      ...placeOf(bounds, index),
      bestRank: range.best,
      worstRank: range.worst,
      votes: own,
      ...(plain ? { styled: placeOf(plain, index) } : {}),
      ...(provisional ? { provisional } : {}),
    };
  });
  rows.sort((a, b) => b.score - a.score);
  const place = new Map(rated.map((model, index) => [model, index]));
  const closest = closestOf(rows, (one, other) =>
    votesToSeparate(scores, variance, [place.get(one) ?? 0, place.get(other) ?? 0]),
  );
  const flip = firstPlaceFlip(counts, natural);
  return {
    rows,
    position: positionBias(ordered),
    ...(flip ? { flip: { votes: flip.count, instead: rated[flip.instead] as string } } : {}),
    unrated: unratedModels(graph, names, total),
    votes: votes.length,
    ...(control ? { effects: control.effects } : {}),
    ...(closest ? { closest } : {}),
  };
}
