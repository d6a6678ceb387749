/**
 * The program's outer edge: real streams, signals and the workbench, handed to `runCli`. Ctrl-C once stops the work cleanly,
 * twice ends at once; a reader that goes away (`penny … | head`) is no error. It knows no command.
 */
import type { Readable } from "node:stream";
import { isatty } from "node:tty";
import { exitCodes, type Io, outputClosed } from "./cli/io.ts";
import { runCli } from "./cli/program.ts";
import type { Workbench } from "./index.ts";
import { SetupError } from "./record/setup-error.ts";

const stop = new AbortController();
const terminal = { in: isatty(0), out: isatty(1), err: isatty(2) };
/** Longest silent wait for standard input; some programs start us with one that they never write to nor close. */
const STDIN_HINT_MS = 3000;
let opened: Promise<Workbench> | undefined;
/** Output of this turn of the event loop: an answer's many small pieces are written together. */
let unwritten = "";

function flush(): void {
  if (unwritten === "") return;
  process.stdout.write(unwritten);
  unwritten = "";
}

function out(text: string): void {
  if (unwritten === "") setImmediate(flush);
  unwritten += text;
}

function err(text: string): void {
  // On a terminal both are one screen, and their order counts.
  flush();
  process.stderr.write(text);
}

function isPipeClosed(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}

function tellFault(error: unknown): void {
  process.exitCode = exitCodes.failed;
  if (isPipeClosed(error)) return;
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && process.env.PENNY_DEBUG ? `\n${error.stack}` : "";
  const hint = stack ? "" : " PENNY_DEBUG=1 shows where.";
  err(`penny: Something went wrong in penny itself: ${message.replace(/\.?$/, ".")}${hint}${stack}\n`);
}

async function readStdin(): Promise<Uint8Array> {
  if (terminal.in) return new Uint8Array();
  const hint = setTimeout(() => {
    err("penny: reading standard input until it ends (to give none: penny … < /dev/null)\n");
  }, STDIN_HINT_MS);
  const giveUp = (): void => void process.stdin.destroy();
  stop.signal.addEventListener("abort", giveUp, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    if (stop.signal.aborted) throw new SetupError("Stopped before anything was sent.");
    throw error;
  } finally {
    clearTimeout(hint);
    stop.signal.removeEventListener("abort", giveUp);
  }
}

function workbench(): Promise<Workbench> {
  opened ??= import("./index.ts").then(({ openWorkbench }) => openWorkbench());
  return opened;
}

function realIo(): Io {
  const { env } = process;
  return {
    out,
    err,
    readStdin,
    get input(): Readable {
      return process.stdin;
    },
    terminal,
    width: process.stdout.columns || Number(env.COLUMNS) || 80,
    color: terminal.out && !env.NO_COLOR && env.TERM !== "dumb",
    env,
    cwd: process.cwd(),
    signal: stop.signal,
    workbench,
    serve: async (wish) => {
      const [{ serve }, { default: about }] = await Promise.all([
        import("./server/serve.ts"),
        import("../package.json", { with: { type: "json" } }),
      ]);
      return serve(await workbench(), { ...wish, version: about.version, folder: process.cwd() });
    },
  };
}

function listen(): void {
  process.on("SIGINT", () => {
    if (stop.signal.aborted) {
      flush();
      process.exit(exitCodes.interrupted);
    }
    err("\npenny: stopping; Ctrl-C again ends at once\n");
    stop.abort();
  });
  process.on("SIGTERM", () => stop.abort());
  process.stdout.on("error", (error) => {
    if (!isPipeClosed(error)) throw error;
    stop.abort(outputClosed);
  });
  // Without standard error there is nowhere left to tell of it.
  process.stderr.on("error", () => undefined);
  process.on("uncaughtException", tellFault);
}

/** Bytes of the young generation from which on it grows no more. */
const YOUNG_BYTES = 16_000_000;
const LOOK_EVERY_MS = 100;

/**
 * Long jobs make much that is soon done with. Left alone, V8 lets it pile up to 128 MB in the young generation and to four times
 * what is alive in the old one; a smaller heap is no slower here (bench/README.md). Short commands end before the first look.
 */
function boundHeap(): void {
  let isOldBound = false;
  const look = setInterval(() => {
    const v8 = process.getBuiltinModule("node:v8");
    if (!isOldBound) v8.setFlagsFromString("--heap-growing-percent=25");
    isOldBound = true;
    const young = v8.getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
    if (young && young.space_size < YOUNG_BYTES) return;
    // Other sizes of it are read when the process starts; this one is read whenever it grows.
    v8.setFlagsFromString("--semi-space-growth-factor=1");
    clearInterval(look);
  }, LOOK_EVERY_MS);
  look.unref();
}

async function main(): Promise<void> {
  listen();
  boundHeap();
  try {
    const code = await runCli(process.argv.slice(2), realIo());
    process.exitCode ??= code;
  } catch (error) {
    tellFault(error);
  } finally {
    flush();
    const open = await opened?.catch(() => undefined);
    await open?.close().catch(tellFault);
  }
}

await main();
