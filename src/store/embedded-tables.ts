/** Copies of tables in one SQLite file of their own, for a file that an app is taken away in. Reads the sources only. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { QueryTable } from "../record/query-run.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { sqlName } from "../record/sql-name.ts";

/** A table to copy. */
export interface CopyWish extends QueryTable {
  /** The first rows alone, so many. Absent: all. */
  rows?: number;
}

/** Tables in a file. */
export interface CopiedTables {
  /** A SQLite file. */
  database: Uint8Array;
  /** Each table with its number of rows, in order. */
  tables: { table: string; rows: number }[];
}

const PAGE_BYTES = 4096;

function copyTable(database: DatabaseSync, { name, file, sql, rows }: CopyWish): { table: string; rows: number } {
  database.prepare("ATTACH ? AS source").run(`${pathToFileURL(file).href}?mode=ro`);
  try {
    const limit = rows === undefined ? "" : ` LIMIT ${Math.max(0, Math.floor(rows))}`;
    const select = `SELECT * FROM (${sql.replaceAll("$source.", "source.")})${limit}`;
    database.exec(`CREATE TABLE main.${sqlName(name)} AS ${select}`);
  } finally {
    database.exec("DETACH source");
  }
  const count = database.prepare(`SELECT count(*) AS rows FROM main.${sqlName(name)}`).get();
  return { table: name, rows: Number(count?.rows) };
}

/**
 * Copies tables.
 * @param mostBytes of the file.
 * @throws SetupError if they are larger, or cannot be read.
 */
export async function copyTables(tables: readonly CopyWish[], mostBytes: number): Promise<CopiedTables> {
  const folder = await mkdtemp(join(tmpdir(), "penny-tables-"));
  const path = join(folder, "tables.db");
  try {
    const database = new DatabaseSync(path, { allowExtension: false });
    try {
      database.exec(
        `PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF; PRAGMA max_page_count = ${Math.floor(mostBytes / PAGE_BYTES)}`,
      );
      const copied = tables.map((table) => copyTable(database, table));
      database.close();
      return { database: await readFile(path), tables: copied };
    } catch (error) {
      const names = tables.map(({ name }) => name).join(", ");
      if (/full/i.test(messageOf(error)))
        throw new SetupError(
          `The tables ${names} come to more than ${mostBytes / 1e6} MB, which is the most that a file may hold: give the app fewer rows.`,
        );
      throw new SetupError(`The tables ${names} cannot be read: ${messageOf(error)}.`);
    } finally {
      if (database.isOpen) database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
