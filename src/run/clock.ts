/** Time as it is handed in, so that tests can hand in another. */

/** A clock. */
export interface Clock {
  /** Milliseconds since 1970, with fractions; never goes back. */
  now: () => number;
  /** Resolves after so many milliseconds, or at once when the signal aborts. Never rejects. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The machine's clock. Its timers do not keep the process alive on their own behalf beyond the wait that uses them. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done, { once: true });
    }),
};
