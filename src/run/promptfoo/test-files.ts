/**
 * Tests of promptfoo configurations wherever they are: written there, rows of a table, files, made by functions.
 * Source: https://www.promptfoo.dev/docs/configuration/test-cases/ (2026-11-27).
 */
import { extname, resolve } from "node:path";
import type { JsonValue } from "../../record/json.ts";
import { nearestHint } from "../../record/nearest.ts";
import { SetupError } from "../../record/setup-error.ts";
import { openRows } from "../../store/open-rows.ts";
import { rowPlace } from "../../store/row-source.ts";
import { assertionInText } from "./assertions.ts";
import { type Files, isJavaScript, programReference } from "./files.ts";
import { isMapping, itemsAt, placed, placing, type Spot, shownValue, spotIn } from "./spot.ts";

/** Keys of a test. */
export const TEST_KEYS: readonly string[] = [
  "description",
  "vars",
  "assert",
  "options",
  "threshold",
  "metadata",
  "prompts",
  "providers",
];

/** A row's own cells and those whose names begin with `__`, as a test. */
function testOfRow(values: { [column: string]: unknown }, spot: Spot): Spot {
  const vars: { [name: string]: unknown } = {};
  const test: { [key: string]: unknown } = { vars };
  const options: { [key: string]: unknown } = {};
  const asserts: { [key: string]: JsonValue }[] = [];
  for (const [column, value] of Object.entries(values)) {
    const text = typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
    if (!column.startsWith("__")) vars[column] = value instanceof Uint8Array ? "" : value;
    else if (text.trim() === "") continue;
    else if (/^__expected\d*$/.test(column)) asserts.push(assertionInText(text));
    else if (column === "__description") test.description = text;
    else if (column === "__threshold") test.threshold = Number(text);
    else if (column === "__prefix" || column === "__suffix") options[column.slice(2)] = text;
    else if (column === "__providerOutput") test.providerOutput = text;
    else if (!/^__(metric|metadata:.*|config:.*)$/.test(column))
      spot.fail(
        `There is no column \`${column}\`.${nearestHint(column, ["__expected", "__description", "__threshold", "__prefix", "__suffix", "__metric"])}`,
      );
  }
  for (const [column, value] of Object.entries(values)) {
    const config = /^__config:__expected(\d*):(threshold|weight)$/.exec(column);
    const assertion = config ? asserts[Number(config[1] || 1) - 1] : undefined;
    if (assertion && config?.[2] && String(value).trim() !== "") assertion[config[2]] = Number(value);
    if (column === "__metric" && String(value).trim() !== "") for (const each of asserts) each.metric = String(value);
  }
  if (asserts.length > 0) test.assert = asserts;
  if (Object.keys(options).length > 0) test.options = options;
  return spot.with(test);
}

async function rowTests(path: string, spot: Spot): Promise<Spot[]> {
  const tests: Spot[] = [];
  try {
    const opened = await openRows({ from: path, name: path });
    for await (const row of opened.rows()) tests.push(testOfRow(row.values, spotIn(rowPlace(opened, row), row.values)));
  } catch (error) {
    // What is wrong with a row tells its own line.
    if (error instanceof SetupError && error.message.startsWith(path)) throw error;
    return placing(spot, () => {
      throw error;
    });
  }
  return tests;
}

function isTest(value: unknown): boolean {
  return isMapping(value) && TEST_KEYS.some((key) => key in value);
}

async function generated(
  path: string,
  name: string | undefined,
  config: unknown,
  spot: Spot,
  files: Files,
): Promise<Spot[]> {
  const made = await placed(spot, async () => {
    if (path.endsWith(".py")) return files.python(path, name ?? "generate_tests", config === undefined ? [] : [config]);
    const value = await files.exported(path, name);
    return typeof value === "function" ? value(config) : value;
  });
  return Array.isArray(made)
    ? made.map((each) => spot.with(each))
    : spot.fail(`${path} made ${shownValue(made)}, but must make a list of tests.`);
}

async function fileTests(path: string, config: unknown, spot: Spot, files: Files): Promise<Spot[]> {
  if (/^(https?:|huggingface:|az:|sharepoint)/.test(path))
    return spot.fail(`Tests at ${path} are not fetched: save them in a file and name it.`);
  const { path: file, name } = programReference(path.replace(/^file:\/\//, ""));
  if (isJavaScript(file) || file.endsWith(".py")) return generated(file, name, config, spot, files);
  const tests: Spot[] = [];
  for (const found of await placed(spot, () => files.matching(file))) {
    const each = resolve(files.folder, found);
    const ending = extname(each).toLowerCase();
    const content = [".yaml", ".yml", ".json"].includes(ending)
      ? await placed(spot, () => files.content(each))
      : undefined;
    if (content === undefined)
      for (const test of await rowTests(each, spot))
        tests.push(...(isTest(test.at("vars").value) ? [test.at("vars")] : [test]));
    else
      for (const item of Array.isArray(content) ? content : [content])
        tests.push(isTest(item) ? spot.with(item) : spot.with({ vars: item }));
  }
  return tests;
}

/** The tests of a list. @throws SetupError with file and line. */
export async function testsAt(spot: Spot, files: Files): Promise<Spot[]> {
  const tests: Spot[] = [];
  for (const item of itemsAt(spot)) {
    const { value } = item;
    if (typeof value === "string") tests.push(...(await fileTests(value, undefined, item, files)));
    else if (typeof value === "function") {
      const made: unknown = await placed(item, async () => value());
      if (!Array.isArray(made)) item.fail(`The function made ${shownValue(made)}, but must make a list of tests.`);
      else tests.push(...made.map((each) => item.with(each)));
    } else if (isMapping(value) && typeof value.path === "string")
      tests.push(...(await fileTests(value.path, value.config, item, files)));
    else tests.push(item);
  }
  return tests;
}
