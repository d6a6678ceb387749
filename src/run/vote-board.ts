/** The leaderboard of votes: ratings with intervals, ranks, and what cannot be rated. Pure. */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { outcomeFor, type Vote } from "../record/vote.ts";
import { bradleyTerry, points } from "../stats/bradley-terry.ts";
import { comparisonGraph, countsWithin } from "../stats/comparison-graph.ts";
import { normalQuantile } from "../stats/normal.ts";
import { PairCounter, votesByModel } from "../stats/pair-counts.ts";
import { type ProvisionalReason, provisionalReason } from "../stats/provisional.ts";
import { rankRanges, rankUpperBound } from "../stats/rating-rank.ts";
import { ratingErrors, ratingVariance } from "../stats/rating-variance.ts";
import { votesToSeparate } from "../stats/votes-to-separate.ts";

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
  /** Why its place is provisional. Absent: it is not. */
  provisional?: ProvisionalReason;
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
  /** The first two that are not told apart, and how many more votes between them would be expected to. Absent: all neighbours are. */
  closest?: { models: [string, string]; votes: number };
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

/**
 * The leaderboard. The largest group of models that votes rate among themselves is rated; others are told apart.
 * @throws SetupError if no two models can be rated, or the anchor is none of them.
 */
export function voteBoard(votes: readonly Vote[], settings: BoardSettings = {}): VoteBoard {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  const counter = new PairCounter();
  for (const { a, b, winner } of votes) counter.add(numberOf(a), numberOf(b), outcomeFor(winner));
  const all = counter.counts(numbers.size);
  const names = [...numbers.keys()];
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
  const scores = points(natural, anchor);
  const z = normalQuantile(0.5 + (settings.confidence ?? 0.95) / 2);
  const errors = ratingErrors(variance, anchor?.model);
  const low = scores.map((score, model) => score - z * (errors[model] as number));
  const high = scores.map((score, model) => score + z * (errors[model] as number));
  const upper = rankUpperBound(low, high);
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
      ...(provisional ? { provisional } : {}),
    };
  });
  rows.sort((a, b) => b.score - a.score);
  const place = new Map(rated.map((model, index) => [model, index]));
  const closest = closestOf(rows, (one, other) =>
    votesToSeparate(scores, variance, [place.get(one) ?? 0, place.get(other) ?? 0]),
  );
  const unrated = graph.groups.slice(1).flatMap((models) =>
    models.map((model): UnratedModel => {
      const why = graph.unbeaten.includes(model) ? "unbeaten" : graph.winless.includes(model) ? "winless" : "apart";
      return { model: names[model] as string, votes: total[model] as number, why };
    }),
  );
  return { rows, unrated, votes: votes.length, ...(closest ? { closest } : {}) };
}
