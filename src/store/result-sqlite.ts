/**
 * Results as a table of a SQLite file. They are gathered in a file of their own beside it; at the end that becomes the file, or,
 * if there is one with other tables, the table is replaced in it in one transaction. Knows nothing of the log.
 */
import { existsSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { JsonValue } from "../record/json.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { sqlName } from "../record/sql-name.ts";
import {
  openUnfinished,
  putInPlace,
  type ResultColumn,
  type ResultRow,
  type ResultsToOpen,
  type ResultWriter,
  removeUnfinished,
  unfinishedPath,
  unwritable,
} from "./result-writer.ts";

const DEFAULT_TABLE = "map";

function declared({ name, kinds }: ResultColumn): string {
  const [only, ...more] = [...kinds];
  const isNumber = kinds.size > 0 && [...kinds].every((kind) => kind === "integer" || kind === "number");
  const isWhole = (only === "integer" || only === "boolean") && more.length === 0;
  return `${sqlName(name)} ${isWhole ? "INTEGER" : isNumber ? "REAL" : "TEXT"}`;
}

function cell(value: JsonValue | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}

/** SQLite takes names that differ in case alone for one. */
function checkNames(columns: readonly ResultColumn[], path: string): void {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const same = seen.get(name.toLowerCase());
    if (same !== undefined)
      throw new SetupError(`${path} takes \`${same}\` and \`${name}\` for one column: rename one of them.`);
    seen.set(name.toLowerCase(), name);
  }
}

/** Refuses to replace a table that a map did not make. */
function checkTable(path: string, table: string, ownColumns: readonly string[]): void {
  if (!existsSync(path)) return;
  let found: string[];
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    try {
      found = database
        .prepare("SELECT name FROM pragma_table_info(?)")
        .all(table)
        .map((row) => String(row.name));
    } finally {
      database.close();
    }
  } catch (error) {
    throw new SetupError(`${path} is no SQLite database (${messageOf(error)}): name another file for the results.`);
  }
  const lacking = ownColumns.find((column) => !found.includes(column));
  if (found.length > 0 && lacking !== undefined)
    throw new SetupError(
      `${path} has a table \`${table}\` without a column \`${lacking}\`, so it is not from a map and is left alone: add --table NAME.`,
    );
}

/** Puts a table in place of the one of its name, all or nothing. */
function replaceTable(path: string, table: string, create: string): void {
  const database = new DatabaseSync(path, { timeout: 20_000 });
  try {
    database.prepare("ATTACH ? AS made").run(unfinishedPath(path));
    database.exec("BEGIN IMMEDIATE");
    database.exec(`DROP TABLE IF EXISTS main.${sqlName(table)}; ${create.replace("TABLE ", "TABLE main.")}`);
    database.exec(`INSERT INTO main.${sqlName(table)} SELECT * FROM made.${sqlName(table)} ORDER BY rowid`);
    database.exec("COMMIT; DETACH made");
  } catch (error) {
    throw unwritable(error, path);
  } finally {
    database.close();
  }
}

/** Results as a table. @throws SetupError if it cannot be written, or is not a map's. */
export async function sqliteResults(wanted: ResultsToOpen): Promise<ResultWriter> {
  const { path, columns, ownColumns, table = DEFAULT_TABLE } = wanted;
  checkNames(columns, path);
  checkTable(path, table, ownColumns);
  await (await openUnfinished(path)).close();
  rmSync(`${unfinishedPath(path)}-journal`, { force: true });
  const create = `CREATE TABLE ${sqlName(table)} (${columns.map(declared).join(", ")})`;
  const database = new DatabaseSync(unfinishedPath(path));
  // If the process dies the file beside is made anew, so it needs no journal.
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; ${create}`);
  const places = columns.map(() => "?").join(", ");
  const insert = database.prepare(`INSERT INTO ${sqlName(table)} VALUES (${places})`);
  const close = (): void => {
    database.exec("COMMIT");
    database.close();
  };
  return {
    write: async (row: ResultRow) => {
      try {
        insert.run(...columns.map(({ name }) => cell(row[name])));
      } catch (error) {
        throw unwritable(error, path);
      }
    },
    finish: async () => {
      close();
      if (!existsSync(path)) return putInPlace(path);
      replaceTable(path, table, create);
      await removeUnfinished(path);
    },
    stop: async () => {
      close();
      return unfinishedPath(path);
    },
  };
}
