/** Reads a text file that a person named. UTF-8 only; reads nothing by itself. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf, SetupError } from "../record/setup-error.ts";

/**
 * The text of a file.
 * @param what what the file is, for the error message: "suite", "template".
 * @throws SetupError if it is missing, unreadable, a folder, or not UTF-8.
 */
export async function readTextFile(path: string, what: string): Promise<string> {
  const full = resolve(path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(full);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new SetupError(`There is no ${what} at ${full}: check the path.`);
    if (code === "EISDIR")
      throw new SetupError(`${full} is a folder, not ${/^[aeiou]/i.test(what) ? "an" : "a"} ${what}: name a file.`);
    if (code === "EACCES") throw new SetupError(`The ${what} ${full} may not be read: run \`chmod +r\` on it.`);
    throw new SetupError(`The ${what} ${full} cannot be read: ${messageOf(error)}.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new SetupError(`The ${what} ${full} is not UTF-8 text: save it as UTF-8.`);
  }
}
