/** Files that a person hands over in the page, kept in their folder so that apps can read them again. Once each, by what they hold. */
import { access, mkdir, realpath, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { outsideFile } from "../record/app-outside.ts";
import { sha256 } from "../record/hash.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";

/** Where they are kept. */
export function givenFolder(dir: string): string {
  return join(dir, "app-data", "given");
}

/** Keeps a file, for this person alone. Gives its path. @throws SetupError if it cannot be written. */
export async function keepGivenFile(dir: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(givenFolder(dir), sha256(bytes).slice(0, 24), outsideFile(name, "").name);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
    await writeFile(`${path}.new`, bytes, { mode: 0o600 });
    await rename(`${path}.new`, path);
    return path;
  } catch (error) {
    throw new SetupError(
      `${path} cannot be written: ${messageOf(error)}. Make room or change the folder's permissions.`,
    );
  }
}

/** Whether a path leads, links followed, to something below a folder. */
export async function isBelow(folder: string, path: string): Promise<boolean> {
  try {
    const [root, target] = await Promise.all([realpath(folder), realpath(resolve(folder, path))]);
    return target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
  } catch {
    return false;
  }
}
