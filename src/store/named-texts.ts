/** Texts kept by name, one file each in one folder of the person's: what templates and fragments have in common. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDeviceName } from "../record/device-name.ts";
import { nearestHint } from "../record/nearest.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { readIfPresent, replaceFile } from "./private-file.ts";

/** A kind of named text. */
export interface TextKind {
  /** What one is called, in error messages. */
  what: string;
  /** Folder of them in the person's folder. */
  folder: string;
  /** End of their file names; may be empty. */
  extension: string;
}

/** Letters, digits, `.`, `_` and `-`, not a dot first: such a name cannot leave its folder on any platform. */
const NAME = /^[\p{L}\p{N}_-][\p{L}\p{N}._-]{0,99}$/u;

/**
 * The path of a named text.
 * @throws SetupError if the name could mean another place.
 */
export function namedTextPath(dir: string, kind: TextKind, name: string): string {
  if (!NAME.test(name) || isDeviceName(name) || name.endsWith(".")) {
    throw new SetupError(
      `"${name}" cannot be the name of a ${kind.what}: use letters, digits, "-", "_" and ".", at most 100, not a "." first or last.`,
    );
  }
  return join(dir, kind.folder, `${name}${kind.extension}`);
}

/** Names of all, in order. */
export async function listNamedTexts(dir: string, kind: TextKind): Promise<string[]> {
  let files: string[];
  try {
    files = await readdir(join(dir, kind.folder));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new SetupError(
      `The folder ${join(dir, kind.folder)} cannot be read: ${messageOf(error)}. Check its permissions.`,
    );
  }
  return files
    .filter((file) => file.endsWith(kind.extension))
    .map((file) => file.slice(0, file.length - kind.extension.length))
    .filter((name) => NAME.test(name) && !/\.\d+\.new$/.test(name))
    .sort();
}

async function missing(dir: string, kind: TextKind, name: string): Promise<SetupError> {
  const names = await listNamedTexts(dir, kind);
  return new SetupError(
    `There is no ${kind.what} "${name}" in ${join(dir, kind.folder)}: \`penny ${kind.folder} list\` names those there.${nearestHint(name, names)}`,
  );
}

/**
 * The text of this name.
 * @throws SetupError if there is none, naming the nearest.
 */
export async function readNamedText(dir: string, kind: TextKind, name: string): Promise<string> {
  const text = await readIfPresent(namedTextPath(dir, kind, name));
  if (text === undefined) throw await missing(dir, kind, name);
  return text;
}

/**
 * Keeps a text under a name, over an older one.
 * @throws SetupError if the name is not one or the file cannot be written.
 */
export async function writeNamedText(dir: string, kind: TextKind, name: string, text: string): Promise<void> {
  await replaceFile(namedTextPath(dir, kind, name), text);
}

/**
 * Forgets a text.
 * @throws SetupError if there is none.
 */
export async function removeNamedText(dir: string, kind: TextKind, name: string): Promise<void> {
  const path = namedTextPath(dir, kind, name);
  try {
    await rm(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw await missing(dir, kind, name);
    throw new SetupError(`${path} cannot be removed: ${messageOf(error)}. Check the folder's permissions.`);
  }
}
