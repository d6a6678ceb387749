/**
 * A process of its own in which untrusted code is run, one job after the other. It has no environment, and can be ended whatever it
 * does: threads cannot, once they are in a loop of compiled code. It is started at the first job, again after one that had to be ended,
 * and does not keep the program alive.
 */
import { type ChildProcess, fork } from "node:child_process";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Job, JobResult } from "./jobs.ts";

/** Source of the process; a build must make it an entry of its own, `sandbox-worker`, beside the bundle. */
export const sandboxWorkerEntry = "src/sandbox/worker.ts";

/** A process for jobs. */
export interface SandboxProcess {
  /** What came of a job; `undefined`: it took longer than it may, or the process died. Jobs wait for those before them. */
  run: <Kind extends Job["kind"]>(job: Extract<Job, { kind: Kind }>) => Promise<JobResult[Kind] | undefined>;
  /** Ends the process. */
  close: () => Promise<void>;
}

const isSource = import.meta.url.endsWith(".ts");
const here = dirname(fileURLToPath(import.meta.url));
const worker = join(here, isSource ? `worker${extname(import.meta.url)}` : "sandbox-worker.js");
/** What it may read: its own code, and the packages that this imports. */
const readable = isSource ? join(here, "../..") : here;

/**
 * A process.
 * @param isLocked whether Node's permission model forbids it files, processes and threads. The library that draws does not work with it.
 * @param mostMs what a job may take, in milliseconds.
 * Source: https://nodejs.org/docs/latest-v24.x/api/permissions.html (2026-11-27).
 */
export function sandboxProcess({ isLocked, mostMs }: { isLocked: boolean; mostMs: number }): SandboxProcess {
  let child: ChildProcess | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const start = (): ChildProcess => {
    const locked = ["--permission", `--allow-fs-read=${readable}`, "--no-warnings"];
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
  const once = async <Kind extends Job["kind"]>(
    job: Extract<Job, { kind: Kind }>,
  ): Promise<JobResult[Kind] | undefined> => {
    const running = child?.connected ? child : start();
    child = running;
    running.channel?.ref();
    const { promise, resolve } = Promise.withResolvers<JobResult[Kind] | undefined>();
    const over = (): void => resolve(undefined);
    const said = (result: JobResult[Kind]): void => resolve(result);
    running.once("message", said).once("exit", over).once("error", over);
    const timer = setTimeout(() => running.kill("SIGKILL"), mostMs);
    running.send(job, (error) => error && over());
    const result = await promise;
    clearTimeout(timer);
    running.off("message", said).off("exit", over).off("error", over);
    running.channel?.unref();
    if (result === undefined) {
      running.kill("SIGKILL");
      child = undefined;
    }
    return result;
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
