/** Runs of one-shot programs that calls wrote. A program goes with its call when that is removed. */
import type { Migration } from "./migration.ts";

/** The eighth schema. */
export const programRuns: Migration = {
  number: 8,
  name: "program-runs",
  sql: `
CREATE TABLE program_run (
  id TEXT PRIMARY KEY,
  call INTEGER NOT NULL REFERENCES call (row) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  language TEXT NOT NULL,
  script TEXT NOT NULL,
  about TEXT NOT NULL,
  stdout TEXT NOT NULL,
  stderr TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX program_run_call ON program_run (call);
`,
};
