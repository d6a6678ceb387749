/** Reads a secret: typed without being shown on a terminal, or piped in. Keeps and checks nothing. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { SetupError } from "../record/setup-error.ts";
import type { Io } from "./io.ts";

/** Takes all that the line editor would show. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function typed(question: string, io: Io): Promise<string | undefined> {
  return new Promise((resolve) => {
    io.err(question);
    // With `terminal` the editor takes the keys itself, so that the terminal shows none of them.
    const lines = createInterface({ input: io.input, output: nowhere(), terminal: true, historySize: 0 });
    const end = (text: string | undefined): void => {
      lines.removeAllListeners("close");
      lines.close();
      io.err("\n");
      resolve(text);
    };
    lines.once("line", end);
    lines.once("SIGINT", () => end(undefined));
    lines.once("close", () => end(undefined));
  });
}

/**
 * A secret of one line. On a terminal the question is asked on standard error and nothing typed is shown; otherwise it is read
 * from standard input.
 * @returns `undefined` if it was given up with Ctrl-C or the end of input.
 * @throws SetupError if what is piped in is no text.
 */
export async function hiddenLine(question: string, io: Io): Promise<string | undefined> {
  if (io.terminal.in) return typed(question, io);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await io.readStdin());
  } catch {
    throw new SetupError("What was piped in is no text: pipe in the key alone.");
  }
}
