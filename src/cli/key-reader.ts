/** Reads single keys from a terminal, and now and then a line, without an editor. Keys typed ahead wait. Shows nothing but the line. */
import { emitKeypressEvents } from "node:readline";
import type { Io } from "./io.ts";

/** A key: what it types, or `return`, `backspace`, `escape`; `end` for Ctrl-C, Ctrl-D and the end of input. */
export type Key = string;

/** A reader of keys. */
export interface KeyReader {
  /** The next key. */
  next: () => Promise<Key>;
  /** A line, shown as it is typed. `undefined`: it was given up with Escape, or the input has ended. */
  line: (prompt: string) => Promise<string | undefined>;
  /** Lets go of the terminal. */
  close: () => void;
}

interface Pressed {
  name?: string;
  ctrl?: boolean;
  meta?: boolean;
}

const NAMED = ["return", "enter", "backspace", "escape"];

/** Puts the terminal into the mode in which keys come one by one, until `close`. */
export function keyReader(io: Io): KeyReader {
  const { input } = io;
  const terminal = input as { setRawMode?: (raw: boolean) => void };
  const queue: Key[] = [];
  let waiting: ((key: Key) => void) | undefined;
  let ended = false;
  const put = (key: Key): void => {
    if (!waiting) return void queue.push(key);
    const resolve = waiting;
    waiting = undefined;
    resolve(key);
  };
  const end = (): void => {
    ended = true;
    put("end");
  };
  const pressed = (text: string | undefined, { name, ctrl, meta }: Pressed): void => {
    if (ctrl) {
      if (name === "c" || name === "d") end();
    } else if (name !== undefined && NAMED.includes(name)) put(name === "enter" ? "return" : name);
    else if (text !== undefined && !meta && /^\P{C}+$/u.test(text)) put(text);
  };
  emitKeypressEvents(input);
  input.on("keypress", pressed);
  input.once("end", end);
  io.signal.addEventListener("abort", end, { once: true });
  terminal.setRawMode?.(true);
  input.resume();
  const next = (): Promise<Key> => {
    const key = queue.shift();
    if (key !== undefined) return Promise.resolve(key);
    return ended ? Promise.resolve("end") : new Promise((resolve) => (waiting = resolve));
  };
  return {
    next,
    line: async (prompt) => {
      io.err(prompt);
      const typed: string[] = [];
      for (;;) {
        const key = await next();
        if (key === "return") break;
        if (key === "end" || key === "escape") {
          io.err("\n");
          return undefined;
        }
        if (key !== "backspace") {
          typed.push(key);
          io.err(key);
        } else if (typed.pop() !== undefined) io.err("\b \b");
      }
      io.err("\n");
      return typed.join("");
    },
    close: () => {
      input.off("keypress", pressed);
      input.off("end", end);
      io.signal.removeEventListener("abort", end);
      terminal.setRawMode?.(false);
      input.pause();
    },
  };
}
