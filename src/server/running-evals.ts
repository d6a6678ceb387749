/**
 * Runs of suites that go on in this server, whoever looks on: begun by one request, followed by any number of pages, stopped by any of
 * them. What they answer is in the log as it comes; only how far they are is kept here.
 */
import type { EvalForecast, EvaluateSettings, Suite, Workbench } from "../index.ts";
import { messageOf } from "../record/setup-error.ts";
import { mayCost } from "../run/estimate.ts";
import type { RunBegun, RunProgress } from "./eval-api.ts";

/** Runs that go on here. */
export interface RunningEvals {
  /**
   * Begins a run; resolves when it is in the log, or with the forecast if that may cost and there is no yes.
   * @param addTo the run that it goes on in. Absent: a new one.
   * Rejects with SetupError if it could not be begun.
   */
  begin: (suite: Suite, settings: EvaluateSettings, yes: boolean, addTo?: string) => Promise<RunBegun>;
  /** Whether a run goes on here. */
  has: (run: string) => boolean;
  /** How far a run is, until its end. One that does not run here has ended. */
  follow: (run: string, signal: AbortSignal) => AsyncIterable<RunProgress>;
  /** Stops one. Gives whether it ran here. */
  stop: (run: string) => boolean;
  /** Stops all and waits until they are in the log. */
  settle: () => Promise<void>;
}

interface Running {
  progress: RunProgress;
  stop: AbortController;
  wake: Set<() => void>;
}

const TELL_EVERY_MS = 100;
const ENDED: RunProgress = { done: 0, total: 0, spentPicodollars: 0, elapsedMs: 0, isEnded: true };

/** Waits for the next change; at least a little, so that quick runs do not flood the page. */
async function changed(running: Running, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      running.wake.delete(wake);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    running.wake.add(wake);
    signal.addEventListener("abort", wake, { once: true });
  });
  if (!running.progress.isEnded && !signal.aborted)
    await new Promise<void>((resolve) => setTimeout(resolve, TELL_EVERY_MS));
}

async function* followed(running: Running | undefined, signal: AbortSignal): AsyncGenerator<RunProgress> {
  if (!running) yield ENDED;
  while (running && !signal.aborted) {
    const { progress } = running;
    yield progress;
    if (progress.isEnded) return;
    if (progress === running.progress) await changed(running, signal);
  }
}

/** Runs on a workbench. */
export function runningEvals(workbench: Workbench): RunningEvals {
  const all = new Map<string, Running>();
  /** All that were begun, those too that are still being laid out: how to stop each, and its end. */
  const ends = new Map<AbortController, Promise<unknown>>();
  const begin: RunningEvals["begin"] = (suite, settings, yes, addTo) => {
    const stop = new AbortController();
    const running: Running = { progress: { ...ENDED, isEnded: false }, stop, wake: new Set() };
    const startedAt = performance.now();
    let id: string | undefined;
    const tell = (change: Partial<RunProgress>): void => {
      running.progress = { ...running.progress, ...change, elapsedMs: Math.round(performance.now() - startedAt) };
      for (const wake of [...running.wake]) wake();
    };
    // Whoever hears of the end and looks again must not find it running.
    const end = (change: Partial<RunProgress>): void => {
      if (id !== undefined) all.delete(id);
      tell({ ...change, isEnded: true });
    };
    return new Promise<RunBegun>((resolve, reject) => {
      const confirm = (forecast: EvalForecast): boolean => {
        tell({ total: forecast.cells });
        const goesOn = yes || !mayCost(forecast.total);
        if (!goesOn) resolve({ forecast, mayCost: true });
        return goesOn;
      };
      const onBegin = (run: string): void => {
        id = run;
        all.set(run, running);
        resolve({ run });
      };
      const whole: EvaluateSettings = { ...settings, signal: stop.signal, confirm, onBegin, onProgress: tell };
      const ended = (
        addTo === undefined ? workbench.evaluate(suite, whole) : workbench.evals.addTo(suite, addTo, whole)
      )
        .then(() => end({}))
        .catch((error: unknown) => {
          end({ error: messageOf(error) });
          reject(error);
        })
        .finally(() => ends.delete(stop));
      ends.set(stop, ended);
    });
  };
  return {
    begin,
    has: (run) => all.has(run),
    follow: (run, signal) => followed(all.get(run), signal),
    stop: (run) => {
      all.get(run)?.stop.abort();
      return all.has(run);
    },
    settle: async () => {
      for (const stop of ends.keys()) stop.abort();
      await Promise.all(ends.values());
    },
  };
}
