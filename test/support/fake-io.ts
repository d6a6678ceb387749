/** An Io in memory: what a command printed, and a terminal or a pipe to read from. */
import { PassThrough } from "node:stream";
import type { ExitCode, Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/program.ts";
import type { Workbench } from "../../src/index.ts";

/** What a test may set. */
export interface FakeIoSettings {
  /** Folder of the log and settings. */
  dir: string;
  /** What is piped in. Absent: standard input is a terminal. */
  stdin?: string | Uint8Array;
  /** Whether standard output and error are terminals. Default false. */
  terminal?: boolean;
  /** Columns. Default 80. */
  width?: number;
  /** Environment. Default empty: no key, no setting of this machine. */
  env?: { [name: string]: string | undefined };
  /** Folder that relative paths start from. Default `dir`. */
  cwd?: string;
  /** Ctrl-C. */
  signal?: AbortSignal;
  /** Typed input. */
  input?: PassThrough;
  /** Hears each write. */
  onWrite?: (text: string, to: "out" | "err") => void;
}

/** An Io and what was written to it. */
export interface FakeIo {
  io: Io;
  out: () => string;
  err: () => string;
  close: () => Promise<void>;
}

/** An Io in memory with a real workbench in `dir`. */
export function fakeIo(settings: FakeIoSettings): FakeIo {
  let out = "";
  let err = "";
  let workbench: Promise<Workbench> | undefined;
  const env = settings.env ?? {};
  const onTerminal = settings.terminal ?? false;
  const bytes = typeof settings.stdin === "string" ? new TextEncoder().encode(settings.stdin) : settings.stdin;
  const input = settings.input ?? new PassThrough();
  if (bytes) input.end(bytes);
  const io: Io = {
    out: (text) => {
      out += text;
      settings.onWrite?.(text, "out");
    },
    err: (text) => {
      err += text;
      settings.onWrite?.(text, "err");
    },
    readStdin: async () => bytes ?? new Uint8Array(),
    input,
    terminal: { in: bytes === undefined, out: onTerminal, err: onTerminal },
    width: settings.width ?? 80,
    color: onTerminal && !env.NO_COLOR,
    env,
    cwd: settings.cwd ?? settings.dir,
    signal: settings.signal ?? new AbortController().signal,
    workbench: () => {
      workbench ??= import("../../src/index.ts").then(({ openWorkbench }) => openWorkbench({ dir: settings.dir, env }));
      return workbench;
    },
  };
  return { io, out: () => out, err: () => err, close: async () => (await workbench?.catch(() => undefined))?.close() };
}

/** Runs the program in memory and gives what it printed. */
export async function runPenny(
  words: readonly string[],
  settings: FakeIoSettings,
): Promise<{ code: ExitCode; out: string; err: string }> {
  const fake = fakeIo(settings);
  try {
    const code = await runCli(words, fake.io);
    return { code, out: fake.out(), err: fake.err() };
  } finally {
    await fake.close();
  }
}
