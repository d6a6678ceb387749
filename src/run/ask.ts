/**
 * The only caller of a model. Hash, cache, log before sending, pace, retry, time limits, cancel, cost, energy, log after:
 * all of it here, so no face and no job can forget any of it.
 *
 * Once the call is written as pending, `ask` never throws: a failure is a Call whose finish is `error` or `aborted`,
 * with what had arrived kept.
 */
import type { Model, ModelEvent } from "../models/model.ts";
import type { PriceRow } from "../price/ledger.ts";
import type { Attempt, Call, CallError, Cost, Energy, Origin, RawResponse } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import type { IdSource } from "../record/id.ts";
import type { FilePart } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { messageOf } from "../record/setup-error.ts";
import type { Usage } from "../record/usage.ts";
import { type AttemptResult, attempt, defaultTimeouts, type Timeouts } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import type { Amounts, Pacer, Place } from "./pace.ts";
import { retryAfterMs } from "./rate-headers.ts";
import { defaultRetryBudget, type RetryBudget, retryWaitMs } from "./retry.ts";

/** What a listener hears of a call while it runs. */
export type AskEvent =
  /** The call is in the log as pending and about to be sent. */
  | { type: "begin"; call: Call }
  /** A good earlier call with the same hash is given back instead; nothing is sent. */
  | { type: "cached"; call: Call }
  /** An attempt failed; another follows after `waitMs`. */
  | { type: "retry"; attempt: Attempt }
  /** What the model says. */
  | ModelEvent;

/** The log as `ask` needs it; the store has more. */
export interface CallLog {
  /** Writes a pending call. Throws SetupError if it cannot: then nothing is sent. */
  begin: (call: Call) => Promise<void>;
  /** Completes it. */
  complete: (call: Call, raws: RawResponse[]) => Promise<void>;
  /** The newest good call of a hash. */
  finishedByHash: (hash: string) => Promise<Call | undefined>;
  /** The bytes of a file part. */
  readFile: (part: FilePart) => Promise<Uint8Array>;
  /** Stores a file that a model made. */
  keepFile: (bytes: Uint8Array, mediaType: string) => Promise<FilePart>;
}

/** How `ask` prices a call: pure functions, handed in so that data files load only when a call has ended. */
export interface Pricing {
  /** What a call cost; `undefined`: unknown. */
  costOf: (input: {
    model: string;
    usage: Usage;
    at: number;
    where: Model["where"];
    overrides?: PriceRow[];
  }) => Cost | undefined;
  /** Energy it took; `undefined`: unknown. */
  energyOf: (input: { model: string; usage: Usage; modelMs?: number; where: Model["where"] }) => Energy | undefined;
}

/** Everything `ask` works with. */
export interface AskContext {
  /** The log. */
  log: CallLog;
  /** Loads cost and energy. */
  pricing: () => Promise<Pricing>;
  /** The person's own prices. Absent: none. */
  priceOverrides?: PriceRow[];
  /** Time. */
  clock: Clock;
  /** A number from 0 (inclusive) to 1. */
  random: () => number;
  /** Makes call ids. */
  newId: IdSource;
  /** Rate limits, shared by all calls of this workbench. */
  pacer: Pacer;
  /** Cached requests in flight by hash, so that equal ones at the same time are paid once. */
  inFlight: Map<string, Promise<Call>>;
}

/** One call to make. */
export interface AskInput {
  /** Who answers. */
  model: Model;
  /** What is asked; `request.model` is the model's id. */
  request: Request;
  /** Who asks. */
  origin: Origin;
  /** The call that this one continues. Absent: none. */
  parent?: string;
  /** Gives back an earlier good call with the same hash if there is one. Default false. */
  cache?: boolean;
  /** Streams the answer. Default true. */
  stream?: boolean;
  /** Cancels: the call ends as `aborted`. */
  signal?: AbortSignal;
  /**
   * Withdraws the call while it waits for its turn or between two attempts; an attempt under way goes on to its end, so that
   * nothing that is paid is lost. Absent: only `signal` stops it.
   */
  hold?: AbortSignal;
  /**
   * Hears events. A listener that shows text cannot take it back, so with one a call that breaks after its first part is
   * not retried; without one it is.
   */
  onEvent?: (event: AskEvent) => void;
  /** Time limits of one attempt. Default `defaultTimeouts`. */
  timeouts?: Partial<Timeouts>;
  /** Bound on retries. Default `defaultRetryBudget`. */
  retries?: Partial<RetryBudget>;
}

