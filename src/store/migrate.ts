/** Brings a database file to the newest schema. Knows all migrations; opens and closes nothing. */
import type { DatabaseSync } from "node:sqlite";
import { SetupError } from "../record/setup-error.ts";
import { initial } from "./migrations/001-initial.ts";
import { scorePassed } from "./migrations/002-score-passed.ts";
import { resized } from "./migrations/003-resized.ts";
import { cells } from "./migrations/004-cells.ts";
import { scoreMetric } from "./migrations/005-score-metric.ts";
import { arena } from "./migrations/006-arena.ts";
import { apps } from "./migrations/007-apps.ts";
import { programRuns } from "./migrations/008-program-runs.ts";
import type { Migration } from "./migrations/migration.ts";

/** All migrations in order. A new one is added at the end. */
export const migrations: readonly Migration[] = [
  initial,
  scorePassed,
  resized,
  cells,
  scoreMetric,
  arena,
  apps,
  programRuns,
];

/** `PRAGMA application_id` of our files: the letters PENY. */
const APPLICATION_ID = 0x50454e59;

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

/**
 * The schema version, of one instant: another process may be making the database just now.
 * @throws SetupError if the file belongs to another program or was written by a newer release.
 */
function checkedVersion(database: DatabaseSync, path: string, known: number): number {
  const version = pragma(database, "user_version");
  const isOurs = pragma(database, "application_id") === APPLICATION_ID;
  if (!isOurs && (version !== 0 || database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined)) {
    throw new SetupError(
      `${path} is a SQLite database of another program, not a penny log: move it away or set PENNY_DIR to another folder.`,
    );
  }
  if (version <= known) return version;
  throw new SetupError(
    `The log ${path} has schema version ${version} and this program knows versions up to ${known}: ` +
      "update it with `npm install -g pennyfarthing@latest`, or set PENNY_DIR to another folder.",
  );
}

function within<T>(database: DatabaseSync, begin: string, work: () => T): T {
  database.exec(begin);
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function apply(database: DatabaseSync, now: () => number, list: readonly Migration[]): void {
  database.exec(
    "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT",
  );
  for (const { number, name, sql } of list) {
    database.exec(sql);
    database
      .prepare("INSERT INTO migration (number, name, applied_at) VALUES (?, ?, ?)")
      .run(number, name, Math.floor(now()));
    database.exec(`PRAGMA user_version = ${number}`);
  }
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
}

/**
 * Brings the database to the newest schema; only reads two numbers if it is there already. Safe when many
 * processes do it at once: each waits for the one that is at work and then finds nothing left to do.
 * @param now milliseconds since 1970, recorded with each migration.
 * @param list all migrations; another list only to reach an older schema.
 * @throws SetupError if the file belongs to another program or was written by a newer release.
 */
export function migrate(
  database: DatabaseSync,
  path: string,
  now: () => number,
  list: readonly Migration[] = migrations,
): void {
  const known = list.length;
  const version = within(database, "BEGIN", () => checkedVersion(database, path, known));
  if (version === known) return;
  // Kept in the file, so that opening it later need not ask.
  if (version === 0) database.exec("PRAGMA journal_mode = WAL");
  within(database, "BEGIN IMMEDIATE", () => {
    const reached = checkedVersion(database, path, known);
    if (reached < known) apply(database, now, list.slice(reached));
  });
}
