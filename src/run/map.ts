/**
 * Runs a prompt over rows: looks at all of them first and says what they will take, then asks, many at once, and hands out results
 * in the order of the rows. Good calls of the log are reused, so a map that was stopped or killed goes on where it was by the same
 * command, and its results are those of an unbroken run. Rows with equal requests share one call. Prints nothing.
 */
import type { Model } from "../models/model.ts";
import type { Call } from "../record/call.ts";
import { extractCode } from "../record/code-block.ts";
import type { IdSource } from "../record/id.ts";
import type { JsonValue } from "../record/json.ts";
import { type FilePart, textOf } from "../record/message.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { openResults } from "../store/open-results.ts";
import { openRows } from "../store/open-rows.ts";
import {
  isSameFile,
  type ResultColumn,
  type ResultRow,
  type ResultWriter,
  resultFormat,
} from "../store/result-writer.ts";
import { type Row, type RowSource, rowPlace, rowsInMemory } from "../store/row-source.ts";
import type { AskInput } from "./ask.ts";
import { atMost } from "./at-most.ts";
import type { Clock } from "./clock.ts";
import type { FilesInHand } from "./files-in-hand.ts";
import { type ForecastLog, mapForecast } from "./map-forecast.ts";
import type { MapForecast, MapJob, MapReport, MapSettings, MapStop } from "./map-job.ts";
import { type MapLimits, mapLimits } from "./map-limits.ts";
import { type RowOrder, rowOrder } from "./map-order.ts";
import { type MapPlan, type MapPlanContext, planMap, type ResultNames, resultNames } from "./map-plan.ts";
import type { RowRequest } from "./map-request.ts";

/** What a map needs; wired by the library. */
export interface MapContext extends Omit<MapPlanContext, "now"> {
  /** Makes a call. */
  ask: (input: AskInput) => Promise<Call>;
  /** Keeps a file's bytes in the log. */
  keepFile: (part: FilePart, bytes: Uint8Array) => Promise<void>;
  /** Bytes of files that are in no log and at no path, by SHA-256, while their calls are under way. */
  inHand: FilesInHand;
  /** The log. */
  log: ForecastLog;
  /** Time. */
  clock: Clock;
  /** Makes run ids. */
  newId: IdSource;
}

/** Requests that are made at once. */
const BUILT_AT_ONCE = 8;
const DEFAULT_CONCURRENCY = { hosted: 256, server: 8, process: 1 } as const;

/** What came of one row. */
interface RowOutcome {
  index: number;
  result: ResultRow;
  /** Where it stands, for messages. */
  place: string;
  /** Its call. Absent: none was made, since the row could not be asked. */
  call?: Call;
  /** Whether this run made the call. */
  own: boolean;
  /** Why it failed. Absent: it has an answer. */
  error?: string;
}

interface Run {
  context: MapContext;
  job: MapJob;
  settings: MapSettings;
  source: RowSource;
  plan: MapPlan;
  names: ResultNames;
  id: string;
  limits: MapLimits;
  order: RowOrder<RowOutcome>;
  report: MapReport;
  /** The first row that failed so far. */
  firstFailed: number;
  /** Makes requests, a few at once: each may read a large file. */
  building: <T>(work: () => Promise<T>) => Promise<T>;
  /** What went wrong with the results or the source; ends the run. */
  fault?: unknown;
}

async function sourceOf({ rows }: MapJob): Promise<RowSource> {
  if (typeof rows === "string") return openRows({ from: rows });
  if ("rows" in rows && typeof rows.rows === "function") return rows as RowSource;
  return "from" in rows ? openRows(rows as Parameters<typeof openRows>[0]) : rowsInMemory(rows as Row["values"][]);
}

/** The same rows, the first few only. */
function limited(source: RowSource, limit: number | undefined): RowSource {
  if (limit === undefined) return source;
  return {
    ...source,
    rows: async function* () {
      for await (const row of source.rows()) {
        if (row.index >= limit) return;
        yield row;
        if (row.index === limit - 1) return;
      }
    },
  };
}

/** The answer of a call, and what is wrong with it. */
function answerOf(call: Call, run: Run): { answer: JsonValue; error?: string } {
  if (call.error) return { answer: null, error: call.error.message };
  const text = textOf(call.parts);
  const { extract } = run.plan.requests;
  if (!call.request.schema) return { answer: extract ? (extractCode(text, extract) ?? text) : text };
  try {
    return { answer: JSON.parse(text) as JsonValue };
  } catch {
    const why = call.finish.reason === "length" ? "it was cut at the token limit" : "it is none";
    return { answer: text, error: `The answer should be JSON, but ${why}.` };
  }
}

/** The cells of a row that results repeat: all but files. */
function cellsOf(row: Row): ResultRow {
  const kept: ResultRow = {};
  for (const [name, value] of Object.entries(row.values)) if (!(value instanceof Uint8Array)) kept[name] = value;
  return kept;
}

