/** Runs that can be shown again: what was run, and which call answered each cell. */
import type { Migration } from "./migration.ts";

/** The fourth schema. A run's sums are not stored: they are reckoned from its cells. */
export const cells: Migration = {
  number: 4,
  name: "cells",
  sql: `
ALTER TABLE run ADD COLUMN ended_at INTEGER;
ALTER TABLE run ADD COLUMN stopped TEXT;
ALTER TABLE run ADD COLUMN about TEXT NOT NULL DEFAULT '{}';
CREATE INDEX run_started ON run (started_at, id);

CREATE TABLE cell (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  case_name TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  tags TEXT,
  cluster TEXT,
  call INTEGER REFERENCES call (row) ON DELETE SET NULL,
  cached INTEGER NOT NULL DEFAULT 0,
  passed INTEGER,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX cell_call ON cell (call) WHERE call IS NOT NULL;
`,
};
