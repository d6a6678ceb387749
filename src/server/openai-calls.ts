/**
 * Calls that clients of the endpoint make: each one in the log, within the budget, from the cache where that is wished. Knows no API's
 * shapes but the few headers of our own.
 */
import type { Context } from "hono";
import type { Workbench } from "../index.ts";
import { embeddingRequest } from "../models/embedder.ts";
import type { Model } from "../models/model.ts";
import type { ResolveSettings } from "../models/registry.ts";
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import type { Request } from "../record/request.ts";
import { messageOf } from "../record/setup-error.ts";
import type { AskEvent } from "../run/ask.ts";
import { refuseUnkeepableBudget } from "../run/budget.ts";
import type { PromptInput } from "../run/prepare.ts";
import type { BudgetPlace, RunningBudget } from "../run/running-budget.ts";
import type { SentBytes } from "./openai-content.ts";
import { callFailure, OpenaiError } from "./openai-error.ts";
import { type How, isMadeFor, type RunningCalls, runningCalls } from "./openai-running.ts";
import { type Said, saidAll, saidBy } from "./openai-said.ts";

/** What the calls are made with. */
export interface CallsSettings {
  /** What it works with. */
  workbench: Workbench;
  /** What may be spent. Absent: nothing is counted. */
  budget?: RunningBudget;
  /** Whether equal requests are answered from the log where the client does not say. */
  cache: boolean;
}

/** A request that can be asked. */
export interface Asked {
  /** The prompt. */
  input: PromptInput & { model: string };
  /** Files in it that the log may not have. */
  files: readonly SentBytes[];
}

/** A call that has begun to answer. */
export interface Answering {
  /** As it stood when it began, or the earlier one. */
  begun: Call;
  /** Headers of the answer. */
  headers: { [name: string]: string };
  /** What is said until its end. */
  said: AsyncIterable<Said>;
  /** The call when it has ended. */
  ended: Promise<Call>;
  /** Cancels it. */
  stop: () => void;
}

/** A vector that was made. */
export interface MadeVector {
  /** The call that made it. */
  call: Call;
  /** The vector. */
  vector: number[];
  /** Whether an earlier call made it. */
  isCached: boolean;
}

/** Calls of the endpoint. Each function throws OpenaiError, SetupError for what cannot be asked, what passes the budget, what failed. */
export interface EndpointCalls {
  /** Makes a call and waits for its end. */
  whole: (context: Context, asked: Asked) => Promise<{ call: Call; headers: { [name: string]: string } }>;
  /** Makes a call and waits until it says something or has ended well. */
  answering: (context: Context, asked: Asked) => Promise<Answering>;
  /** Makes the vector of a text. */
  vector: (context: Context, model: string, text: string) => Promise<MadeVector>;
  /** Cancels all and waits until they are in the log. */
  settle: () => Promise<void>;
}

/** Dollars as digits alone, no more of them than are needed. */
export function usdText(picodollars: number): string {
  return (picodollars / 1e12).toFixed(12).replace(/\.?0+$/, "");
}

/** Headers that tell of a call: its id, its cost once it has ended unless that is unknown, and whether the log answered. */
export function callHeaders(call: Call, isCached: boolean, isEnded: boolean): { [name: string]: string } {
  const picodollars = isCached ? 0 : call.cost?.picodollars;
  return {
    "x-penny-call": call.id,
    ...(isCached ? { "x-penny-cache": "hit" } : {}),
    ...(isEnded && picodollars !== undefined ? { "x-penny-cost-usd": usdText(picodollars) } : {}),
  };
}

/** Reads up to the first that a call says, or to its end. */
async function firstSaid(
  events: AsyncIterator<AskEvent>,
): Promise<{ begun: Call | undefined; isCached: boolean; first: Said[] }> {
  let begun: Call | undefined;
  for (let event = await events.next(); !event.done; event = await events.next()) {
    if (event.value.type === "cached") return { begun: event.value.call, isCached: true, first: [] };
    if (event.value.type === "begin") begun = event.value.call;
    const first = saidBy(event.value);
    if (first.length > 0) return { begun, isCached: false, first };
  }
  return { begun, isCached: false, first: [] };
}

async function* following(first: readonly Said[], events: AsyncIterator<AskEvent>): AsyncGenerator<Said> {
  yield* first;
  for (let event = await events.next(); !event.done; event = await events.next()) yield* saidBy(event.value);
}

async function* repeated(workbench: Workbench, call: Call): AsyncGenerator<Said> {
  yield* await saidAll(call, workbench.log.readFile);
}

