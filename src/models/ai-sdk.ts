/**
 * The one adapter for all providers that the AI SDK's provider packages speak to: one attempt through `doStream` or `doGenerate`,
 * with the raw answer kept before it is parsed. The packages' own retries are not used; `run/ask` retries.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import type { JsonObject } from "../record/json.ts";
import type { Request } from "../record/request.ts";
import type { Usage } from "../record/usage.ts";
import { type ErrorAnswer, isMissingFinish, modelErrorFrom, streamErrorFrom, truncatedError } from "./ai-sdk-error.ts";
import { eventFrom, eventsFromWhole, type FinishEvent, finishFrom, warningEvents } from "./ai-sdk-events.ts";
import { madeCounter } from "./ai-sdk-made.ts";
import { sdkOptions, unsendable } from "./ai-sdk-prompt.ts";
import { recoveredAnswer } from "./ai-sdk-recover.ts";
import { usageAtStart, usageInBody } from "./ai-sdk-usage.ts";
import { type Capabilities, type Model, type ModelContext, ModelError, type ModelEvent } from "./model.ts";
import { bodyMembers, withBodyMembers } from "./own-options.ts";
import { type RawFetch, rawFetch } from "./raw-fetch.ts";
import { endsWithDone, type WireFormat } from "./wire-format.ts";

/** A model behind an SDK package. */
export interface AiSdkInput {
  /** Full name, `provider/model`. */
  id: string;
  /** First part of the name. */
  provider: string;
  /** The name the provider knows. */
  name: string;
  /** Whether it is paid for or runs on this machine. */
  where: "hosted" | "server";
  /** What it can do. */
  capabilities: Capabilities;
  /** Calls with the same key share one rate limit. Absent: the model's own. */
  limitKey?: string;
  /** How the provider's API writes. */
  format: WireFormat;
  /** Makes the package's model on a given fetch. The package is imported here, so that it is loaded only when used. */
  load: (fetch: typeof globalThis.fetch) => Promise<LanguageModelV4>;
  /** Makes network requests. */
  fetch: typeof globalThis.fetch;
}

/** The fetch of the attempt that a package is at work for: its model is made once, since making it costs more than a request. */
const fetchOfAttempt = new AsyncLocalStorage<typeof globalThis.fetch>();

