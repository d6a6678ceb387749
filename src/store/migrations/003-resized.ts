/** What an image becomes when it is made smaller, so that it need not be done again to know whether it was sent already. */
import type { Migration } from "./migration.ts";

/** The third schema. */
export const resized: Migration = {
  number: 3,
  name: "resized",
  sql: `
CREATE TABLE resized (
  source TEXT NOT NULL,
  side INTEGER NOT NULL,
  maker TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  PRIMARY KEY (source, side, maker)
) STRICT, WITHOUT ROWID;
`,
};
