/**
 * What a run of a suite will take and what came of it: forecast, progress, cells, leaderboard, what it proves. Sums are reckoned
 * from the cells every time; none is stored. Runs nothing.
 */
import type { Call } from "../record/call.ts";
import { derivedMetrics } from "./derived-metrics.ts";
import type { Estimate, Range } from "./estimate.ts";
import type { EvalCell } from "./eval-cell.ts";
import { type Decision, decisionOf } from "./eval-decision.ts";
import { type GateOutcome, gateOutcomes } from "./eval-gates.ts";
import { cellsOfRows, type EvalRow, rowsOf } from "./eval-rows.ts";
import { type EvalStatistics, scoreGrid, statisticsOf } from "./eval-statistics.ts";
import { verdictOf } from "./eval-verdict.ts";
import type { DerivedMetric, Gate } from "./suite.ts";

/** What a run will take. */
export interface EvalForecast {
  /** All cells: models × prompts × cases × epochs. */
  cells: number;
  /** Of these, already answered in the log. */
  cached: number;
  /** What is left, by model. */
  models: Estimate[];
  /** What is left, in all. `picodollars` absent: at least one price is unknown. */
  total: Estimate;
  /** Milliseconds that is likely to take, by earlier calls of the same models. Absent: some model was never asked. */
  durationMs?: Range;
}

/** How far a run is. */
export interface EvalProgress {
  /** Cells done, failed ones included. */
  done: number;
  /** All cells. */
  total: number;
  /** Picodollars spent by this run. */
  spentPicodollars: number;
}

/** Calls that judged answers; not counted with what the models took. */
export interface JudgeCalls {
  /** Number of calls. */
  calls: number;
  /** Of these, failed. */
  failed: number;
  /** Models that judged. */
  models: string[];
  /** Input tokens. Absent: unknown for some call. */
  inputTokens?: number;
  /** Output tokens. Absent: unknown for some call. */
  outputTokens?: number;
  /** Picodollars. Absent: unknown for some call. */
  picodollars?: number;
}

/** Why a run stopped before its end. */
export type EvalStop = "budget" | "cancelled" | "declined" | "decided";

/** A run and its cells, from which everything else is reckoned. */
export interface EvalRun {
  /** Id of the run. */
  id: string;
  /** Name of the suite. */
  suite: string;
  /** Path of the suite's file. Absent: it came from none. */
  path?: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds of the whole run. Absent: it has not ended, or its process died. */
  durationMs?: number;
  /** What it was forecast to take. Absent: it is shown from the log. */
  forecast?: EvalForecast;
  /** The grid, in the suite's order. */
  cells: EvalCell[];
  /** Picodollars spent by this run, earlier calls not included. Absent: unknown for some call. */
  spentPicodollars?: number;
  /** Judges' calls of this run. Absent: there were none. */
  judging?: JudgeCalls;
  /** Why it stopped before its end. Absent: it did not. */
  stopped?: EvalStop;
}

/** The outcome of a run. */
export interface EvalReport extends EvalRun {
  /** What it comes to: one sentence, without a full stop. */
  verdict: string;
  /** The leaderboard, best first. */
  rows: EvalRow[];
  /** What it proves. */
  statistics: EvalStatistics;
  /** Quality, cost and time weighed together, and what this set can tell. */
  decision: Decision;
  /** The suite's gates. Empty: it has none. */
  gates: GateOutcome[];
}

/** How a run is to be looked at. */
export interface ReportSettings {
  /** Model that the others are compared with, as it is named in the cells. Absent: none. */
  baseline?: string;
  /** By how much a model may be worse than the best and still do, 0 to 1. Absent: 0.05. */
  margin?: number;
  /** What must hold. Absent: nothing. */
  gates?: readonly Gate[];
  /** Metrics reckoned from others. Absent: none. */
  derived?: readonly DerivedMetric[];
}

/** A cell with its call. */
export interface FinishedCell {
  /** The cell. */
  cell: EvalCell;
  /** Its call, this run's or an earlier one. */
  call: Call;
}

/** By how much a model may be worse than the best and still do, unless it is said. */
export const USUAL_MARGIN = 0.05;

/** Rows with the metrics that are reckoned from others. */
function withDerived(rows: EvalRow[], cells: readonly EvalCell[], derived: readonly DerivedMetric[]): EvalRow[] {
  if (derived.length === 0) return rows;
  return cellsOfRows(rows, cells).map(({ row, cells: own }) => ({
    ...row,
    metrics: [...row.metrics, ...derivedMetrics(own, derived)],
  }));
}

/** The whole report of a run. */
export function reportOf(run: EvalRun, settings: ReportSettings = {}): EvalReport {
  const rows = withDerived(rowsOf(run.cells), run.cells, settings.derived ?? []);
  const grid = scoreGrid(rows, run.cells);
  const statistics = statisticsOf(grid, settings.baseline);
  const decision = decisionOf(grid, statistics, settings.margin ?? USUAL_MARGIN);
  return {
    ...run,
    verdict: verdictOf(rows, statistics, decision),
    rows,
    statistics,
    decision,
    gates: gateOutcomes(settings.gates ?? [], rows, run.cells),
  };
}
