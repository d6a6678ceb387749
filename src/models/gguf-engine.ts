/**
 * The in-process engine from the outside: compiles it once, starts one thread for each model, and hands JSON to and fro.
 * It knows llama.cpp's JSON, not our requests. Threads start at the first use and never keep the process alive while idle.
 * Source: the HTTP server of llama.cpp, tools/server, whose request and answer bodies these are; build b11364, 2026-10-02.
 */
import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import type { JsonObject } from "../record/json.ts";
import { engineFile } from "./gguf-assets.ts";
import {
  type EngineSettings,
  type FromEngine,
  messagesOf,
  startThread,
  type Thread,
  type ToEngine,
} from "./gguf-thread.ts";
import { type CompiledCode, webAssembly } from "./web-assembly.ts";

/** An error of the engine. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  /** The engine's own error object. Absent: it gave only words. */
  readonly detail: JsonObject | undefined;

  /** @param message what the engine said; @param detail its error object, if any. */
  constructor(message: string, detail?: JsonObject) {
    super(message);
    this.detail = detail;
  }
}

/** A model in the engine. One request runs at a time; others wait their turn. */
export interface Engine {
  /** Loads the model if it is not loaded, and says what it is. Throws EngineError. */
  load: () => Promise<{ contextTokens: number }>;
  /**
   * One completion: the bodies that llama.cpp's server would send, in order. Throws EngineError; ends early, without an
   * error, when `signal` aborts. The engine can be used again after either.
   */
  complete: (isChat: boolean, body: JsonObject, signal: AbortSignal) => AsyncGenerator<JsonObject>;
  /** Ends the thread and frees its memory. The next request starts a new one. */
  close: () => Promise<void>;
}

/** What all models in one process share: the compiled engine. */
export interface EngineRuntime {
  /** A model of its own, not yet loaded. */
  open: (settings: EngineSettings) => Engine;
  /** Closes every model that was opened. */
  close: () => Promise<void>;
}

/**
 * A queue of those who wait for one thing. The function waits for all before, but no longer than until `signal` aborts, and gives
 * what ends one's own turn.
 */
function queue(): (signal?: AbortSignal) => Promise<() => void> {
  let turn: Promise<void> = Promise.resolve();
  return async (signal) => {
    const before = turn;
    const { promise, resolve: end } = Promise.withResolvers<void>();
    turn = promise;
    const aborted = Promise.withResolvers<void>();
    const onAbort = (): void => aborted.resolve();
    signal?.addEventListener("abort", onAbort);
    if (!signal?.aborted) await Promise.race([before, aborted.promise]);
    signal?.removeEventListener("abort", onAbort);
    if (!signal?.aborted) return end;
    // Whoever waits behind this one still has to wait for those before it.
    void before.then(end);
    return () => undefined;
  };
}

/** A thread goes over to optimised code when it has written so much: tokens times bytes of the file. Two thousand of pocket-m. */
const WORK_WORTH_OPTIMISING = 3e9;

/**
 * A thread is started afresh when its memory has grown by so many bytes, or by a quarter of the file if that is more. Before the engine takes a
 * prompt that is unlike the last one, it keeps what it knew of that one, up to 8 GB in all, to have it again should that prompt come
 * back: 40 kB a question for the smallest model, a hundred MB and more for a large one. The library does not hand on the option that turns
 * this off (`--cache-ram`, tools/server of llama.cpp). Measured 2026-11-27: 200 kB a question of pocket-l.
 */
const MOST_GROWTH_BYTES = 512e6;

/** The thread of one model, started when it is needed. Not for two callers at once. */
interface ThreadKeeper {
  /** The thread with its model loaded. Throws EngineError. */
  ready: () => Promise<Thread>;
  /** Notes what the thread said. */
  heard: (message: FromEngine) => void;
  /** Tokens of context that the model was loaded with. Absent: it is not loaded. */
  contextTokens: () => number | undefined;
  /** Ends the thread. */
  close: () => Promise<void>;
}

