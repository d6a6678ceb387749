/** Runs of suites. Their cells are cell-rows.ts's. */
import type { SQLOutputValue } from "node:sqlite";
import type { JsonObject } from "../record/json.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Database } from "./database.ts";

/** One run of a suite. */
export interface StoredRun {
  /** Id, 26 characters, sorts by time. */
  id: string;
  /** Name of the suite. */
  suite: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds since 1970. Absent: it is still running, or its process died. */
  endedAt?: number;
  /** Why it ended before all was asked, one word. Absent: it did not. */
  stopped?: string;
  /** What else is known of it; its shape is the caller's concern. */
  about: JsonObject;
}

/** How a run ended. */
export interface RunEnd {
  /** Milliseconds since 1970. */
  endedAt: number;
  /** Why before all was asked, one word. Absent: all was. */
  stopped?: string;
}

/** A run with counts of its cells, reckoned when it is read. */
export interface RunSummary extends StoredRun {
  /** Cells in all. 0: a run of before cells were stored. */
  cells: number;
  /** Cells that were answered and scored. */
  scored: number;
  /** Of these, passed. */
  passed: number;
  /** Cells whose call failed; not counted as wrong. */
  failed: number;
  /** Models, in the run's order. */
  models: string[];
  /** Picodollars of the calls that this run made, earlier ones not included. Absent: unknown for some call. */
  spentPicodollars?: number;
}

const COLUMNS = "run.id, run.suite, run.started_at, run.ended_at, run.stopped, run.about";

function runOf(row: Record<string, SQLOutputValue>): StoredRun {
  return {
    id: String(row.id),
    suite: String(row.suite),
    startedAt: Number(row.started_at),
    ...(row.ended_at === null ? {} : { endedAt: Number(row.ended_at) }),
    ...(row.stopped === null ? {} : { stopped: String(row.stopped) }),
    about: JSON.parse(String(row.about)),
  };
}

/** Writes a run; one that is there is open again. Within a write transaction. */
export function putRun(database: Database, run: StoredRun): void {
  database
    .sql(
      `INSERT INTO run (id, suite, started_at, about) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET about = excluded.about, ended_at = NULL, stopped = NULL`,
    )
    .run(run.id, run.suite, Math.floor(run.startedAt), JSON.stringify(run.about));
}

/** Notes how a run ended. */
export function endRun(database: Database, run: string, { endedAt, stopped }: RunEnd): void {
  database.sql("UPDATE run SET ended_at = ?, stopped = ? WHERE id = ?").run(Math.floor(endedAt), stopped ?? null, run);
}

/** Removes a run with its cells and their scores, those by people too; its calls stay. Gives whether it was there. */
export function deleteRun(database: Database, run: string): boolean {
  return Number(database.sql("DELETE FROM run WHERE id = ?").run(run).changes) > 0;
}

/**
 * The run with an id or with the only id that begins so, the newest for `last`; `undefined` if there is none.
 * @throws SetupError if several ids begin so, naming them.
 */
export function readRun(database: Database, idOrPrefix: string): StoredRun | undefined {
  const wanted = idOrPrefix.toLowerCase();
  if (wanted === "") return undefined;
  if (wanted === "last") {
    const newest = database.sql(`SELECT ${COLUMNS} FROM run ORDER BY started_at DESC, id DESC LIMIT 1`).get();
    return newest && runOf(newest);
  }
  const rows = database
    // U+FFFF sorts after every character of an id.
    .sql(`SELECT ${COLUMNS} FROM run WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 6`)
    .all(wanted, `${wanted}\uffff`)
    .map(runOf);
  const exact = rows.find((run) => run.id === wanted);
  if (rows.length > 1 && !exact) {
    const ids = rows.slice(0, 5).map((run) => run.id);
    throw new SetupError(
      `Several runs have an id that begins with "${idOrPrefix}": give more of it, as in ${ids.join(", ")}${rows.length > 5 ? ", …" : ""}.`,
    );
  }
  return exact ?? rows[0];
}

/** Calls of a run that judged answers, by the judge's model. */
export interface JudgeSum {
  /** Model that judged. */
  model: string;
  /** Number of calls. */
  calls: number;
  /** Of these, failed. */
  failed: number;
  /** Input tokens. Absent: unknown for some call. */
  inputTokens?: number;
  /** Output tokens. Absent: unknown for some call. */
  outputTokens?: number;
  /** Picodollars. Absent: unknown for some call. */
  picodollars?: number;
}

/** The judges' calls that a run made: those under its name that are no cell's. Empty: none, or all were reused from before. */
export function readJudgeSums(database: Database, run: string): JudgeSum[] {
  return database
    .sql(
      `SELECT model, count(*) AS calls, sum(reason = 'error') AS failed, sum(picodollars) AS spent,
         sum(picodollars IS NULL) AS unpriced, sum(input_tokens) AS input, sum(input_tokens IS NULL) AS uncounted_input,
         sum(output_tokens) AS output, sum(output_tokens IS NULL) AS uncounted_output
       FROM call WHERE started_at >= (SELECT started_at FROM run WHERE id = ?1) AND command = 'eval'
         AND ref >= ?1 || '/' AND ref < ?1 || '0' AND ref LIKE '%/judge %'
         AND NOT EXISTS (SELECT 1 FROM cell WHERE cell.run = ?1 AND cell.call = call.row)
       GROUP BY model ORDER BY count(*) DESC, model`,
    )
    .all(run)
    .map((row) => ({
      model: String(row.model),
      calls: Number(row.calls),
      failed: Number(row.failed),
      ...(Number(row.uncounted_input) > 0 ? {} : { inputTokens: Number(row.input) }),
      ...(Number(row.uncounted_output) > 0 ? {} : { outputTokens: Number(row.output) }),
      ...(Number(row.unpriced) > 0 ? {} : { picodollars: Number(row.spent) }),
    }));
}

/** A cell that failed: its call did, or it could not be scored. One that was cancelled or lost is unfinished, not failed. */
const FAILED = "call.reason = 'error' OR cell.error IS NOT NULL";

/** Runs, newest first, with counts of their cells. */
export function readRuns(database: Database, limit: number): RunSummary[] {
  const rows = database
    .sql(
      `SELECT ${COLUMNS}, count(cell.position) AS cells, sum(call.row IS NOT NULL AND cell.passed IS NOT NULL) AS scored,
         coalesce(sum(CASE WHEN call.row IS NOT NULL THEN cell.passed END), 0) AS passed, coalesce(sum(${FAILED}), 0) AS failed,
         coalesce(sum(CASE WHEN cell.cached = 0 THEN call.picodollars END), 0) AS spent,
         coalesce(sum(cell.cached = 0 AND call.row IS NOT NULL AND call.picodollars IS NULL), 0) AS unpriced
       FROM (SELECT * FROM run ORDER BY started_at DESC, id DESC LIMIT ?) AS run
       LEFT JOIN cell ON cell.run = run.id LEFT JOIN call ON call.row = cell.call
       GROUP BY run.id ORDER BY run.started_at DESC, run.id DESC`,
    )
    .all(limit);
  return rows.map((row) => ({
    ...runOf(row),
    cells: Number(row.cells),
    scored: Number(row.scored ?? 0),
    passed: Number(row.passed),
    failed: Number(row.failed),
    models: database
      .sql("SELECT model FROM cell WHERE run = ? GROUP BY model ORDER BY min(position)")
      .all(String(row.id))
      .map(({ model }) => String(model)),
    ...(Number(row.unpriced) > 0 ? {} : { spentPicodollars: Number(row.spent) }),
  }));
}
