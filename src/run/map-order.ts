/**
 * Puts rows that end in any order back in their own, and says how far ahead work may run meanwhile: rows that wait for a slow one
 * before them are held in memory, so there is a bound on them.
 */

/** Rows back in order. */
export interface RowOrder<T> {
  /** A row has ended. It, and all that it sets free, are written at once or by who is writing. Rejects if writing fails. */
  put: (index: number, value: T, weight: number) => Promise<void>;
  /** Resolves when a row of this index may be begun. */
  room: (index: number) => Promise<void>;
  /** Nobody is to wait for room any more: the work ends. */
  open: () => void;
  /** Rows written so far. */
  written: () => number;
}

/** Rows that may be ahead of the oldest that has not ended, and what those that wait may weigh in characters. */
const MOST_AHEAD = 20_000;
const MOST_WEIGHT = 16_000_000;

/** Rows in order. @param write takes them one after the other. */
export function rowOrder<T>(write: (value: T) => Promise<void>): RowOrder<T> {
  const waiting = new Map<number, { value: T; weight: number }>();
  let next = 0;
  let weight = 0;
  let isDraining = false;
  let isOpen = false;
  let wake: (() => void)[] = [];
  const wakeAll = (): void => {
    const woken = wake;
    wake = [];
    for (const each of woken) each();
  };
  const drain = async (): Promise<void> => {
    isDraining = true;
    try {
      for (let found = waiting.get(next); found; found = waiting.get(next)) {
        waiting.delete(next);
        weight -= found.weight;
        await write(found.value);
        next++;
      }
    } finally {
      isDraining = false;
      wakeAll();
    }
  };
  const isFull = (index: number): boolean => index > next && (index - next > MOST_AHEAD || weight > MOST_WEIGHT);
  return {
    put: async (index, value, itsWeight) => {
      waiting.set(index, { value, weight: itsWeight });
      weight += itsWeight;
      if (!isDraining) await drain();
    },
    room: async (index) => {
      while (!isOpen && isFull(index)) await new Promise<void>((resolve) => wake.push(resolve));
    },
    open: () => {
      isOpen = true;
      wakeAll();
    },
    written: () => next,
  };
}
