/**
 * Reads a suite's file with all that it names: prompts in files, rows of cases. YAML and JSON are parsed; a TypeScript or
 * JavaScript file is imported, which runs it, so it is for files that a person named themselves.
 */
import { dirname, isAbsolute, resolve } from "node:path";
import { SetupError } from "../record/setup-error.ts";
import { openRows } from "../store/open-rows.ts";
import type { Row } from "../store/row-source.ts";
import { readTextFile } from "../store/text-file.ts";
import { importedValue, isProgram, type ReadSuiteContext } from "./imported-value.ts";
import { suiteContent, suiteFrom } from "./parse-suite.ts";
import { isPromptfoo } from "./promptfoo/is-promptfoo.ts";
import type { Suite } from "./suite.ts";
import { caseParts, isRows, type ReadRows } from "./suite-cases.ts";
import type { CaseRows, SuiteContent } from "./suite-content.ts";
import { promptFile, promptList } from "./suite-prompts.ts";
import { pathText, type SuiteSource, valueSource, yamlSource } from "./suite-source.ts";

/**
 * What stands in a suite's file, unchecked.
 * @throws SetupError if it cannot be read or imported.
 */
export async function sourceAt(path: string, context: ReadSuiteContext): Promise<SuiteSource> {
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
  const source = await sourceAt(path, context);
  const folder = dirname(resolve(path));
  if (!isPromptfoo(source.content)) return suiteOf(source, folder);
  return (await import("./promptfoo/configuration.ts")).promptfooSuite(source, folder, context);
}
