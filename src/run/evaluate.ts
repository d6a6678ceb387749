/**
 * Runs a suite: every model × prompt × case × epoch through `ask`, scores each answer, and sums up with intervals. Says first what
 * it will take; a budget stops it before it is passed. Finished calls are reused, so a run that was stopped goes on where it
 * was by the same command. Prints nothing.
 */
import type { Model } from "../models/model.ts";
import type { Call } from "../record/call.ts";
import { textOf } from "../record/message.ts";
import type { EmbedText } from "../scorers/embed.ts";
import { type AskJudge, JudgeFailed } from "../scorers/judge.ts";
import { percentile } from "../stats/percentile.ts";
import { budgetPicodollars, refuseUnkeepableBudget } from "./budget.ts";
import { embedder, embeddingCall, vectorOf } from "./embed-text.ts";
import { type Range, sumEstimates } from "./estimate.ts";
import { cellOf, type EvalCell } from "./eval-cell.ts";
import { type CellPlan, cellName, type EvaluateContext, type EvaluateSettings } from "./eval-context.ts";
import { askingOrder, comparedCells, planCells } from "./eval-plan.ts";
import {
  type EvalForecast,
  type EvalReport,
  type EvalStop,
  type FinishedCell,
  reportOf,
  USUAL_MARGIN,
} from "./eval-report.ts";
import { filterSuite } from "./filter-suite.ts";
import { judgeModel } from "./judge-forecast.ts";
import { judgeCallsOf, judgeSumsOf } from "./judge-tally.ts";
import { reportSettings, settingsJson } from "./report-settings.ts";
import { type RunRecorder, recordRun } from "./run-recorder.ts";
import {
  allPassed,
  isComparison,
  NotScored,
  needsStream,
  type Outcome,
  outcomeOf,
  outcomesOf,
  scoringInput,
  weighedValue,
} from "./score-cell.ts";
import type { ScoringInput } from "./scoring-input.ts";
import { type DecisionWatch, decisionWatch } from "./stop-when-decided.ts";
import type { Suite } from "./suite.ts";

export type { EvaluateContext, EvaluateSettings } from "./eval-context.ts";

const DEFAULT_CONCURRENCY = 8;

/** One run: what all its parts share. */
interface Run {
  id: string;
  context: EvaluateContext;
  suite: Suite;
  settings: EvaluateSettings;
  /** Most calls at once. */
  concurrency: number;
  /** Whether a case is asked several times. */
  repeated: boolean;
  /** Calls of this run by request and epoch, so that equal cells are paid once. */
  shared: Map<string, Promise<Call>>;
  /** Picodollars that may be spent. */
  limit: number;
  spent: number;
  reserved: number;
  /** Vectors that were made, by model and text, so that each is made once where the log is not to answer. */
  vectors: Map<string, Promise<Call>>;
  /** Judges' calls that were made, without what is large in them. */
  judging: Pick<Call, "request" | "usage" | "cost" | "finish">[];
}

/** A cell that was run, with what is still needed for comparing answers. */
interface RunCell extends FinishedCell {
  outcomes: Outcome[];
  /** The answer as it is scored. Absent: there is none that can be. */
  input?: ScoringInput;
  planned: CellPlan;
}

/** From the quicker to the slower of a model's earlier calls. */
const USUAL_FROM = 0.25;
const USUAL_TO = 0.9;

