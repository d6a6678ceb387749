/**
 * Tests of promptfoo configurations as cases: written there, rows of files, made by functions; with what `defaultTest` and
 * `scenarios` add to them.
 * Source: https://www.promptfoo.dev/docs/configuration/test-cases/, .../scenarios/ (2026-11-27).
 */
import { extname, resolve } from "node:path";
import type { JsonValue } from "../../record/json.ts";
import { nearestHint } from "../../record/nearest.ts";
import { SetupError } from "../../record/setup-error.ts";
import { filesOf } from "../../store/file-list.ts";
import { openRows } from "../../store/open-rows.ts";
import { rowPlace } from "../../store/row-source.ts";
import type { SuiteCase, SuiteModel, SuitePrompt, Vars } from "../suite.ts";
import { assertionInText, expectationsAt } from "./assertions.ts";
import { codeFunction } from "./code.ts";
import { type Files, fileReference, isJavaScript, programReference } from "./files.ts";
import type { ReadPrompt } from "./prompts.ts";
import { transformAt } from "./provider-config.ts";
import {
  checkKeys,
  isMapping,
  itemsAt,
  mappingAt,
  numberAt,
  placed,
  placing,
  type Spot,
  shownValue,
  textAt,
} from "./spot.ts";
import { settledVars, type Templates } from "./templates.ts";

/** What reading tests needs. */
export interface TestContext {
  /** Reads and calls files. */
  files: Files;
  /** Fills templates. */
  templates: Templates;
  /** The prompts, for tests that are asked with some of them. */
  prompts: readonly ReadPrompt[];
  /** The models, for tests that are asked of some of them. */
  models: readonly SuiteModel[];
  /** Asks over HTTP. Absent: none can be asked. */
  fetch: typeof globalThis.fetch | undefined;
  /** `defaultTest`, a mapping or absent. */
  defaults: Spot;
}

const LATER = "state between tests is not kept: every call stands alone";
const TEST_KEYS = [
  "description",
  "vars",
  "assert",
  "options",
  "threshold",
  "metadata",
  "prompts",
  "providers",
  "providerOutput",
];
const TEST_BEYOND = {
  provider: "write `providers` with a list",
  assertScoringFunction: "weights and `threshold` say how assertions count",
};
const OPTION_KEYS = [
  "transform",
  "postprocess",
  "transformVars",
  "prefix",
  "suffix",
  "provider",
  "rubricPrompt",
  "disableVarExpansion",
  "disableConversationVar",
];
const OPTION_BEYOND = { storeOutputAs: LATER, runSerially: LATER, repeat: "set `evaluateOptions.repeat`" };

/** A test as it was found: its own spot, and those that it takes the rest from, the nearest first. */
interface FoundTest {
  own: Spot;
  after: Spot[];
}

