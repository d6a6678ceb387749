/**
 * Rows of a folder or a pattern: one for each file, in the order of their names, whichever system they lie on. The one column
 * `file` holds the path from the folder that is named, so that results are the same wherever that folder lies. Opens no file.
 */
import { stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { SetupError } from "../record/setup-error.ts";
import { filesOf } from "./file-list.ts";
import type { Row } from "./row-source.ts";

/** Name of the column. */
export const FILE_COLUMN = "file";

/** The folder from which paths are told: the folder itself, or the one that a pattern begins in. */
export async function folderOfFiles(path: string): Promise<string> {
  const full = resolve(path);
  const isFolder = await stat(full).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return full;
  const pieces = full.split(sep);
  const from = pieces.findIndex((piece) => /[*?[{]/.test(piece));
  return pieces.slice(0, from).join(sep) || sep;
}

/**
 * Rows of files. Only their paths are held in memory, to be sorted.
 * @throws SetupError if there are none, or a folder cannot be read.
 */
export async function* rowsOfFiles(path: string, name: string): AsyncGenerator<Row> {
  const folder = await folderOfFiles(path);
  const files: string[] = [];
  for await (const file of filesOf(path)) files.push(relative(folder, file).split(sep).join("/"));
  if (files.length === 0) throw new SetupError(`There are no files in ${name}: check the path or the pattern.`);
  // By code unit: a locale's order differs between machines.
  files.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [index, file] of files.entries()) yield { index, values: { [FILE_COLUMN]: file } };
}
