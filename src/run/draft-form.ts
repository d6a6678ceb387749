/**
 * The form that new cases of a suite must have: which variables, what is expected, which columns, how the suite takes the file. Reads
 * it off the suite and checks drafts by the suite's own rules. Reads and writes no file.
 */
import { dirname, relative, resolve } from "node:path";
import { sha256 } from "../record/hash.ts";
import { canonicalJson, type JsonObject, type JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Suite, SuiteCase, Vars } from "./suite.ts";
import { caseParts, casesOf, isRows } from "./suite-cases.ts";
import type { CaseRows, SuiteContent } from "./suite-content.ts";
import { expectationTemplates } from "./suite-expect.ts";
import type { SuiteSource } from "./suite-source.ts";
import { variablesOf } from "./suite-variables.ts";

/** Scorers whose expectation a draft may bring itself: a judge's rubric, or the exact answer. */
export const draftScorers = ["rubric", "equals"] as const;

/** Name of such a scorer. */
export type DraftScorer = (typeof draftScorers)[number];

/** A suite with what was read of its file. */
export interface ReadSuite {
  /** Path of its file. */
  path: string;
  /** The file. */
  source: SuiteSource;
  /** Its content, checked. */
  content: SuiteContent;
  /** The suite. */
  suite: Suite;
}

/** The form of new cases. */
export interface DraftForm {
  /** Variables that each must have. */
  required: string[];
  /** Variables that have a default in the suite. */
  optional: string[];
  /** Variables that prompts use: by them cases are compared. */
  compared: string[];
  /** What each draft brings itself. Absent: the suite's expectations are filled from the variables. */
  own?: { scorer: DraftScorer; column: string };
  /** Columns beside the variables. */
  columns: { name: string; tags: string; why: string };
  /** How the suite takes the file. */
  part: CaseRows;
  /** Whether it takes the file already. */
  taken: boolean;
  /** Expectations as they are written, for the model to know. */
  expect: JsonValue[];
}

/** A draft that fits the suite. */
export interface CaseDraft {
  /** Values of the variables. */
  vars: JsonObject;
  /** Rubric or exact answer. Absent: the variables say what is expected. */
  expect?: string;
  /** Why the case is worth having, in the model's words. Empty: it did not say. */
  why: string;
}

