/** What happens to something that runs here, in order, for any number of listeners that come early or late. Knows nothing of what it is. */

/** Events in order, with an end. */
export interface EventLine<E> {
  /** Adds one. */
  push: (event: E) => void;
  /** Says that no more will come. */
  end: () => void;
  /** Whether no more will come. */
  isEnded: () => boolean;
  /** All that happened and happens, until the end or the abort. */
  follow: (signal: AbortSignal) => AsyncIterable<E>;
}

/** Makes one. */
export function eventLine<E>(): EventLine<E> {
  const events: E[] = [];
  const wakes = new Set<() => void>();
  let ended = false;
  const wakeAll = (): void => {
    for (const wake of wakes) wake();
  };
  async function* follow(signal: AbortSignal): AsyncGenerator<E> {
    let next = 0;
    while (!signal.aborted) {
      for (; next < events.length; next++) yield events[next] as E;
      if (ended) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          wakes.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        wakes.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      });
    }
  }
  return {
    push: (event) => {
      events.push(event);
      wakeAll();
    },
    end: () => {
      ended = true;
      wakeAll();
    },
    isEnded: () => ended,
    follow,
  };
}
