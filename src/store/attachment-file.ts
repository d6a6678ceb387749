/** A file that a person attaches by path: its bytes, hash and media type. Sends and stores nothing. */
import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { sha256 } from "../record/hash.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { mediaTypeOf } from "./media-type.ts";

/** A file that was read to be attached. */
export interface AttachmentFile {
  /** All of its bytes. */
  bytes: Uint8Array;
  /** SHA-256 of the bytes, 64 hexadecimal digits. */
  sha256: string;
  /** Number of bytes. */
  size: number;
  /** IANA media type, lower case, without parameters, told by the bytes and then by the name. */
  mediaType: string;
  /** File name without folders. */
  name: string;
  /** Absolute path. */
  path: string;
}

/** Most bytes of an attachment; Node reads no larger file in one piece, and no provider takes one. */
const MOST_BYTES = 2_000_000_000;

/**
 * Reads a file to attach.
 * @throws SetupError if it is missing, a folder, unreadable, empty, or larger than 2 GB.
 */
export async function readAttachment(path: string): Promise<AttachmentFile> {
  const full = resolve(path);
  let bytes: Uint8Array;
  try {
    const { size } = await stat(full);
    if (size > MOST_BYTES) {
      throw new SetupError(
        `The attachment ${full} is larger than 2 GB, which no model takes: attach a shorter piece of it.`,
      );
    }
    bytes = await readFile(full);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new SetupError(`There is no file to attach at ${full}: check the path.`);
    if (code === "EISDIR") throw new SetupError(`${full} is a folder: attach the files in it one by one.`);
    if (code === "EACCES" || code === "EPERM") {
      throw new SetupError(`The attachment ${full} may not be read: run \`chmod +r\` on it.`);
    }
    throw new SetupError(`The attachment ${full} cannot be read: ${messageOf(error)}.`);
  }
  if (bytes.byteLength === 0)
    throw new SetupError(`The attachment ${full} is empty: attach a file with something in it.`);
  const name = basename(full);
  return {
    bytes,
    sha256: sha256(bytes),
    size: bytes.byteLength,
    mediaType: await mediaTypeOf(bytes, name),
    name,
    path: full,
  };
}