/** What is kept of an error's body. */
const MOST_BODY_CHARACTERS = 65_536;
const NEVER = new AbortController().signal;
/** Characters a token has at least in common text; only for pacing, where too many is safe. */
const CHARACTERS_PER_TOKEN = 3;
/** Reserved for an answer of unknown length when pacing by output tokens. */
const RESERVED_OUTPUT_TOKENS = 500;

interface Run {
  context: AskContext;
  input: AskInput;
  call: Call;
  signal: AbortSignal;
  /** Ends waits: the caller's `signal` or `hold`. */
  waits: AbortSignal;
  raws: RawResponse[];
  timeouts: Timeouts;
  budget: RetryBudget;
}

function estimate(request: Request): Amounts {
  let characters = 0;
  for (const message of request.messages) {
    for (const part of message.parts) {
      if (part.type === "text" || part.type === "reasoning") characters += part.text.length;
      else if (part.type === "file") characters += CHARACTERS_PER_TOKEN * 1500;
    }
  }
  return {
    input: Math.ceil(characters / CHARACTERS_PER_TOKEN),
    output: request.options.maxOutputTokens ?? RESERVED_OUTPUT_TOKENS,
  };
}

function used(usage: Usage, planned: Amounts): Amounts {
  return { input: usage.inputTokens ?? planned.input, output: usage.outputTokens ?? planned.output };
}

function newCall(context: AskContext, input: AskInput, hash: string): Call {
  return {
    id: context.newId(),
    hash,
    request: input.request,
    parts: [],
    finish: { reason: "pending" },
    usage: {},
    timing: { startedAt: Math.floor(context.clock.now()), queueMs: 0, retryMs: 0 },
    attempts: [],
    ...(input.parent ? { parent: input.parent } : {}),
    origin: input.origin,
  };
}

async function acquire(run: Run, planned: Amounts): Promise<Place | undefined> {
  const { model } = run.input;
  const key = model.limitKey ?? model.id;
  const most = model.where === "process" ? 1 : undefined;
  const before = run.context.clock.now();
  const place = await run.context.pacer.acquire(key, planned, run.waits, most);
  run.call.timing.queueMs += place?.waitedMs ?? run.context.clock.now() - before;
  return place;
}

async function once(run: Run, planned: Amounts, place: Place): Promise<AttemptResult> {
  const { context, input } = run;
  const result = await attempt(context.clock, {
    model: input.model,
    request: input.request,
    signal: run.signal,
    stream: input.stream ?? true,
    timeouts: run.timeouts,
    readFile: context.log.readFile,
    keepFile: context.log.keepFile,
    onEvent: (event) => {
      if (event.type === "response") place.observe(event.headers);
      input.onEvent?.(event);
    },
  });
  if (result.error?.status === 429) {
    place.observe(result.headers);
    place.refused(retryAfterMs(result.headers, result.error.body, context.clock.now()));
  }
  run.call.timing.queueMs += result.lateMs;
  place.release(result.error ? undefined : used(result.answer.usage, planned));
  for (const raw of result.raws) run.raws.push({ attempt: run.call.attempts.length, ...raw });
  return result;
}

function record(run: Run, result: AttemptResult): Attempt {
  const entry: Attempt = { startedAt: Math.floor(result.startedAt), durationMs: rounded(result.durationMs) };
  if (result.status !== undefined) entry.status = result.status;
  if (result.error) {
    const body = result.error.body?.slice(0, MOST_BODY_CHARACTERS);
    entry.error = body === undefined ? result.error : { ...result.error, body };
  }
  run.call.attempts.push(entry);
  return entry;
}

