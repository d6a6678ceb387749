/**
 * Reads lines from a person or a pipe, one at a time, with editing and history on a terminal. Lines typed ahead wait. While
 * muted, nothing that is typed is shown, so it cannot break into an answer.
 */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Io } from "./io.ts";

/** What came: a line, Ctrl-C, or the end of input. */
export type LineEvent = { type: "line"; text: string } | { type: "interrupt"; hadText: boolean } | { type: "end" };

/** A reader of lines. */
export interface LineReader {
  /** Shows the prompt (on a terminal) and waits for what comes. */
  next: (prompt: string) => Promise<LineEvent>;
  /** Runs work with typing hidden; Ctrl-C meanwhile calls `onInterrupt`. */
  during: <T>(work: () => Promise<T>, onInterrupt: () => void) => Promise<T>;
  /** Lets go of the input. */
  close: () => void;
}

/** A Writable for the line editor, which wants a stream with a width. */
function editorOutput(io: Io, isMuted: () => boolean): Writable & { columns: number } {
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      if (!isMuted()) io.out(String(chunk));
      done();
    },
  });
  return Object.assign(output, { columns: io.width });
}

/**
 * A reader on `io.input`.
 * @param history earlier lines for the arrow keys, newest first.
 */
export function lineReader(io: Io, history: readonly string[]): LineReader {
  const interactive = io.terminal.in && io.terminal.out;
  let muted = false;
  let onInterrupt: (() => void) | undefined;
  let waiting: ((event: LineEvent) => void) | undefined;
  const queue: LineEvent[] = [];
  const put = (event: LineEvent): void => {
    if (!waiting) return void queue.push(event);
    const resolve = waiting;
    waiting = undefined;
    resolve(event);
  };
  const lines = createInterface({
    input: io.input,
    output: interactive ? editorOutput(io, () => muted) : undefined,
    terminal: interactive,
    history: [...history],
    historySize: 1000,
    removeHistoryDuplicates: true,
  });
  lines.on("line", (text) => put({ type: "line", text }));
  lines.on("close", () => put({ type: "end" }));
  lines.on("SIGINT", () => {
    if (onInterrupt) return onInterrupt();
    const hadText = lines.line !== "";
    // Ctrl-E, Ctrl-U: to the end of the line, then all before it is cut; the screen keeps what was typed.
    lines.write(null, { ctrl: true, name: "e" });
    lines.write(null, { ctrl: true, name: "u" });
    put({ type: "interrupt", hadText });
  });
  return {
    next: (prompt) =>
      new Promise((resolve) => {
        const queued = queue.shift();
        if (interactive) {
          lines.setPrompt(prompt);
          if (!queued || queued.type === "end") lines.prompt(true);
          else if (queued.type === "line") io.out(`${prompt}${queued.text}\n`);
        }
        if (queued) resolve(queued);
        else waiting = resolve;
      }),
    during: async (work, interrupt) => {
      muted = true;
      onInterrupt = interrupt;
      try {
        return await work();
      } finally {
        muted = false;
        onInterrupt = undefined;
      }
    },
    close: () => lines.close(),
  };
}
