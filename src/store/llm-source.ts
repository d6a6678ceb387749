/** The log file of simonw/llm, opened for reading only, and what both of its generations of tables have in common. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from "node:sqlite";
import { sha256 } from "../record/hash.ts";
import type { FilePart } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { mediaTypeOf } from "./media-type.ts";
import { sqliteCode } from "./store-error.ts";

/** A row of any table. Columns that an older release did not have are absent. */
export type LlmRow = { [column: string]: SQLOutputValue | undefined };

/** An open log of simonw/llm. */
export interface LlmSource {
  /** Rows of a query; none if it names a table (given first) that this file does not have. */
  rows: (tables: string[], sql: string, ...values: SQLInputValue[]) => LlmRow[];
  /** Whether there is such a table. */
  has: (table: string) => boolean;
  /** Closes the file. */
  close: () => void;
}

/** A text column's value, or `undefined` for none or an empty one. */
export function text(row: LlmRow, column: string): string | undefined {
  const value = row[column];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A number column's value, or `undefined` for none. */
export function number(row: LlmRow, column: string): number | undefined {
  const value = row[column];
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
}

/**
 * Opens the file.
 * @throws SetupError if it is missing or no log of llm.
 */
export function openLlm(path: string): LlmSource {
  let database: DatabaseSync;
  let tables: Set<string>;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    const found = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    tables = new Set(found.map((row) => String(row.name)));
  } catch (error) {
    const reason = sqliteCode(error) === 14 ? "it is not there or may not be read" : "it is not a SQLite database";
    throw new SetupError(`${path} cannot be imported because ${reason}: give the path that \`llm logs path\` prints.`);
  }
  if (!tables.has("responses") && !tables.has("turns")) {
    database.close();
    throw new SetupError(
      `${path} is a database but not a log of llm (no table "responses" or "turns"): give the path that \`llm logs path\` prints.`,
    );
  }
  return {
    has: (table) => tables.has(table),
    rows: (wanted, sql, ...values) =>
      wanted.every((table) => tables.has(table)) ? database.prepare(sql).all(...values) : [],
    close: () => database.close(),
  };
}

/** A file of the log, and a sentence on what is not known of it. */
export interface LlmFile {
  /** The file's part. */
  part: FilePart;
  /** Its bytes, if llm had stored them. */
  bytes?: Uint8Array;
  /** What is unknown. Absent: nothing. */
  warning?: string;
}

/**
 * The file of a row of `attachments`. llm names a file by the SHA-256 of its bytes, but one given by address by that of the
 * address, and does not keep the size: where the bytes cannot be had any more, the size is unknown.
 * Source: `Attachment.id` in llm/models.py and "Table by table" in docs/logging.md of simonw/llm (0.32, August 2026).
 */
export async function llmFile(row: LlmRow): Promise<LlmFile> {
  const path = text(row, "path");
  const url = text(row, "url");
  const id = text(row, "id") ?? "";
  const name = path === undefined ? undefined : basename(path);
  const stored = row.content instanceof Uint8Array && row.content.byteLength > 0 ? row.content : undefined;
  const onDisk = stored || path === undefined ? undefined : await readFile(path).catch(() => undefined);
  const bytes = stored ?? (onDisk && sha256(onDisk) === id ? onDisk : undefined);
  const part: FilePart = {
    type: "file",
    mediaType: text(row, "type") ?? (bytes ? await mediaTypeOf(bytes, name) : "application/octet-stream"),
    sha256: bytes ? sha256(bytes) : id,
    size: bytes?.byteLength ?? 0,
    ...(name === undefined ? {} : { name }),
    ...(path === undefined ? {} : { path }),
    ...(url === undefined ? {} : { url }),
  };
  if (bytes) return { part, ...(stored ? { bytes: stored } : {}) };
  const where = path ?? url ?? id;
  const unknown = url === undefined ? "size is" : "size and SHA-256 are";
  return {
    part,
    warning: `The ${unknown} not known of the attachment ${where}: its bytes were not kept (size 0 stands for it).`,
  };
}