/** Microsecond precision is all a log needs. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function fail(call: Call, error: CallError): void {
  call.error = error;
  call.finish = { reason: error.kind === "aborted" ? "aborted" : "error" };
}

function takeAnswer(call: Call, result: AttemptResult): void {
  const { answer } = result;
  delete call.error;
  call.parts = answer.parts;
  call.usage = answer.usage;
  call.timing.modelMs = rounded(result.durationMs);
  call.timing.firstTokenMs = result.firstTokenMs === undefined ? undefined : rounded(result.firstTokenMs);
  if (answer.servedModel !== undefined) call.servedModel = answer.servedModel;
  if (answer.responseId !== undefined) call.responseId = answer.responseId;
  if (answer.warnings.length > 0) call.warnings = answer.warnings;
  if (answer.finish) call.finish = answer.finish;
}

/** Attempts until one succeeds, the budget is spent or the caller cancels. */
async function attempts(run: Run): Promise<void> {
  const { context, call } = run;
  const planned = estimate(run.input.request);
  for (;;) {
    const place = await acquire(run, planned);
    if (!place) return fail(call, { kind: "aborted", message: "The call was cancelled before it was sent." });
    const result = await once(run, planned, place);
    const entry = record(run, result);
    takeAnswer(call, result);
    if (!result.error) return;
    fail(call, entry.error ?? result.error);
    const failure = {
      error: result.error,
      headers: result.headers,
      retryable: result.retryable,
      attempts: call.attempts.length,
      spentMs: call.timing.retryMs + result.durationMs,
      delivered: result.delivered && run.input.onEvent !== undefined,
    };
    const waitMs = retryWaitMs(failure, run.budget, context.clock.now(), context.random);
    if (waitMs === undefined || run.waits.aborted) return;
    entry.waitMs = rounded(waitMs);
    run.input.onEvent?.({ type: "retry", attempt: entry });
    const before = context.clock.now();
    await context.clock.sleep(waitMs, run.waits);
    call.timing.retryMs = rounded(call.timing.retryMs + result.durationMs + context.clock.now() - before);
    if (run.waits.aborted)
      return fail(call, { kind: "aborted", message: "The call was cancelled between two attempts." });
  }
}

async function price(run: Run): Promise<void> {
  const { context, call, input } = run;
  const { model } = input;
  const { costOf, energyOf } = await context.pricing();
  const shared = { usage: call.usage, where: model.where };
  const at = call.timing.startedAt;
  // What the provider says it served is priced if the ledger has that very id; else what was asked for.
  const names = call.servedModel ? [`${model.provider}/${call.servedModel}`, model.id] : [model.id];
  const costs = names.map((name) => costOf({ ...shared, model: name, at, overrides: context.priceOverrides }));
  const cost = costs.find((each) => each && each.basis !== "assumed") ?? costs.find((each) => each);
  const energy = energyOf({ ...shared, model: model.id, modelMs: call.timing.modelMs });
  if (cost) call.cost = cost;
  if (energy) call.energy = energy;
}

async function carryOut(run: Run): Promise<Call> {
  const { context, call } = run;
  try {
    await attempts(run);
    await price(run);
  } catch (error) {
    fail(call, { kind: "engine", message: messageOf(error) });
  }
  const endedAt = Math.ceil(context.clock.now());
  call.timing = { ...call.timing, endedAt, queueMs: rounded(call.timing.queueMs) };
  try {
    await context.log.complete(call, run.raws);
  } catch (error) {
    // The answer is paid for: it is given back even if it can no longer be written.
    call.warnings = [...(call.warnings ?? []), `The answer could not be written to the log: ${messageOf(error)}`];
  }
  return call;
}

async function send(context: AskContext, input: AskInput, hash: string): Promise<Call> {
  const call = newCall(context, input, hash);
  await context.log.begin(call);
  input.onEvent?.({ type: "begin", call });
  return carryOut({
    context,
    input,
    call,
    signal: input.signal ?? NEVER,
    waits:
      input.signal && input.hold ? AbortSignal.any([input.signal, input.hold]) : (input.hold ?? input.signal ?? NEVER),
    raws: [],
    timeouts: { ...defaultTimeouts, ...input.timeouts },
    budget: { ...defaultRetryBudget, ...input.retries },
  });
}

/** Whether an answer may stand for a later equal request. */
function isGood(call: Call): boolean {
  return call.error === undefined && call.finish.reason !== "lost" && call.finish.reason !== "pending";
}

/**
 * Makes one call, or gives back an earlier one if `cache` is set and there is a good one.
 * @throws SetupError only before anything is sent: the log cannot be written.
 */
export async function ask(context: AskContext, input: AskInput): Promise<Call> {
  const hash = requestHash(input.request);
  if (!input.cache) return send(context, input, hash);
  const reuse = (call: Call): Call => {
    input.onEvent?.({ type: "cached", call });
    return call;
  };
  for (let running = context.inFlight.get(hash); running; running = context.inFlight.get(hash)) {
    const call = await running.catch(() => undefined);
    if (call && isGood(call)) return reuse(call);
  }
  const lookUpOrSend = async (): Promise<Call> => {
    const earlier = await context.log.finishedByHash(hash);
    return earlier ? reuse(earlier) : send(context, input, hash);
  };
  const work = lookUpOrSend().finally(() => context.inFlight.delete(hash));
  context.inFlight.set(hash, work);
  return work;
}
