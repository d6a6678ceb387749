/**
 * Files that a person means by a folder or a pattern, one path at a time, and what such a file is. Reads of an image only its
 * beginning, where its size stands, so that many photos are looked at quickly. Attaches and stores nothing.
 */
import { glob, open, readdir, stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { readAttachment } from "./attachment-file.ts";
import { mediaTypeOf } from "./media-type.ts";

/** A file that was looked at. */
export interface SeenFile {
  /** File name without folders. */
  name: string;
  /** Media type, told by the bytes and then by the name. */
  mediaType: string;
  /** Its bytes, or its first 128 KiB if `whole` is false. */
  bytes: Uint8Array;
  /** Whether `bytes` is all of it. */
  whole: boolean;
}

const HEAD_BYTES = 131_072;

function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** Whether a path means several files: a folder, or a pattern with `*`, `?`, `[` or `{` that is no file's own name. */
export async function meansSeveralFiles(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return isPattern(path);
  }
}

async function isFileAt(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** All files under a folder in the order of their names. Hidden ones and links to folders are left out. */
async function* under(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new SetupError(`The folder ${folder} cannot be read: ${messageOf(error)}.`);
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* under(path);
    else if (entry.isFile() || (entry.isSymbolicLink() && (await isFileAt(path)))) yield path;
  }
}

/** All files that fit a pattern, in the order in which they are found. Hidden ones only if the pattern says so. */
async function* fitting(pattern: string): AsyncGenerator<string> {
  const full = resolve(pattern);
  // The folder that the pattern begins in; matching starts there.
  const pieces = full.split(sep);
  const from = pieces.findIndex(isPattern);
  const folder = pieces.slice(0, from).join(sep) || sep;
  for await (const found of glob(relative(folder, full), { cwd: folder })) {
    const path = isAbsolute(found) ? found : join(folder, found);
    if (await isFileAt(path)) yield path;
  }
}

/**
 * The files of a folder and the folders in it, or those that fit a pattern.
 * @throws SetupError if a folder cannot be read.
 */
export async function* filesOf(path: string): AsyncGenerator<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  yield* isFolder ? under(resolve(path)) : fitting(path);
}

async function headOf(path: string): Promise<{ bytes: Uint8Array; whole: boolean } | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return { bytes: buffer.subarray(0, bytesRead), whole: bytesRead < HEAD_BYTES };
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

/**
 * What a file is.
 * @param wanted `head`: of a large image only the beginning is read. `whole`: all of every file.
 * @throws SetupError if it is missing, unreadable, empty, or larger than 2 GB.
 */
export async function seeFile(path: string, wanted: "head" | "whole" = "head"): Promise<SeenFile> {
  const head = wanted === "head" ? await headOf(path) : undefined;
  if (head && head.bytes.byteLength > 0) {
    const name = basename(path);
    const mediaType = await mediaTypeOf(head.bytes, name);
    if (head.whole || mediaType.startsWith("image/")) return { name, mediaType, ...head };
  }
  const { name, mediaType, bytes } = await readAttachment(path);
  return { name, mediaType, bytes, whole: true };
}
