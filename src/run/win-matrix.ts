/** Who beat whom: votes between each two models, with the share that was won and the share that the ratings predict. Pure. */
import { outcomes } from "../record/vote.ts";
import { POINTS, winChance } from "../stats/bradley-terry.ts";
import type { Interval } from "../stats/interval.ts";
import { wilsonIntervalOfHalves } from "../stats/wilson.ts";
import type { VoteTable } from "./vote-table.ts";

/** How one model fared against another. */
export interface WinCell {
  /** Votes that it won. */
  wins: number;
  /** Votes that neither won, of either kind. */
  ties: number;
  /** Votes that the other won. */
  losses: number;
  /** All of these. */
  votes: number;
  /** Share of the votes that it won, a tie half, with Wilson's interval. Absent: there is no vote between the two. */
  share?: Interval;
  /** The share that the two ratings predict, 0 to 1. */
  predicted: number;
}

/** A table of models against models. */
export interface WinMatrix {
  /** Names of the models: rows and columns. */
  models: string[];
  /** Row by row: how the model of the row fared against that of the column; `undefined` against itself. */
  cells: (WinCell | undefined)[][];
}

/** How often votes and ratings disagree. */
export interface Disagreement {
  /** Pairs with votes between them, each once. */
  pairs: number;
  /** Of these, pairs whose predicted share lies outside of the interval of the measured one. */
  outside: number;
}

/**
 * The table of some models.
 * @param models rated models, in the order in which they are to stand, with their scores in points.
 * @param confidence of the intervals, 0 to 1.
 */
export function winMatrix(
  table: Pick<VoteTable, "models" | "a" | "b" | "winner">,
  models: readonly { model: string; score: number }[],
  confidence = 0.95,
): WinMatrix {
  const size = models.length;
  const places = new Map(models.map(({ model }, place) => [model, place]));
  const placeOf = Int32Array.from(table.models, (name) => places.get(name) ?? -1);
  // Wins of the row, then ties, each pair in one of its two cells; both are put together below.
  const won = new Float64Array(size * size);
  const tied = new Float64Array(size * size);
  for (let vote = 0; vote < table.winner.length; vote++) {
    const [a, b] = [placeOf[table.a[vote] as number] as number, placeOf[table.b[vote] as number] as number];
    if (a < 0 || b < 0) continue;
    const outcome = outcomes[table.winner[vote] as number];
    const cell = outcome === 0 ? b * size + a : a * size + b;
    const counts = outcome === 0.5 ? tied : won;
    counts[cell] = (counts[cell] as number) + 1;
  }
  const cellOf = (row: number, column: number): WinCell | undefined => {
    if (row === column) return undefined;
    const [here, there] = [row * size + column, column * size + row];
    const [wins, losses] = [won[here] as number, won[there] as number];
    const ties = (tied[here] as number) + (tied[there] as number);
    const votes = wins + ties + losses;
    const share = wilsonIntervalOfHalves(wins + ties / 2, votes, confidence);
    const gap = ((models[row]?.score ?? 0) - (models[column]?.score ?? 0)) / POINTS;
    return { wins, ties, losses, votes, ...(share ? { share } : {}), predicted: winChance(gap) };
  };
  return {
    models: models.map((each) => each.model),
    cells: models.map((_, row) => models.map((_, column) => cellOf(row, column))),
  };
}

/** Whether the share that the ratings predict lies outside of the interval of the measured one. */
export function isSurprising({ share, predicted }: WinCell): boolean {
  return share !== undefined && (predicted < share.low || predicted > share.high);
}

/** How many pairs disagree with the ratings. At 95 % of confidence up to about one in twenty does by chance. */
export function disagreement({ cells }: WinMatrix): Disagreement {
  const pairs = cells.flatMap((row, index) => row.slice(index + 1)).filter((cell) => cell && cell.votes > 0);
  return { pairs: pairs.length, outside: pairs.filter((cell) => cell && isSurprising(cell)).length };
}
