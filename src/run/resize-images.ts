/**
 * Makes images smaller, in threads of their own so that answers are not kept waiting. The same image gives the same bytes. Reads no
 * files and keeps nothing.
 *
 * Why this library: docs/decisions/2026-11-24-resizing.md.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { SetupError } from "../record/setup-error.ts";
import { resizeWorkerUrl } from "./resize-assets.ts";

/** What makes images smaller and how; another one gives other bytes. */
export const RESIZE_MAKER = "vips-8.18/q85";

/** An image for a thread. */
export interface ToResizer {
  /** Number of the task. */
  id: number;
  /** The image. */
  bytes: Uint8Array;
  /** Pixels of the longer side at most. */
  side: number;
}

/** What a thread made of it. */
export type FromResizer = { id: number; bytes: Uint8Array; mediaType: string } | { id: number; failed: true };

/** Makes images smaller. */
export interface ImageResizer {
  /** The image with its longer side of so many pixels at most. Throws SetupError if it cannot be read. */
  resize: (bytes: Uint8Array, side: number, name: string) => Promise<{ bytes: Uint8Array; mediaType: string }>;
  /** Ends the threads. */
  close: () => Promise<void>;
}

const MOST_THREADS = 4;
/** Media types that are read. */
const READABLE = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff"]);

/** Whether an image of this type can be made smaller. */
export function isResizable(mediaType: string): boolean {
  return READABLE.has(mediaType);
}

/** The size that an image will have. */
export function resizedSize(size: { width: number; height: number }, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(size.width, size.height));
  const scaled = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  return { width: scaled(size.width), height: scaled(size.height) };
}

interface Task {
  settle: (answer: FromResizer | Error) => void;
}

interface Thread {
  worker: Worker;
  tasks: Map<number, Task>;
}

function startThread(threads: Thread[]): Thread {
  const thread: Thread = { worker: new Worker(resizeWorkerUrl(), { name: "resize", execArgv: [] }), tasks: new Map() };
  const { worker, tasks } = thread;
  const die = (error: Error): void => {
    const at = threads.indexOf(thread);
    if (at >= 0) threads.splice(at, 1);
    for (const task of tasks.values()) task.settle(error);
    tasks.clear();
  };
  worker.on("message", (answer: FromResizer) => {
    tasks.get(answer.id)?.settle(answer);
    tasks.delete(answer.id);
    if (tasks.size === 0) worker.unref();
  });
  worker.on("error", die);
  worker.on("exit", () => die(new Error("the thread ended")));
  worker.unref();
  threads.push(thread);
  return thread;
}

/** A maker of smaller images; its threads start when they are needed. */
export function imageResizer(): ImageResizer {
  const threads: Thread[] = [];
  const most = Math.min(MOST_THREADS, availableParallelism());
  let lastId = 0;
  const freest = (): Thread => {
    const idle = threads.reduce<Thread | undefined>(
      (least, each) => (!least || each.tasks.size < least.tasks.size ? each : least),
      undefined,
    );
    return idle && (idle.tasks.size === 0 || threads.length >= most) ? idle : startThread(threads);
  };
  return {
    resize: async (bytes, side, name) => {
      const thread = freest();
      const id = ++lastId;
      const answer = await new Promise<FromResizer | Error>((settle) => {
        thread.tasks.set(id, { settle });
        thread.worker.ref();
        thread.worker.postMessage({ id, bytes, side } satisfies ToResizer);
      });
      if (answer instanceof Error) throw new SetupError(`${name} cannot be made smaller: ${answer.message}.`);
      if ("failed" in answer)
        throw new SetupError(`${name} cannot be made smaller, it seems to be damaged: open it and save it again.`);
      return { bytes: answer.bytes, mediaType: answer.mediaType };
    },
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
