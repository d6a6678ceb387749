/** The leaderboard of votes: ratings with intervals, ranks, and what cannot be rated. Pure. */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { outcomes, winners } from "../record/vote.ts";
import { bradleyTerry } from "../stats/bradley-terry.ts";
import { type ComparisonGraph, comparisonGraph, countsWithin } from "../stats/comparison-graph.ts";
import { firstPlaceFlip } from "../stats/first-place-flips.ts";
import { type OrderedVotes, onlineElo } from "../stats/online-elo.ts";
import { type PairCounts, pairCounts, votesByModel } from "../stats/pair-counts.ts";
import { type PositionBias, positionBias } from "../stats/position-bias.ts";
import { type ProvisionalReason, provisionalReason } from "../stats/provisional.ts";
import { createRandom } from "../stats/random.ts";
import { type BootstrapBounds, bootstrapBounds, bootstrapRatings } from "../stats/rating-bootstrap.ts";
import { type RatingBounds, ratingBounds } from "../stats/rating-bounds.ts";
import { rankRanges } from "../stats/rating-rank.ts";
import { type RatingVariance, ratingVariance } from "../stats/rating-variance.ts";
import { type StyleControl, type StyledVotes, type StyleEffect, styleControl } from "../stats/style-control.ts";
import { votesToSeparate } from "../stats/votes-to-separate.ts";
import type { ChosenVotes } from "./vote-choice.ts";
import { gapsAt, type VoteStyle, type VoteTable, votesBetween } from "./vote-table.ts";