/** The package's model, made when it is first needed. */
function loadedOnce({ load, fetch }: AiSdkInput): () => Promise<LanguageModelV4> {
  let loaded: Promise<LanguageModelV4> | undefined;
  return () => {
    loaded ??= load((url, init) => (fetchOfAttempt.getStore() ?? fetch)(url, init)).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

interface Attempt {
  input: AiSdkInput;
  request: Request;
  context: ModelContext;
  raw: RawFetch;
  /** What the package is to send with. */
  fetch: typeof globalThis.fetch;
  /** Events that came outside the package's own stream: the arrival of an answer. */
  pending: ModelEvent[];
}

/** What has come of the answer; `undefined`: nothing. */
function lastAnswer(attempt: Attempt): ErrorAnswer | undefined {
  const answer = attempt.raw.answers.at(-1);
  return answer && { status: answer.status, headers: answer.headers, body: answer.body() };
}

async function* drain(attempt: Attempt): AsyncGenerator<ModelEvent> {
  for (let event = attempt.pending.shift(); event; event = attempt.pending.shift()) yield event;
}

/** Formats whose packages keep only a part of the usage object: audio tokens are missing from theirs. */
const USAGE_FROM_BODY: ReadonlySet<WireFormat> = new Set(["openai-chat", "groq"]);

function ownUsage(attempt: Attempt): JsonObject | undefined {
  return USAGE_FROM_BODY.has(attempt.input.format) ? usageInBody(lastAnswer(attempt)?.body ?? "") : undefined;
}

async function* whole(attempt: Attempt, model: LanguageModelV4): AsyncGenerator<ModelEvent> {
  const { request, input, context } = attempt;
  const options = await sdkOptions(request, input, context.readFile, context.signal);
  const result = await fetchOfAttempt.run(attempt.fetch, () => model.doGenerate(options));
  yield* drain(attempt);
  const { events, end, error } = eventsFromWhole(result, ownUsage(attempt));
  const made = madeCounter(input.format);
  for (const event of events) made.note(event);
  yield* events;
  const { usage } = made.add(end);
  if (error) throw withUsage(error, usage);
  yield { ...end, usage };
}

/** Whether a stream that named no finish reason was whole all the same. */
function saidDone(attempt: Attempt): boolean {
  return (
    endsWithDone.has(attempt.input.format) &&
    /data:\s*\[DONE\]\s*$/.test(lastAnswer(attempt)?.body.slice(-200).trimEnd() ?? "")
  );
}

function endOfStream(
  attempt: Attempt,
  part: Extract<LanguageModelV4StreamPart, { type: "finish" }>,
): { event: FinishEvent; error?: ModelError } {
  const { unified, raw } = part.finishReason;
  // The packages disagree on what to call an end for which the provider gave no reason.
  const isNamed = unified !== "interrupted" && (raw !== undefined || (unified !== "other" && unified !== "error"));
  if (isNamed) return finishFrom(part, ownUsage(attempt));
  const { event } = finishFrom({ ...part, finishReason: { unified: "other", raw: undefined } }, ownUsage(attempt));
  return saidDone(attempt) ? { event } : { event, error: truncatedError(lastAnswer(attempt)) };
}

async function* streamed(attempt: Attempt, model: LanguageModelV4): AsyncGenerator<ModelEvent> {
  const { request, input, context } = attempt;
  const options = await sdkOptions(request, input, context.readFile, context.signal);
  const { stream } = await fetchOfAttempt.run(attempt.fetch, () => model.doStream(options));
  let error: ModelError | undefined;
  let end: FinishEvent | undefined;
  const made = madeCounter(input.format);
  yield* drain(attempt);
  for await (const part of stream) {
    if (part.type === "stream-start") yield* warningEvents(part.warnings);
    else if (part.type === "error") {
      const answer = lastAnswer(attempt);
      if (answer && !isMissingFinish(part.error)) error ??= streamErrorFrom(part.error, answer, context.signal);
    } else if (part.type === "finish") {
      const last = endOfStream(attempt, part);
      end = made.add(last.event);
      error ??= last.error;
    } else {
      const event = eventFrom(part);
      if (!event) continue;
      made.note(event);
      yield event;
    }
  }
  yield* drain(attempt);
  if (!end) error ??= truncatedError(lastAnswer(attempt));
  if (error) throw withUsage(error, usedUntilCut(attempt, end));
  if (end) yield end;
}

function usedUntilCut(attempt: Attempt, end: FinishEvent | undefined): Usage {
  if (end && Object.keys(end.usage).length > 0) return end.usage;
  return attempt.input.format === "anthropic" ? usageAtStart(lastAnswer(attempt)?.body ?? "") : {};
}

/** The same failure with what was used until then, which may have to be paid. */
function withUsage(error: ModelError, usage: Usage): ModelError {
  return new ModelError(error.detail, error.headers, error.retryable, usage);
}

function withoutKeys(error: ModelError, raw: RawFetch): ModelError {
  const { message, body } = error.detail;
  const detail = {
    ...error.detail,
    message: raw.redact(message),
    ...(body === undefined ? {} : { body: raw.redact(body) }),
  };
  return new ModelError(detail, error.headers, error.retryable, error.usage);
}

/** One attempt: events as they come; raw answers are handed over at its end, however it ends. */
async function* attempt(
  input: AiSdkInput,
  loaded: () => Promise<LanguageModelV4>,
  request: Request,
  context: ModelContext,
): AsyncGenerator<ModelEvent> {
  const pending: ModelEvent[] = [];
  const raw = rawFetch(input.fetch, !context.stream, (answer) => {
    pending.push({ type: "response", status: answer.status, headers: answer.headers });
  });
  const fetch = withBodyMembers(raw.fetch, bodyMembers(request, input));
  const state: Attempt = { input, request, context, raw, fetch, pending };
  try {
    const model = await loaded();
    for (const message of unsendable(request, input)) yield { type: "warning", message };
    yield* context.stream ? streamed(state, model) : whole(state, model);
  } catch (error) {
    yield* drain(state);
    const answer = lastAnswer(state);
    const failure = withoutKeys(modelErrorFrom(error, answer, context.signal), raw);
    const recovered = context.stream ? undefined : recoveredAnswer(failure, answer?.body ?? "");
    if (!recovered) throw failure;
    yield* recovered;
  } finally {
    for (const { status, headers, body, ms } of raw.answers) context.onRaw({ status, headers, body: body() }, ms);
  }
}

/** A Model behind an SDK package. */
export function aiSdkModel(input: AiSdkInput): Model {
  const loaded = loadedOnce(input);
  return {
    id: input.id,
    provider: input.provider,
    name: input.name,
    where: input.where,
    capabilities: input.capabilities,
    ...(input.limitKey === undefined ? {} : { limitKey: input.limitKey }),
    stream: (request, context) => attempt(input, loaded, request, context),
  };
}
