/**
 * A suite: prompts × models × cases with what is expected, read from YAML (or JSON, which is YAML). Strict: an unknown key, an
 * unknown scorer, a missing variable or a case without a scorer is an error with file and line, before anything is paid.
 * Runs nothing; that is `evaluate.ts`.
 */
import { type Document, isMap, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import type { Options } from "../record/request.ts";
import type { Case } from "../record/score.ts";
import { SetupError } from "../record/setup-error.ts";
import { scorerNamed, unknownScorer } from "../scorers/registry.ts";
import { parseOptions } from "./options.ts";

/** One wording to try. `{{name}}` stands for a case's variable. */
export interface SuitePrompt {
  /** Name, unique in the suite. */
  name: string;
  /** The user message. */
  text: string;
  /** The system message. Absent: none. */
  system?: string;
}

/** One model to try. */
export interface SuiteModel {
  /** Model name or alias. */
  name: string;
  /** Options for this model, over the suite's. */
  options: Options;
}

/** What one scorer expects of a case. */
export interface Expectation {
  /** Name of the scorer. */
  scorer: string;
  /** What it expects, in the scorer's own form. */
  expected: JsonValue;
}

/** A case with its expectations; at least one. */
export interface SuiteCase extends Case {
  /** All must hold for the case to pass. */
  expect: Expectation[];
}

/** A whole suite, checked. */
export interface Suite {
  /** Name, for tables and the log. */
  name: string;
  /** At least one. */
  prompts: SuitePrompt[];
  /** At least one, unless models are given when it is run. */
  models: SuiteModel[];
  /** At least one. */
  cases: SuiteCase[];
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const json: z.ZodType<JsonValue> = z.lazy(() => z.union([scalar, z.array(json), z.record(z.string(), json)]));
const expectation = z.record(z.string(), json);
const options = z.record(z.string(), json);
const file = z.strictObject({
  name: z.string().min(1).optional(),
  description: z.string().optional(),
  prompts: z
    .array(
      z.union([
        z.string().min(1),
        z.strictObject({ name: z.string().min(1).optional(), text: z.string().min(1), system: z.string().optional() }),
      ]),
    )
    .min(1),
  models: z
    .array(z.union([z.string().min(1), z.strictObject({ model: z.string().min(1), options: options.optional() })]))
    .optional(),
  options: options.optional(),
  expect: z.union([expectation, z.array(expectation)]).optional(),
  cases: z
    .array(
      z.strictObject({
        name: z.string().min(1).optional(),
        vars: z.record(z.string(), json).optional(),
        expect: z.union([expectation, z.array(expectation)]).optional(),
      }),
    )
    .min(1),
});

type SuiteFile = z.infer<typeof file>;
type Path = readonly (string | number)[];

/** Says where in the file something is wrong. */
type Fail = (path: Path, sentence: string) => never;

function placeOf(document: Document, lines: LineCounter, path: Path): string {
  for (let length = path.length; length >= 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === String(last)) : undefined;
    const node = (pair?.key ?? document.getIn(path.slice(0, length), true)) as
      | { range?: [number, number, number] }
      | undefined;
    if (node?.range) return String(lines.linePos(node.range[0]).line);
  }
  return "1";
}

const KNOWN_KEYS: { [depth: string]: string[] } = {
  suite: ["name", "description", "prompts", "models", "options", "expect", "cases"],
  prompts: ["name", "text", "system"],
  models: ["model", "options"],
  cases: ["name", "vars", "expect"],
};

function zodSentence(issue: z.core.$ZodIssue): { path: Path; sentence: string } {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  const where = path.length === 0 ? "the suite" : `\`${path.join(".")}\``;
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const known = KNOWN_KEYS[String(path[0] ?? "suite")] ?? [];
    return {
      path: [...path, key],
      sentence: `${where} has an unknown key \`${key}\`.${nearestHint(key, known) || ` Known: ${known.join(", ")}.`}`,
    };
  }
  if (issue.code === "invalid_union") {
    const inner = issue.errors.flat().find((each) => each.code === "unrecognized_keys");
    if (inner) return zodSentence({ ...inner, path: [...path, ...inner.path] });
  }
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return { path, sentence: `${where} is missing.` };
  }
  return { path, sentence: `${where} is wrong: ${issue.message}.` };
}

