/**
 * Progress of long work on standard error: on a terminal one line that is drawn again and again, elsewhere a plain line now and
 * then. It draws only when it is told of progress; it starts no timer. Standard output is not touched.
 */
import { type Progress, progressTexts } from "./amounts.ts";
import { truncated } from "./display-width.ts";
import type { Io } from "./io.ts";

/** A line of progress. */
export interface ProgressLine {
  /** Tells how far it is; drawn at most ten times a second. */
  update: (progress: Progress) => void;
  /** Takes the line away. Afterwards nothing is drawn. */
  end: () => void;
}

const DRAW_EVERY_MS = 100;
const PLAIN_EVERY_MS = 10_000;
/** The rate is that of the last half minute: cached pieces at the start must not promise a fast end. */
const WINDOW_MS = 30_000;
const BAR_CELLS = 20;
const BAR_FROM_WIDTH = 90;

interface Sample {
  at: number;
  done: number;
}

function rateOf(samples: readonly Sample[], now: Sample): number | undefined {
  const first = samples[0];
  if (!first || now.at - first.at < 500 || now.done <= first.done) return undefined;
  return (now.done - first.done) / (now.at - first.at);
}

/** The progress in one line of text. `perMs`: pieces a millisecond; absent: not known yet. */
export function progressText(progress: Progress, perMs: number | undefined): string {
  return progressTexts(progress, perMs).join("  ");
}

function bar({ done, total }: Progress): string {
  const full = total > 0 ? Math.min(BAR_CELLS, Math.floor((BAR_CELLS * done) / total)) : 0;
  return `${"━".repeat(full)}${"─".repeat(BAR_CELLS - full)}  `;
}

/**
 * A line of progress.
 * @param now milliseconds from any start; it must not go back.
 */
export function progressLine(
  io: Pick<Io, "err" | "terminal" | "width" | "env">,
  now: () => number = () => performance.now(),
): ProgressLine {
  const redraws = io.terminal.err && io.env.TERM !== "dumb";
  const samples: Sample[] = [];
  let drawnAt = redraws ? Number.NEGATIVE_INFINITY : now();
  let drawn = false;
  let ended = false;
  const draw = (text: string, progress: Progress): void => {
    if (!redraws) {
      io.err(`penny: ${text}\n`);
      return;
    }
    const line = (io.width >= BAR_FROM_WIDTH ? bar(progress) : "") + text;
    // A line as wide as the terminal would break into two. Then the rest of what was drawn before is erased.
    io.err(`\r${truncated(line, io.width - 1)}\u001b[K`);
    drawn = true;
  };
  return {
    update: (progress) => {
      if (ended) return;
      const sample = { at: now(), done: progress.done };
      while (samples.length > 1 && sample.at - (samples[1]?.at ?? 0) > WINDOW_MS) samples.shift();
      const perMs = rateOf(samples, sample);
      const last = samples.at(-1);
      if (!last || sample.at - last.at >= DRAW_EVERY_MS) samples.push(sample);
      const isLast = redraws && progress.done >= progress.total;
      if (!isLast && sample.at - drawnAt < (redraws ? DRAW_EVERY_MS : PLAIN_EVERY_MS)) return;
      drawnAt = sample.at;
      draw(progressText(progress, perMs), progress);
    },
    end: () => {
      if (drawn && !ended) io.err("\r\u001b[K");
      ended = true;
    },
  };
}
