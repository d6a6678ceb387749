/**
 * Data that a person gives to apps and questions, as tables that a query can read. Tables of SQLite files, and the log, are read where
 * they are; all else is copied once into a SQLite file of this person's folder, and again when the file has changed.
 */
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { AppData } from "../record/app.ts";
import { sha256 } from "../record/hash.ts";
import { nearestHint } from "../record/nearest.ts";
import type { QueryTable } from "../record/query-run.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { sqlName } from "../record/sql-name.ts";
import { logTables } from "./log-tables.ts";
import { openRows } from "./open-rows.ts";
import { unreadable } from "./row-source.ts";
import { tableCell, tableColumns } from "./table-columns.ts";

/** Where data is, as it was given. */
export type DataPlace = Pick<AppData, "table" | "source" | "format" | "inside">;

/** A table that could be given. */
export interface NamedTable {
  /** Its name in the file. */
  name: string;
  /** Whether it is read where it is; a view or virtual table is copied. */
  isLive: boolean;
}

const COPY = "copied";

/** Tables and views of a SQLite file, by name. @throws SetupError if it is none, or cannot be read. */
export function tablesOfSqlite(path: string): NamedTable[] {
  if (!existsSync(path)) throw new SetupError(`There is no file ${path}: check the path.`);
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    try {
      return database
        .prepare("SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' ORDER BY name")
        .all()
        .map(({ name, type }) => ({ name: String(name), isLive: type === "table" }))
        .filter(({ name }) => !/^sqlite_/i.test(name));
    } finally {
      database.close();
    }
  } catch (error) {
    throw new SetupError(`${path} cannot be read as a SQLite database: ${messageOf(error)}.`);
  }
}

/** The table of that name. @throws SetupError if there is none. */
function tableNamed(path: string, name: string): NamedTable {
  const tables = tablesOfSqlite(path);
  const found = tables.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const names = tables.map((each) => each.name);
  throw new SetupError(
    `${path} has no table \`${name}\`.${nearestHint(name, names) || ` Tables: ${names.join(", ") || "none"}.`}`,
  );
}

/** Copies the rows of a source into a file that is whole or not there. */
async function copyRows(place: DataPlace, path: string): Promise<void> {
  const query = place.format === "sqlite" ? { query: `SELECT * FROM ${sqlName(place.inside ?? place.table)}` } : {};
  const rows = await openRows({ from: place.source, ...query });
  const isText = place.format === "csv";
  const columns = await tableColumns(rows, isText);
  const unfinished = `${path}.${process.pid}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rm(unfinished, { force: true });
  const database = new DatabaseSync(unfinished);
  try {
    await chmod(unfinished, 0o600);
    const declared = columns.map(({ name, type }) => `${sqlName(name)} ${type}`).join(", ");
    database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; CREATE TABLE ${COPY} (${declared})`);
    const insert = database.prepare(`INSERT INTO ${COPY} VALUES (${columns.map(() => "?").join(", ")})`);
    for await (const { values } of rows.rows())
      insert.run(...columns.map((column) => tableCell(values[column.key], column, isText)));
    database.exec("COMMIT");
    database.close();
    await rename(unfinished, path);
  } catch (error) {
    if (database.isOpen) database.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}

function folderOf(dir: string): string {
  return join(dir, "app-data");
}

/** Begins the names of all copies of one table. */
function copyName({ source, format, inside, table }: DataPlace): string {
  return sha256(JSON.stringify([source, format, format === "sqlite" ? (inside ?? table) : null])).slice(0, 24);
}

/** Forgets copies of a table that nobody reads any more. @param kept path of one that stays. Absent: none. */
export async function forgetCopies(dir: string, place: DataPlace, kept?: string): Promise<void> {
  const names = await readdir(folderOf(dir)).catch(() => []);
  const copies = names.filter((name) => name.startsWith(copyName(place))).map((name) => join(folderOf(dir), name));
  for (const path of copies) if (path !== kept) await rm(path, { force: true }).catch(() => undefined);
}

/** The file with the copy; made if there is none of the file as it is now. */
async function copyOf(dir: string, place: DataPlace): Promise<string> {
  const { size, mtimeMs } = await stat(place.source).catch((error: unknown) => {
    throw unreadable(error, place.source, place.source);
  });
  const path = join(folderOf(dir), `${copyName(place)}-${size}-${Math.floor(mtimeMs)}.db`);
  if (existsSync(path)) return path;
  await copyRows(place, path);
  await forgetCopies(dir, place, path);
  return path;
}

/**
 * A table as a query sees it. May copy the data first.
 * @param dir the person's folder. @param log the log's file.
 * @throws SetupError if the data is not there any more or cannot be read.
 */
export async function queryTable(dir: string, log: string, place: DataPlace): Promise<QueryTable> {
  const { table, source, format } = place;
  const inside = place.inside ?? table;
  if (format === "log") {
    const found = Object.hasOwn(logTables, inside) ? logTables[inside] : undefined;
    const names = Object.keys(logTables);
    if (found) return { name: table, file: log, ...found };
    throw new SetupError(`The log has no table \`${inside}\` to give. It has ${names.join(" and ")}.`);
  }
  const live = format === "sqlite" ? tableNamed(source, inside) : undefined;
  if (live?.isLive)
    return {
      name: table,
      file: source,
      sql: `SELECT * FROM $source.${sqlName(live.name)}`,
      reads: { [live.name]: "all" },
    };
  const file = await copyOf(dir, place);
  return { name: table, file, sql: `SELECT * FROM $source.${COPY}`, reads: { [COPY]: "all" } };
}
