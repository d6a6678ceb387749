/**
 * What people said of answers. A label is a score of the scorer `human` in the run it was given in; it is read by its call, so that it
 * also holds in other runs that the call answers in, such as one scored again.
 */
import { HUMAN, type HumanLabel } from "../record/human-label.ts";
import type { Database } from "./database.ts";

/** Place among a cell's scores: before those of the suite's scorers, which begin at 0. */
const HUMAN_POSITION = -1;

/** A cell of a run with the call that answered it. */
export interface LabelledCell {
  /** Place in the run, from 0. */
  position: number;
  /** Id of its call. */
  call: string;
}

/** Writes what a person said of these cells, over what was said before; `undefined` takes it back. Within a write transaction. */
export function putHuman(
  database: Database,
  run: string,
  cells: readonly LabelledCell[],
  label: HumanLabel | undefined,
): void {
  for (const { position, call } of cells) {
    database
      .sql("DELETE FROM score WHERE run = ? AND cell = ? AND position = ?")
      .run(run, String(position), HUMAN_POSITION);
    if (!label) continue;
    database
      .sql(
        `INSERT INTO score (run, cell, position, call, scorer, value, passed, why)
         SELECT ?, ?, ?, row, ?, ?, ?, ? FROM call WHERE id = ?`,
      )
      .run(
        run,
        String(position),
        HUMAN_POSITION,
        HUMAN,
        Number(label.passed),
        Number(label.passed),
        label.note ?? "",
        call,
      );
  }
}

/** Labels of the calls that answer a run's cells, by id; of several the one in the newest run. */
export function readHuman(database: Database, run: string): Map<string, HumanLabel> {
  const rows = database
    .sql(
      `SELECT call.id, score.passed, score.why FROM score JOIN call ON call.row = score.call
       WHERE score.position = ? AND score.call IN (SELECT call FROM cell WHERE run = ? AND call IS NOT NULL)
       ORDER BY score.run`,
    )
    .all(HUMAN_POSITION, run);
  return new Map(
    rows.map(({ id, passed, why }) => [
      String(id),
      { passed: passed === 1, ...(why === "" ? {} : { note: String(why) }) },
    ]),
  );
}