function keepThread(settings: EngineSettings, compile: (isOptimised: boolean) => Promise<CompiledCode>): ThreadKeeper {
  let contextTokens: number | undefined;
  let thread: Thread | undefined;
  let wasOptimised = false;
  let chunks = 0;
  /** Bytes of the thread's memory when it was loaded, and now. */
  let memory = { loaded: 0, now: 0 };

  const close = async (): Promise<void> => {
    const old = thread;
    thread = undefined;
    contextTokens = undefined;
    await old?.worker.terminate();
  };

  const ready = async (): Promise<Thread> => {
    const isOptimised = chunks * settings.fileBytes > WORK_WORTH_OPTIMISING;
    const isLoaded = thread && !thread.isOver && contextTokens !== undefined;
    const mostGrowth = settings.mostGrowthBytes ?? Math.max(MOST_GROWTH_BYTES, settings.fileBytes / 4);
    const isFull = memory.now - memory.loaded > mostGrowth;
    if (thread && isLoaded && !isFull && (wasOptimised || !isOptimised)) return thread;
    await close();
    const fresh = startThread(settings, compile(isOptimised));
    wasOptimised = isOptimised;
    thread = fresh;
    for await (const message of messagesOf(fresh, () => undefined)) {
      if (message.kind === "loaded") {
        contextTokens = message.contextTokens;
        memory = { loaded: message.memoryBytes, now: message.memoryBytes };
      }
      if (message.kind === "failed") {
        await close();
        throw new EngineError(message.message);
      }
    }
    return fresh;
  };

  const heard = (message: FromEngine): void => {
    chunks++;
    if (message.kind === "done") memory.now = message.memoryBytes;
  };
  return { ready, heard, contextTokens: () => contextTokens, close };
}

function openEngine(settings: EngineSettings, compile: (isOptimised: boolean) => Promise<CompiledCode>): Engine {
  const keeper = keepThread(settings, compile);
  const take = queue();

  async function* complete(isChat: boolean, body: JsonObject, signal: AbortSignal): AsyncGenerator<JsonObject> {
    const endTurn = await take(signal);
    try {
      if (signal.aborted) return;
      const running = await keeper.ready();
      if (signal.aborted) return;
      const begin = (id: number): void => {
        running.worker.postMessage({ id, isChat, body: JSON.stringify(body) } satisfies ToEngine);
      };
      const cancel = (): void => {
        if (running.job) Atomics.store(running.cancelled, 0, running.job.id);
      };
      signal.addEventListener("abort", cancel);
      try {
        for await (const message of messagesOf(running, begin)) {
          keeper.heard(message);
          if (signal.aborted) cancel();
          else if (message.kind === "chunk") yield* chunksOf(message);
          else if (message.kind === "failed") {
            if (message.isFatal) await keeper.close();
            throw new EngineError(message.message);
          }
        }
      } finally {
        signal.removeEventListener("abort", cancel);
      }
    } finally {
      endTurn();
    }
  }

  const load = async (): Promise<{ contextTokens: number }> => {
    const endTurn = await take();
    try {
      await keeper.ready();
      return { contextTokens: keeper.contextTokens() ?? settings.contextTokens };
    } finally {
      endTurn();
    }
  };

  return { load, complete, close: keeper.close };
}

function* chunksOf(message: Extract<FromEngine, { kind: "chunk" }>): Generator<JsonObject> {
  const parsed = JSON.parse(message.json) as JsonObject | JsonObject[];
  const chunks = Array.isArray(parsed) ? parsed : [parsed];
  const [first] = chunks;
  if (message.isError) throw new EngineError(String(first?.message ?? "unknown error"), first);
  yield* chunks;
}

/**
 * Compiles the engine. Nearly all its work is in one function of 309 kB: to optimise that takes V8 about a second and 130 MB, and
 * the process cannot end meanwhile, which a short answer does not earn back. So the first compilation goes without the optimising
 * compiler, and writes three quarters as fast; that is then off for all WebAssembly of this process, until the second.
 * Measured 2026-11-23 (docs/decisions/2026-11-23-in-process-engine.md).
 */
async function compileEngine(isOptimised: boolean): Promise<CompiledCode> {
  const bytes = await readFile(engineFile("wllama.wasm"));
  const no = isOptimised ? "" : "no-";
  setFlagsFromString(`--${no}wasm-tier-up`);
  setFlagsFromString(`--${no}wasm-dynamic-tiering`);
  return webAssembly.compile(bytes);
}

/** The engine for one process. Nothing is read or compiled before the first model is used. */
export function engineRuntime(): EngineRuntime {
  const compiled = new Map<boolean, Promise<CompiledCode>>();
  const engines: Engine[] = [];
  const compile = (isOptimised: boolean): Promise<CompiledCode> => {
    const known = compiled.get(isOptimised) ?? compileEngine(isOptimised);
    compiled.set(isOptimised, known);
    return known;
  };
  const open = (settings: EngineSettings): Engine => {
    const engine = openEngine(settings, compile);
    engines.push(engine);
    return engine;
  };
  const close = async (): Promise<void> => {
    await Promise.all(engines.map((engine) => engine.close()));
  };
  return { open, close };
}
