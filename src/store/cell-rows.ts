/**
 * Cells of runs: which call answered which case on which model, and what the scorers said. A cell points at its call and copies
 * nothing of it; if the call is removed, its scores go with it and the cell is as if it had never been asked.
 */
import type { SQLOutputValue } from "node:sqlite";
import type { Call } from "../record/call.ts";
import type { HumanLabel } from "../record/human-label.ts";
import type { Score } from "../record/score.ts";
import { CALL_COLUMNS, callOfRow } from "./call-rows.ts";
import type { Database } from "./database.ts";
import { readHuman } from "./human-rows.ts";

/** A cell that is to be filled. */
export interface PlannedCell {
  /** Place in the run, from 0. */
  position: number;
  /** Full model name, as the report shows it. */
  model: string;
  /** Name of the prompt. */
  prompt: string;
  /** Name of the case. */
  case: string;
  /** Which ask of the same case, from 1. */
  epoch: number;
  /** Tags of the case. Empty: none. */
  tags: readonly string[];
  /** Group of cases that depend on each other. Absent: the case stands alone. */
  cluster?: string;
}

/** What came of a cell. */
export interface CellAnswer {
  /** Place of the cell in the run. */
  position: number;
  /** Id of its call. A call that is not in the log leaves the cell empty. */
  call: string;
  /** Whether an earlier call was reused. */
  cached: boolean;
  /** Whether it passed. Absent: the call failed or was cancelled, so nothing was scored. */
  passed?: boolean;
  /** Weighted mean of its scores' values, 0 to 1. Absent: each counts the same. */
  value?: number;
  /** Why it could not be scored, where the call itself did not fail. Absent: it was scored, or the call failed. */
  error?: string;
  /** What the scorers said. Empty: nothing was scored. */
  scores: readonly Score[];
}

/** A cell as it is read back. */
export interface RunCell extends PlannedCell {
  /** Its call. Absent: it was not made, or was removed from the log. */
  call?: Call;
  /** Whether the call was an earlier one. */
  cached: boolean;
  /** Whether it passed. Absent: nothing was scored. */
  passed?: boolean;
  /** Weighted mean of its scores' values, 0 to 1. Absent: each counts the same, or nothing was scored. */
  value?: number;
  /** Why it could not be scored, where the call itself did not fail. Absent: it was scored, or the call failed. */
  error?: string;
  /** What the scorers said, in the suite's order. */
  scores: Score[];
  /** What a person said of its answer. Absent: nobody did. */
  human?: HumanLabel;
}

/** Writes cells that are to be filled; those that are there stay. Within a write transaction. */
export function putPlannedCells(database: Database, run: string, cells: readonly PlannedCell[]): void {
  const insert = database.sql(
    `INSERT INTO cell (run, position, model, prompt, case_name, epoch, tags, cluster) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, position) DO NOTHING`,
  );
  for (const cell of cells) {
    const tags = cell.tags.length > 0 ? JSON.stringify(cell.tags) : null;
    insert.run(run, cell.position, cell.model, cell.prompt, cell.case, cell.epoch, tags, cell.cluster ?? null);
  }
}

/** Writes what came of cells, over what they had. Within a write transaction. */
export function putAnswers(database: Database, run: string, answers: readonly CellAnswer[]): void {
  const rowOf = database.sql("SELECT row, reason FROM call WHERE id = ?");
  for (const { position, call, cached, passed, value, error, scores } of answers) {
    const found = rowOf.get(call);
    const row = found?.row ?? null;
    database
      .sql("UPDATE cell SET call = ?, cached = ?, passed = ?, value = ?, error = ? WHERE run = ? AND position = ?")
      .run(
        row,
        cached ? 1 : 0,
        row === null || passed === undefined ? null : Number(passed),
        value ?? null,
        found?.reason === "error" ? null : (error ?? null),
        run,
        position,
      );
    database.sql("DELETE FROM score WHERE run = ? AND cell = ? AND position >= 0").run(run, String(position));
    for (const [place, score] of scores.entries()) {
      database
        .sql(
          `INSERT INTO score (run, cell, position, call, scorer, value, passed, why, metric)
           SELECT ?, ?, ?, row, ?, ?, ?, ?, ? FROM call WHERE id = ?`,
        )
        .run(
          run,
          String(position),
          place,
          score.scorer,
          score.value,
          score.passed ? 1 : 0,
          score.why,
          score.metric ?? null,
          score.call,
        );
    }
  }
}

function scoresOfRun(database: Database, run: string, caseName?: string): Map<string, Score[]> {
  const found = new Map<string, Score[]>();
  const rows = database
    .sql(
      `SELECT cell, id, scorer, value, passed, why, metric FROM score JOIN call ON call.row = score.call
       WHERE run = ?1 AND position >= 0
         AND (?2 IS NULL OR cell IN (SELECT position FROM cell WHERE run = ?1 AND case_name = ?2))
       ORDER BY cell, position`,
    )
    .all(run, caseName ?? null);
  for (const row of rows) {
    const scores = found.get(String(row.cell)) ?? [];
    if (scores.length === 0) found.set(String(row.cell), scores);
    scores.push({
      call: String(row.id),
      scorer: String(row.scorer),
      value: Number(row.value),
      passed: row.passed === 1,
      why: String(row.why),
      ...(row.metric === null ? {} : { metric: String(row.metric) }),
    });
  }
  return found;
}

function cellOf(
  database: Database,
  row: Record<string, SQLOutputValue>,
  scores: Score[],
  labels: Map<string, HumanLabel>,
): RunCell {
  const call = row.row === null ? undefined : callOfRow(database, row);
  const human = call && labels.get(call.id);
  return {
    position: Number(row.position),
    model: String(row.model),
    prompt: String(row.prompt),
    case: String(row.case_name),
    epoch: Number(row.epoch),
    tags: row.tags === null ? [] : JSON.parse(String(row.tags)),
    ...(row.cluster === null ? {} : { cluster: String(row.cluster) }),
    ...(call ? { call } : {}),
    cached: row.cached === 1,
    ...(call && row.passed !== null ? { passed: row.passed === 1 } : {}),
    ...(call && row.value !== null ? { value: Number(row.value) } : {}),
    ...(call && row.error !== null ? { error: String(row.error) } : {}),
    scores,
    ...(human ? { human } : {}),
  };
}

/** The cells of a run with their calls and scores, in its order. @param caseName of these, those of one case alone. Absent: all. */
export function readCells(database: Database, run: string, caseName?: string): RunCell[] {
  return database.read(() => {
    const scores = scoresOfRun(database, run, caseName);
    const labels = readHuman(database, run);
    return database
      .sql(
        `SELECT cell.position, cell.model, cell.prompt, cell.case_name, cell.epoch, cell.tags, cell.cluster, cell.cached,
           cell.passed, cell.value, cell.error, ${CALL_COLUMNS}
         FROM cell LEFT JOIN call ON call.row = cell.call WHERE cell.run = ?1 AND (?2 IS NULL OR cell.case_name = ?2)
         ORDER BY cell.position`,
      )
      .all(run, caseName ?? null)
      .map((row) => cellOf(database, row, scores.get(String(row.position)) ?? [], labels));
  });
}
