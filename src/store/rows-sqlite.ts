/**
 * Rows of a query on a SQLite file, one by one. The file is opened read-only, so a query can change nothing. Knows nothing of the
 * log.
 */
import { existsSync } from "node:fs";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { nearestHint } from "../record/nearest.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { sqlName } from "../record/sql-name.ts";
import type { Row, RowValue } from "./row-source.ts";

function opened(path: string, name: string): DatabaseSync {
  if (!existsSync(path)) throw new SetupError(`There is no file ${path}: check the path.`);
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get();
    return database;
  } catch (error) {
    throw new SetupError(`${name} cannot be read as a SQLite database: ${messageOf(error)}.`);
  }
}

function tablesOf(database: DatabaseSync): string[] {
  return database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all()
    .map((row) => String(row.name));
}

/** The one table there is, where no query says more. */
function onlyTable(database: DatabaseSync, name: string): string {
  const tables = tablesOf(database);
  const [first] = tables;
  if (first === undefined) throw new SetupError(`${name} has no tables: name another file.`);
  if (tables.length > 1)
    throw new SetupError(
      `${name} has several tables (${tables.join(", ")}): say which, as in --query "SELECT * FROM ${first}".`,
    );
  return `SELECT * FROM ${sqlName(first)}`;
}

/** Whole numbers that JavaScript holds exactly; larger ones as text, so that no digit is lost. */
function cell(value: SQLOutputValue): RowValue {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function hintFor(message: string, database: DatabaseSync): string {
  const missing = /^no such table: (.+)$/.exec(message)?.[1];
  if (missing === undefined) return " Mend the query.";
  const tables = tablesOf(database);
  return nearestHint(missing, tables) || ` Tables: ${tables.join(", ")}.`;
}

/**
 * Rows of a query.
 * @param query SQL that gives rows. Absent: all rows of the only table.
 * @throws SetupError if the file is no database, or the query is wrong or would change something.
 */
export async function* rowsOfSqlite(path: string, name: string, query: string | undefined): AsyncGenerator<Row> {
  const database = opened(path, name);
  try {
    const sql = query ?? onlyTable(database, name);
    let index = 0;
    try {
      const statement = database.prepare(sql);
      if (statement.columns().length === 0)
        throw new SetupError(`The query \`${sql}\` gives no rows: begin it with SELECT.`);
      statement.setReadBigInts(true);
      for (const row of statement.iterate()) {
        const values = Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cell(value)]));
        yield { index: index++, values };
      }
    } catch (error) {
      if (error instanceof SetupError || !(error instanceof Error) || !("errcode" in error)) throw error;
      throw new SetupError(
        `${name}: the query \`${sql}\` fails (${error.message}).${hintFor(error.message, database)}`,
      );
    }
  } finally {
    database.close();
  }
}
