/**
 * One thread with one model: starting it, sending it a request, hearing its messages in order. It knows no queue and loads
 * nothing twice; `gguf-engine.ts` does.
 */
import { Worker } from "node:worker_threads";
import { messageOf } from "../record/setup-error.ts";
import { workerUrl } from "./gguf-assets.ts";
import type { CompiledCode } from "./web-assembly.ts";

/** How a model is to be loaded. */
export interface EngineSettings {
  /** Path of the GGUF file. */
  path: string;
  /** Its size, bytes. */
  fileBytes: number;
  /** Tokens of input and output together. */
  contextTokens: number;
  /** Tokens of a prompt that are computed at once; a cancel waits for no more than these. */
  batchTokens: number;
  /** Threads that compute. */
  threads: number;
  /** Bytes by which its memory may grow before it is started afresh. Absent: 512 MB, or a quarter of the file. */
  mostGrowthBytes?: number;
  /** Number format of the key and value cache: `f32` is faster, `f16` takes half the memory. */
  cacheType: "f16" | "f32";
  /** True: it makes vectors of texts, the mean of their tokens' vectors, and completes nothing. Absent: it completes. */
  embeds?: true;
}

/** What the thread needs to begin, but for the compiled engine, which is its first message. */
export interface EngineStart extends EngineSettings {
  /** Shared memory of one 32-bit number: requests with this id or a lower one are to stop. */
  cancelled: SharedArrayBuffer;
}

/** A request to the thread. */
export interface ToEngine {
  /** Number of the request, rising from 1. */
  id: number;
  /** True: `body` is a chat completion. False: a bare completion of `prompt`, or a vector of `input` where the thread `embeds`. */
  isChat: boolean;
  /** Request body as JSON. */
  body: string;
}

/** What the thread says. Request 0 is the loading. `memoryBytes`: what the engine has taken, which never shrinks. */
export type FromEngine =
  | { kind: "loaded"; contextTokens: number; memoryBytes: number }
  | { kind: "chunk"; id: number; json: string; isError: boolean }
  | { kind: "done"; id: number; memoryBytes: number }
  | { kind: "failed"; id: number; message: string; isFatal: boolean };

/** A request that the thread works on. */
interface Job {
  id: number;
  messages: FromEngine[];
  wake: () => void;
}

/** A thread and the model in it. */
export interface Thread {
  /** The thread itself. */
  worker: Worker;
  /** Whether it ended, wanted or not. */
  isOver: boolean;
  /** Requests with this id or a lower one are to stop. */
  cancelled: Int32Array;
  /** The request it works on. `undefined`: none. */
  job: Job | undefined;
  /** Id of the last request; −1 before the loading. */
  lastId: number;
}

/**
 * Starts a thread, which loads its model as soon as the engine is compiled; that is its request 0. A thread takes half as long to
 * start as the engine to compile, so both are done at once. It does not keep the process alive by itself.
 */
export function startThread(settings: EngineSettings, compiled: Promise<CompiledCode>): Thread {
  const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const start: EngineStart = { ...settings, cancelled };
  const worker = new Worker(workerUrl(), { workerData: start, name: "gguf", execArgv: [] });
  const thread: Thread = { worker, isOver: false, cancelled: new Int32Array(cancelled), job: undefined, lastId: -1 };
  const hear = (message: FromEngine): void => {
    const id = message.kind === "loaded" ? 0 : message.id;
    if (thread.job?.id !== id) return;
    thread.job.messages.push(message);
    thread.job.wake();
  };
  const die = (message: string): void => {
    thread.isOver = true;
    if (thread.job) hear({ kind: "failed", id: thread.job.id, message, isFatal: true });
  };
  worker.on("message", hear);
  worker.on("error", (error) => die(messageOf(error)));
  worker.on("exit", () => die("the engine's thread ended"));
  compiled.then(
    (code) => worker.postMessage(code),
    (error) => die(messageOf(error)),
  );
  return thread;
}

/** Messages of one request, until its last. The thread keeps the process alive meanwhile. */
export async function* messagesOf(thread: Thread, begin: (id: number) => void): AsyncGenerator<FromEngine> {
  const job: Job = { id: thread.lastId + 1, messages: [], wake: () => undefined };
  thread.lastId = job.id;
  thread.job = job;
  thread.worker.ref();
  const woken = (): Promise<void> =>
    new Promise((resolve) => {
      job.wake = resolve;
    });
  let isOver = false;
  try {
    begin(job.id);
    while (!isOver) {
      const next = job.messages.shift();
      if (next) {
        isOver = next.kind !== "chunk";
        yield next;
      } else await woken();
    }
  } finally {
    if (!isOver) {
      Atomics.store(thread.cancelled, 0, job.id);
      while (!job.messages.some((message) => message.kind !== "chunk")) await woken();
    }
    thread.job = undefined;
    thread.worker.unref();
  }
}
