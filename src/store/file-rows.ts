/**
 * Files of messages in the log, once by SHA-256: type, size and where they came from always, their bytes only when asked.
 */
import { readFile } from "node:fs/promises";
import { sha256 } from "../record/hash.ts";
import type { FilePart } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Database } from "./database.ts";

/** What is known of a file beside its bytes. */
export interface FileMeta {
  /** IANA media type, lower case, without parameters. */
  mediaType: string;
  /** File name without folders. Absent: none. */
  name?: string;
  /** Absolute path it was read from. Absent: none. */
  path?: string;
  /** Address it was fetched from. Absent: none. */
  url?: string;
}

/** Stores what a file part tells and gives the file's row. A newer path or address takes the place of an older one. */
export function recordFile(database: Database, part: FilePart, at: number): number {
  const row = database
    .sql(
      `INSERT INTO file (sha256, size, media_type, path, url, added_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (sha256) DO UPDATE SET path = coalesce(excluded.path, path), url = coalesce(excluded.url, url)
       RETURNING id`,
    )
    .get(part.sha256, part.size, part.mediaType, part.path ?? null, part.url ?? null, Math.floor(at));
  return Number(row?.id);
}

/** Stores what a file part tells with the file's bytes and gives the file's row. Within a write transaction. */
export function recordFileBytes(database: Database, part: FilePart, bytes: Uint8Array, at: number): number {
  const file = recordFile(database, part, at);
  database.sql("INSERT INTO file_bytes (file, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING").run(file, bytes);
  return file;
}

/** Removes a file, by its row, that no message and no version of an app holds. Gives whether it is removed. */
export function removeUnusedFile(database: Database, file: number): boolean {
  const { changes } = database
    .sql(
      `DELETE FROM file WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM content_file WHERE file = ?1)
       AND NOT EXISTS (SELECT 1 FROM app_version WHERE file = ?1)`,
    )
    .run(file);
  return Number(changes) > 0;
}

/** Stores a file with its bytes and gives its part. */
export function putFileRow(database: Database, bytes: Uint8Array, meta: FileMeta, at: number): FilePart {
  const part: FilePart = { type: "file", mediaType: meta.mediaType, sha256: sha256(bytes), size: bytes.byteLength };
  if (meta.name !== undefined) part.name = meta.name;
  if (meta.path !== undefined) part.path = meta.path;
  if (meta.url !== undefined) part.url = meta.url;
  database.write(() => recordFileBytes(database, part, bytes, at));
  return part;
}

async function bytesAt(path: string, wanted: string): Promise<Uint8Array | "changed" | "missing"> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch {
    return "missing";
  }
  return sha256(bytes) === wanted ? bytes : "changed";
}

/**
 * The bytes of a file: from the log if they were stored, else from the path it was read from if it still holds the same bytes.
 * @param path where to look first if the log has no bytes. Absent: the last recorded path.
 * @throws SetupError if there are none, saying why.
 */
export async function fileBytesOf(database: Database, wanted: string, path?: string): Promise<Uint8Array> {
  const stored = database
    .sql("SELECT bytes FROM file JOIN file_bytes ON file_bytes.file = file.id WHERE sha256 = ?")
    .get(wanted);
  if (stored?.bytes instanceof Uint8Array) return stored.bytes;
  const file = database.sql("SELECT path, url FROM file WHERE sha256 = ?").get(wanted);
  const paths = [path, file?.path].filter((each) => typeof each === "string");
  let problem: string | undefined;
  for (const candidate of new Set(paths)) {
    const found = await bytesAt(candidate, wanted);
    if (found instanceof Uint8Array) return found;
    problem ??=
      found === "changed"
        ? `the file ${candidate} has changed since it was sent`
        : `there is no readable file at ${candidate} any more`;
  }
  if (!problem && !file) problem = "the log does not know such a file";
  problem ??= file?.url ? `it came from ${file.url} and was not kept` : "it was not kept";
  throw new SetupError(
    `The bytes of file ${wanted.slice(0, 12)} are not in the log and ${problem}: attach it again, with its bytes stored.`,
  );
}
