/**
 * Calls that clients of the endpoint make: each one in the log, within the budget, from the cache where that is wished, cancelled when
 * the client goes away or the server ends. Knows no API's shapes but the few headers of our own.
 */
import type { Context } from "hono";
import type { CallSettings, Workbench } from "../index.ts";
import type { Model } from "../models/model.ts";
import type { ResolveSettings } from "../models/registry.ts";
import type { Call, Origin } from "../record/call.ts";
import { messageOf } from "../record/setup-error.ts";
import type { AnswerStream } from "../run/answer-stream.ts";
import type { AskEvent } from "../run/ask.ts";
import { refuseUnkeepableBudget } from "../run/budget.ts";
import type { PromptInput } from "../run/prepare.ts";
import type { BudgetPlace, RunningBudget } from "../run/running-budget.ts";
import type { SentBytes } from "./openai-content.ts";
import { callFailure, OpenaiError } from "./openai-error.ts";
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

/** How a call is carried out. */
type How = Required<Pick<CallSettings, "cache" | "signal" | "origin">>;

const MOST_AGENT_CHARACTERS = 60;

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

/** Whether a call was made for this request: then it has the very origin that was given, and an earlier one has its own. */
function isNew(call: Call, origin: Origin): boolean {
  return call.origin === origin;
}

function originOf(context: Context): Origin {
  const agent = context.req.header("user-agent")?.trim().slice(0, MOST_AGENT_CHARACTERS);
  return { command: "endpoint", ...(agent ? { ref: agent } : {}) };
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

/** A place in the budget for a call. `undefined`: there is no budget. @throws OpenaiError 429 if the call could pass it. */
async function placeFor(
  { workbench, budget }: CallsSettings,
  model: Model,
  input: PromptInput,
): Promise<BudgetPlace | undefined> {
  if (!budget) return undefined;
  const forecast = model.where === "hosted" ? await workbench.estimate(input) : undefined;
  const high = model.where === "hosted" ? forecast?.picodollars?.high : 0;
  if (!input.options?.embedding)
    refuseUnkeepableBudget(model, input.options ?? {}, high, budget.usd, "as `max_tokens`");
  if (high === undefined)
    throw new OpenaiError(400, `The price of ${model.id} is unknown, so the budget cannot be kept.`);
  const most = Math.ceil(high);
  const place = budget.take(most);
  if (place) return place;
  const usd = (picodollars: number): string => `$${Number((picodollars / 1e12).toPrecision(3))}`;
  throw new OpenaiError(
    429,
    `The budget of $${budget.usd} could be passed: this call of ${model.id} may cost up to ${usd(most)}, and ${usd(budget.left())} is left. Ask for fewer tokens, or serve with a larger --budget.`,
    { code: "insufficient_quota" },
  );
}

/** Calls of the endpoint. */
export function endpointCalls(settings: CallsSettings): EndpointCalls {
  const { workbench } = settings;
  const running = new Set<{ stop: () => void; done: Promise<unknown> }>();

  /** Makes a call that is counted when it ends and cancelled when the client goes or the server ends. */
  const start = (
    context: Context,
    place: BudgetPlace | undefined,
    make: (how: How) => Promise<Call>,
  ): { ended: Promise<Call>; origin: Origin; stop: () => void } => {
    const controller = new AbortController();
    const wish = context.req.header("x-penny-cache");
    const how: How = {
      signal: AbortSignal.any([controller.signal, context.req.raw.signal]),
      cache: wish === undefined ? settings.cache : /^(1|true|yes)$/i.test(wish),
      origin: originOf(context),
    };
    const ended = make(how).then(
      (call) => {
        place?.end(isNew(call, how.origin) ? call : undefined);
        return call;
      },
      (error: unknown) => {
        place?.end(undefined);
        throw error;
      },
    );
    const stop = (): void => controller.abort();
    const entry = { stop, done: ended.catch(() => undefined) };
    running.add(entry);
    void entry.done.then(() => running.delete(entry));
    return { ended, origin: how.origin, stop };
  };

  /** Finds everything that can be wrong before anything is kept or sent. */
  const ready = async ({ input, files }: Asked): Promise<BudgetPlace | undefined> => {
    const model = await endpointModel(workbench, input.model);
    await workbench.prepare(input);
    for (const { bytes, part } of files) await workbench.log.putFile(bytes, part);
    return placeFor(settings, model, input);
  };

  return {
    whole: async (context, asked) => {
      const place = await ready(asked);
      const { ended, origin } = start(context, place, (how) => workbench.ask({ ...asked.input, ...how }));
      const call = await ended;
      const failure = callFailure(call);
      if (failure) throw failure;
      return { call, headers: callHeaders(call, !isNew(call, origin), true) };
    },
    answering: async (context, asked) => {
      const place = await ready(asked);
      const streams: AnswerStream[] = [];
      const { ended, stop } = start(context, place, (how) => {
        const stream = workbench.stream({ ...asked.input, ...how });
        streams.push(stream);
        return stream.call;
      });
      const [stream] = streams;
      if (!stream) throw new Error("the call was not begun");
      const events = stream[Symbol.asyncIterator]();
      const { begun, isCached, first } = await firstSaid(events);
      if (first.length > 0 && begun) {
        return { begun, headers: callHeaders(begun, false, false), said: following(first, events), ended, stop };
      }
      // It has ended, or had before.
      const call = await ended;
      const failure = callFailure(call);
      if (failure) throw failure;
      const said = repeated(workbench, call);
      return { begun: call, headers: callHeaders(call, isCached, true), said, ended, stop };
    },
    vector: async (context, model, text) => {
      const input: PromptInput = { model, prompt: text, options: { embedding: true } };
      const place = await placeFor(settings, await endpointModel(workbench, model, { embedding: true }), input);
      let vector: number[] | undefined;
      const { ended, origin } = start(context, place, async (how) => {
        const made = await workbench.embed({ model, text, ...how });
        vector = made.vector;
        return made.call;
      });
      const call = await ended;
      const failure = callFailure(call);
      if (failure) throw failure;
      if (!vector) throw new OpenaiError(502, "The answer holds no vector.", { call: call.id });
      return { call, vector, isCached: !isNew(call, origin) };
    },
    settle: async () => {
      for (const { stop } of running) stop();
      await Promise.all([...running].map(({ done }) => done));
    },
  };
}
