/**
 * A process of its own in which untrusted code is run, one job after the other. It has no environment, and can be ended whatever it
 * does: threads cannot, once they are in a loop of compiled code. It is started at the first job, again after one that had to be ended,
 * and does not keep the program alive.
 */
import { type ChildProcess, fork } from "node:child_process";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Job, JobMessage, JobResult } from "./jobs.ts";

/** Source of the process; a build must make it an entry of its own, `sandbox-worker`, beside the bundle. */
export const sandboxWorkerEntry = "src/sandbox/worker.ts";

/** What came of a job, or why it was ended: one clause, such as `it took more than 5 seconds`. */
export type JobEnd<Kind extends Job["kind"]> = { result: JobResult[Kind] } | { ended: string };

/** A process for jobs. */
export interface SandboxProcess {
  /** Runs a job. Jobs wait for those before them. */
  run: <Kind extends Job["kind"]>(job: Extract<Job, { kind: Kind }>) => Promise<JobEnd<Kind>>;
  /** Ends the process. */
  close: () => Promise<void>;
}

const isSource = import.meta.url.endsWith(".ts");
const here = dirname(fileURLToPath(import.meta.url));
const worker = join(here, isSource ? `worker${extname(import.meta.url)}` : "sandbox-worker.js");
/** What it may read: its own code, and the packages that this imports. */
const readable = isSource ? join(here, "../..") : here;

/** What a process may. */
export interface ProcessLimits {
  /** Whether Node's permission model forbids it files and processes. The library that draws does not work with it. */
  isLocked: boolean;
  /** Milliseconds that a job may take. */
  mostMs: number;
  /** Bytes of memory that it may hold. Absent: as many as it likes. */
  mostMemory?: number;
  /** Files that it may read though it is locked. Absent: none but its own code. */
  files?: readonly string[];
}

/** What a job was ended for. */
function reasonOf(isLate: boolean, signal: NodeJS.Signals | null | undefined, limits: ProcessLimits): string {
  if (isLate) return `it took more than ${limits.mostMs / 1000} seconds`;
  const { mostMemory } = limits;
  if (signal === "SIGKILL" && mostMemory !== undefined) return `it took more than ${mostMemory / 1e6} MB of memory`;
  return signal === "SIGABRT" ? "it took too much memory" : "its process ended early";
}

/**
 * A process.
 * Source: https://nodejs.org/docs/latest-v24.x/api/permissions.html (2026-11-27).
 */
export function sandboxProcess(limits: ProcessLimits): SandboxProcess {
  const { isLocked, mostMs, mostMemory, files = [] } = limits;
  let child: ChildProcess | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const start = (): ChildProcess => {
    // A thread watches the memory.
    const locked = ["--permission", "--allow-worker", "--no-warnings"];
    locked.push(...[readable, ...files].map((path) => `--allow-fs-read=${path}`));
    const started = fork(worker, [], {
      execArgv: ["--max-old-space-size=256", ...(isLocked ? locked : [])],
      env: {},
      serialization: "advanced",
      stdio: "ignore",
    });
    started.unref();
    started.channel?.unref();
    return started;
  };
  const once = async <Kind extends Job["kind"]>(job: Extract<Job, { kind: Kind }>): Promise<JobEnd<Kind>> => {
    const running = child?.connected ? child : start();
    child = running;
    // Its end is waited for too: the channel closes before it is told.
    running.ref();
    running.channel?.ref();
    const { promise, resolve } = Promise.withResolvers<JobEnd<Kind>>();
    let isLate = false;
    const over = (_code?: unknown, signal?: NodeJS.Signals | null): void =>
      resolve({ ended: reasonOf(isLate, signal, limits) });
    const broken = (): void => over();
    const said = (result: JobResult[Kind]): void => resolve({ result });
    running.once("message", said).once("exit", over).once("error", broken);
    const timer = setTimeout(() => {
      isLate = true;
      running.kill("SIGKILL");
    }, mostMs);
    // Where it cannot be sent the process has ended, or is about to: that tells why.
    const message: JobMessage = { job, ...(mostMemory === undefined ? {} : { mostMemory }) };
    running.send(message, (error) => error && running.kill("SIGKILL"));
    const end = await promise;
    clearTimeout(timer);
    running.off("message", said).off("exit", over).off("error", broken);
    running.unref();
    running.channel?.unref();
    if ("ended" in end) {
      running.kill("SIGKILL");
      child = undefined;
    }
    return end;
  };
  return {
    run: (job) => {
      const result = turn.then(() => once(job));
      turn = result.catch(() => undefined);
      return result;
    },
    close: async () => {
      await turn;
      child?.kill("SIGKILL");
      child = undefined;
    },
  };
}
