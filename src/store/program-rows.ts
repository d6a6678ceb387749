/** Runs of one-shot programs. Runs nothing. */
import type { ProgramRun } from "../record/program-run.ts";
import type { Database } from "./database.ts";

/** Writes a run of a program. Within a write transaction. */
export function putProgramRun(database: Database, run: ProgramRun): void {
  const { id, call, at, language, script, stdout, stderr, ...about } = run;
  database
    .sql(
      `INSERT INTO program_run (id, call, at, language, script, about, stdout, stderr)
       VALUES (?, (SELECT row FROM call WHERE id = ?), ?, ?, ?, ?, ?, ?)`,
    )
    .run(id, call, Math.floor(at), language, script, JSON.stringify(about), stdout, stderr);
}

/** Runs of programs that calls wrote, in the order in which they began. */
export function readProgramRuns(database: Database, calls: readonly string[]): ProgramRun[] {
  return database
    .sql(
      `SELECT program_run.*, call.id AS call_id FROM program_run JOIN call ON call.row = program_run.call
       WHERE call.id IN (SELECT value FROM json_each(?)) ORDER BY program_run.at, program_run.id`,
    )
    .all(JSON.stringify(calls))
    .map((row) => ({
      ...(JSON.parse(String(row.about)) as Omit<ProgramRun, "id" | "call" | "at" | "language" | "script">),
      id: String(row.id),
      call: String(row.call_id),
      at: Number(row.at),
      language: row.language === "python" ? "python" : "node",
      script: String(row.script),
      stdout: String(row.stdout),
      stderr: String(row.stderr),
    }));
}
