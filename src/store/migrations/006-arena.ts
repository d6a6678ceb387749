/**
 * Battles, votes on them, and models taken out of the arena. A battle points at its calls; what ratings need (names, style) stands in it,
 * so that removing calls from the log changes no leaderboard. Votes are never deleted: they are taken back.
 */
import type { Migration } from "./migration.ts";

/** The sixth schema. */
export const arena: Migration = {
  number: 6,
  name: "arena",
  sql: `
CREATE TABLE battle (
  id TEXT PRIMARY KEY,
  made_at INTEGER NOT NULL,
  call_a INTEGER REFERENCES call (row) ON DELETE SET NULL,
  call_b INTEGER REFERENCES call (row) ON DELETE SET NULL,
  name_a TEXT NOT NULL,
  name_b TEXT NOT NULL,
  tells_a TEXT,
  tells_b TEXT,
  prompt TEXT NOT NULL,
  source TEXT NOT NULL,
  tags TEXT NOT NULL,
  style TEXT,
  share REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX battle_call_a ON battle (call_a) WHERE call_a IS NOT NULL;
CREATE INDEX battle_call_b ON battle (call_b) WHERE call_b IS NOT NULL;
CREATE INDEX battle_prompt ON battle (prompt);

CREATE TABLE vote (
  id TEXT PRIMARY KEY,
  battle TEXT NOT NULL REFERENCES battle (id),
  winner TEXT NOT NULL CHECK (winner IN ('a', 'b', 'tie', 'both-bad')),
  voter TEXT NOT NULL,
  voter_kind TEXT NOT NULL CHECK (voter_kind IN ('human', 'model')),
  swapped INTEGER NOT NULL,
  reason TEXT,
  calls TEXT,
  by_order INTEGER NOT NULL DEFAULT 0,
  cast_at INTEGER NOT NULL,
  withdrawn_at INTEGER,
  withdrawn_why TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX vote_once ON vote (battle, voter_kind, voter) WHERE withdrawn_at IS NULL;

CREATE TABLE model_withdrawal (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  at INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT;
`,
};
