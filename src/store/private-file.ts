/** Files in the person's folder that are replaced whole: after a crash at any instant the old or the new content is there. */
import { chmod, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf, SetupError } from "../record/setup-error.ts";

/**
 * The text of a file; `undefined` if there is none.
 * @throws SetupError if it is there and cannot be read.
 */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new SetupError(`${path} cannot be read: ${messageOf(error)}. Make it a file that you may read.`);
  }
}

/**
 * Replaces a file's text or bytes, for this person alone. Makes the folder if it is missing.
 * @throws SetupError if it cannot be written; then the old content stands.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  // In the same folder: only then is renaming one step.
  const temporary = `${path}.${process.pid}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(temporary, "w", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    // A leftover of a crash keeps its own mode when it is opened.
    await chmod(temporary, 0o600);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new SetupError(
      `${path} cannot be written: ${messageOf(error)}. Make room or change the folder's permissions.`,
    );
  }
}
