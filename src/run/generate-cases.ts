/**
 * Drafts new cases for a suite with a model: forecast, calls, what is wrong or there already is left out, and accepted ones are
 * added to a file at once. Accepts nothing itself: that is for a person.
 */
import { basename, dirname, resolve } from "node:path";
import { stringify } from "yaml";
import type { Model } from "../models/model.ts";
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import { textOf } from "../record/message.ts";
import type { Options, Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { appendLine, fileBytes } from "../store/growing-file.ts";
import { openRows } from "../store/open-rows.ts";
import type { Row } from "../store/row-source.ts";
import { refuseUnkeepableBudget } from "./budget.ts";
import { budgetLanes } from "./budget-lanes.ts";
import { type CaseIndex, caseIndex, DEFAULT_SIMILAR } from "./case-likeness.ts";
import {
  type CaseDraft,
  comparedText,
  type DraftForm,
  type DraftScorer,
  draftForm,
  draftName,
  draftProblem,
  draftRow,
  expectedText,
  type ReadSuite,
} from "./draft-form.ts";
import { CASES_PER_CALL, draftMessages } from "./draft-prompt.ts";
import { draftsIn } from "./draft-reply.ts";
import { type Estimate, sumEstimates } from "./estimate.ts";
import type { EvaluateContext } from "./eval-context.ts";
import { suiteContent } from "./parse-suite.ts";
import { isPromptfoo } from "./promptfoo/is-promptfoo.ts";
import { sourceAt, suiteOf } from "./read-suite.ts";
import type { SuiteCase, Vars } from "./suite.ts";
import { caseParts } from "./suite-cases.ts";

/** Most calls at once. */
const CONCURRENCY = 4;

/** What to draft. */
export interface GenerateSettings {
  /** Model that drafts. Default: the default model. */
  model?: string;
  /** How it is to answer. Default: as it does. */
  options?: Options;
  /** So many cases, 1 or more. Default 20. */
  count?: number;
  /** File of JSON Lines that accepted cases are added to. */
  file: string;
  /** What they are to be about. Default: what the suite's are about. */
  topic?: string;
  /** Which of the suite's cases are shown to the model; another number asks anew. Default 1. */
  seed?: number;
  /** What each draft brings itself. Default: as the suite's cases do. */
  expect?: DraftScorer;
  /** Likeness to another case from which a draft is left out, 0 to 1. Default `DEFAULT_SIMILAR`. */
  similar?: number;
  /** Most dollars to spend; no call is sent whose upper forecast could pass it. Default: no limit. */
  budgetUsd?: number;
  /** Stops: calls in flight are cancelled. */
  signal?: AbortSignal;
  /** Hears what it will take, and how many of the calls the log has answers to. Returning false stops, with nothing sent. */
  confirm?: (estimate: Estimate, earlier: number) => Promise<boolean> | boolean;
  /** Hears of each call that has ended. */
  onProgress?: (progress: { done: number; total: number; spentPicodollars: number }) => void;
}

/** Why a draft was left out. */
export type RefusalKind = "form" | "suite" | "repeat" | "surplus";

/** A draft that was left out. */
export interface RefusedDraft {
  /** `form`: it is no draft; `suite`: the suite cannot use it; `repeat`: the case is there already; `surplus`: more than asked for. */
  kind: RefusalKind;
  /** One sentence. */
  why: string;
}

/** Drafts, and what can be done with them. */
export interface CaseDrafts {
  /** Name of the suite. */
  suite: string;
  /** Model that drafted. */
  model: string;
  /** Absolute path of the file. */
  file: string;
  /** Those that the suite can use and that are new, in order. */
  drafts: CaseDraft[];
  /** The others. */
  refused: RefusedDraft[];
  /** The calls, those from the log too, in order; ids. */
  calls: string[];
  /** What was wrong with calls, one sentence each. */
  problems: string[];
  /** Picodollars spent now. Absent: the price of a call is unknown. */
  spentPicodollars?: number;
  /** Why not every call was made. Absent: all were. */
  stopped?: "declined" | "budget" | "interrupted";
  /** Name of the scorer whose expectation drafts bring. Absent: their variables say what is expected. */
  scorer?: DraftScorer;
  /** What to write in the suite for it to take the file. Absent: it does already. */
  lines?: string;
  /** What is wrong with a draft that a person changed, one sentence; `undefined`: nothing. */
  problemOf: (draft: CaseDraft) => string | undefined;
  /** Adds a draft to the file, on the disk when it returns, and gives its row. Throws SetupError. */
  accept: (draft: CaseDraft, tags: readonly string[]) => Promise<JsonObject>;
}

/** What drafting needs; wired by the library. */
export interface GenerateContext
  extends Pick<EvaluateContext, "resolve" | "check" | "ask" | "estimate" | "earlierCalls" | "call" | "clock"> {
  /** Address of this library, for suites that are programs. */
  library: string;
}

/** A suite with what was read of its file. @throws SetupError with file and line. */
async function readWhole(path: string, library: string): Promise<ReadSuite> {
  const source = await sourceAt(path, { library });
  if (isPromptfoo(source.content))
    throw new SetupError(
      `${path} is a promptfoo configuration, which takes no rows with expectations: write a suite with prompts and cases.`,
    );
  return { path, source, content: suiteContent(source), suite: await suiteOf(source, dirname(path)) };
}

/** The rows that are in the file already. @throws SetupError if it holds something else. */
async function rowsIn(file: string, form: DraftForm): Promise<Row[]> {
  if (!/\.(jsonl|ndjson)$/i.test(file))
    throw new SetupError(`Cases are written as JSON Lines, but the file is ${file}: name one that ends in .jsonl.`);
  if ((await fileBytes(file)) === 0) return [];
  const rows: Row[] = [];
  for await (const row of (await openRows({ from: file })).rows()) rows.push(row);
  if (form.taken) return rows;
  const needed = [form.columns.name, form.columns.tags, ...(form.own ? [form.own.column] : [])];
  for (const row of rows) {
    const missing = needed.find((column) => !Object.hasOwn(row.values, column));
    if (missing !== undefined)
      throw new SetupError(
        `${file}:${row.line ?? row.index + 1} has no column \`${missing}\`, so these are rows of another kind: name another file with -o.`,
      );
  }
  return rows;
}

interface Planned {
  request: Request;
  /** Id of the call in the log that answers it. */
  earlier?: string;
  estimate?: Estimate;
}

interface Job {
  context: GenerateContext;
  settings: GenerateSettings;
  read: ReadSuite;
  form: DraftForm;
  rows: Row[];
  model: Model;
}

/** The calls of a job. Those of the file are not shown to the model, so that going on asks the same again, which is not paid. */
async function plan({ context, settings, read, form, rows, model }: Job): Promise<Planned[]> {
  const own = new Set(rows.map((row) => row.values[form.columns.name]));
  const others = read.suite.cases.filter((each) => !own.has(each.name));
  const cases = others.length > 0 ? others : read.suite.cases;
  const { count = 20, seed = 1, topic } = settings;
  const planned: Planned[] = [];
  for (let left = count; left > 0; left -= CASES_PER_CALL) {
    const place = planned.length;
    const question = { count: Math.min(left, CASES_PER_CALL), seed, place, ...(topic === undefined ? {} : { topic }) };
    const messages = await draftMessages(read.suite, form, cases, question);
    const request = { model: model.id, messages, options: settings.options ?? {} };
    context.check(model, request);
    const [earlier] = await context.earlierCalls(requestHash(request), 1);
    planned.push(
      earlier === undefined ? { request, estimate: await context.estimate(model, request) } : { request, earlier },
    );
  }
  return planned;
}

interface Asked {
  calls: (Call | undefined)[];
  spentPicodollars: number | undefined;
  stopped?: "budget" | "interrupted";
}

/** Makes the calls, a few at once, each only if it fits into the budget at its dearest. */
async function askAll({ context, settings, model }: Job, planned: readonly Planned[]): Promise<Asked> {
  const { signal } = settings;
  const { results, ...sums } = await budgetLanes<Planned, Call>(planned, {
    atOnce: CONCURRENCY,
    budgetUsd: settings.budgetUsd,
    signal,
    since: context.clock.now(),
    most: ({ estimate }) => estimate?.picodollars?.high ?? 0,
    work: async ({ request, earlier }) => {
      if (earlier !== undefined) {
        const call = await context.call(earlier);
        return call ? { result: call, calls: [] } : { calls: [] };
      }
      const origin = { command: "eval", ref: "generate" };
      const asking = { model, request, origin, cache: true, stream: false };
      const call = await context.ask({ ...asking, ...(signal ? { signal } : {}) });
      return { result: call, calls: [call] };
    },
    onProgress: settings.onProgress,
  });
  return { calls: results, ...sums };
}

/** What a case of the suite must answer exactly, if that is what drafts bring. */
function exactAnswer(each: SuiteCase): JsonValue | undefined {
  const exact = each.expect.find((one) => "scorer" in one && one.scorer === "equals");
  return exact && "expected" in exact ? exact.expected : undefined;
}

/** All cases that there are. */
function knownCases({ settings, read, form, rows }: Job): CaseIndex {
  const index = caseIndex(settings.similar ?? DEFAULT_SIMILAR);
  for (const each of read.suite.cases) {
    const expected = expectedText(form, each.vars, exactAnswer(each));
    index.add(`case \`${each.name}\``, comparedText(form, each.vars), expected);
  }
  for (const row of rows) {
    const vars = row.values as Vars;
    const name = vars[form.columns.name];
    const expected = expectedText(form, vars, form.own && vars[form.own.column]);
    index.add(`case \`${typeof name === "string" ? name : "in the file"}\``, comparedText(form, vars), expected);
  }
  return index;
}

/** The drafts of all answers that the suite can use and that are new. */
function sorted(job: Job, calls: readonly (Call | undefined)[]): Pick<CaseDrafts, "drafts" | "refused" | "problems"> {
  const { read, form, settings } = job;
  const known = knownCases(job);
  const found: Pick<CaseDrafts, "drafts" | "refused" | "problems"> = { drafts: [], refused: [], problems: [] };
  const refuse = (kind: RefusalKind, why: string): void => void found.refused.push({ kind, why });
  for (const call of calls) {
    if (!call) continue;
    if (call.error) {
      found.problems.push(call.error.message);
      continue;
    }
    if (call.finish.reason === "length") found.problems.push("An answer was cut off at its greatest length.");
    const reply = draftsIn(textOf(call.parts), form.own !== undefined);
    for (const why of reply.refused) refuse("form", why);
    for (const draft of reply.drafts) {
      const problem = draftProblem(read, form, draft);
      const text = comparedText(form, draft.vars);
      const expected = expectedText(form, draft.vars, draft.expect);
      const near = problem === undefined ? known.nearest(text, expected) : undefined;
      if (problem !== undefined) refuse("suite", problem);
      else if (near)
        refuse(
          "repeat",
          `It is ${near.likeness === 1 ? "the same as" : `like (${near.likeness.toFixed(2)})`} ${near.name}.`,
        );
      else if (found.drafts.length >= (settings.count ?? 20)) refuse("surplus", "It is more than was asked for.");
      else {
        known.add("an earlier draft", text, expected);
        found.drafts.push(draft);
      }
    }
  }
  return found;
}

/** The lines for the suite, in its own language; other parts of `cases` stay as they are. */
function linesFor({ read, form }: Job): string {
  const { content, path } = read;
  const isYaml = /\.ya?ml$/i.test(path);
  const text = (value: unknown): string =>
    isYaml ? stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd() : JSON.stringify(value);
  const parts = Array.isArray(content.cases)
    ? [form.part]
    : [...caseParts(content.cases).map(({ part }) => part), form.part];
  if (isYaml)
    return `cases:\n${Array.isArray(content.cases) ? "  # …as it is, and:\n" : ""}${parts.map((part) => `  - ${text(part)}\n`).join("")}`;
  return Array.isArray(content.cases) ? `${text(form.part)}\n` : `"cases": [${parts.map(text).join(", ")}]\n`;
}

/** What is done with drafts. */
function handled(job: Job): Pick<CaseDrafts, "problemOf" | "accept" | "file"> & { lines?: string } {
  const { read, form, settings } = job;
  const file = resolve(settings.file);
  const taken = new Set(job.rows.map((row) => row.values[form.columns.name]));
  const problemOf = (draft: CaseDraft): string | undefined =>
    draftProblem(read, form, draft) ??
    (taken.has(draftName(draft)) ? `${basename(file)} has this very case already.` : undefined);
  return {
    file,
    ...(form.taken ? {} : { lines: linesFor(job) }),
    problemOf,
    accept: async (draft, tags) => {
      const problem = problemOf(draft);
      if (problem !== undefined) throw new SetupError(problem);
      const row = draftRow(form, draft, tags);
      await appendLine(file, JSON.stringify(row));
      taken.add(draftName(draft));
      return row;
    },
  };
}

/**
 * Drafts cases for the suite in a file. Answers in the log are not asked for again, so the same job goes on where a person stopped.
 * @param path of the suite.
 * @throws SetupError before anything is sent: the suite or the file is wrong, the model unknown, the budget cannot be kept.
 */
export async function generateCases(
  context: GenerateContext,
  path: string,
  settings: GenerateSettings,
): Promise<CaseDrafts> {
  const read = await readWhole(resolve(path), context.library);
  const file = resolve(settings.file);
  const form = draftForm(read, file, settings.expect);
  const [rows, model] = [await rowsIn(file, form), await context.resolve(settings.model)];
  const job: Job = { context, settings, read, form, rows, model };
  const planned = await plan(job);
  const estimates = planned.flatMap(({ estimate }) => estimate ?? []);
  const total = sumEstimates(model.id, estimates);
  if (estimates.length > 0)
    refuseUnkeepableBudget(
      model,
      settings.options ?? {},
      total.picodollars?.high,
      settings.budgetUsd,
      "with --option maxOutputTokens=4000",
    );
  const known = {
    suite: read.suite.name,
    model: model.id,
    ...handled(job),
    ...(form.own ? { scorer: form.own.scorer } : {}),
  };
  const nothing = { drafts: [], refused: [], calls: [], problems: [], spentPicodollars: 0 };
  if ((await settings.confirm?.(total, planned.length - estimates.length)) === false)
    return { ...known, ...nothing, stopped: "declined" };
  const { calls, spentPicodollars, stopped } = await askAll(job, planned);
  return {
    ...known,
    ...sorted(job, calls),
    calls: calls.flatMap((call) => call?.id ?? []),
    ...(spentPicodollars === undefined ? {} : { spentPicodollars }),
    ...(stopped === undefined ? {} : { stopped }),
  };
}
