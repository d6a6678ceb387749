/**
 * Opens the rows that a person names: a table file by its ending, a query on a SQLite file, a folder or pattern of files, or a
 * stream, which is kept in a temporary file so that it can be read again. Loads the reader of a format when it is used.
 */
import { createWriteStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { nearestHint } from "../record/nearest.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { meansSeveralFiles } from "./file-list.ts";
import type { Row, RowSource } from "./row-source.ts";

/** Formats of tables that can be read. */
export const rowFormats = ["csv", "tsv", "json", "jsonl", "yaml", "parquet", "sqlite"] as const;

/** Name of a format. */
export type RowFormat = (typeof rowFormats)[number];

/** What to open. */
export interface RowsToOpen {
  /** A file, a folder, a pattern, or the bytes of a table as they come, such as standard input. */
  from: string | AsyncIterable<Uint8Array>;
  /** What it is called in messages. Absent: the path. */
  name?: string;
  /** Its format. Absent: by the path's ending; a stream has none. */
  format?: string;
  /** Whether the person can say `--format` here, for messages. Default true. */
  hasFormatFlag?: boolean;
  /** Query on a SQLite file. Absent: all rows of its only table. */
  query?: string;
  /** Folder that relative paths in cells start from. Absent: that of the file. */
  folder?: string;
}

const BY_ENDING: { [ending: string]: RowFormat } = {
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  yaml: "yaml",
  yml: "yaml",
  parquet: "parquet",
  db: "sqlite",
  sqlite: "sqlite",
  sqlite3: "sqlite",
};

/** The format that a path's ending means; `undefined` if it means none. */
export function formatOfPath(path: string): RowFormat | undefined {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined;
}

/** A format by its name. @throws SetupError naming the nearest. */
function formatNamed(name: string): RowFormat {
  const found = rowFormats.find((each) => each === name.toLowerCase()) ?? formatOfPath(`.${name}`);
  if (found) return found;
  throw new SetupError(
    `There is no format \`${name}\`.${nearestHint(name, rowFormats)} Known: ${rowFormats.join(", ")}.`,
  );
}

async function* reader(path: string, name: string, format: RowFormat, query: string | undefined): AsyncGenerator<Row> {
  switch (format) {
    case "csv":
      return yield* (await import("./rows-csv.ts")).rowsOfCsv(path, name);
    case "tsv":
      return yield* (await import("./rows-csv.ts")).rowsOfCsv(path, name, "\t");
    case "json":
      return yield* (await import("./rows-json.ts")).rowsOfJson(path, name);
    case "jsonl":
      return yield* (await import("./rows-json.ts")).rowsOfJsonLines(path, name);
    case "yaml":
      return yield* (await import("./rows-yaml.ts")).rowsOfYaml(path, name);
    case "parquet":
      return yield* (await import("./rows-parquet.ts")).rowsOfParquet(path, name);
    case "sqlite":
      return yield* (await import("./rows-sqlite.ts")).rowsOfSqlite(path, name, query);
  }
}

/** Writes a stream to a temporary file that only this person can read. */
async function kept(
  stream: AsyncIterable<Uint8Array>,
  name: string,
): Promise<{ path: string; forget: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "penny-rows-"));
  const path = join(folder, "rows");
  const { pipeline } = await import("node:stream/promises");
  const forget = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    await forget();
    throw new SetupError(`${name} cannot be read: ${messageOf(error)}.`);
  }
  return { path, forget };
}

function requireQueryable(format: RowFormat, name: string, query: string | undefined): void {
  if (query !== undefined && format !== "sqlite")
    throw new SetupError(`--query asks a SQLite file, but ${name} is ${format}: leave it out, or name a .db file.`);
}

async function fromStream(stream: AsyncIterable<Uint8Array>, wanted: RowsToOpen): Promise<RowSource> {
  const name = wanted.name ?? "standard input";
  if (wanted.format === undefined)
    throw new SetupError(`The format of ${name} is not told: add --format with one of ${rowFormats.join(", ")}.`);
  const format = formatNamed(wanted.format);
  requireQueryable(format, name, wanted.query);
  const { path, forget } = await kept(stream, name);
  const rows = (): AsyncIterable<Row> => reader(path, name, format, wanted.query);
  return { name, folder: wanted.folder ?? ".", rows, close: forget };
}

async function isThere(path: string): Promise<boolean> {
  const file = await open(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    return "unreadable" as const;
  });
  if (file && file !== "unreadable") await file.close();
  return file !== undefined;
}

/**
 * Opens rows. The file is read when the rows are.
 * @throws SetupError if the path is not there, its format is not known, or a query is given for what has none.
 */
export async function openRows(wanted: RowsToOpen): Promise<RowSource> {
  const { from, query } = wanted;
  if (typeof from !== "string") return fromStream(from, wanted);
  const name = wanted.name ?? from;
  if (wanted.format === undefined && (await meansSeveralFiles(from))) {
    if (query !== undefined) throw new SetupError(`--query asks a SQLite file, but ${name} is a folder or pattern.`);
    const { FILE_COLUMN, folderOfFiles, rowsOfFiles } = await import("./rows-files.ts");
    const folder = await folderOfFiles(from);
    return { name, folder, fileColumn: FILE_COLUMN, rows: () => rowsOfFiles(from, name), close: async () => undefined };
  }
  const path = resolve(from);
  if (!(await isThere(path))) throw new SetupError(`There is no file ${path}: check the path.`);
  const format = wanted.format === undefined ? formatOfPath(path) : formatNamed(wanted.format);
  if (!format)
    throw new SetupError(
      `The format of ${basename(path)} is not told by its ending: ${wanted.hasFormatFlag === false ? `name a file that ends in ${Object.keys(BY_ENDING).join(", ")}` : `add --format with one of ${rowFormats.join(", ")}`}.`,
    );
  requireQueryable(format, name, query);
  return {
    name,
    path,
    folder: wanted.folder ?? dirname(path),
    rows: () => reader(path, name, format, query),
    close: async () => undefined,
  };
}
