/** What pages do with something that runs in this server, whatever it is: follow it, stop it, and at the server's end stop all. Begins nothing. */
import type { EventLine } from "./event-line.ts";

/** Something that runs, or ran a short time ago. */
export interface RunningJob<E> {
  /** What happens and happened to it. */
  line: EventLine<E>;
  /** Cancels it. */
  stop: AbortController;
  /** Resolves at its end, well or not. */
  done: Promise<unknown>;
}

/** What can be done with jobs by their ids. */
export interface JobControls<E> {
  /** What happens and happened, until its end. `undefined`: no such job runs or ran here lately. */
  follow: (id: string, signal: AbortSignal) => AsyncIterable<E> | undefined;
  /** Cancels one. Gives whether it ran here. */
  stop: (id: string) => boolean;
  /** Cancels all and waits for them. */
  settle: () => Promise<void>;
}

/** Controls of these jobs. @param all by id; read anew each time. */
export function jobControls<E>(all: ReadonlyMap<string, RunningJob<E>>): JobControls<E> {
  return {
    follow: (id, signal) => all.get(id)?.line.follow(signal),
    stop: (id) => {
      const job = all.get(id);
      if (!job || job.line.isEnded()) return false;
      job.stop.abort();
      return true;
    },
    settle: async () => {
      for (const { stop } of all.values()) stop.abort();
      await Promise.all([...all.values()].map(({ done }) => done));
    },
  };
}
