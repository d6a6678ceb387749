/**
 * Runs a suite: every model × prompt × case through `ask`, scores each answer, and sums up with intervals. Says first what
 * it will take; a budget stops it before it is passed. Finished calls are reused, so a run that was stopped goes on where it
 * was by the same command. Prints nothing.
 */
import type { Model } from "../models/model.ts";
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import type { IdSource } from "../record/id.ts";
import type { JsonObject } from "../record/json.ts";
import type { Request } from "../record/request.ts";
import type { Score } from "../record/score.ts";
import { SetupError } from "../record/setup-error.ts";
import { scorerNamed, unknownScorer } from "../scorers/registry.ts";
import { percentile } from "../stats/percentile.ts";
import type { PlannedCell } from "../store/cell-rows.ts";
import type { AskInput } from "./ask.ts";
import { budgetPicodollars, refuseUnkeepableBudget } from "./budget.ts";
import type { Clock } from "./clock.ts";
import { type Estimate, type Range, sumEstimates } from "./estimate.ts";
import { cellOf, type EvalCell } from "./eval-cell.ts";
import { type EvalForecast, type EvalProgress, type EvalReport, type FinishedCell, rowsOf } from "./eval-report.ts";
import { type RunLog, type RunRecorder, recordRun } from "./run-recorder.ts";
import { fillVariables, type Suite, type SuiteCase, type SuiteModel, type SuitePrompt } from "./suite.ts";

/** How to run a suite. */
export interface EvaluateSettings {
  /** Models instead of the suite's. */
  models?: string[];
  /** Most calls at once. Default 8. */
  concurrency?: number;
  /** Reuses earlier good calls. Default true. */
  cache?: boolean;
  /** Most dollars to spend; no call is sent whose upper forecast could pass it. Absent: no limit. */
  budgetUsd?: number;
  /** Stops: calls in flight are cancelled, finished ones are kept. */
  signal?: AbortSignal;
  /** What else is to be known of the run when it is shown again, such as the suite's path. Absent: nothing. */
  about?: JsonObject;
  /** Hears the forecast before the first call. Returning false stops, with nothing sent. */
  confirm?: (forecast: EvalForecast) => Promise<boolean> | boolean;
  /** Hears of progress after each call. */
  onProgress?: (progress: EvalProgress) => void;
}

/** What a run needs; wired by the library. */
export interface EvaluateContext {
  /** A model by name. Throws SetupError. */
  resolve: (name: string) => Promise<Model>;
  /** Refuses what a model does not take. Throws SetupError. */
  check: (model: Model, request: Request) => void;
  /** Makes a call. */
  ask: (input: AskInput) => Promise<Call>;
  /** Forecasts a call. */
  estimate: (model: Model, request: Request) => Promise<Estimate>;
  /** Milliseconds that the newest good calls of a model took, the model's own time. Empty: there are none. */
  earlierMs: (model: string) => Promise<number[]>;
  /** Whether a good call of this hash is in the log. */
  isCached: (hash: string) => Promise<boolean>;
  /** The runs of the log. */
  runs: RunLog;
  /** Time. */
  clock: Clock;
  /** Makes run ids. */
  newId: IdSource;
}

interface Planned {
  model: Model;
  prompt: SuitePrompt;
  case: SuiteCase;
  request: Request;
  /** What it will take. Absent: an earlier call answers it. */
  estimate?: Estimate;
}

const DEFAULT_CONCURRENCY = 8;

function requestFor(model: Model, options: SuiteModel["options"], prompt: SuitePrompt, each: SuiteCase): Request {
  const text = (value: string): Request["messages"][number]["parts"] => [
    { type: "text", text: fillVariables(value, each.vars) },
  ];
  return {
    model: model.id,
    messages: [
      ...(prompt.system === undefined ? [] : [{ role: "system" as const, parts: text(prompt.system) }]),
      { role: "user", parts: text(prompt.text) },
    ],
    options,
  };
}

