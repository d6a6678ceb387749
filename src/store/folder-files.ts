/** All files of a small folder, read into memory at once. */
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** The files under a folder by path, `/` before and between names. `undefined`: there is no such folder. */
export async function filesUnder(folder: string): Promise<{ path: string; bytes: Uint8Array }[] | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return undefined;
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (path) => ({
      path: `/${relative(folder, path).split(sep).join("/")}`,
      bytes: new Uint8Array(await readFile(path)),
    })),
  );
}
