/**
 * The folder that a program may change: whether it may be given at all, what is in it, and which programs of the path lie in it and so
 * are not to be trusted. Changes nothing.
 */
import { realpathSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { sep } from "node:path";
import { SetupError } from "../record/setup-error.ts";

/** A folder for a program. */
export interface ScriptFolder {
  /** Its path with links followed. */
  path: string;
  /** Names in it, at most fifty. */
  names: string[];
  /** Folders in it that the program must not see. */
  hidden: string[];
}

const MOST_NAMES = 50;

function contains(outer: string, inner: string): boolean {
  return outer === inner || inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`);
}

/**
 * Looks at a folder.
 * @param home the person's home folder; neither it nor what it lies in is given to a program.
 * @param own folder of the log and keys.
 * @throws SetupError if it is none, or may not be given.
 */
export async function scriptFolder(folder: string, home: string, own: string): Promise<ScriptFolder> {
  const [path, homePath, ownPath] = await Promise.all(
    [folder, home, own].map((each) => realpath(each).catch(() => undefined)),
  );
  if (path === undefined) throw new SetupError(`There is no folder ${folder}: name another with --folder.`);
  if (homePath !== undefined && contains(path, homePath))
    throw new SetupError(
      `A program is not given all of ${path}: name a folder of its own with --folder, as in \`--folder ./work\`.`,
    );
  if (ownPath !== undefined && contains(ownPath, path))
    throw new SetupError(`${path} holds the log and keys: name another folder with --folder.`);
  const names = await readdir(path).catch(() => undefined);
  if (!names) throw new SetupError(`${path} is no folder that can be read: name another with --folder.`);
  const hidden = ownPath !== undefined && contains(path, ownPath) ? [ownPath] : [];
  return { path, names: names.sort().slice(0, MOST_NAMES), hidden };
}

/**
 * A path without what lies in a folder: programs there may have been changed by an earlier script, and the person's own are run outside
 * the sandbox.
 */
export function pathOutside(path: string, folder: string): string {
  const real = (each: string): string => {
    try {
      return realpathSync(each);
    } catch {
      return each;
    }
  };
  const outer = real(folder);
  return path
    .split(":")
    .filter((each) => each.startsWith("/") && !contains(outer, real(each)))
    .join(":");
}
