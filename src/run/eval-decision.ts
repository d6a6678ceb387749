/**
 * Quality, cost and time of a run's rows weighed together: which rows nothing beats in all three, which is the cheapest that is
 * not worse than the best, and what a set of this size can tell at all. Pure.
 */
import type { EvalRow } from "./eval-rows.ts";
import type { EvalStatistics, ScoreGrid } from "./eval-statistics.ts";

/** The cheapest row that is surely not much worse than the best. */
export interface Choice {
  /** By how much it may be worse, 0 to 1. */
  margin: number;
  /** Its name. Absent: no row but perhaps the best is shown not to be worse by more than the margin. */
  row?: string;
  /** Names of all rows that are not worse by more than the margin at 95 %. */
  notWorse: string[];
  /** By what the cheapest was told: cost, or time where no cost differs. Absent with `row`. */
  by?: "cost" | "time";
}

/** What a set of this size can tell. */
export interface Detectable {
  /** Cases that two rows have in common. */
  cases: number;
  /** Difference of pass rates, 0 to 1, that would be found in 80 of 100 such runs. */
  difference: number;
  /** The power that this is for, 0 to 1. */
  power: number;
  /** Names of the two rows that it was reckoned from: the two highest. */
  between: [string, string];
  /** Cases needed to find the difference that was observed between them. Absent: it is 0, or found already. */
  casesNeeded?: number;
}

/** What may be decided. */
export interface Decision {
  /** Names of the rows that no other row beats in quality, cost and time at once, in the order of the leaderboard. */
  frontier: string[];
  /** The cheapest that does. Absent: fewer than two rows were scored. */
  choice?: Choice;
  /** What this set can tell. Absent: fewer than two rows, or too few cases. */
  detectable?: Detectable;
}

/** Quality up, cost and time down; unknown cost or time is not compared. */
function beats(a: EvalRow, b: EvalRow): boolean {
  const better = (x: number | undefined, y: number | undefined): number =>
    x === undefined || y === undefined || x === y ? 0 : x > y ? 1 : -1;
  const signs = [
    better(a.passRate?.value, b.passRate?.value),
    better(b.answerPicodollars?.value, a.answerPicodollars?.value),
    better(b.medianMs, a.medianMs),
  ];
  return signs.some((sign) => sign > 0) && signs.every((sign) => sign >= 0);
}

function choiceOf(grid: ScoreGrid, statistics: EvalStatistics, margin: number): Choice | undefined {
  const scored = grid.rows.filter(({ row }) => row.scored > 0);
  if (scored.length < 2 || statistics.best === undefined) return undefined;
  const behind = new Map(statistics.toBest.map((each) => [each.row, each.difference]));
  const fit = scored.filter(({ name }) => name === statistics.best || (behind.get(name)?.low ?? -1) >= -margin);
  const notWorse = fit.map(({ name }) => name);
  const costs = fit.map(({ row }) => row.answerPicodollars?.value);
  const tells = costs.every((cost) => cost !== undefined) && new Set(costs).size > 1;
  const measure = (row: EvalRow): number =>
    (tells ? row.answerPicodollars?.value : row.medianMs) ?? Number.POSITIVE_INFINITY;
  const [cheapest] = [...fit].sort((a, b) => measure(a.row) - measure(b.row));
  if (!cheapest || fit.length < 2) return { margin, notWorse };
  return { margin, row: cheapest.name, notWorse, by: tells ? "cost" : "time" };
}

/** What may be decided from the rows of a run. `margin`: by how much a row may be worse than the best and still do, 0 to 1. */
export function decisionOf(grid: ScoreGrid, statistics: EvalStatistics, margin: number): Decision {
  const scored = grid.rows.filter(({ row }) => row.scored > 0);
  const choice = choiceOf(grid, statistics, margin);
  return {
    frontier: scored.flatMap(({ row, name }) => (scored.some((other) => beats(other.row, row)) ? [] : [name])),
    ...(choice ? { choice } : {}),
  };
}
