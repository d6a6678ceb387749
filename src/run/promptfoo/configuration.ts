/**
 * promptfoo configurations as suites: what runs there runs here, with the same verdicts, except that what is passed there in silence
 * (an unknown key, an unknown assertion, a variable without a value, a test without an assertion) is an error with file and line.
 * Source: https://www.promptfoo.dev/docs/configuration/reference/ and the behaviour of promptfoo 0.123.1 (2026-11-27).
 */
import { basename } from "node:path";
import { nearestHint } from "../../record/nearest.ts";
import { arithmetic, namesIn } from "../arithmetic.ts";
import type { ReadSuiteContext } from "../imported-value.ts";
import type { DerivedMetric, Suite, SuiteCase } from "../suite.ts";
import type { SuiteSource } from "../suite-source.ts";
import { codeFunction } from "./code.ts";
import { createFiles, type Files, fileReference } from "./files.ts";
import { promptsOf } from "./prompts.ts";
import { modelName, modelsOf } from "./providers.ts";
import {
  checkKeys,
  isMapping,
  itemsAt,
  lastAt,
  mappingAt,
  numberAt,
  placed,
  placing,
  type Spot,
  spotAt,
  textAt,
} from "./spot.ts";
import { createTemplates, type Filter } from "./templates.ts";
import { TEST_BEYOND, testCases, withSurroundings } from "./tests.ts";

const KEYS = [
  "$schema",
  "description",
  "tags",
  "providers",
  "targets",
  "prompts",
  "tests",
  "scenarios",
  "defaultTest",
  "outputPath",
  "sharing",
  "nunjucksFilters",
  "env",
  "derivedMetrics",
  "metadata",
  "evaluateOptions",
  "commandLineOptions",
  "writeLatestResults",
  "assertionTemplates",
];

const BEYOND = {
  redteam: "red teaming is out of scope",
  extensions: "hooks between tests are not called",
  tracing: "traces of agents are not recorded",
  modelAudit: "files of models are not scanned",
};

const EVALUATE_KEYS = [
  "maxConcurrency",
  "repeat",
  "delay",
  "cache",
  "showProgressBar",
  "interactiveProviders",
  "generateSuggestions",
  "timeoutMs",
  "maxEvalTimeMs",
  "verbose",
  "table",
  "progressBar",
  "grader",
  "write",
  "share",
];

const FILTER = "`--filter` chooses cases";
const EVALUATE_BEYOND = { filterFailing: FILTER, filterFirstN: FILTER, filterPattern: FILTER };

/** Keys that are not read, and what to do instead. */
const UNREAD = {
  cache: "`--no-cache` asks again what the log has answers to",
  timeoutMs: "a call has a time limit of its own",
  maxEvalTimeMs: "Ctrl-C stops a run, and the same command goes on",
};

