/**
 * One attempt: sends a request to a model once, under our own time limits, and gives back what arrived, whole or not.
 * It does not retry, log or price.
 */
import { type Model, ModelError, type ModelEvent } from "../models/model.ts";
import type { CallError, RawResponse } from "../record/call.ts";
import type { FilePart } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { messageOf } from "../record/setup-error.ts";
import { type Answer, answerBuilder } from "./answer.ts";
import type { Clock } from "./clock.ts";

/** Our own limits on one attempt, all in milliseconds. */
export interface Timeouts {
  /** From sending to the first part of the answer (of a call that is not streamed: to its end). */
  firstTokenMs: number;
  /** Between two parts of a streamed answer. */
  idleMs: number;
  /** From sending to the end. */
  totalMs: number;
}

/** Ten minutes to the first token (long reasoning is silent), two between tokens, thirty in all. */
export const defaultTimeouts: Timeouts = { firstTokenMs: 600_000, idleMs: 120_000, totalMs: 1_800_000 };

/** What an attempt needs. */
export interface AttemptInput {
  /** Who answers. */
  model: Model;
  /** What is asked. */
  request: Request;
  /** Cancels. */
  signal: AbortSignal;
  /** Whether to stream. */
  stream: boolean;
  /** Time limits. */
  timeouts: Timeouts;
  /** The bytes of a file part. */
  readFile: (part: FilePart) => Promise<Uint8Array>;
  /** Stores a file that the model made. */
  keepFile: (bytes: Uint8Array, mediaType: string) => Promise<FilePart>;
  /** Hears every event, at once. */
  onEvent: (event: ModelEvent) => void;
}

/** How an attempt went. */
export interface AttemptResult {
  /** What arrived. */
  answer: Answer;
  /** Why it failed. Absent: it succeeded. */
  error?: CallError;
  /** The model's or adapter's word on whether another try may help. Absent: none, or it succeeded. */
  retryable?: boolean;
  /** Response headers, lower-case names. Empty: none came. */
  headers: { [name: string]: string };
  /** HTTP status. Absent: none came. */
  status?: number;
  /** Raw bodies as they came. Empty: none (models in process). */
  raws: Omit<RawResponse, "attempt">[];
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds it took: by the socket where the model can tell, so that how busy this process is does not count. */
  durationMs: number;
  /** Milliseconds beyond these in which the answer was there, but this process busy. */
  lateMs: number;
  /** Milliseconds to the first part. Absent: nothing came, or it was not streamed: then all of it came at once. */
  firstTokenMs?: number;
  /** Whether a part of the answer came. */
  delivered: boolean;
}

const CONTENT: ReadonlySet<ModelEvent["type"]> = new Set([
  "text-delta",
  "reasoning-delta",
  "tool-call",
  "tool-result",
  "file",
]);

/** Why a watch ends. Without a reason of its own every abort makes an exception with a stack, which costs more than the watch. */
const ENDED = "The attempt has ended.";

interface Watch {
  /** Why it was stopped. Absent: it was not. */
  reason: () => string | undefined;
  /** Notes that a part came. */
  touch: (at: number) => void;
  /** Ends watching. */
  stop: () => void;
}

/** Aborts `controller` when a limit passes. One timer at a time: it wakes at the next limit it could meet and looks what has come since. */
function watch(clock: Clock, timeouts: Timeouts, startedAt: number, controller: AbortController): Watch {
  const stopped = new AbortController();
  let lastAt: number | undefined;
  let reason: string | undefined;
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const total = startedAt + timeouts.totalMs;
      const quiet = lastAt === undefined ? startedAt + timeouts.firstTokenMs : lastAt + timeouts.idleMs;
      const now = clock.now();
      if (now < Math.min(total, quiet)) {
        // The first part may come while this sleeps, and from then on the limit on pauses holds.
        await clock.sleep(Math.min(total - now, quiet - now, timeouts.idleMs), stopped.signal);
        continue;
      }
      if (now >= total) reason = `no end of the answer within ${timeouts.totalMs / 1000} s`;
      else if (lastAt === undefined) reason = `no answer within ${timeouts.firstTokenMs / 1000} s`;
      else reason = `the answer paused for more than ${timeouts.idleMs / 1000} s`;
      controller.abort();
      return;
    }
  };
  const touch = (at: number): void => {
    lastAt = at;
  };
  void run();
  return { reason: () => reason, touch, stop: () => stopped.abort(ENDED) };
}

function errorOf(thrown: unknown, cancelled: boolean, timedOut: string | undefined): CallError {
  if (cancelled) return { kind: "aborted", message: "The call was cancelled." };
  if (timedOut) return { kind: "timeout", message: `Timed out: ${timedOut}.` };
  if (thrown instanceof ModelError) return thrown.detail;
  return { kind: "engine", message: messageOf(thrown) };
}

/** Makes one attempt. Never throws. */
export async function attempt(clock: Clock, input: AttemptInput): Promise<AttemptResult> {
  const startedAt = clock.now();
  const builder = answerBuilder(input.keepFile);
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  input.signal.addEventListener("abort", cancel, { once: true });
  if (input.signal.aborted) cancel();
  const limits = watch(clock, input.timeouts, startedAt, controller);
  let toldMs: number | undefined;
  const result: Omit<AttemptResult, "answer" | "durationMs" | "lateMs"> = {
    headers: {},
    raws: [],
    startedAt,
    delivered: false,
  };
  try {
    const events = input.model.stream(input.request, {
      signal: controller.signal,
      stream: input.stream,
      readFile: input.readFile,
      onRaw: (raw, ms) => {
        result.raws.push(raw);
        toldMs = ms === undefined ? toldMs : (toldMs ?? 0) + ms;
      },
    });
    for await (const event of events) {
      if (event.type === "response") {
        result.status = event.status;
        result.headers = event.headers;
      } else if (CONTENT.has(event.type)) {
        const now = clock.now();
        if (input.stream) result.firstTokenMs ??= now - startedAt;
        result.delivered = true;
        limits.touch(now);
      }
      const kept = builder.take(event);
      if (kept) await kept;
      input.onEvent(event);
    }
    if (builder.answer().finish === undefined) {
      result.error = { kind: "truncated", message: "The answer ended before the model said it was done." };
    }
  } catch (thrown) {
    result.error = errorOf(thrown, input.signal.aborted, limits.reason());
    if (thrown instanceof ModelError) {
      result.retryable = thrown.retryable;
      result.headers = Object.keys(thrown.headers).length > 0 ? thrown.headers : result.headers;
      result.status = thrown.detail.status ?? result.status;
      // A cut answer is paid for as far as it went.
      builder.answer().usage = thrown.usage;
    }
  } finally {
    limits.stop();
    input.signal.removeEventListener("abort", cancel);
  }
  const tookMs = clock.now() - startedAt;
  const durationMs = Math.min(toldMs ?? tookMs, tookMs);
  return { ...result, answer: builder.answer(), durationMs, lateMs: tookMs - durationMs };
}