function expectations(value: SuiteFile["expect"], path: Path, fail: Fail): Expectation[] {
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return list.flatMap((entry, index) =>
    Object.entries(entry).map(([name, expected]) => {
      const at = Array.isArray(value) ? [...path, index, name] : [...path, name];
      const scorer = scorerNamed(name);
      if (!scorer) return fail(at, unknownScorer(name));
      const problem = scorer.check(expected);
      if (problem !== undefined) return fail(at, `Scorer \`${name}\`: ${problem}`);
      return { scorer: name, expected };
    }),
  );
}

const VARIABLE = /\{\{\s*([\p{L}\p{N}_.-]+)\s*\}\}/gu;

/** Names of the `{{variables}}` in a text. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ""))];
}

/** The text with each `{{variable}}` replaced; values that are not text as JSON. Variables without a value stay. */
export function fillVariables(text: string, vars: { [name: string]: JsonValue }): string {
  return text.replace(VARIABLE, (whole, name: string) => {
    const value = vars[name];
    return value === undefined ? whole : typeof value === "string" ? value : JSON.stringify(value);
  });
}

function checkVariables(prompts: SuitePrompt[], cases: SuiteCase[], fail: Fail): void {
  for (const prompt of prompts) {
    for (const variable of variablesOf(`${prompt.system ?? ""}${prompt.text}`)) {
      for (const [index, each] of cases.entries()) {
        if (each.vars[variable] !== undefined) continue;
        const hint = nearestHint(variable, Object.keys(each.vars));
        fail(
          ["cases", index],
          `Case \`${each.name}\` has no variable \`${variable}\`, which prompt \`${prompt.name}\` uses.${hint}`,
        );
      }
    }
  }
}

function checkUnique(names: string[], key: string, fail: Fail): void {
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index)
      fail([key, index], `Two ${key} are named \`${name}\`: give each a name of its own.`);
  }
}

function suiteFrom(content: SuiteFile, fallbackName: string, fail: Fail): Suite {
  const optionsAt = (value: { [name: string]: JsonValue } | undefined, path: Path): Options => {
    try {
      return parseOptions(value ?? {});
    } catch (error) {
      if (error instanceof SetupError) return fail(path, error.message);
      throw error;
    }
  };
  const shared = optionsAt(content.options, ["options"]);
  const prompts = content.prompts.map((prompt, index) =>
    typeof prompt === "string"
      ? { name: `prompt ${index + 1}`, text: prompt }
      : { ...prompt, name: prompt.name ?? `prompt ${index + 1}` },
  );
  const models = (content.models ?? []).map((model, index) =>
    typeof model === "string"
      ? { name: model, options: shared }
      : { name: model.model, options: { ...shared, ...optionsAt(model.options, ["models", index, "options"]) } },
  );
  const always = expectations(content.expect, ["expect"], fail);
  const cases = content.cases.map((each, index) => {
    const expect = [...always, ...expectations(each.expect, ["cases", index, "expect"], fail)];
    const name = each.name ?? `case ${index + 1}`;
    if (expect.length === 0) fail(["cases", index], `Case \`${name}\` expects nothing: add \`expect:\` with a scorer.`);
    return { name, vars: each.vars ?? {}, expect };
  });
  checkUnique(
    prompts.map((prompt) => prompt.name),
    "prompts",
    fail,
  );
  checkUnique(
    cases.map((each) => each.name),
    "cases",
    fail,
  );
  checkVariables(prompts, cases, fail);
  return { name: content.name ?? fallbackName, prompts, models, cases };
}

/**
 * The suite in a text.
 * @param source path of the file, for messages.
 * @throws SetupError `source:line: what is wrong`.
 */
export function parseSuite(text: string, source: string): Suite {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    throw new SetupError(
      `${source}:${lines.linePos(broken.pos[0]).line}: This is not valid YAML: ${broken.message.replace(/\.?$/, ".")}`,
    );
  }
  const fail: Fail = (path, sentence) => {
    throw new SetupError(`${source}:${placeOf(document, lines, path)}: ${sentence}`);
  };
  const parsed = file.safeParse(document.toJS());
  if (!parsed.success) {
    // A mistyped key also leaves its right name missing; the slip says more.
    const { issues } = parsed.error;
    const issue = issues.find((each) => each.code === "unrecognized_keys") ?? issues[0];
    const { path, sentence } = issue ? zodSentence(issue) : { path: [], sentence: "This is not a suite." };
    return fail(path, sentence);
  }
  return suiteFrom(parsed.data, source.replace(/^.*[\\/]/, "").replace(/\.(ya?ml|json)$/, ""), fail);
}
