/** Runs work, so much of it at once; what is more waits its turn. Knows nothing of what the work is. */

/** A runner of at most so many pieces of work at once, in the order in which they come. */
export function atMost(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= places) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      // The place goes to the next in line, or is free again.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
