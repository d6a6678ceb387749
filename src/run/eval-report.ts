/** What a run of a suite will take and what came of it: forecast, progress, cells, leaderboard. Runs nothing. */
import type { Call } from "../record/call.ts";
import { percentile } from "../stats/percentile.ts";
import { type Interval, wilsonInterval } from "../stats/wilson.ts";
import type { Estimate, Range } from "./estimate.ts";
import type { EvalCell } from "./eval-cell.ts";
import type { Suite } from "./suite.ts";

/** What a run will take. */
export interface EvalForecast {
  /** All cells: models × prompts × cases. */
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

/** One line of the leaderboard. */
export interface EvalRow {
  /** Full model name. */
  model: string;
  /** Name of the prompt. Absent: the suite has one. */
  prompt?: string;
  /** Cells answered and scored. */
  scored: number;
  /** Of these, passed. */
  passed: number;
  /** Calls that failed; not counted as wrong answers. */
  errors: number;
  /** Passed of scored with its 95 % Wilson interval. Absent: nothing was scored. */
  passRate?: Interval;
  /** Input tokens. Absent: unknown for some call. */
  inputTokens?: number;
  /** Output tokens. Absent: unknown for some call. */
  outputTokens?: number;
  /** Picodollars of all its calls, earlier ones included. Absent: unknown for some call. */
  picodollars?: number;
  /** Median milliseconds of the model's own time, without queue and retries. Absent: no call succeeded. */
  medianMs?: number;
}

/** The outcome of a run. */
export interface EvalReport {
  /** Id of the run. */
  id: string;
  /** Name of the suite. */
  suite: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds of the whole run. */
  durationMs: number;
  /** What it was forecast to take. */
  forecast: EvalForecast;
  /** Best first. */
  rows: EvalRow[];
  /** The grid, in the suite's order. */
  cells: EvalCell[];
  /** Picodollars spent by this run, earlier calls not included. */
  spentPicodollars: number;
  /** Why it stopped before its end. Absent: it did not. */
  stopped?: "budget" | "cancelled" | "declined";
}

/** A cell with its call. */
export interface FinishedCell {
  /** The cell. */
  cell: EvalCell;
  /** Its call, this run's or an earlier one. */
  call: Call;
}

function sumKnown(values: (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

/** The leaderboard of finished cells, best first: by pass rate, then cost, then time. */
export function rowsOf(suite: Suite, cells: FinishedCell[]): EvalRow[] {
  const groups = new Map<string, FinishedCell[]>();
  for (const each of cells) {
    const key = JSON.stringify([each.cell.model, each.cell.prompt]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const rows = [...groups.values()].map((group): EvalRow => {
    const scored = group.filter((each) => each.cell.passed !== undefined);
    const passed = scored.filter((each) => each.cell.passed).length;
    const good = group.filter((each) => !each.call.error).map((each) => each.call);
    const failed = group.filter((each) => each.cell.error !== undefined);
    const first = group[0]?.cell;
    return {
      model: first?.model ?? "",
      ...(suite.prompts.length > 1 ? { prompt: first?.prompt } : {}),
      scored: scored.length,
      passed,
      errors: failed.length,
      passRate: wilsonInterval(passed, scored.length),
      inputTokens: sumKnown(good.map((call) => call.usage.inputTokens)),
      outputTokens: sumKnown(good.map((call) => call.usage.outputTokens)),
      picodollars: sumKnown(group.map((each) => each.call.cost?.picodollars)),
      medianMs: percentile(
        good.flatMap((call) => call.timing.modelMs ?? []),
        0.5,
      ),
    };
  });
  const rate = (row: EvalRow): number => (row.scored === 0 ? -1 : row.passed / row.scored);
  return rows.sort(
    (a, b) => rate(b) - rate(a) || (a.picodollars ?? 0) - (b.picodollars ?? 0) || (a.medianMs ?? 0) - (b.medianMs ?? 0),
  );
}
