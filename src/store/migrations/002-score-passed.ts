/** Migration 2. */
import type { Migration } from "./migration.ts";

/** Whether a score passed, apart from its value; until now it passed at 1. */
export const scorePassed: Migration = {
  number: 2,
  name: "score passed",
  sql: `
ALTER TABLE score ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;
UPDATE score SET passed = 1 WHERE value >= 1;
`,
};