function outcomeOf(run: Run, row: Row, call: Call, ref: string): RowOutcome {
  const { names } = run;
  const { answer, error } = answerOf(call, run);
  const failed = error === undefined ? {} : { [names.error]: error };
  return {
    index: row.index,
    result: { ...cellsOf(row), [names.answer]: answer, [names.call]: call.id, ...failed },
    place: rowPlace(run.source, row),
    call,
    // An earlier call keeps the origin it had.
    own: call.origin.ref === ref,
    ...(error === undefined ? {} : { error }),
  };
}

/** A row that could not be asked, though it could when it was looked at: a file that has changed or gone. */
function unasked(run: Run, row: Row, error: unknown): RowOutcome {
  const { names } = run;
  const why = messageOf(error);
  const result = { ...cellsOf(row), [names.answer]: null, [names.call]: null, [names.error]: why };
  return { index: row.index, result, place: rowPlace(run.source, row), own: false, error: why };
}

async function askRow(run: Run, row: Row, asked: RowRequest): Promise<RowOutcome> {
  const { context, job, settings, plan, limits } = run;
  const { model } = plan.requests;
  for (const { part, read, original } of asked.files)
    if (job.storeAttachments || (part.path === undefined && !original)) await context.keepFile(part, await read());
  const ref = `${run.id}/${row.index}`;
  const release = context.inHand.take(asked.files.filter(({ original }) => original !== undefined));
  const asking = context.ask({
    model,
    request: asked.request,
    origin: { command: "map", ref },
    cache: settings.cache ?? true,
    hold: limits.hold,
    stream: model.where === "process",
    ...(settings.timeouts ? { timeouts: settings.timeouts } : {}),
  });
  return outcomeOf(run, row, await asking.finally(release), ref);
}

function isWithdrawn({ call }: RowOutcome): boolean {
  return call?.finish.reason === "aborted" && call.attempts.length === 0;
}

/** Adds two amounts; unknown in one is unknown in the sum. */
function plus(sum: number | undefined, more: number | undefined): number | undefined {
  return sum === undefined || more === undefined ? undefined : sum + more;
}

function countFailure(run: Run, { index, place, call, error = "" }: RowOutcome): void {
  const { report } = run;
  report.failed++;
  if (call && !call.error) report.unusable++;
  // Rows end in any order; the first in theirs is told.
  if (index >= run.firstFailed) return;
  run.firstFailed = index;
  report.firstFailure = { place, error, ...(call ? { call: call.id } : {}) };
}

function count(run: Run, outcome: RowOutcome): void {
  const { report } = run;
  const { call, own, error } = outcome;
  if (error === undefined) report.answered++;
  else countFailure(run, outcome);
  if (call?.finish.reason === "length") report.cut++;
  if (!call) return;
  if (!own) {
    report.reused++;
    return;
  }
  report.calls++;
  report.inputTokens = plus(report.inputTokens, call.usage.inputTokens);
  report.outputTokens = plus(report.outputTokens, call.usage.outputTokens);
  report.spentPicodollars += call.cost?.picodollars ?? 0;
  const { energy } = call;
  report.energyWh =
    report.energyWh && energy
      ? { low: report.energyWh.low + energy.lowWh, high: report.energyWh.high + energy.highWh }
      : undefined;
}

function tellProgress(run: Run): void {
  const { report, plan, settings } = run;
  const left = Math.max(0, plan.sums.calls - report.calls);
  const perCall = report.calls > 0 ? report.spentPicodollars / report.calls : 0;
  settings.onProgress?.({
    done: report.answered + report.failed,
    total: plan.rows,
    spentPicodollars: report.spentPicodollars,
    projectedPicodollars: Math.round(report.spentPicodollars + perCall * left),
  });
}

async function runRow(run: Run, row: Row): Promise<void> {
  const { plan, limits, order, context } = run;
  let asked: RowRequest | undefined;
  let problem: unknown;
  try {
    asked = await run.building(() => plan.requests.of(row, "send"));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    problem = error;
  }
  const leave = await limits.admit(asked ? plan.mostOf(row.index) : -1, asked?.bytes ?? 0);
  if (!leave) return order.open();
  const begun = context.clock.now();
  const outcome = asked ? await askRow(run, row, asked) : unasked(run, row, problem);
  const called = outcome.own && !isWithdrawn(outcome);
  leave.end({
    picodollars: outcome.own ? (outcome.call?.cost?.picodollars ?? 0) : 0,
    called,
    ms: called ? context.clock.now() - begun - (outcome.call?.timing.queueMs ?? 0) : 0,
  });
  if (isWithdrawn(outcome)) return order.open();
  count(run, outcome);
  tellProgress(run);
  await order.put(row.index, outcome, JSON.stringify(outcome.result).length);
}

/** Takes rows one after the other until there are none or it is stopped. */
async function lane(run: Run, rows: AsyncIterator<Row>): Promise<void> {
  while (!run.limits.stopped() && run.fault === undefined) {
    const next = await rows.next();
    if (next.done) return;
    await run.order.room(next.value.index);
    if (run.limits.stopped() || run.fault !== undefined) return;
    await runRow(run, next.value);
  }
}

