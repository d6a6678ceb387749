/** Files that a person hands over in the page, kept in their folder so that apps can read them again. Once each, by what they hold. */
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { outsideFile } from "../record/app-outside.ts";
import { sha256 } from "../record/hash.ts";
import { replaceFile } from "./private-file.ts";

/** Where they are kept. */
export function givenFolder(dir: string): string {
  return join(dir, "app-data", "given");
}

/** Keeps a file, for this person alone. Gives its path. @throws SetupError if it cannot be written. */
export async function keepGivenFile(dir: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(givenFolder(dir), sha256(bytes).slice(0, 24), outsideFile(name, "").name);
  if (!existsSync(path)) await replaceFile(path, bytes);
  return path;
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
