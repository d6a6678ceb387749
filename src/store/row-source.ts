/**
 * The RowSource contract: rows of a table, one at a time, wherever they come from. A source can be read several times and gives
 * the same rows in the same order each time. `open-rows.ts` opens one for a path; a `rows-*.ts` file reads each format.
 */
import type { JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";

/** What stands in one cell. Bytes: a picture or another file that the table itself holds. `null`: nothing. */
export type RowValue = JsonValue | Uint8Array;

/** The cells of a row by column, in the table's order. */
export type RowValues = { [column: string]: RowValue };

/** One row. */
export interface Row {
  /** Its place among all rows, from 0. */
  index: number;
  /** Line of the file on which it begins, from 1. Absent: the format has no lines. */
  line?: number;
  /** Its cells. */
  values: RowValues;
}

/** Rows that can be read again and again. */
export interface RowSource {
  /** What a person calls it: the path as they gave it, `standard input`. */
  name: string;
  /** Folder that relative paths in its cells start from. */
  folder: string;
  /** The file that they are read from. Absent: several, or none. */
  path?: string;
  /** Column that holds the path of a file, where each row is a file. Absent: rows are no files. */
  fileColumn?: string;
  /**
   * Reads all rows from the beginning.
   * Throws SetupError with file and line for a row that is broken, and for a source that cannot be read.
   */
  rows: () => AsyncIterable<Row>;
  /** Forgets what was kept for reading again. */
  close: () => Promise<void>;
}

/** Where a row stands, for messages: `rows.csv:17`, or `rows.parquet, row 3` where there are no lines. */
export function rowPlace(source: Pick<RowSource, "name">, row: Pick<Row, "index" | "line">): string {
  return row.line === undefined ? `${source.name}, row ${row.index + 1}` : `${source.name}:${row.line}`;
}

/** The columns of a row as a hint for a name that is none of them. */
export function columnHint(name: string, values: RowValues): string {
  const columns = Object.keys(values);
  const known = columns.length > 12 ? `${columns.slice(0, 12).join(", ")}, …` : columns.join(", ");
  return nearestHint(name, columns) || ` Columns: ${known}.`;
}

/** The rows of values in memory: for tests, the library, and whoever has them already. */
export function rowsInMemory(values: readonly RowValues[], name = "rows", folder = "."): RowSource {
  return {
    name,
    folder,
    rows: async function* () {
      for (const [index, each] of values.entries()) yield { index, values: each };
    },
    close: async () => undefined,
  };
}

/** A file of rows that cannot be opened, as one sentence. */
export function unreadable(error: unknown, path: string, name: string): SetupError {
  if (error instanceof SetupError) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return new SetupError(`There is no file ${path}: check the path.`);
  if (code === "EISDIR") return new SetupError(`${path} is a folder: name a file.`);
  if (code === "EACCES" || code === "EPERM")
    return new SetupError(`The file ${path} may not be read: run \`chmod +r\` on it.`);
  return new SetupError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
}
