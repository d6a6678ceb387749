/** The world as a command sees it, handed in so that every command is tested in memory. */
import type { Readable } from "node:stream";
import type { Workbench } from "../index.ts";

/** Streams, surroundings and the workbench of one run of the program. */
export interface Io {
  /** Writes to standard output: data only. */
  out: (text: string) => void;
  /** Writes to standard error: progress, warnings, errors. */
  err: (text: string) => void;
  /** All of standard input; empty if it is a terminal. */
  readStdin: () => Promise<Uint8Array>;
  /** Standard input as it comes, for editing lines and answering questions. Use either it or `readStdin`. */
  input: Readable;
  /** Whether standard input, output and error are terminals. */
  terminal: { in: boolean; out: boolean; err: boolean };
  /** Columns of the terminal; 80 where unknown. */
  width: number;
  /** Whether to colour standard output: a terminal, and `NO_COLOR` unset. */
  color: boolean;
  /** Environment variables. */
  env: { [name: string]: string | undefined };
  /** Folder that relative paths start from. */
  cwd: string;
  /**
   * Aborts on the first Ctrl-C, and with the reason `outputClosed` if nobody reads the output any more; the second Ctrl-C
   * ends the process at once.
   */
  signal: AbortSignal;
  /** Opens the workbench, once, when first needed. */
  workbench: () => Promise<Workbench>;
  /** Serves the workbench's page and endpoint on this machine. Absent: this face cannot, as in tests of others. */
  serve?: (settings: ServeWish) => Promise<Served>;
}

/** How the server is wanted. */
export interface ServeWish {
  /** Port; if it is taken, the next free one. Absent: the usual one. */
  port?: number;
  /** Makes new secrets first. */
  renewKeys?: boolean;
  /** Name of whoever sits here. */
  person: string;
  /** How the OpenAI-compatible endpoint serves. Absent: without a budget and a cache. */
  endpoint?: {
    /** Dollars that clients may spend until the server ends. Absent: no limit. */
    budgetUsd?: number;
    /** Answers equal requests from the log. Default false. */
    cache?: boolean;
  };
}

/** A server that listens. */
export interface Served {
  /** Address of the page. */
  url: string;
  /** The link that opens it, with its token. */
  link: string;
  /** Key of the OpenAI-compatible endpoint. */
  key: string;
  /** The port that it listens on. */
  port: number;
  /** Stops it. */
  close: () => Promise<void>;
}

/** Reason of an abort because the reader of our output has gone (`penny … | head`): then there is nobody to tell. */
export const outputClosed = "output closed";

/** Exit codes. Documented in docs/exit-codes.md. */
export const exitCodes = {
  /** All went well. */
  ok: 0,
  /** A call failed, or a check found something wrong. */
  failed: 1,
  /** Wrong usage or setup; nothing was sent or paid. */
  usage: 2,
  /** Stopped by the budget before it was passed. */
  budget: 3,
  /** A gate of a suite did not hold. */
  gate: 4,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;

/** One exit code. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command: parses its words, calls the library, prints. */
export interface CliCommand {
  /** Name as typed. */
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Runs it with the words after its name. */
  run: (words: string[], io: Io) => Promise<ExitCode>;
}