async function runAll(run: Run, concurrency: number): Promise<void> {
  const rows = run.source.rows()[Symbol.asyncIterator]();
  const guarded = async (): Promise<void> => {
    try {
      await lane(run, rows);
    } catch (error) {
      // The others end what they have begun; then the fault is told.
      run.fault ??= error;
      run.limits.stop("held");
      run.order.open();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, run.plan.rows) }, guarded));
  } finally {
    run.limits.close();
    await rows.return?.();
  }
}

function answerColumns(names: ResultNames, hasSchema: boolean): ResultColumn[] {
  return [
    { name: names.answer, kinds: new Set([hasSchema ? "json" : "text"]) },
    { name: names.call, kinds: new Set(["text"]) },
    { name: names.error, kinds: new Set(["text"]) },
  ];
}

async function resultsOf(job: MapJob, settings: MapSettings, plan: MapPlan): Promise<ResultWriter | undefined> {
  if (settings.out === undefined) return undefined;
  const names = resultNames(settings.as);
  return openResults({
    path: settings.out,
    columns: [...plan.columns, ...answerColumns(names, job.schema !== undefined)],
    ownColumns: [names.answer, names.call],
    ...(settings.outFormat === undefined ? {} : { format: settings.outFormat }),
    ...(settings.table === undefined ? {} : { table: settings.table }),
  });
}

/** Refuses to write results over the rows they come from. */
async function checkOut({ out, outFormat }: MapSettings, source: RowSource): Promise<void> {
  if (out === undefined) return;
  const format = resultFormat(out, outFormat);
  if (source.path !== undefined && format !== "sqlite" && (await isSameFile(out, source.path)))
    throw new SetupError(`${out} is the file that the rows come from: name another one for the results.`);
}

function emptyReport(context: MapContext, model: Model, forecast: MapForecast): MapReport {
  return {
    id: context.newId(),
    model: model.id,
    forecast,
    startedAt: Math.floor(context.clock.now()),
    durationMs: 0,
    answered: 0,
    failed: 0,
    unusable: 0,
    cut: 0,
    calls: 0,
    reused: 0,
    inputTokens: 0,
    outputTokens: 0,
    spentPicodollars: 0,
    energyWh: { low: 0, high: 0 },
  };
}

async function carriedOut(run: Run, writer: ResultWriter | undefined, concurrency: number): Promise<MapReport> {
  const { context, settings, report, limits, plan } = run;
  try {
    await runAll(run, concurrency);
  } catch (error) {
    run.fault ??= error;
  }
  report.durationMs = Math.round(context.clock.now() - report.startedAt);
  const isWhole = run.fault === undefined && run.order.written() === plan.rows;
  const stopped: MapStop | undefined = isWhole ? undefined : limits.stopped();
  if (stopped) report.stopped = stopped;
  if (writer && isWhole) {
    await writer.finish();
    report.out = settings.out;
  } else if (writer) {
    const unfinished = await writer.stop().catch(() => undefined);
    if (unfinished !== undefined) report.unfinished = unfinished;
  }
  if (run.fault !== undefined) throw run.fault;
  return report;
}

async function mapped(context: MapContext, job: MapJob, settings: MapSettings, source: RowSource): Promise<MapReport> {
  await checkOut(settings, source);
  const plan = await planMap({ ...context, now: context.clock.now }, job, source, settings);
  const { model } = plan.requests;
  const concurrency = model.where === "process" ? 1 : (settings.concurrency ?? DEFAULT_CONCURRENCY[model.where]);
  const forecast = await mapForecast(plan, context.log, concurrency);
  if (settings.confirm && !(await settings.confirm(forecast)))
    return { ...emptyReport(context, model, forecast), stopped: "declined" };
  const writer = await resultsOf(job, settings, plan);
  const report = emptyReport(context, model, forecast);
  const order = rowOrder<RowOutcome>(async ({ result }) => {
    settings.onRow?.(result);
    await writer?.write(result);
  });
  const names = resultNames(settings.as);
  const limits = mapLimits(settings, context.clock);
  const building = atMost(BUILT_AT_ONCE);
  const run: Run = {
    context,
    job,
    settings,
    source,
    plan,
    names,
    id: report.id,
    limits,
    order,
    report,
    firstFailed: Number.POSITIVE_INFINITY,
    building,
  };
  return carriedOut(run, writer, concurrency);
}

/**
 * Runs a map.
 * @throws SetupError before the first call: a broken row, an unknown column or model, a missing file, content that the model does
 * not take, a budget that cannot be kept, results that cannot be written. After it only if results or rows cannot be written or
 * read any more; calls that were made are in the log.
 */
export async function map(context: MapContext, job: MapJob, settings: MapSettings = {}): Promise<MapReport> {
  const source = await sourceOf(job);
  try {
    return await mapped(context, job, settings, limited(source, job.limit));
  } finally {
    await source.close();
  }
}
