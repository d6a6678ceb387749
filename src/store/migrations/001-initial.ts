/**
 * The first schema of the log. Once released it is never changed: what comes later is a new migration.
 * The tables are described for people in docs/log.md.
 */
import type { Migration } from "./migration.ts";

/** Calls, messages stored once, files stored once, raw answers, full-text search, scores. */
export const initial: Migration = {
  number: 1,
  name: "initial",
  sql: `
CREATE TABLE content (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  parent INTEGER REFERENCES message (id),
  content INTEGER NOT NULL REFERENCES content (id)
) STRICT;
CREATE UNIQUE INDEX message_once ON message (content, coalesce(parent, 0));
CREATE INDEX message_parent ON message (parent);

CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  path TEXT,
  url TEXT,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE file_bytes (
  file INTEGER PRIMARY KEY REFERENCES file (id) ON DELETE CASCADE,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE content_file (
  content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
  file INTEGER NOT NULL REFERENCES file (id),
  PRIMARY KEY (content, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX content_file_file ON content_file (file);

CREATE TABLE call (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL,
  model TEXT NOT NULL,
  reason TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  parent TEXT,
  command TEXT NOT NULL,
  ref TEXT,
  tip INTEGER REFERENCES message (id),
  answer INTEGER REFERENCES message (id),
  tools INTEGER REFERENCES content (id),
  schema INTEGER REFERENCES content (id),
  input_tokens INTEGER,
  output_tokens INTEGER,
  picodollars INTEGER,
  energy_low_wh REAL,
  energy_high_wh REAL,
  record TEXT NOT NULL,
  indexed INTEGER NOT NULL DEFAULT 0,
  pid INTEGER,
  host TEXT,
  process_start TEXT
) STRICT;
CREATE INDEX call_started ON call (started_at, id);
CREATE INDEX call_hash ON call (hash, started_at);
CREATE INDEX call_model ON call (model, started_at);
CREATE INDEX call_parent ON call (parent) WHERE parent IS NOT NULL;
CREATE INDEX call_tip ON call (tip);
CREATE INDEX call_answer ON call (answer);
CREATE INDEX call_tools ON call (tools) WHERE tools IS NOT NULL;
CREATE INDEX call_schema ON call (schema) WHERE schema IS NOT NULL;
CREATE INDEX call_pending ON call (row) WHERE reason = 'pending';

CREATE TABLE raw (
  call INTEGER NOT NULL REFERENCES call (row) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  position INTEGER NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (call, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  id TEXT PRIMARY KEY,
  suite TEXT NOT NULL,
  started_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE score (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  cell TEXT NOT NULL,
  position INTEGER NOT NULL,
  call INTEGER NOT NULL REFERENCES call (row) ON DELETE CASCADE,
  scorer TEXT NOT NULL,
  value REAL NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (run, cell, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_call ON score (call);

CREATE VIRTUAL TABLE call_text USING fts5 (prompt, answer, rest, tokenize = "unicode61 remove_diacritics 2");
INSERT INTO call_text (call_text, rank) VALUES ('secure-delete', 1);
INSERT INTO call_text (call_text, rank) VALUES ('rank', 'bm25(4.0, 2.0, 1.0)');

CREATE VIRTUAL TABLE message_text USING fts5 (text, tokenize = "unicode61 remove_diacritics 2");
INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1);
`,
};
