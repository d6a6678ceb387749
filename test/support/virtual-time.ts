/** A clock whose time passes only when everybody sleeps: minutes of pacing run in milliseconds, the same way every time. */
import type { Clock } from "../../src/run/clock.ts";

/** A clock in virtual time; `run` drives it until the work is done. */
export function virtualTime(start = 1_700_000_000_000): { clock: Clock; run: <T>(work: Promise<T>) => Promise<T> } {
  let now = start;
  let sleepers: { at: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = { at: now + Math.max(0, ms), wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener("abort", () => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          resolve();
        });
      }),
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const run = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    const outcome = work.finally(() => {
      done = true;
    });
    outcome.catch(() => undefined);
    for (;;) {
      await settled();
      if (done) return outcome;
      if (sleepers.length === 0) throw new Error("everybody waits and nobody sleeps");
      const next = sleepers.reduce((first, each) => Math.min(first, each.at), Number.POSITIVE_INFINITY);
      now = Math.max(now, next);
      const due = sleepers.filter((each) => each.at <= now);
      sleepers = sleepers.filter((each) => each.at > now);
      for (const each of due) each.wake();
    }
  };
  return { clock, run };
}
