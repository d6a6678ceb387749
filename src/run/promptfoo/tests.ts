/**
 * Tests of promptfoo configurations as cases: written there, rows of files, made by functions; with what `defaultTest` and
 * `scenarios` add to them.
 * Source: https://www.promptfoo.dev/docs/configuration/test-cases/, .../scenarios/ (2026-11-27).
 */
import type { JsonValue } from "../../record/json.ts";
import type { SuiteCase, SuiteModel, SuitePrompt, Vars } from "../suite.ts";
import { expectationsAt } from "./assertions.ts";
import { type Files, fileReference } from "./files.ts";
import { chosenNames, distinctNames } from "./names.ts";
import type { ReadPrompt } from "./prompts.ts";
import { transformAt } from "./provider-config.ts";
import { checkKeys, itemsAt, lastAt, numberAt, placed, placing, type Spot, textAt } from "./spot.ts";
import type { Templates } from "./templates.ts";
import { TEST_KEYS, testsAt } from "./test-files.ts";
import { varsOf } from "./test-vars.ts";

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
/** Keys that are left out on purpose, and why. */
export const TEST_BEYOND = {
  provider: "write `providers` with a list",
  assertScoringFunction: "weights and `threshold` say how assertions count",
  providerOutput: "answers come from providers; write a provider that gives it, such as `echo`",
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

/** A test with what it takes the rest from: `defaultTest`, that of its scenario, its own; each over those before it. */
type FoundTest = Spot[];

/** Content of the file that a spot names, or its own: each item at its place. */
async function itemsOrFile(spot: Spot, files: Files): Promise<Spot[]> {
  const file = typeof spot.value === "string" ? fileReference(spot.value) : undefined;
  return itemsAt(file ? spot.with(await placed(spot, () => files.content(file.path))) : spot);
}

/** Tests of scenarios: each of `config` with each of `tests`. */
async function scenarioTests(spot: Spot, { files, defaults }: TestContext): Promise<FoundTest[]> {
  const found: FoundTest[] = [];
  for (const item of itemsAt(spot)) {
    for (const scenario of await itemsOrFile(item, files)) {
      checkKeys(scenario, "The scenario", ["description", "config", "tests"]);
      const configs = await testsAt(scenario.at("config"), files);
      const tests = await testsAt(scenario.at("tests"), files);
      if (tests.length === 0) scenario.fail("The scenario has no `tests`: add one.");
      for (const config of configs.length > 0 ? configs : [scenario.with({})])
        for (const own of tests) found.push([defaults, config, own]);
    }
  }
  return found;
}

/** Keys of variables that hold what stands before and after a prompt. */
export const AROUND = { prefix: "__prefix", suffix: "__suffix" } as const;

async function casesOf(test: FoundTest, context: TestContext): Promise<SuiteCase[]> {
  const { files, templates, prompts, models } = context;
  const own = test.at(-1) as Spot;
  for (const spot of test.slice(1)) checkKeys(spot, "The test", TEST_KEYS, TEST_BEYOND);
  const options = test.map((spot) => spot.at("options")).filter((each) => each.value !== undefined);
  for (const each of options) checkKeys(each, "`options`", OPTION_KEYS, OPTION_BEYOND);
  const thresholdAt = lastAt(test, "threshold");
  const threshold = thresholdAt && numberAt(thresholdAt, "`threshold`", 0);
  const changing = lastAt(options, "transform") ?? lastAt(options, "postprocess");
  const transform = changing && (await transformAt(changing, files));
  const asserts = test.flatMap((spot) => itemsAt(spot.at("assert")));
  if (asserts.length === 0) own.fail("The test expects nothing, and would always pass: add `assert:`.");
  const only = chosenNames(own.at("prompts"), "prompt", prompts);
  const labels = models.map(({ label, name }) => ({ name: label ?? name, ids: [name] }));
  const asked = chosenNames(own.at("providers"), "provider", labels);
  const around = (key: string, vars: Vars): string => {
    const at = lastAt(options, key);
    return at ? placing(at, () => templates.fill(textAt(at, `\`${key}\``), vars)) : "";
  };
  const cases: SuiteCase[] = [];
  for (const vars of await varsOf(test, options, context)) {
    const expect = await expectationsAt(asserts, {
      files,
      templates,
      fetch: context.fetch,
      vars,
      grader: lastAt(options, "provider") ?? own.with(undefined),
      rubricPrompt: lastAt(options, "rubricPrompt")?.value as JsonValue | undefined,
    });
    const [prefix, suffix] = [around("prefix", vars), around("suffix", vars)];
    cases.push({
      name: nameOf(own, vars, templates) ?? "",
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

/** What the description says, filled; `undefined`: there is none. */
function nameOf(own: Spot, vars: Vars, templates: Templates): string | undefined {
  const at = own.at("description");
  return at.value === undefined ? undefined : placing(at, () => templates.fill(textAt(at, "`description`"), vars));
}

/** All cases, with names that differ. @throws SetupError with file and line. */
export async function testCases(tests: Spot, scenarios: Spot, context: TestContext): Promise<SuiteCase[]> {
  const { files, defaults } = context;
  const found: FoundTest[] = [
    ...(await testsAt(tests, files)).map((own) => [defaults, own]),
    ...(await scenarioTests(scenarios, context)),
  ];
  // With no tests at all, promptfoo asks each prompt once by `defaultTest` alone.
  if (found.length === 0) found.push([defaults, defaults.with({})]);
  const cases: SuiteCase[] = [];
  for (const [index, test] of found.entries()) {
    const made = await casesOf(test, context);
    const numbers = made.length > 1 ? made.map((_, part) => `.${part + 1}`) : [""];
    cases.push(...made.map((each, part) => ({ ...each, name: each.name || `test ${index + 1}${numbers[part]}` })));
  }
  const names = distinctNames(cases.map((each) => each.name));
  return cases.map((each, index) => ({ ...each, name: names[index] as string }));
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
