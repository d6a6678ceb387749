/** Under which name a score is summed up, what a cell is worth where its scores have weights, and why it could not be scored. */
import type { Migration } from "./migration.ts";

/** The fifth schema. */
export const scoreMetric: Migration = {
  number: 5,
  name: "score metric",
  sql: `
ALTER TABLE score ADD COLUMN metric TEXT;
ALTER TABLE cell ADD COLUMN value REAL;
ALTER TABLE cell ADD COLUMN error TEXT;
`,
};
