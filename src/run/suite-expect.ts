/**
 * What a suite expects: scorers and judges by name, checked once as they are written and again when a case's variables are
 * filled in. Judges nothing.
 */
import type { JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { comparingJudgeNamed, comparingJudges, judgeNamed, judgeNames } from "../scorers/judges.ts";
import { scorerNamed, scorerNames } from "../scorers/registry.ts";
import { runScorerNamed, runScorers } from "../scorers/run-scorers.ts";
import { OPPOSITE } from "../scorers/scorer.ts";
import { compared, judged, ran } from "./judge-verdict.ts";
import type { Expectation, ExpectationSettings, Vars } from "./suite.ts";
import type { InlineCase } from "./suite-content.ts";
import { EXPECTATION_SETTINGS } from "./suite-schema.ts";
import type { Fail, Path } from "./suite-source.ts";
import { fillValue, variablesOf } from "./suite-variables.ts";

/** An expectation as it is written, before a case's variables are filled in. */
export interface ExpectationTemplate {
  /** Name of the scorer or judge. */
  scorer: string;
  /** What it expects, with `{{variables}}`. */
  expected: JsonValue;
  /** Weight, threshold, metric. */
  settings: ExpectationSettings;
  /** Variables that it uses. */
  variables: string[];
}

function unknownName(name: string): string {
  const comparing = comparingJudges.map((each) => each.name);
  const names = [...scorerNames(), ...runScorers.map((each) => each.name), ...judgeNames()];
  const known = name.startsWith(OPPOSITE) ? names.map((each) => `${OPPOSITE}${each}`) : [...names, ...comparing];
  const hint = nearestHint(name, [...known, ...EXPECTATION_SETTINGS]);
  return `There is no scorer \`${name}\`.${hint || ` Known: ${names.join(", ")}; each also with \`${OPPOSITE}\` before it; and ${comparing.join(", ")}.`}`;
}

function plainName(name: string): string {
  return name.startsWith(OPPOSITE) ? name.slice(OPPOSITE.length) : name;
}

/** What is wrong with an expectation; `undefined`: nothing. */
function problemOf(name: string, expected: JsonValue): string | undefined {
  const scorer = scorerNamed(name);
  if (scorer) return scorer.check(expected);
  const plain = plainName(name);
  return (comparingJudgeNamed(name) ?? runScorerNamed(plain) ?? judgeNamed(plain))?.check(expected);
}

function isKnown(name: string): boolean {
  return (
    scorerNamed(name) !== undefined ||
    comparingJudgeNamed(name) !== undefined ||
    (runScorerNamed(plainName(name)) ?? judgeNamed(plainName(name))) !== undefined
  );
}

type Written = InlineCase["expect"];

function settingsOf(entry: { [name: string]: JsonValue }, path: Path, fail: Fail): ExpectationSettings {
  const { weight, threshold, metric } = entry;
  if (weight !== undefined && (typeof weight !== "number" || weight < 0))
    return fail([...path, "weight"], `\`weight\` is ${JSON.stringify(weight)}, but must be a number of 0 or more.`);
  if (threshold !== undefined && (typeof threshold !== "number" || threshold < 0 || threshold > 1))
    return fail(
      [...path, "threshold"],
      `\`threshold\` is ${JSON.stringify(threshold)}, but must be a number from 0 to 1.`,
    );
  if (metric !== undefined && (typeof metric !== "string" || metric === ""))
    return fail([...path, "metric"], `\`metric\` is ${JSON.stringify(metric)}, but must be a name.`);
  return {
    ...(weight === undefined ? {} : { weight }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(metric === undefined ? {} : { metric }),
  };
}

/** The expectations that are written at a path. Those without variables are checked here. */
export function expectationTemplates(value: Written, path: Path, fail: Fail): ExpectationTemplate[] {
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return list.flatMap((entry, index) => {
    const at = Array.isArray(value) ? [...path, index] : path;
    const settings = settingsOf(entry, at, fail);
    const names = Object.keys(entry).filter((name) => !EXPECTATION_SETTINGS.includes(name));
    const [first] = Object.keys(entry);
    if (names.length === 0 && first !== undefined)
      return fail([...at, first], `\`${first}\` stands without a scorer: write one beside it.`);
    return names.map((name) => {
      const expected = entry[name] ?? null;
      if (!isKnown(name)) return fail([...at, name], unknownName(name));
      const variables = variablesOf(expected);
      const problem = variables.length > 0 ? undefined : problemOf(name, expected);
      if (problem !== undefined) return fail([...at, name], `Scorer \`${name}\`: ${problem}`);
      return { scorer: name, expected, settings, variables };
    });
  });
}

/** A variable's text as the JSON that it may be. */
function asJson(value: JsonValue): JsonValue {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

/** A filled expectation. What a scorer refuses as text is tried as JSON, since cells of a table are texts. */
function filled(template: ExpectationTemplate, vars: Vars): { expected: JsonValue } | { problem: string } {
  if (template.variables.length === 0) return { expected: template.expected };
  const expected = fillValue(template.expected, vars);
  const problem = problemOf(template.scorer, expected);
  if (problem === undefined) return { expected };
  const parsed = Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, asJson(value)]));
  const second = fillValue(template.expected, parsed);
  return problemOf(template.scorer, second) === undefined ? { expected: second } : { problem };
}

function expectationOf(template: ExpectationTemplate, expected: JsonValue): Expectation {
  const { scorer, settings } = template;
  const comparing = comparingJudgeNamed(scorer);
  if (comparing) return { ...compared(comparing, expected), ...settings };
  if (scorerNamed(scorer)) return { scorer, expected, ...settings };
  const plain = plainName(scorer);
  const runner = runScorerNamed(plain);
  if (runner) return { ...ran(runner, expected, plain !== scorer), ...settings };
  const judge = judgeNamed(plain);
  return judge ? { ...judged(judge, expected, plain !== scorer), ...settings } : { scorer, expected, ...settings };
}

/**
 * The expectation of a scorer or judge by its name, without variables.
 * @throws SetupError for what it does not expect.
 */
export function expectationNamed(scorer: string, expected: JsonValue): Expectation {
  const problem = isKnown(scorer) ? problemOf(scorer, expected) : unknownName(scorer);
  if (problem !== undefined) throw new SetupError(`Scorer \`${scorer}\`: ${problem}`);
  return expectationOf({ scorer, expected, settings: {}, variables: [] }, expected);
}

/**
 * The expectations of a case.
 * @param fail says what is wrong with the case.
 */
export function expectationsOf(
  templates: readonly ExpectationTemplate[],
  each: { name: string; vars: Vars },
  fail: (sentence: string) => never,
): Expectation[] {
  return templates.map((template) => {
    for (const variable of template.variables) {
      if (Object.hasOwn(each.vars, variable)) continue;
      const hint = nearestHint(variable, Object.keys(each.vars));
      return fail(
        `Case \`${each.name}\` has no variable \`${variable}\`, which \`${template.scorer}\` expects.${hint}`,
      );
    }
    const result = filled(template, each.vars);
    if ("problem" in result) return fail(`Case \`${each.name}\`: scorer \`${template.scorer}\`: ${result.problem}`);
    return expectationOf(template, result.expected);
  });
}