/** The model of a name. @throws OpenaiError 404 whatever stands in its way, as OpenAI does. */
export async function endpointModel(workbench: Workbench, name: string, how: ResolveSettings = {}): Promise<Model> {
  try {
    return await workbench.models.resolve(name, how);
  } catch (error) {
    throw new OpenaiError(404, messageOf(error), { param: "model", code: "model_not_found" });
  }
}

interface Bench {
  settings: CallsSettings;
  running: RunningCalls;
}

function refusal(budget: RunningBudget, model: Model, most: number): OpenaiError {
  const usd = (picodollars: number): string => `$${Number((picodollars / 1e12).toPrecision(3))}`;
  const message = `The budget of $${budget.usd} could be passed: this call of ${model.id} may cost up to ${usd(most)}, and ${usd(budget.left())} is left. Ask for fewer tokens, or serve with a larger --budget.`;
  return new OpenaiError(429, message, { code: "insufficient_quota" });
}

/** A place in the budget for a call. `undefined`: none is needed. @throws OpenaiError 429 if the call could pass the budget. */
async function placeFor(
  { workbench, budget }: CallsSettings,
  { model, request }: { model: Model; request: Request },
  input: PromptInput,
  cache: boolean,
): Promise<BudgetPlace | undefined> {
  if (!budget || model.where !== "hosted") return undefined;
  if (cache && (await workbench.log.isFinished(requestHash(request)))) return undefined;
  const high = (await workbench.estimate(input)).picodollars?.high;
  // A vector has no answer whose length could be bounded.
  const options = request.options.embedding ? { ...request.options, maxOutputTokens: 0 } : request.options;
  refuseUnkeepableBudget(model, options, high, budget.usd, "as `max_tokens`");
  const most = Math.ceil(high ?? 0);
  const place = budget.take(most);
  if (!place) throw refusal(budget, model, most);
  return place;
}

/** Finds everything that can be wrong before anything is kept or sent. */
async function ready(bench: Bench, { input, files }: Asked, how: How): Promise<BudgetPlace | undefined> {
  const { settings } = bench;
  const { log } = settings.workbench;
  await endpointModel(settings.workbench, input.model);
  const prepared = await settings.workbench.prepare(input);
  for (const { bytes, part } of files) await log.putFile(bytes, part);
  return placeFor(settings, prepared, input, how.cache);
}

function failIfFailed(call: Call): void {
  const failure = callFailure(call);
  if (failure) throw failure;
}

async function answering(bench: Bench, context: Context, asked: Asked): Promise<Answering> {
  const { workbench } = bench.settings;
  const how = bench.running.howFor(context);
  const place = await ready(bench, asked, how);
  const stream = workbench.stream({ ...asked.input, ...how });
  const ended = bench.running.follow(stream.call, how, place);
  const events = stream[Symbol.asyncIterator]();
  const { begun, isCached, first } = await firstSaid(events);
  const { stop } = how;
  if (first.length > 0 && begun)
    return { begun, headers: callHeaders(begun, false, false), said: following(first, events), ended, stop };
  // It has ended, or had before.
  const call = await ended;
  failIfFailed(call);
  return { begun: call, headers: callHeaders(call, isCached, true), said: repeated(workbench, call), ended, stop };
}

async function vector(bench: Bench, context: Context, name: string, text: string): Promise<MadeVector> {
  const { settings, running } = bench;
  const how = running.howFor(context);
  const model = await endpointModel(settings.workbench, name, { embedding: true });
  const request = embeddingRequest(model.id, text);
  const place = await placeFor(
    settings,
    { model, request },
    { model: name, prompt: text, options: request.options },
    how.cache,
  );
  const made = settings.workbench.embed({ model: name, text, ...how });
  const call = await running.follow(
    made.then((each) => each.call),
    how,
    place,
  );
  failIfFailed(call);
  const { vector: numbers } = await made;
  if (!numbers) throw new OpenaiError(502, "The answer holds no vector.", { call: call.id });
  return { call, vector: numbers, isCached: !isMadeFor(call, how) };
}

/** Calls of the endpoint. */
export function endpointCalls(settings: CallsSettings): EndpointCalls {
  const running = runningCalls(settings.cache);
  const bench = { settings, running };
  return {
    whole: async (context, asked) => {
      const how = running.howFor(context);
      const place = await ready(bench, asked, how);
      const call = await running.follow(settings.workbench.ask({ ...asked.input, ...how }), how, place);
      failIfFailed(call);
      return { call, headers: callHeaders(call, !isMadeFor(call, how), true) };
    },
    answering: (context, asked) => answering(bench, context, asked),
    vector: (context, model, text) => vector(bench, context, model, text),
    settle: running.settle,
  };
}