/** How to rate. */
export interface BoardSettings {
  /** A model whose score is held. Absent: the mean of all is 1000. */
  anchor?: { model: string; score: number };
  /** Confidence of the intervals, 0 to 1. Default 0.95. */
  confidence?: number;
  /** Whether to tell online Elo too, for comparison. Default: no. */
  elo?: boolean;
  /** Rounds of resampled votes, to check the intervals by. Absent: none. */
  bootstrap?: { rounds: number; seed?: number };
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
  /** Online Elo, K = 4, for comparison only: it depends on the order of the votes. Absent: not asked for. */
  elo?: number;
  /** Bounds of the score from resampled votes. NaN: no round gave ratings. Absent: not asked for. */
  boot?: { low: number; high: number };
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

/** By what votes were put in order for online Elo: by their time, or as they stand, where some tell none. */
export type EloOrder = "time" | "rows";

/** What resampled votes say of the intervals. */
export interface BootstrapCheck {
  /** Rounds that gave ratings. */
  rounds: number;
  /** Rounds whose votes had none, left out. */
  roundsWithout: number;
  /** Width of the bounds from resampled votes as a ratio to that of the intervals, over the models. Absent: none has a width. */
  width?: { least: number; mean: number; most: number };
}

/** A leaderboard. */
export interface VoteBoard {
  /** Rated models, best first. */
  rows: BoardRow[];
  /** Models that cannot be rated beside them. Empty: there are none. */
  unrated: UnratedModel[];
  /** Votes that count. */
  votes: number;
  /** How many of them said what. */
  winners: { a: number; b: number; tie: number; bothBad: number };
  /** What style does. Absent: it was not asked for. */
  effects?: StyleEffect[];
  /** Fewest votes found that, taken out, put another model first; rated again to prove it. Absent: none were found. */
  flip?: { votes: number; instead: string };
  /** Whether answers that stand first are preferred for that. */
  position: PositionBias;
  /** The first two that are not told apart, and how many more votes between them would be expected to. Absent: all neighbours are. */
  closest?: { models: [string, string]; votes: number };
  /** By what votes were put in order for Elo. Absent: it was not asked for. */
  eloOrder?: EloOrder;
  /** What resampled votes say. Absent: not asked for. */
  bootstrap?: BootstrapCheck;
  /** Which votes count, and what was left out. Absent: all that were given do. */
  choice?: Omit<ChosenVotes, "table">;
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

/** Votes by models' numbers. */
type NumberedVotes = OrderedVotes & Pick<VoteTable, "a" | "b">;

/** Votes of some models, with their places among all. */
type PlacedVotes = OrderedVotes & { kept?: Int32Array };

/** The votes between some of the models, which are numbered anew. */
function votesWithin(votes: NumberedVotes, group: readonly number[]): PlacedVotes {
  const { size, outcome } = votes;
  if (group.length === size) return votes;
  const { kept, a, b } = votesBetween(votes, group, size);
  return { kept, size: group.length, a, b, outcome: Float64Array.from(kept, (vote) => outcome[vote] as number) };
}

/** The same with their style. */
function styledVotes({ kept, ...votes }: PlacedVotes, style: VoteStyle): StyledVotes {
  return { ...votes, names: style.names, gaps: kept ? gapsAt(style, kept) : style.gaps };
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

/** Votes with what each is worth; models are numbered by name, so that the order of votes does not even change a rounding. */
function orderedVotes({ models, ...votes }: VoteTable): { names: string[]; given: NumberedVotes } {
  const names = [...models].sort();
  const place = new Map(names.map((name, index) => [name, index]));
  const number = Int32Array.from(models, (name) => place.get(name) as number);
  const count = votes.a.length;
  const [a, b, outcome] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)];
  for (let vote = 0; vote < count; vote++) {
    a[vote] = number[votes.a[vote] as number] as number;
    b[vote] = number[votes.b[vote] as number] as number;
    outcome[vote] = outcomes[votes.winner[vote] as number] as number;
  }
  return { names, given: { size: names.length, a, b, outcome } };
}

/** How many votes said what. */
function winnerCounts(winner: Uint8Array): VoteBoard["winners"] {
  const counts = winners.map(() => 0);
  for (const each of winner) counts[each] = (counts[each] as number) + 1;
  const [a = 0, b = 0, tie = 0, bothBad = 0] = counts;
  return { a, b, tie, bothBad };
}

/** Online Elo of all models after all votes, by time where all votes tell theirs, else as they stand. */
function eloOf(
  { size, a, b, outcome }: OrderedVotes,
  at: Float64Array | undefined,
): { elo: Float64Array; by: EloOrder } {
  const isTimed = at !== undefined && !at.some(Number.isNaN);
  if (!isTimed) return { elo: onlineElo({ size, a, b, outcome }), by: "rows" };
  const order = Int32Array.from(at, (_, vote) => vote).sort(
    (one, other) => (at[one] as number) - (at[other] as number) || one - other,
  );
  const placed = {
    size,
    a: order.map((vote) => a[vote] as number),
    b: order.map((vote) => b[vote] as number),
    outcome: Float64Array.from(order, (vote) => outcome[vote] as number),
  };
  return { elo: onlineElo(placed), by: "time" };
}

/** Bounds from resampled votes, and how wide they are beside the sandwich's. */
function bootstrapped(
  counts: PairCounts,
  natural: Float64Array,
  bounds: RatingBounds,
  { held, rounds, seed = 1 }: { held: Held; rounds: number; seed?: number },
): { drawn: BootstrapBounds; check: BootstrapCheck } {
  const found = bootstrapRatings(counts, natural, createRandom(seed), rounds);
  const drawn = bootstrapBounds(found, held);
  const ratios = [...bounds.low].flatMap((low, model) => {
    const [wide, own] = [
      (drawn.high[model] as number) - (drawn.low[model] as number),
      (bounds.high[model] as number) - low,
    ];
    return own > 0 && wide > 0 ? [wide / own] : [];
  });
  const check: BootstrapCheck = { rounds: found.rounds, roundsWithout: found.roundsWithout };
  if (ratios.length > 0)
    check.width = {
      least: Math.min(...ratios),
      mean: ratios.reduce((sum, each) => sum + each, 0) / ratios.length,
      most: Math.max(...ratios),
    };
  return { drawn, check };
}

/** What holds the scale, and how sure intervals are. */
interface Held {
  anchor: { model: number; points: number } | undefined;
  confidence?: number;
}

/** What was reckoned of the rated models, numbered among themselves. */
interface Reckoned {
  counts: PairCounts;
  natural: Float64Array;
  variance: RatingVariance;
  bounds: RatingBounds;
  held: Held;
  control: StyleControl | undefined;
}

function reckon(
  table: VoteTable,
  { counts, ordered, rated }: { counts: PairCounts; ordered: PlacedVotes; rated: readonly string[] },
  settings: BoardSettings,
): Reckoned {
  const { natural } = bradleyTerry(counts);
  const variance = ratingVariance(counts, natural);
  const anchor = scoreOf(settings.anchor, rated);
  const held = { anchor, ...(settings.confidence === undefined ? {} : { confidence: settings.confidence }) };
  const bounds = ratingBounds(natural, variance, held);
  const control = table.style && styleControl(styledVotes(ordered, table.style));
  return { counts, natural, variance, bounds, held, control };
}

/**
 * The leaderboard. The largest group of models that votes rate among themselves is rated; others are told apart.
 * @throws SetupError if no two models can be rated, or the anchor is none of them.
 */
export function voteBoard(table: VoteTable, settings: BoardSettings = {}): VoteBoard {
  const { names, given } = orderedVotes(table);
  const all = pairCounts(given.size, given);
  const graph = comparisonGraph(all);
  const [group = []] = graph.groups;
  if (group.length < 2)
    throw new SetupError(
      "The votes rate no two models: between any two, one has won every vote. Ties and wins of both are needed.",
    );
  const rated = group.map((model) => names[model] as string);
  const ordered = votesWithin(given, group);
  const reckoned = reckon(table, { counts: countsWithin(all, group), ordered, rated }, settings);
  const { counts, natural, variance, bounds, held, control } = reckoned;
  const plain = control && ratingBounds(control.natural, control.variance, held);
  const ranges = rankRanges(bounds.rating, variance, settings.confidence);
  const boot = settings.bootstrap && bootstrapped(counts, natural, bounds, { held, ...settings.bootstrap });
  const elo = settings.elo ? eloOf(given, table.at) : undefined;
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
      ...(elo ? { elo: elo.elo[group[index] as number] as number } : {}),
      ...(boot ? { boot: { low: boot.drawn.low[index] as number, high: boot.drawn.high[index] as number } } : {}),
      ...(provisional ? { provisional } : {}),
    };
  });
  rows.sort((a, b) => b.score - a.score || (a.model < b.model ? -1 : 1));
  const place = new Map(rated.map((model, index) => [model, index]));
  const closest = closestOf(rows, (one, other) =>
    votesToSeparate(bounds.rating, variance, [place.get(one) ?? 0, place.get(other) ?? 0]),
  );
  const flip = firstPlaceFlip(counts, natural);
  return {
    rows,
    position: positionBias(ordered),
    ...(flip ? { flip: { votes: flip.count, instead: rated[flip.instead] as string } } : {}),
    unrated: unratedModels(graph, names, total),
    votes: table.a.length,
    winners: winnerCounts(table.winner),
    ...(control ? { effects: control.effects } : {}),
    ...(closest ? { closest } : {}),
    ...(elo ? { eloOrder: elo.by } : {}),
    ...(boot ? { bootstrap: boot.check } : {}),
  };
}
