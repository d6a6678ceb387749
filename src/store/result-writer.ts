/**
 * The ResultWriter contract: rows written in order to a file that a person named. Until all are written they stand in a file
 * beside it, `NAME.unfinished`, so what a run left half done never looks whole, and an older file stays until then.
 * `open-results.ts` opens one.
 */
import type { FileHandle } from "node:fs/promises";
import { mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";

/** Formats of results. */
export const resultFormats = ["jsonl", "csv", "tsv", "parquet", "sqlite"] as const;

/** Name of a format. */
export type ResultFormat = (typeof resultFormats)[number];

/** A row of results. A column that is absent holds nothing. */
export type ResultRow = { [column: string]: JsonValue };

/** What a column holds: the kinds of value that occur in it. Empty: nothing but `null`. */
export interface ResultColumn {
  /** Its name. */
  name: string;
  /** Kinds of its values. */
  kinds: Set<"text" | "integer" | "number" | "boolean" | "json">;
}

/** Takes rows. */
export interface ResultWriter {
  /** Adds a row after those before it. Throws SetupError if it cannot be written. */
  write: (row: ResultRow) => Promise<void>;
  /** All rows are there: puts the file in its place. Throws SetupError if that cannot be. */
  finish: () => Promise<void>;
  /** No more rows will come, though some are missing: closes the file beside and gives its path. */
  stop: () => Promise<string>;
}

/** Where results go. */
export interface ResultsToOpen {
  /** Path of the file. */
  path: string;
  /** Format. Absent: by the path's ending. */
  format?: string;
  /** All columns in order. */
  columns: readonly ResultColumn[];
  /** Columns that every table of ours has, so that another's table is not replaced. */
  ownColumns: readonly string[];
  /** Table of a SQLite file. Default `map`. */
  table?: string;
}

const BY_ENDING: { [ending: string]: ResultFormat } = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  csv: "csv",
  tsv: "tsv",
  parquet: "parquet",
  db: "sqlite",
  sqlite: "sqlite",
  sqlite3: "sqlite",
};

/** The format of results by its name, or by the path's ending. @throws SetupError if there is none such. */
export function resultFormat(path: string | undefined, format: string | undefined): ResultFormat {
  const name = format?.toLowerCase() ?? /\.([^./\\]+)$/.exec(path ?? "")?.[1]?.toLowerCase() ?? "";
  const found = Object.hasOwn(BY_ENDING, name) ? BY_ENDING[name] : resultFormats.find((each) => each === name);
  if (found) return found;
  if (format !== undefined)
    throw new SetupError(
      `There is no format of results \`${format}\`.${nearestHint(format, resultFormats)} Known: ${resultFormats.join(", ")}.`,
    );
  throw new SetupError(
    `The format of ${basename(path ?? "the results")} is not told by its ending: end it with one of ${Object.keys(BY_ENDING).join(", ")}, or add --out-format.`,
  );
}

/** Notes what kind of value a column holds. */
export function noteKind(column: ResultColumn, value: JsonValue): void {
  if (value === null) return;
  if (typeof value === "string") column.kinds.add("text");
  else if (typeof value === "boolean") column.kinds.add("boolean");
  else if (typeof value === "number") column.kinds.add(Number.isSafeInteger(value) ? "integer" : "number");
  else column.kinds.add("json");
}

/** The sentence for results that cannot be written. */
export function unwritable(error: unknown, path: string): SetupError {
  if (error instanceof SetupError) return error;
  return new SetupError(`${path} cannot be written: ${messageOf(error)}. Name another place or make room.`);
}

/** Path of the file beside. */
export function unfinishedPath(path: string): string {
  return `${path}.unfinished`;
}

/** Whether two paths are one file, whatever they are called. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const real = (path: string): Promise<string> =>
    realpath(path).catch(async () => join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path)));
  const [a, b] = await Promise.all([real(resolve(one)), real(resolve(other))]);
  return a === b;
}

/** Opens the file beside, empty; makes its folder if it is missing. */
export async function openUnfinished(path: string): Promise<FileHandle> {
  try {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw new SetupError(`${path} is a folder: name a file for the results.`);
    await mkdir(dirname(path), { recursive: true });
    return await open(unfinishedPath(path), "w");
  } catch (error) {
    throw unwritable(error, path);
  }
}

/** Puts the file beside in its place. */
export async function putInPlace(path: string): Promise<void> {
  await rename(unfinishedPath(path), path).catch((error: unknown) => {
    throw unwritable(error, path);
  });
}

/** Removes the file beside. */
export async function removeUnfinished(path: string): Promise<void> {
  await rm(unfinishedPath(path), { force: true });
}
