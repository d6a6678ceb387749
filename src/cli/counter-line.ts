/** How many of something were handled so far, where the total is not known: one line on a terminal that is drawn again and again. */
import type { Io } from "./io.ts";

/** A line that counts. */
export interface CounterLine {
  /** One more; drawn at most ten times a second. */
  add: () => void;
  /** Takes the line away. */
  end: () => void;
}

const DRAW_EVERY_MS = 100;

/**
 * A counting line on standard error; nothing where that is no terminal.
 * @param what what is counted, in the plural, with what happens to it: `calls read`.
 * @param now milliseconds from any start; it must not go back.
 */
export function counterLine(
  what: string,
  io: Pick<Io, "err" | "terminal" | "env">,
  now: () => number = () => performance.now(),
): CounterLine {
  const draws = io.terminal.err && io.env.TERM !== "dumb";
  const startedAt = now();
  let count = 0;
  let drawnAt = startedAt;
  return {
    add: () => {
      count++;
      if (!draws || now() - drawnAt < DRAW_EVERY_MS) return;
      drawnAt = now();
      io.err(`\rpenny: ${count.toLocaleString("en-US")} ${what}\u001b[K`);
    },
    end: () => {
      if (drawnAt !== startedAt) io.err("\r\u001b[K");
    },
  };
}
