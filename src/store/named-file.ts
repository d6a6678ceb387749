/** Writes files where a person asked for them. Not the log's own files. */
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf, SetupError } from "../record/setup-error.ts";

/** Whether there is a folder at a path. */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/**
 * Writes bytes or text to a path, over what is there; makes the folder if it is missing.
 * @throws SetupError if it cannot be written.
 */
export async function writeBytes(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  } catch (error) {
    throw new SetupError(`${path} cannot be written: ${messageOf(error)}. Name another place or make room.`);
  }
}

/**
 * Writes text to a path that nobody named: over another file only if that is one of ours.
 * @param isOurs of the text of the file that is there. @throws SetupError if another is there, or it cannot be written.
 */
export async function writeOverOurs(path: string, text: string, isOurs: (there: string) => boolean): Promise<void> {
  const there = await readFile(path, "utf8").catch(() => undefined);
  if (there !== undefined && !isOurs(there))
    throw new SetupError(`${path} is there already and is something else: name a file with -o.`);
  await writeBytes(path, text);
}