async function likelyMs(context: EvaluateContext, open: CellPlan[], concurrency: number): Promise<Range | undefined> {
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

async function forecastOf({ context, concurrency }: Run, planned: CellPlan[]): Promise<EvalForecast> {
  const open = planned.filter((cell) => cell.estimate);
  const durationMs = await likelyMs(context, open, concurrency);
  const estimates = planned.flatMap((cell) => [...(cell.estimate ? [cell.estimate] : []), ...cell.judging]);
  const byModel = Map.groupBy(estimates, (each) => each.model);
  const names = new Set([...planned.map((cell) => cell.model.id), ...byModel.keys()]);
  return {
    cells: planned.length,
    cached: planned.length - open.length,
    models: [...names].map((name) => sumEstimates(name, byModel.get(name) ?? [])),
    total: sumEstimates("all", estimates),
    ...(durationMs ? { durationMs } : {}),
  };
}

/** Refuses a budget that cannot be kept: some price is unknown, or an answer has no bound. */
function checkBudget(planned: CellPlan[], budgetUsd: number | undefined): void {
  for (const { model, request, estimate } of planned) {
    if (!estimate) continue;
    const most = estimate.picodollars?.high;
    refuseUnkeepableBudget(model, request.options, most, budgetUsd, "in the suite's options");
  }
}

/** Counts a judge's call towards the budget and the report, if this run made it. */
function addJudging(run: Run, { request, origin, usage, cost, finish }: Call, ref: string): void {
  if (origin.ref !== ref) return;
  run.spent += cost?.picodollars ?? 0;
  run.judging.push({
    request: { model: request.model, messages: [], options: {} },
    usage,
    finish,
    ...(cost ? { cost } : {}),
  });
}

/** Names of the judges' calls of a cell, of which each is used once. */
function judgeRefs(run: Run, cell: string): () => string {
  let turn = 0;
  return () => `${run.id}/${cell}/judge ${++turn}`;
}

/** The call that makes a vector. Where the log is not to answer, each text is asked for once in a run all the same. */
async function vectorCall(run: Run, model: Model, text: string, ref: string, cache: boolean): Promise<Call> {
  const { signal } = run.settings;
  const key = `${model.id}\n${text}`;
  const make = (): Promise<Call> =>
    embeddingCall(run.context, { model, text, origin: { command: "eval", ref }, cache, ...(signal ? { signal } : {}) });
  const made = cache ? make() : (run.vectors.get(key) ?? make());
  if (!cache) run.vectors.set(key, made);
  const call = await made;
  addJudging(run, call, ref);
  if (call.error) run.vectors.delete(key);
  return call;
}

/** A way to have vectors made for a cell; the calls are logged and paid like a judge's. */
function embedFor(run: Run, nextRef: () => string): EmbedText {
  return async ({ text, model: name }) => {
    const { context, settings } = run;
    const model = await embedder(context, name);
    const call = await vectorCall(run, model, text, nextRef(), settings.cache ?? true);
    try {
      return { vector: await vectorOf(context, call), model: model.id };
    } catch (error) {
      if (call.error) throw error;
      // A log that came from another machine has the call, but not the bytes of its file.
      const again = await vectorCall(run, model, text, nextRef(), false);
      return { vector: await vectorOf(context, again), model: model.id };
    }
  };
}

/** A way to ask the judge for a cell; its calls are in the log under the cell's name and count towards the budget. */
function judgeFor(run: Run, nextRef: () => string): AskJudge {
  return async ({ messages, model: name }) => {
    const { context, suite, settings } = run;
    const model = await judgeModel(context, name ?? suite.judge);
    const ref = nextRef();
    const call = await context.ask({
      model,
      request: { model: model.id, messages, options: suite.judgeOptions ?? {} },
      origin: { command: "eval", ref },
      cache: settings.cache ?? true,
      stream: model.where === "process",
      ...(settings.signal ? { signal: settings.signal } : {}),
    });
    addJudging(run, call, ref);
    if (call.error) throw new JudgeFailed(call.error.message);
    return { text: textOf(call.parts), call: call.id };
  };
}

/** The call of a cell: an earlier one, one that an equal cell makes, or a new one. */
async function callFor(run: Run, cell: CellPlan, ref: string): Promise<Call> {
  const { context, settings } = run;
  const earlier = cell.earlier !== undefined && run.repeated ? await context.call(cell.earlier) : undefined;
  if (earlier) return earlier;
  const ask = async (): Promise<Call> => {
    if (cell.entry.delayMs !== undefined) await context.clock.sleep(cell.entry.delayMs, settings.signal);
    return context.ask({
      model: cell.model,
      request: cell.request,
      origin: { command: "eval", ref },
      // Epochs ask the same again on purpose; which earlier calls answer them was settled when they were laid out.
      cache: !run.repeated && (settings.cache ?? true),
      stream: cell.model.where === "process" || needsStream(cell.case.expect),
      ...(settings.signal ? { signal: settings.signal } : {}),
    });
  };
  if (!run.repeated || settings.cache === false) return ask();
  const key = `${JSON.stringify(cell.request)}#${cell.epoch}`;
  const running = run.shared.get(key);
  if (running) return running;
  const call = ask();
  run.shared.set(key, call);
  return call;
}

/** Which cell of the run it is. */
function placeOf(cell: CellPlan): Pick<EvalCell, "model" | "prompt" | "case" | "epoch" | "tags" | "cluster"> {
  return {
    model: cell.label,
    prompt: cell.prompt.name,
    case: cell.case.name,
    epoch: cell.epoch,
    tags: cell.case.tags,
    ...(cell.case.cluster === undefined ? {} : { cluster: cell.case.cluster }),
  };
}

function promptText(cell: CellPlan): string {
  return cell.request.messages.map((message) => textOf(message.parts)).join("\n\n");
}

/** The cell with what came of all its expectations. */
function scoredCell(done: Pick<RunCell, "cell" | "call" | "planned">, outcomes: Outcome[]): EvalCell {
  const { threshold } = done.planned.case;
  const value = weighedValue(outcomes);
  return cellOf({
    ...placeOf(done.planned),
    cached: done.cell.cached,
    call: done.call,
    scores: outcomes.flatMap((outcome) => outcome.scores),
    passed: allPassed(outcomes, threshold),
    ...(value === undefined ? {} : { value }),
  });
}

async function runCell(run: Run, planned: CellPlan): Promise<RunCell> {
  const place = placeOf(planned);
  const name = cellName(place);
  const ref = `${run.id}/${name}`;
  const call = await callFor(run, planned, ref);
  // An earlier call keeps the origin it had.
  const cached = call.origin.ref !== ref;
  if (!cached) run.spent += call.cost?.picodollars ?? 0;
  const unscored = { call, planned, outcomes: [], cell: cellOf({ ...place, cached, call, scores: [] }) };
  if (call.error) return unscored;
  try {
    const nextRef = judgeRefs(run, name);
    const about = {
      prompt: promptText(planned),
      model: planned.label,
      ask: judgeFor(run, nextRef),
      embed: embedFor(run, nextRef),
      sandbox: run.context.sandbox,
    };
    const input = await scoringInput(call, planned.case, { ...about, transform: planned.entry.transform });
    const outcomes = await outcomesOf(input, planned.case);
    return { ...unscored, outcomes, input, cell: scoredCell(unscored, outcomes) };
  } catch (error) {
    if (error instanceof NotScored) return { ...unscored, cell: { ...unscored.cell, error: error.message } };
    throw error;
  }
}

/** Compares the answers of each case where that is expected; the scores are added to the cells in `done`. */
async function compareAnswers(
  run: Run,
  compared: ReadonlyMap<number, RunCell>,
  done: (EvalCell | undefined)[],
  recorder: RunRecorder,
): Promise<void> {
  const cells = [...compared]
    .sort(([one], [other]) => one - other)
    .flatMap(([position, each]) =>
      each.input ? [{ case: each.planned.case, epoch: each.planned.epoch, each, input: each.input, position }] : [],
    );
  for (const group of comparedCells(cells)) {
    const [first] = group;
    if (!first || group.length < 2 || run.settings.signal?.aborted) continue;
    for (const comparison of first.case.expect.filter(isComparison)) {
      try {
        const verdicts = await comparison.compare(group.map((one) => one.input));
        for (const [index, { each }] of group.entries()) {
          const verdict = verdicts[index];
          if (verdict) each.outcomes.push(outcomeOf(comparison, verdict, each.call.id));
          each.cell = scoredCell(each, each.outcomes);
        }
      } catch (error) {
        if (!(error instanceof JudgeFailed || error instanceof NotScored)) throw error;
        const why = `The answers could not be compared: ${error.message}`;
        for (const { each } of group)
          each.cell = {
            ...cellOf({ ...placeOf(each.planned), cached: each.cell.cached, call: each.call, scores: [] }),
            error: why,
          };
      }
    }
    for (const { each, position } of group) {
      done[position] = each.cell;
      await recorder.add({ position, call: each.call.id, ...each.cell });
    }
  }
}

/** Most that a cell may cost: its call, and judging it. */
function mostOf(cell: CellPlan): number {
  const shared = cell.sharedPicodollars ?? 0;
  return [cell.estimate, ...cell.judging].reduce((sum, each) => sum + (each?.picodollars?.high ?? 0), shared);
}

function watchOf(planned: readonly CellPlan[], margin: number): DecisionWatch {
  const cells = planned.map((cell) => ({ row: `${cell.label}/${cell.prompt.name}`, case: cell.case.name }));
  return decisionWatch(cells, margin);
}

/** In which order cells are asked, and what may end the run early. */
function courseOf(
  planned: readonly CellPlan[],
  settings: EvaluateSettings,
): { order: number[]; watch?: DecisionWatch } {
  if (!settings.stopWhenDecided) return { order: askingOrder(planned) };
  const watch = watchOf(planned, settings.margin ?? USUAL_MARGIN);
  return { order: watch.order, watch };
}

/**
 * Hands out cells to a fixed number of lanes; holds back what the budget may not bear.
 * @param planned emptied on the way: what is asked of thousands of cells takes much memory, and is not needed once it is answered.
 */
async function runAll(
  run: Run,
  planned: (CellPlan | undefined)[],
  { order, watch }: ReturnType<typeof courseOf>,
  recorder: RunRecorder,
): Promise<{ done: (EvalCell | undefined)[]; stopped?: EvalStop }> {
  const { settings } = run;
  const done: (EvalCell | undefined)[] = planned.map(() => undefined);
  /** Calls are large: kept are those that are still needed. */
  const compared = new Map<number, RunCell>();
  let stopped: EvalStop | undefined;
  let next = 0;
  let finished = 0;
  const lane = async (): Promise<void> => {
    while (next < planned.length && !stopped) {
      const index = order[next++] ?? 0;
      const cell = planned[index];
      if (!cell) return;
      const upper = mostOf(cell);
      if (run.spent + run.reserved + upper > run.limit) {
        stopped = "budget";
        return;
      }
      run.reserved += upper;
      const outcome = await runCell(run, cell);
      run.reserved -= upper;
      if (settings.signal?.aborted) stopped = "cancelled";
      if (watch?.add(index, outcome.cell.passed)) stopped ??= "decided";
      done[index] = outcome.cell;
      planned[index] = undefined;
      if (cell.case.expect.some(isComparison)) compared.set(index, outcome);
      await recorder.add({ position: index, call: outcome.call.id, ...outcome.cell });
      finished++;
      settings.onProgress?.({ done: finished, total: planned.length, spentPicodollars: run.spent });
    }
  };
  const lanes = Math.max(1, Math.min(run.concurrency, planned.length));
  await Promise.all(Array.from({ length: lanes }, lane));
  await compareAnswers(run, compared, done, recorder);
  return { done, ...(stopped ? { stopped } : {}) };
}

function runOf(context: EvaluateContext, suite: Suite, settings: EvaluateSettings): Run {
  return {
    id: context.newId(),
    context,
    suite,
    settings,
    concurrency: settings.concurrency ?? suite.concurrency ?? DEFAULT_CONCURRENCY,
    repeated: (settings.epochs ?? suite.epochs) > 1,
    shared: new Map(),
    limit: budgetPicodollars(settings.budgetUsd ?? suite.budgetUsd),
    spent: 0,
    reserved: 0,
    vectors: new Map(),
    judging: [],
  };
}

/**
 * Runs a suite.
 * @throws SetupError before the first call: unknown model, content a model does not take, a budget that cannot be kept.
 */
export async function evaluate(
  context: EvaluateContext,
  whole: Suite,
  settings: EvaluateSettings = {},
): Promise<EvalReport> {
  const startedAt = Math.floor(context.clock.now());
  const suite = settings.filter?.length ? filterSuite(whole, settings.filter) : whole;
  const planned = await planCells(context, suite, settings);
  const run = runOf(context, suite, settings);
  const forecast = await forecastOf(run, planned);
  checkBudget(planned, settings.budgetUsd ?? suite.budgetUsd);
  const { id } = run;
  const report = { id, suite: suite.name, startedAt, forecast };
  if (settings.confirm && !(await settings.confirm(forecast))) {
    return reportOf({ ...report, durationMs: 0, cells: [], spentPicodollars: 0, stopped: "declined" });
  }
  const look = reportSettings(suite, planned, settings.margin);
  const places = planned.map(placeOf);
  const recorder = await recordRun(
    context.runs,
    context.clock,
    { id, suite: suite.name, startedAt, about: { ...settings.about, ...settingsJson(look) } },
    places.map((place, position) => ({ ...place, position })),
  );
  settings.onBegin?.(id);
  const { done, stopped } = await runAll(run, planned, courseOf(planned, settings), recorder);
  await recorder.end({ endedAt: context.clock.now(), ...(stopped ? { stopped } : {}) });
  const cells = places.map((place, index) => done[index] ?? cellOf({ ...place, cached: false, scores: [] }));
  const durationMs = Math.round(context.clock.now() - startedAt);
  const judging = judgeCallsOf(judgeSumsOf(run.judging));
  return reportOf(
    {
      ...report,
      durationMs,
      cells,
      spentPicodollars: run.spent,
      ...(judging ? { judging } : {}),
      ...(stopped ? { stopped } : {}),
    },
    look,
  );
}