/** The content with each `{ $ref: "#/path" }` replaced with what stands there. */
function referred(value: unknown, root: unknown, fail: (sentence: string) => never, depth = 0): unknown {
  if (depth > 50) return fail("A `$ref` leads back to itself.");
  if (Array.isArray(value)) return value.map((each) => referred(each, root, fail, depth + 1));
  if (!isMapping(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (typeof value.$ref === "string") {
    let found: unknown = root;
    for (const step of value.$ref.replace(/^#\//, "").split("/"))
      found = (found as { [key: string]: unknown } | undefined)?.[step];
    if (found === undefined || !value.$ref.startsWith("#/"))
      return fail(`\`$ref: ${value.$ref}\` leads to nothing in this file.`);
    const { $ref: _, ...own } = value;
    const target = referred(found, root, fail, depth + 1);
    return isMapping(target) ? { ...target, ...(referred(own, root, fail, depth + 1) as object) } : target;
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, referred(each, root, fail, depth + 1)]));
}

async function filtersOf(spot: Spot, files: Files): Promise<Map<string, Filter>> {
  const filters = new Map<string, Filter>();
  if (spot.value === undefined) return filters;
  for (const [name, written] of Object.entries(mappingAt(spot, "`nunjucksFilters`"))) {
    const at = spot.at(name);
    const isPath = typeof written === "string" && !written.startsWith("file://");
    filters.set(name, await codeFunction(isPath ? at.with(`file://${written}`) : at, ["value"], files));
  }
  return filters;
}

async function defaultsOf(spot: Spot, files: Files): Promise<Spot> {
  const file = typeof spot.value === "string" ? fileReference(spot.value) : undefined;
  const at = file ? spot.with(await placed(spot, () => files.content(file.path))) : spot;
  if (at.value === undefined || at.value === null) return spot.with({});
  checkKeys(at, "`defaultTest`", ["description", "vars", "assert", "options", "threshold", "metadata"], TEST_BEYOND);
  return at;
}

function derivedOf(spot: Spot, cases: readonly SuiteCase[]): DerivedMetric[] {
  const metrics = new Set(["__count"]);
  for (const each of cases)
    for (const one of each.expect)
      for (const part of [one, ...("group" in one ? one.group : [])])
        if (part.metric !== undefined) metrics.add(part.metric);
  return itemsAt(spot).map((each) => {
    checkKeys(each, "The derived metric", ["name", "value"]);
    const name = textAt(each.at("name"), "`name`");
    const at = each.at("value");
    if (typeof at.value === "function") at.fail("It is a function, which is not kept with a run: write arithmetic.");
    const expression = textAt(at, "`value`");
    placing(at, () => arithmetic(expression));
    const missing = namesIn(expression).find((used) => !metrics.has(used));
    if (missing !== undefined) at.fail(`No test has a metric \`${missing}\`.${nearestHint(missing, [...metrics])}`);
    metrics.add(name);
    return { name, expression };
  });
}

function environment(
  spot: Spot,
  outside: { [name: string]: string | undefined },
): { [name: string]: string | undefined } {
  const env = { ...outside };
  if (spot.value === undefined) return env;
  const templates = createTemplates(outside);
  for (const [name, value] of Object.entries(mappingAt(spot, "`env`")))
    env[name] = placing(spot.at(name), () => templates.fill(String(value), {}));
  return env;
}

/** What is said of running, under either of two keys. */
function runSettings(
  root: Spot,
  note: (sentence: string) => void,
): { epochs: number; concurrency?: number; delayMs?: number; judge?: string } {
  const spots = [root.at("commandLineOptions"), root.at("evaluateOptions")].filter((each) => each.value !== undefined);
  for (const each of spots) checkKeys(each, "The options", EVALUATE_KEYS, EVALUATE_BEYOND);
  const last = (key: string, least: number): number | undefined => {
    const at = lastAt(spots, key);
    return at && numberAt(at, `\`${key}\``, least);
  };
  for (const [key, instead] of Object.entries(UNREAD)) {
    const at = lastAt(spots, key);
    if (at && at.value !== true) note(`${at.place}: \`${key}\` is not read: ${instead}.`);
  }
  const grader = lastAt(spots, "grader");
  const concurrency = last("maxConcurrency", 1);
  const delayMs = last("delay", 0);
  return {
    epochs: last("repeat", 1) ?? 1,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(grader ? { judge: modelName(textAt(grader, "`grader`"), undefined, grader) } : {}),
  };
}

/**
 * The suite of a promptfoo configuration.
 * @param folder that paths in it start from.
 * @throws SetupError with file and line.
 */
export async function promptfooSuite(source: SuiteSource, folder: string, context: ReadSuiteContext): Promise<Suite> {
  const top = spotAt(source, [], source.content);
  const root = spotAt(source, [], referred(source.content, source.content, top.fail));
  checkKeys(root, "The configuration", KEYS, BEYOND);
  const env = environment(root.at("env"), context.env ?? {});
  const files = createFiles(folder, env, context);
  const templates = createTemplates(env, await filtersOf(root.at("nunjucksFilters"), files));
  const notes: string[] = [];
  const prompts = await promptsOf(root.at("prompts"), files, templates);
  const named = root.at("providers").value === undefined ? root.at("targets") : root.at("providers");
  const note = (sentence: string): void => void notes.push(sentence);
  const { delayMs, ...settings } = runSettings(root, note);
  const output = root.at("outputPath");
  if (output.value !== undefined)
    note(`${output.place}: \`outputPath\` is not written: run \`penny eval export last -o FILE\`.`);
  const read = await modelsOf(named, prompts, {
    files,
    templates,
    fetch: context.fetch,
    note,
  });
  const models = read.map((model) => (delayMs === undefined ? model : { delayMs, ...model }));
  const defaults = await defaultsOf(root.at("defaultTest"), files);
  const cases = await testCases(root.at("tests"), root.at("scenarios"), {
    files,
    templates,
    prompts,
    models,
    fetch: context.fetch,
    defaults,
  });
  const description = root.at("description").value;
  return {
    name: typeof description === "string" ? description : basename(source.name).replace(/\.\w+$/, ""),
    prompts: prompts.map(({ ids: _, ...prompt }) => withSurroundings(prompt)),
    models,
    options: {},
    cases,
    ...settings,
    gates: [],
    derived: derivedOf(root.at("derivedMetrics"), cases),
    notes,
  };
}