async function patternFiles(path: string, folder: string, spot: Spot): Promise<string[]> {
  if (!/[*?[{]/.test(path)) return [resolve(folder, path)];
  const found: string[] = [];
  await placed(spot, async () => {
    for await (const each of filesOf(resolve(folder, path))) found.push(each);
  });
  return found.length > 0 ? found.toSorted() : spot.fail(`No file fits \`${path}\`: check the pattern.`);
}

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
        `There is no column \`${column}\`.${nearestHint(column, ["__expected", "__description", "__threshold", "__prefix", "__suffix", "__metric", "__providerOutput"])}`,
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
  return { ...spot.with(test), at: (step) => spot.with((test as { [step: string]: unknown })[step]) };
}

async function rowTests(path: string, spot: Spot): Promise<Spot[]> {
  const tests: Spot[] = [];
  await placed(spot, async () => {
    const opened = await openRows({ from: path, name: path });
    for await (const row of opened.rows()) {
      const place = rowPlace(opened, row);
      const at: Spot = placeOf(place, row.values);
      tests.push(testOfRow(row.values, at));
    }
  });
  return tests;
}

/** A spot of a row, whose parts all stand in the same line. */
function placeOf(place: string, value: unknown): Spot {
  return {
    value,
    place,
    fail: (sentence) => {
      throw new SetupError(`${place}: ${sentence}`);
    },
    at: (step) => placeOf(place, (value as { [step: string | number]: unknown } | null | undefined)?.[step]),
    with: (other) => placeOf(place, other),
  };
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
  for (const each of await patternFiles(file, files.folder, spot)) {
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

async function testsAt(spot: Spot, files: Files): Promise<Spot[]> {
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

/** Tests of scenarios: each of `config` with each of `tests`. */
async function scenarioTests(spot: Spot, files: Files): Promise<FoundTest[]> {
  const found: FoundTest[] = [];
  for (const item of itemsAt(spot)) {
    const file = typeof item.value === "string" ? fileReference(item.value) : undefined;
    const content = file ? await placed(item, () => files.content(file.path)) : item.value;
    for (const scenario of Array.isArray(content)
      ? content.map((each) => item.with(each))
      : [file ? item.with(content) : item]) {
      checkKeys(scenario, "The scenario", ["description", "config", "tests"]);
      const configs = await testsAt(scenario.at("config"), files);
      const tests = await testsAt(scenario.at("tests"), files);
      if (tests.length === 0) scenario.fail("The scenario has no `tests`: add one.");
      for (const config of configs.length > 0 ? configs : [scenario.with({})])
        for (const own of tests) found.push({ own, after: [config] });
    }
  }
  return found;
}

/** A variable that names a file: its content. */
async function fileVar(name: string, text: string, vars: Vars, at: Spot, files: Files): Promise<JsonValue> {
  const reference = fileReference(text);
  if (!reference) return text;
  const { path, name: wanted } = reference;
  return placed(at, async () => {
    if (path.endsWith(".py") || isJavaScript(path)) {
      const made = path.endsWith(".py")
        ? await files.python(path, wanted ?? "get_var", [name, "", vars])
        : await (await codeFunction(at, [], files))(name, "", vars);
      if (isMapping(made) && made.error) throw new Error(String(made.error));
      return (isMapping(made) && "output" in made ? made.output : made) as JsonValue;
    }
    if (/\.(png|jpe?g|gif|webp|pdf|mp3|wav|mp4)$/i.test(path))
      throw new SetupError(`${path} is no text: send files with \`attachments\` of a penny suite.`);
    const content = await files.content(path);
    return typeof content === "string" ? content.trim() : JSON.stringify(content);
  });
}

/** Each combination of the values of variables that are lists of texts. */
function combinations(vars: Vars): Vars[] {
  let all: Vars[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values = Array.isArray(value) && typeof value[0] === "string" ? value : [value];
    all = all.flatMap((each) => values.map((one) => ({ ...each, [name]: one })));
  }
  return all;
}

async function varsOf(test: FoundTest, options: Spot[], context: TestContext): Promise<Vars[]> {
  const { files, templates, defaults } = context;
  const merged: { [name: string]: { value: JsonValue; at: Spot } } = {};
  for (const spot of [defaults, ...test.after.toReversed(), test.own]) {
    let at = spot.at("vars");
    if (typeof at.value === "string") {
      const path = at.value.replace(/^file:\/\//, "");
      const named = at;
      at = named.with(await placed(named, () => files.content(path)));
    }
    if (at.value === undefined) continue;
    for (const [name, value] of Object.entries(mappingAt(at, "`vars`")))
      merged[name] = { value: value as JsonValue, at: at.at(name) };
  }
  const vars: Vars = Object.fromEntries(Object.entries(merged).map(([name, { value }]) => [name, value]));
  for (const [name, { value, at }] of Object.entries(merged))
    if (typeof value === "string") vars[name] = await fileVar(name, value, vars, at, files);
  const isWhole = options.some((each) => each.at("disableVarExpansion").value === true);
  const change = options.map((each) => each.at("transformVars")).findLast((each) => each.value !== undefined);
  const changed = change && (await codeFunction(change, ["vars", "context"], files));
  const all: Vars[] = [];
  for (const each of isWhole ? [vars] : combinations(vars)) {
    const settled = placing(test.own, () => settledVars(each, templates));
    all.push(
      changed ? { ...settled, ...(await placed(change, async () => (await changed(settled, {})) as Vars)) } : settled,
    );
  }
  return all;
}

/** Names that a test gives of what there is, with `*` for any ending. */
function chosen(
  spot: Spot,
  what: string,
  known: readonly { name: string; ids: readonly string[] }[],
): string[] | undefined {
  if (spot.value === undefined) return undefined;
  return itemsAt(spot).flatMap((each) => {
    const wanted = textAt(each, `The ${what}'s name`);
    const fits = (id: string): boolean =>
      id === wanted || (wanted.endsWith("*") && id.startsWith(wanted.slice(0, -1))) || id.startsWith(`${wanted}:`);
    const found = known.filter(({ name, ids }) => [name, ...ids].some(fits));
    return found.length > 0
      ? found.map(({ name }) => name)
      : each.fail(
          `There is no ${what} \`${wanted}\`.${nearestHint(
            wanted,
            known.map(({ name }) => name),
          )}`,
        );
  });
}

/** A prompt with texts before and after it. */
function wrapped(vars: Vars, options: Spot[], templates: Templates): { prefix: string; suffix: string } {
  const last = (key: string): string => {
    const at = options.map((each) => each.at(key)).findLast((each) => each.value !== undefined);
    return at ? placing(at, () => templates.fill(textAt(at, `\`${key}\``), vars)) : "";
  };
  return { prefix: last("prefix"), suffix: last("suffix") };
}

/** Keys of variables that hold what stands before and after a prompt. */
export const AROUND = { prefix: "__prefix", suffix: "__suffix" } as const;

async function casesOf(test: FoundTest, context: TestContext): Promise<Omit<SuiteCase, "name">[]> {
  const { own } = test;
  const { files, templates, defaults, prompts, models } = context;
  const spots = [defaults, ...test.after.toReversed(), own];
  for (const spot of [...test.after, own]) checkKeys(spot, "The test", TEST_KEYS, TEST_BEYOND);
  const options = spots.map((spot) => spot.at("options")).filter((each) => each.value !== undefined);
  for (const each of options) checkKeys(each, "`options`", OPTION_KEYS, OPTION_BEYOND);
  const last = (key: string): Spot | undefined =>
    options.map((each) => each.at(key)).findLast((each) => each.value !== undefined);
  const thresholdAt = spots.map((spot) => spot.at("threshold")).findLast((each) => each.value !== undefined);
  const threshold = thresholdAt && numberAt(thresholdAt, "`threshold`", 0);
  const changing = last("transform") ?? last("postprocess");
  const transform = changing && (await transformAt(changing, files));
  const asserts = spots.flatMap((spot) => itemsAt(spot.at("assert")));
  if (asserts.length === 0) own.fail("The test expects nothing, and would always pass: add `assert:`.");
  const only = chosen(own.at("prompts"), "prompt", prompts);
  const asked = chosen(
    own.at("providers"),
    "provider",
    models.map(({ label, name }) => ({ name: label ?? name, ids: [name] })),
  );
  const cases: Omit<SuiteCase, "name">[] = [];
  for (const vars of await varsOf(test, options, context)) {
    const expect = await expectationsAt(asserts, {
      files,
      templates,
      fetch: context.fetch,
      vars,
      grader: last("provider") ?? own.with(undefined),
      rubricPrompt: last("rubricPrompt")?.value as JsonValue | undefined,
    });
    const { prefix, suffix } = wrapped(vars, options, templates);
    cases.push({
      vars: { ...vars, ...(prefix ? { [AROUND.prefix]: prefix } : {}), ...(suffix ? { [AROUND.suffix]: suffix } : {}) },
      expect,
      tags: [],
      place: own.place,
      ...(threshold === undefined ? {} : { threshold }),
      ...(transform ? { transform } : {}),
      ...(only ? { prompts: only } : {}),
      ...(asked ? { models: asked } : {}),
    });
  }
  return cases;
}

function nameOf(test: FoundTest, vars: Vars, templates: Templates): string | undefined {
  const at = test.own.at("description");
  return at.value === undefined ? undefined : placing(at, () => templates.fill(textAt(at, "`description`"), vars));
}

/** All cases, with names that differ. @throws SetupError with file and line. */
export async function testCases(tests: Spot, scenarios: Spot, context: TestContext): Promise<SuiteCase[]> {
  const found: FoundTest[] = [
    ...(await testsAt(tests, context.files)).map((own) => ({ own, after: [] })),
    ...(await scenarioTests(scenarios, context.files)),
  ];
  // With no tests at all, promptfoo asks each prompt once by `defaultTest` alone.
  if (found.length === 0) found.push({ own: context.defaults.with({}), after: [] });
  const cases: SuiteCase[] = [];
  const seen = new Map<string, number>();
  for (const [index, test] of found.entries()) {
    const made = await casesOf(test, context);
    for (const [part, each] of made.entries()) {
      const written = nameOf(test, each.vars, context.templates);
      const own = written ?? (made.length > 1 ? `test ${index + 1}.${part + 1}` : `test ${index + 1}`);
      const times = (seen.get(own) ?? 0) + 1;
      seen.set(own, times);
      cases.push({ ...each, name: times === 1 ? own : `${own} (${times})` });
    }
  }
  return cases;
}

/** A prompt that puts what the case wants before and after its last turn. */
export function withSurroundings(prompt: SuitePrompt): SuitePrompt {
  return {
    ...prompt,
    render: async (vars, about) => {
      const { [AROUND.prefix]: prefix = "", [AROUND.suffix]: suffix = "", ...own } = vars;
      // As there: a line's end at the end of a variable breaks prompts that are JSON.
      for (const [name, value] of Object.entries(own))
        if (typeof value === "string") own[name] = value.replace(/\n$/, "");
      const messages = await prompt.render(own, about);
      if (prefix === "" && suffix === "") return messages;
      const last = messages.at(-1);
      const text = last?.parts.find((part) => part.type === "text");
      if (text) text.text = `${prefix}${text.text}${suffix}`;
      return messages;
    },
  };
}