async function plan(context: EvaluateContext, suite: Suite, settings: EvaluateSettings): Promise<Planned[]> {
  const wanted: SuiteModel[] = settings.models?.length
    ? settings.models.map(
        (name) => suite.models.find((each) => each.name === name) ?? { name, options: suite.models[0]?.options ?? {} },
      )
    : suite.models;
  if (wanted.length === 0)
    throw new SetupError(`Suite \`${suite.name}\` names no models: add \`models:\` or give --models.`);
  const planned: Planned[] = [];
  for (const { name, options } of wanted) {
    const model = await context.resolve(name);
    for (const prompt of suite.prompts) {
      for (const each of suite.cases) {
        const request = requestFor(model, options, prompt, each);
        context.check(model, request);
        const cached = (settings.cache ?? true) && (await context.isCached(requestHash(request)));
        const estimate = cached ? undefined : await context.estimate(model, request);
        planned.push({ model, prompt, case: each, request, ...(estimate ? { estimate } : {}) });
      }
    }
  }
  return planned;
}

/** From the quicker to the slower of a model's earlier calls. */
const USUAL_FROM = 0.25;
const USUAL_TO = 0.9;

async function likelyMs(context: EvaluateContext, open: Planned[], concurrency: number): Promise<Range | undefined> {
  const sum: Range = { low: 0, high: 0 };
  for (const [model, cells] of Map.groupBy(open, (cell) => cell.model)) {
    const earlier = await context.earlierMs(model.id);
    const low = percentile(earlier, USUAL_FROM);
    const high = percentile(earlier, USUAL_TO);
    if (low === undefined || high === undefined) return undefined;
    // A model in this process answers one call at a time.
    const turns = Math.ceil(cells.length / (model.where === "process" ? 1 : concurrency));
    sum.low += low * turns;
    sum.high += high * turns;
  }
  return sum;
}

function forecastOf(planned: Planned[], durationMs: Range | undefined): EvalForecast {
  const estimates = planned.flatMap((cell) => cell.estimate ?? []);
  const names = [...new Set(planned.map((cell) => cell.model.id))];
  const estimatesOf = (name: string): Estimate[] =>
    planned.flatMap((cell) => (cell.model.id === name ? (cell.estimate ?? []) : []));
  return {
    cells: planned.length,
    cached: planned.length - estimates.length,
    models: names.map((name) => sumEstimates(name, estimatesOf(name))),
    total: sumEstimates("all", estimates),
    ...(durationMs ? { durationMs } : {}),
  };
}

/** Refuses a budget that cannot be kept: some price is unknown, or an answer has no bound. */
function checkBudget(planned: Planned[], budgetUsd: number | undefined): void {
  for (const { model, request, estimate } of planned) {
    if (!estimate) continue;
    const most = estimate.picodollars?.high;
    refuseUnkeepableBudget(model, request.options, most, budgetUsd, "in the suite's options");
  }
}

async function scoreAnswer(call: Call, each: SuiteCase): Promise<Score[]> {
  const scores: Score[] = [];
  for (const { scorer: name, expected } of each.expect) {
    const scorer = scorerNamed(name);
    if (!scorer) throw new SetupError(unknownScorer(name));
    const { value, passed, why } = await scorer.score({ call, expected });
    scores.push({ call: call.id, scorer: name, value, passed, why });
  }
  return scores;
}

async function runCell(
  context: EvaluateContext,
  cell: Planned,
  runId: string,
  settings: EvaluateSettings,
): Promise<FinishedCell> {
  const ref = `${runId}/${cellName(cell)}`;
  const call = await context.ask({
    model: cell.model,
    request: cell.request,
    origin: { command: "eval", ref },
    cache: settings.cache ?? true,
    signal: settings.signal,
    stream: cell.model.where === "process",
  });
  // An earlier call keeps the origin it had.
  const cached = call.origin.ref !== ref;
  const outcome = { ...placeOf(cell), cached, call };
  if (call.error) return { call, cell: cellOf({ ...outcome, scores: [] }) };
  const scores = await scoreAnswer(call, cell.case);
  return { call, cell: cellOf({ ...outcome, scores, passed: scores.every((score) => score.passed) }) };
}

