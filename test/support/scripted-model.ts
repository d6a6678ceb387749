/** A Model that does what a test tells it, attempt by attempt, and a clock that a test turns. For tests of `run` alone. */

import { type Model, type ModelContext, ModelError, type ModelEvent } from "../../src/models/model.ts";
import type { Call, CallError, RawResponse } from "../../src/record/call.ts";
import { requestHash, sha256 } from "../../src/record/hash.ts";
import { idSource } from "../../src/record/id.ts";
import type { AskContext, CallLog } from "../../src/run/ask.ts";
import type { Clock } from "../../src/run/clock.ts";
import { createPacer } from "../../src/run/pace.ts";

/** One attempt's script: what it says, then how it fails, if it does. */
export interface Script {
  events?: ModelEvent[];
  error?: CallError;
  headers?: { [name: string]: string };
  /** Runs before anything is said. */
  before?: (context: ModelContext) => Promise<void> | void;
}

/** A good answer of one text. */
export function says(text: string): Script {
  return {
    events: [
      { type: "response", status: 200, headers: {} },
      { type: "text-delta", text },
      { type: "finish", finish: { reason: "stop", raw: "stop" }, usage: { inputTokens: 3, outputTokens: 2 } },
    ],
  };
}

/** A model that follows its scripts, the last one for ever. */
export function scriptedModel(...scripts: Script[]): Model & { sent: number } {
  const model = {
    id: "test/model",
    provider: "test",
    name: "model",
    where: "hosted" as const,
    capabilities: { input: ["text" as const], output: ["text" as const] },
    sent: 0,
    stream: async function* (_request: unknown, context: ModelContext): AsyncGenerator<ModelEvent> {
      const script = scripts[Math.min(model.sent, scripts.length - 1)] ?? {};
      model.sent++;
      await script.before?.(context);
      for (const event of script.events ?? []) yield event;
      context.onRaw({ status: script.error?.status ?? 200, headers: script.headers ?? {}, body: `raw ${model.sent}` });
      if (script.error) throw new ModelError(script.error, script.headers);
    },
  };
  return model;
}

/** A clock that stands until it is turned: sleeping turns it at once. */
export function fakeClock(start = 1_000_000): Clock & { slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      // The watch over an attempt sleeps for minutes and is woken by its signal; it must not turn the clock.
      if (signal && ms >= 60_000) {
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve();
          else signal.addEventListener("abort", () => resolve(), { once: true });
        });
        return;
      }
      slept.push(ms);
      now += ms;
      await Promise.resolve();
    },
  };
}

/** A log in memory that keeps every state a call was written in. */
export function memoryLog(): CallLog & { begun: Call[]; completed: Call[]; raws: RawResponse[] } {
  const begun: Call[] = [];
  const completed: Call[] = [];
  const raws: RawResponse[] = [];
  return {
    begun,
    completed,
    raws,
    begin: async (call) => void begun.push(structuredClone(call)),
    complete: async (call, bodies) => {
      completed.push(structuredClone(call));
      raws.push(...bodies);
    },
    finishedByHash: async (hash) => completed.find((call) => requestHash(call.request) === hash && !call.error),
    readFile: async () => new Uint8Array(),
    keepFile: async (bytes, mediaType) => ({ type: "file", mediaType, sha256: sha256(bytes), size: bytes.length }),
  };
}

/** Everything `ask` needs, in memory. */
export function askContext(clock: Clock, log: CallLog = memoryLog()): AskContext {
  let counter = 0;
  return {
    log,
    pricing: async () => ({
      costOf: ({ usage }) =>
        usage.inputTokens === undefined ? undefined : { picodollars: usage.inputTokens * 10, basis: "ledger" },
      energyOf: () => undefined,
    }),
    clock,
    random: () => 0,
    newId: idSource(clock.now, (length) => new Uint8Array(length).fill(counter++ % 256)),
    pacer: createPacer(clock),
    inFlight: new Map(),
  };
}
