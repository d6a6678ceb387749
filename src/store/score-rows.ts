/** Scores of runs. A score points at its call and goes with it when that is removed. */
import type { Score } from "../record/score.ts";
import type { Database } from "./database.ts";

/** One run of a suite. */
export interface ScoredRun {
  /** Id. */
  id: string;
  /** Name of the suite. */
  suite: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

/** A score and the cell of the run that it belongs to. */
export interface CellScore {
  /** Which cell: model, prompt and case. */
  cell: string;
  /** The score. */
  score: Score;
}

/** Stores scores of a run; a cell's earlier ones are replaced. A score whose call is not in the log is left out. */
export function putScoreRows(database: Database, run: ScoredRun, scores: readonly CellScore[]): void {
  database.write(() => {
    database
      .sql("INSERT INTO run (id, suite, started_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
      .run(run.id, run.suite, Math.floor(run.startedAt));
    for (const cell of new Set(scores.map((each) => each.cell))) {
      database.sql("DELETE FROM score WHERE run = ? AND cell = ?").run(run.id, cell);
    }
    for (const [position, { cell, score }] of scores.entries()) {
      database
        .sql(
          `INSERT INTO score (run, cell, position, call, scorer, value, passed, why)
           SELECT ?, ?, ?, row, ?, ?, ?, ? FROM call WHERE id = ?`,
        )
        .run(run.id, cell, position, score.scorer, score.value, score.passed ? 1 : 0, score.why, score.call);
    }
  });
}

/** The scores of a run in the order stored; empty if there is no such run. */
export function readScores(database: Database, run: string): CellScore[] {
  return database
    .sql(
      `SELECT cell, id, scorer, value, passed, why FROM score JOIN call ON call.row = score.call
       WHERE run = ? ORDER BY position, cell`,
    )
    .all(run)
    .map((row) => ({
      cell: String(row.cell),
      score: {
        call: String(row.id),
        scorer: String(row.scorer),
        value: Number(row.value),
        passed: row.passed === 1,
        why: String(row.why),
      },
    }));
}

/** Runs, newest first. */
export function readRuns(database: Database, limit: number): ScoredRun[] {
  return database
    .sql("SELECT id, suite, started_at FROM run ORDER BY started_at DESC, id DESC LIMIT ?")
    .all(limit)
    .map((row) => ({ id: String(row.id), suite: String(row.suite), startedAt: Number(row.started_at) }));
}
