/** Tells when the log has changed, by this process or another: asks the database for its mark while somebody listens. */
import type { Store } from "../index.ts";

/** Changes of the log. */
export interface LogChanges {
  /** A growing number, once at the beginning and then after each change, until the signal aborts. */
  follow: (signal: AbortSignal) => AsyncIterable<number>;
}

/** How often the mark is asked for: it costs microseconds, and nobody notices a quarter of a second. */
const LOOK_EVERY_MS = 200;

/** A wait that a signal ends. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}

/** Changes of a store. */
export function logChanges(log: Pick<Store, "changeMark">): LogChanges {
  let count = 0;
  let last: string | undefined;
  const look = async (): Promise<number> => {
    const mark = await log.changeMark();
    if (mark !== last) {
      last = mark;
      count++;
    }
    return count;
  };
  return {
    follow: async function* (signal) {
      let told: number | undefined;
      while (!signal.aborted) {
        const now = await look();
        if (now !== told) {
          told = now;
          yield now;
        }
        await pause(LOOK_EVERY_MS, signal);
      }
    },
  };
}
