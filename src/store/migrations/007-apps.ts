/**
 * Apps, their versions, the data given to them, and what they keep. A version points at its call and its file; removing calls from the
 * log removes no version.
 */
import type { Migration } from "./migration.ts";

/** The seventh schema. */
export const apps: Migration = {
  number: 7,
  name: "apps",
  sql: `
CREATE TABLE app (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  forked_from TEXT,
  deleted_at INTEGER,
  ask TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE app_version (
  id TEXT PRIMARY KEY,
  app TEXT NOT NULL REFERENCES app (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  parent TEXT,
  call INTEGER REFERENCES call (row) ON DELETE SET NULL,
  file INTEGER NOT NULL REFERENCES file (id),
  how TEXT NOT NULL,
  about TEXT NOT NULL,
  at INTEGER NOT NULL,
  reviewed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX app_version_number ON app_version (app, number);
CREATE INDEX app_version_call ON app_version (call) WHERE call IS NOT NULL;
CREATE INDEX app_version_file ON app_version (file);

CREATE TABLE app_data (
  app TEXT NOT NULL REFERENCES app (id) ON DELETE CASCADE,
  table_name TEXT NOT NULL COLLATE NOCASE,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  inside TEXT,
  sample_rows INTEGER NOT NULL,
  granted_at INTEGER,
  PRIMARY KEY (app, table_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE app_store (
  app TEXT NOT NULL REFERENCES app (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  json TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (app, key)
) STRICT;

CREATE INDEX call_app ON call (ref) WHERE command = 'app';
`,
};