function listed(value: CaseRows["expect"]): JsonObject[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** The scorer whose expectation stands in a column of its own, as this file writes it; `undefined`: it is another form. */
function ownOf(part: CaseRows, inPrompts: readonly string[]): DraftForm["own"] {
  const [only, ...others] = listed(part.expect);
  const scorer = draftScorers.find((name) => only !== undefined && Object.keys(only).join() === name);
  if (scorer === undefined || others.length > 0) return undefined;
  const column = columnFor(scorer, inPrompts);
  return only?.[scorer] === `{{${column}}}` ? { scorer, column } : undefined;
}

function columnFor(name: string, variables: readonly string[]): string {
  return variables.includes(name) ? `draft_${name}` : name;
}

/** Variables that the prompts use; of prompts that are functions it is not known, so all that every case has. */
function promptVariables({ content, suite }: ReadSuite): string[] {
  const known = [...new Set(suite.prompts.flatMap((prompt) => prompt.variables))];
  const prompts = Array.isArray(content.prompts) ? content.prompts : [content.prompts];
  if (!prompts.some((prompt) => typeof prompt === "function")) return known;
  const columns = caseParts(content.cases).flatMap(({ part }) =>
    isRows(part) ? [part.name, part.tags, part.cluster].flat() : [],
  );
  const [first, ...others] = suite.cases;
  const everywhere = Object.keys(first?.vars ?? {}).filter(
    (name) => !columns.includes(name) && others.every((each) => Object.hasOwn(each.vars, name)),
  );
  return [...new Set([...known, ...everywhere])];
}

/** The scorer that most of the suite's own expectations would have: `equals` if it is the only one. */
function usualScorer(suite: Suite): DraftScorer {
  const names = new Set(
    suite.cases.flatMap((each) => each.expect.flatMap((one) => ("scorer" in one ? one.scorer : []))),
  );
  return names.size === 1 && names.has("equals") ? "equals" : "rubric";
}

function fromPath(folder: string, file: string): string {
  return relative(folder, file).replaceAll("\\", "/");
}

interface Found {
  part: CaseRows;
  taken: boolean;
  own?: DraftForm["own"];
}

/** How the suite takes the file, or would. */
function partFor(read: ReadSuite, file: string, inPrompts: readonly string[], wanted: DraftScorer | undefined): Found {
  const folder = dirname(read.path);
  const parts = caseParts(read.content.cases).flatMap(({ part }) => (isRows(part) ? [part] : []));
  const taken = parts.find((part) => resolve(folder, part.from) === file);
  if (taken) {
    const own = ownOf(taken, inPrompts);
    if (wanted !== undefined && wanted !== own?.scorer)
      throw new SetupError(
        `The suite takes ${taken.from} already, and not with \`${wanted}\`: leave --expect out, or name another file with -o.`,
      );
    return { part: taken, taken: true, ...(own ? { own } : {}) };
  }
  const usesVariables = (value: CaseRows["expect"]): boolean => variablesOf((value ?? null) as JsonValue).length > 0;
  const alike = parts.find((part) => usesVariables(part.expect));
  const base = { from: fromPath(folder, file) };
  if (wanted === undefined && usesVariables(read.content.expect)) return { part: base, taken: false };
  const likeOwn = alike && ownOf(alike, inPrompts);
  if (wanted === undefined && alike && !likeOwn) {
    const { expect, threshold } = alike;
    return {
      part: { ...base, ...(expect ? { expect } : {}), ...(threshold === undefined ? {} : { threshold }) },
      taken: false,
    };
  }
  const scorer = wanted ?? likeOwn?.scorer ?? usualScorer(read.suite);
  const column = columnFor(scorer, inPrompts);
  return { part: { ...base, expect: { [scorer]: `{{${column}}}` } }, taken: false, own: { scorer, column } };
}

/**
 * The form of new cases in a file.
 * @param file absolute path.
 * @param wanted what drafts are to bring themselves. Absent: as the suite's cases do.
 * @throws SetupError if the prompts have no variables, or the file is taken otherwise.
 */
export function draftForm(read: ReadSuite, file: string, wanted?: DraftScorer): DraftForm {
  const compared = promptVariables(read);
  if (compared.length === 0)
    throw new SetupError(
      `The prompts of suite \`${read.suite.name}\` have no variables, so all cases would be the same: write \`{{name}}\` where they differ.`,
    );
  const { part, taken, own } = partFor(read, file, compared, wanted);
  const expect = [...listed(read.content.expect), ...(own ? [] : listed(part.expect))];
  const variables = [...new Set([...compared, ...expect.flatMap(variablesOf)])];
  const defaults = Object.keys(read.content.vars ?? {});
  const columns = {
    name: part.name ?? columnFor("name", variables),
    tags: [part.tags ?? []].flat()[0] ?? columnFor("tags", variables),
    why: columnFor("why", variables),
  };
  const { from, ...rest } = part;
  const named = taken ? part : { from, name: columns.name, tags: columns.tags, ...rest };
  return {
    required: variables.filter((name) => !defaults.includes(name)),
    optional: variables.filter((name) => defaults.includes(name)),
    compared,
    ...(own ? { own } : {}),
    columns,
    part: named,
    taken,
    expect,
  };
}

/** The name of a case, by its variables: the same draft always has the same. */
export function draftName({ vars }: Pick<CaseDraft, "vars">): string {
  return `synthetic-${sha256(canonicalJson(vars)).slice(0, 8)}`;
}

/** The row of a draft. */
export function draftRow(form: DraftForm, draft: CaseDraft, tags: readonly string[]): JsonObject {
  const { columns, own } = form;
  return {
    [columns.name]: draftName(draft),
    ...draft.vars,
    ...(own ? { [own.column]: draft.expect ?? "" } : {}),
    [columns.tags]: [...tags],
    [columns.why]: draft.why,
  };
}

/** The text by which a case is compared. */
export function comparedText(form: DraftForm, vars: Vars): string {
  const texts = form.compared.map((name) => vars[name] ?? "");
  return texts.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join("\n");
}

/**
 * What a case expects, as a text by which two are told apart: the variables that only expectations use, or the exact answer. Empty
 * for a rubric, since two of them can say the same in other words.
 */
export function expectedText(form: DraftForm, vars: Vars, expect: JsonValue | undefined): string {
  const others = form.required.filter((name) => !form.compared.includes(name)).map((name) => vars[name] ?? "");
  return canonicalJson(form.own?.scorer === "equals" ? [...others, expect ?? ""] : others);
}

/** What is wrong with a draft by the suite's own rules, one sentence; `undefined`: nothing. */
export function draftProblem(read: ReadSuite, form: DraftForm, draft: CaseDraft): string | undefined {
  const known = [...form.required, ...form.optional];
  const stray = Object.keys(draft.vars).find((name) => !known.includes(name));
  if (stray !== undefined) return `There is no variable \`${stray}\`.${nearestHint(stray, known)}`;
  const missing = form.required.find((name) => (draft.vars[name] ?? null) === null);
  if (missing !== undefined) return `Variable \`${missing}\` is missing.`;
  if (comparedText(form, draft.vars).trim() === "") return "The variables of the prompts are empty.";
  const { content, source } = read;
  const name = "draft";
  const rows = {
    source: { name, folder: dirname(read.path) },
    rows: [{ index: 0, values: draftRow(form, draft, []) }],
  };
  try {
    const always = expectationTemplates(content.expect, ["expect"], source.fail);
    const context = { source, folder: dirname(read.path), vars: content.vars ?? {}, always, rowsOf: () => rows };
    const attachments = form.part.attachments;
    if (attachments !== undefined) return "The suite takes files from these rows, which a draft cannot have.";
    casesOf(context, [form.part]);
    return undefined;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return error.message
      .replace(/^draft, row 1: (Case `[^`]*`:? ?)?/, "")
      .replace(/^./, (first) => first.toUpperCase());
  }
}

/** A case as the model is shown it. */
export function sampleOf(form: DraftForm, each: SuiteCase): JsonObject {
  const known = [...form.required, ...form.optional].filter((name) => Object.hasOwn(each.vars, name));
  const vars = Object.fromEntries(known.map((name) => [name, each.vars[name] ?? null]));
  if (!form.own) return { vars };
  const expect = each.expect.flatMap((one) => ("scorer" in one ? [{ [one.scorer]: one.expected }] : []));
  return { vars, expect: expect.length === 1 ? (expect[0] ?? null) : expect };
}
