/** A text file that lines are added to, one at a time; what is there is never changed. */
import { mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf, SetupError } from "../record/setup-error.ts";

/**
 * Adds a line at the end of a file, which is made if it is missing, with its folder; a last line without a line feed is ended
 * first. When it returns, the line is on the disk, in one write, so that a process killed afterwards loses nothing.
 * @param line without a line feed.
 * @throws SetupError if it cannot be written.
 */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a+");
    try {
      const { size } = await file.stat();
      const last = size === 0 ? "\n" : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString("latin1");
      await file.appendFile(`${last === "\n" ? "" : "\n"}${line}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new SetupError(`${path} cannot be written: ${messageOf(error)}. Name another place or make room.`);
  }
}

/**
 * Bytes of a file; 0 if there is none.
 * @throws SetupError if it is a folder.
 */
export async function fileBytes(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new SetupError(`${path} is a folder: name a file.`);
  return found?.size ?? 0;
}
