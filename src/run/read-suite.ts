/**
 * Reads a suite's file with all that it names: prompts in files, rows of cases. YAML and JSON are parsed; a TypeScript or
 * JavaScript file is imported, which runs it, so it is for files that a person named themselves.
 */
import { registerHooks } from "node:module";
import { dirname, isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { openRows } from "../store/open-rows.ts";
import type { Row } from "../store/row-source.ts";
import { readTextFile } from "../store/text-file.ts";
import { suiteContent, suiteFrom } from "./parse-suite.ts";
import type { Suite } from "./suite.ts";
import { caseParts, isRows, type ReadRows } from "./suite-cases.ts";
import type { CaseRows, SuiteContent } from "./suite-content.ts";
import { promptFile, promptList } from "./suite-prompts.ts";
import { pathText, type SuiteSource, valueSource, yamlSource } from "./suite-source.ts";

/** What reading needs from outside. */
export interface ReadSuiteContext {
  /** Address of this library, for files that import `pennyfarthing` where it is not installed beside them. */
  library: string;
}

let hooked = false;
/** Programs that were imported, by address. */
const imported = new Set<string>();
/** Folders of those that were imported again; the place in the list stands in the addresses of what they import. */
const again: string[] = [];

/**
 * Lets imported files find `pennyfarthing` where it is installed for the whole machine only, and what a suite imports from its own
 * folder be read again with it: Node keeps a module for good under its address.
 */
function hookImports(library: string): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve: (name, context, next) => {
      if (name !== "pennyfarthing") {
        const found = next(name, context);
        const [version, place] = /\?penny=(\d+)$/.exec(context.parentURL ?? "") ?? [];
        const folder = again[Number(place)];
        const isOwn = folder && found.url.startsWith(folder) && !found.url.includes("/node_modules/");
        return isOwn && !found.url.includes("?") ? { ...found, url: `${found.url}${version}` } : found;
      }
      try {
        return next(name, context);
      } catch {
        return { url: library, shortCircuit: true };
      }
    },
  });
}

/** Whether a path is a program that is imported. */
export function isProgram(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

/**
 * What a file of a person's own program exports by default, or under one of the names; read anew each time.
 * @throws SetupError if it cannot be imported or exports neither.
 */
export async function importedValue(
  path: string,
  names: readonly string[],
  context: ReadSuiteContext,
): Promise<unknown> {
  hookImports(context.library);
  let module: { [name: string]: unknown };
  try {
    const address = pathToFileURL(resolve(path)).href;
    const isAgain = imported.has(address);
    imported.add(address);
    module = await import(isAgain ? `${address}?penny=${again.push(new URL(".", address).href) - 1}` : address);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (
      code === "ERR_MODULE_NOT_FOUND" &&
      messageOf(error).includes(resolve(path)) &&
      !messageOf(error).includes("imported from")
    )
      throw new SetupError(`There is no file ${resolve(path)}: check the path.`);
    throw new SetupError(`${path} cannot be imported: ${messageOf(error).split("\n")[0]?.replace(/\.$/, "")}.`);
  }
  const found = [...names, "default"].map((name) => module[name]).find((value) => value !== undefined);
  if (found === undefined)
    throw new SetupError(`${path} exports no suite: write \`export default defineSuite({ … })\`.`);
  return found;
}

async function sourceAt(path: string, context: ReadSuiteContext): Promise<SuiteSource> {
  if (!isProgram(path)) return yamlSource(await readTextFile(path, "suite"), path);
  const value = await importedValue(path, ["suite"], context);
  return valueSource(typeof value === "function" ? await value() : value, path);
}

async function rowsAt(
  part: CaseRows,
  folder: string,
  source: SuiteSource,
  path: readonly (string | number)[],
): Promise<ReadRows> {
  const from = isAbsolute(part.from) ? part.from : resolve(folder, part.from);
  const rows: Row[] = [];
  try {
    const opened = await openRows({
      from,
      name: part.from,
      ...(part.format === undefined ? {} : { format: part.format }),
      ...(part.query === undefined ? {} : { query: part.query }),
    });
    for await (const row of opened.rows()) {
      rows.push(row);
      if (part.limit !== undefined && rows.length >= part.limit) break;
    }
    return { source: opened, rows };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    // An error in the rows has its own line, which says more than that of the suite.
    if (error.message.startsWith(`${part.from}:`) || error.message.startsWith(`${part.from}, row`)) throw error;
    return source.fail(path, error.message);
  }
}

async function textsOf(content: SuiteContent, folder: string, source: SuiteSource): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { written, path } of promptList(content.prompts)) {
    const file = promptFile(written);
    if (file === undefined || texts.has(file)) continue;
    try {
      texts.set(file, await readTextFile(resolve(folder, file), "prompt"));
    } catch (error) {
      if (error instanceof SetupError) source.fail([...path, "file"], error.message);
      throw error;
    }
  }
  return texts;
}

/**
 * The suite of a source, with the files that it names read from a folder.
 * @throws SetupError with file and line.
 */
export async function suiteOf(source: SuiteSource, folder: string): Promise<Suite> {
  const content = suiteContent(source);
  const texts = await textsOf(content, folder, source);
  const rows = new Map<string, ReadRows>();
  for (const { part, path } of caseParts(content.cases))
    if (isRows(part)) rows.set(pathText(path), await rowsAt(part, folder, source, path));
  return suiteFrom(content, source, { folder, texts, rowsOf: (path) => rows.get(pathText(path)) });
}

/**
 * The suite in a file.
 * @throws SetupError `file:line: what is wrong`.
 */
export async function readSuite(path: string, context: ReadSuiteContext): Promise<Suite> {
  return suiteOf(await sourceAt(path, context), dirname(resolve(path)));
}