/** Which cell of the run it is. */
function placeOf(cell: Planned): Omit<PlannedCell, "position"> {
  return { model: cell.model.id, prompt: cell.prompt.name, case: cell.case.name, epoch: 1, tags: [] };
}

function cellName(cell: Planned): string {
  return `${cell.model.id}/${cell.prompt.name}/${cell.case.name}`;
}

/** Hands out cells to a fixed number of lanes; holds back what the budget may not bear. */
async function runAll(
  context: EvaluateContext,
  planned: Planned[],
  runId: string,
  settings: EvaluateSettings,
  recorder: RunRecorder,
): Promise<{ done: (FinishedCell | undefined)[]; spent: number; stopped?: EvalReport["stopped"] }> {
  const done: (FinishedCell | undefined)[] = planned.map(() => undefined);
  const limit = budgetPicodollars(settings.budgetUsd);
  let stopped: EvalReport["stopped"];
  let next = 0;
  let finished = 0;
  let spent = 0;
  let reserved = 0;
  const lane = async (): Promise<void> => {
    while (next < planned.length && !stopped) {
      const index = next++;
      const cell = planned[index];
      if (!cell) return;
      const upper = cell.estimate?.picodollars?.high ?? 0;
      if (spent + reserved + upper > limit) {
        stopped = "budget";
        return;
      }
      reserved += upper;
      const outcome = await runCell(context, cell, runId, settings);
      reserved -= upper;
      if (settings.signal?.aborted) stopped = "cancelled";
      done[index] = outcome;
      await recorder.add({ position: index, call: outcome.call.id, ...outcome.cell });
      if (!outcome.cell.cached) spent += outcome.call.cost?.picodollars ?? 0;
      finished++;
      settings.onProgress?.({ done: finished, total: planned.length, spentPicodollars: spent });
    }
  };
  const lanes = Math.max(1, Math.min(settings.concurrency ?? DEFAULT_CONCURRENCY, planned.length));
  await Promise.all(Array.from({ length: lanes }, lane));
  return { done, spent, ...(stopped ? { stopped } : {}) };
}

/**
 * Runs a suite.
 * @throws SetupError before the first call: unknown model, content a model does not take, a budget that cannot be kept.
 */
export async function evaluate(
  context: EvaluateContext,
  suite: Suite,
  settings: EvaluateSettings = {},
): Promise<EvalReport> {
  const startedAt = Math.floor(context.clock.now());
  const planned = await plan(context, suite, settings);
  const open = planned.filter((cell) => cell.estimate);
  const forecast = forecastOf(planned, await likelyMs(context, open, settings.concurrency ?? DEFAULT_CONCURRENCY));
  checkBudget(planned, settings.budgetUsd);
  const id = context.newId();
  const report = { id, suite: suite.name, startedAt, forecast };
  if (settings.confirm && !(await settings.confirm(forecast))) {
    return { ...report, durationMs: 0, rows: [], cells: [], spentPicodollars: 0, stopped: "declined" };
  }
  const recorder = await recordRun(
    context.runs,
    context.clock,
    { id, suite: suite.name, startedAt, about: settings.about ?? {} },
    planned.map((cell, position) => ({ ...placeOf(cell), position })),
  );
  const { done, spent, stopped } = await runAll(context, planned, id, settings, recorder);
  const finished = done.filter((outcome) => outcome !== undefined);
  await recorder.end({ endedAt: context.clock.now(), ...(stopped ? { stopped } : {}) });
  const cells = done.flatMap((outcome, index) => outcome?.cell ?? unmade(planned[index]));
  return {
    ...report,
    durationMs: Math.round(context.clock.now() - startedAt),
    rows: rowsOf(suite, finished),
    cells,
    spentPicodollars: spent,
    ...(stopped ? { stopped } : {}),
  };
}

function unmade(cell: Planned | undefined): EvalCell[] {
  return cell ? [cellOf({ ...placeOf(cell), cached: false, scores: [] })] : [];
}
