/** Tells when the log has changed, by this process or another: asks the database for its mark while somebody listens. */
import type { Store } from "../index.ts";
import { systemClock } from "../run/clock.ts";

/** Changes of the log. */
export interface LogChanges {
  /** A growing number, once at the beginning and then after each change, until the signal aborts. */
  follow: (signal: AbortSignal) => AsyncIterable<number>;
}

/** How often the mark is asked for: it costs microseconds, and nobody notices a quarter of a second. */
const LOOK_EVERY_MS = 200;

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
        await systemClock.sleep(LOOK_EVERY_MS, signal);
      }
    },
  };
}
