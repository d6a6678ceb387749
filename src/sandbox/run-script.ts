/**
 * Runs a program that a model wrote and a person said yes to: in bubblewrap, or, only where they said so, without. Its environment is
 * empty either way, its time, memory and output are bounded, and it reads no input. Asks nobody, and records nothing.
 *
 * Without bubblewrap it may do all that the person may: then only the bounds hold.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Program } from "../record/program-run.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { bubblewrapWords } from "./bubblewrap.ts";
import { type FoundPython, findPython, isInSystem, programOnPath } from "./find-python.ts";
import { runProgram } from "./run-program.ts";

/** How a program is run. */
export interface ScriptSettings {
  /** Absolute path of the folder that it works in. */
  folder: string;
  /** The person's home folder. */
  home: string;
  /** Folders that it must not see though they lie in the folder. */
  hidden: readonly string[];
  /** Whether it runs in bubblewrap. */
  isSandboxed: boolean;
  /** Whether it has the network. Without bubblewrap it has in any case. */
  network: boolean;
  /** Milliseconds that it may take. */
  mostMs: number;
  /** Bytes of memory that each of its processes may hold. */
  mostMemory: number;
  /** Where programs are looked for: `PATH`. */
  path: string;
  /** Ends it. */
  signal?: AbortSignal;
  /** Hears what it writes. */
  onOutput?: (text: string, to: "stdout" | "stderr") => void;
}

/** What came of it. */
export interface ScriptEnd {
  /** Its exit code. Absent: it was ended. */
  exitCode?: number;
  /** Why it was ended, one clause. Absent: it was not. */
  ended?: string;
  /** Milliseconds that it took. */
  ms: number;
  /** What it wrote, at most the first million characters. */
  stdout: string;
  /** What it wrote as errors, at most the first million characters. */
  stderr: string;
}

const MOST_KEPT = 1_000_000;
const MOST_WRITTEN = 50_000_000;
/** Bytes of one file, and processes. */
const MOST_FILE = 2_000_000_000;
const MOST_PROCESSES = 128;

/** Bubblewrap, where it is there and the system lets it work; else why not, one clause. */
export async function findBubblewrap(path: string): Promise<{ file: string } | { lacking: string }> {
  if (process.platform !== "linux") return { lacking: "bubblewrap works on Linux alone" };
  const file = programOnPath("bwrap", path);
  if (file === undefined) return { lacking: "bubblewrap is not installed (`apt install bubblewrap`)" };
  const words = ["--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--", "/bin/sh", "-c", "exit 7"];
  const settings = { folder: "/", env: {}, mostMs: 10_000 };
  const end = await runProgram(file, words, settings).catch((error: unknown) => ({
    code: -1,
    stderr: messageOf(error),
  }));
  if (end.code === 7) return { file };
  return { lacking: `bubblewrap does not work here (${end.stderr.trim().split("\n")[0] || `exit code ${end.code}`})` };
}

/** An interpreter, and what of the disk it needs. */
interface Interpreter {
  words: string[];
  readable: string[];
}

/** The person's Python. @throws SetupError if there is none. */
export function pythonOn(path: string): string {
  const file = programOnPath("python3", path);
  if (file !== undefined) return file;
  throw new SetupError(
    "There is no program `python3` outside the folder that the script may change: install Python, or add --node to have the script written for Node.",
  );
}

async function python(settings: ScriptSettings, environment: FoundPython | undefined): Promise<Interpreter> {
  const found = environment ?? (await findPython(pythonOn(settings.path), settings));
  return { words: [found.file, "-B", "-u"], readable: found.readable };
}

function node({ mostMemory }: ScriptSettings): Interpreter {
  const file = realpathSync(process.execPath);
  const heap = Math.floor(mostMemory / 1e6);
  return { words: [file, `--max-old-space-size=${heap}`], readable: isInSystem(file) ? [] : [file] };
}

/** Bounds of the shell, which each of the program's processes inherits. Kilobytes and blocks of 512 bytes, as POSIX has them. */
function bounded(words: readonly string[], { mostMs, mostMemory }: ScriptSettings, isPython: boolean): string[] {
  const limits = [
    // The engine of Node takes far more than it uses; its own option bounds it.
    ...(isPython ? [`ulimit -d ${Math.floor(mostMemory / 1024)}`] : []),
    `ulimit -t ${Math.ceil(mostMs / 1000) + 5}`,
    `ulimit -f ${Math.floor(MOST_FILE / 512)}`,
    "ulimit -c 0",
    `ulimit -u ${MOST_PROCESSES} 2>/dev/null || ulimit -p ${MOST_PROCESSES} 2>/dev/null`,
  ];
  return ["/bin/sh", "-c", `${limits.join("; ")}; exec "$@"`, "sh", ...words];
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}

/** Follows a program to its end. */
async function followed(child: ChildProcess, settings: ScriptSettings): Promise<ScriptEnd> {
  const began = performance.now();
  const kept = { stdout: "", stderr: "" };
  let written = 0;
  let ended: string | undefined;
  const end = (why: string): void => {
    ended ??= why;
    kill(child);
  };
  const timer = setTimeout(() => end(`it took more than ${settings.mostMs / 1000} seconds`), settings.mostMs);
  const onAbort = (): void => end("it was interrupted");
  settings.signal?.addEventListener("abort", onAbort, { once: true });
  if (settings.signal?.aborted) onAbort();
  for (const to of ["stdout", "stderr"] as const) {
    child[to]?.setEncoding("utf8").on("data", (text: string) => {
      written += text.length;
      if (written > MOST_WRITTEN) return end(`it wrote more than ${MOST_WRITTEN / 1e6} million characters`);
      kept[to] += text.slice(0, MOST_KEPT - kept[to].length);
      settings.onOutput?.(text, to);
    });
  }
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number | null; signal: string | null }>();
  child.once("error", reject).once("close", (code, signal) => resolve({ code, signal }));
  try {
    const { code, signal } = await promise;
    const why = ended ?? (code === null ? `it was ended by ${signal ?? "a signal"}` : undefined);
    return {
      ...kept,
      ms: Math.round(performance.now() - began),
      ...(why === undefined ? { exitCode: code ?? -1 } : { ended: why }),
    };
  } finally {
    clearTimeout(timer);
    settings.signal?.removeEventListener("abort", onAbort);
  }
}

/**
 * Runs a program.
 * @param environment a Python with its packages. Absent: it needs none.
 * @throws SetupError if there is no interpreter, or no bubblewrap where it is wanted.
 */
export async function runScript(
  program: Program,
  settings: ScriptSettings,
  environment?: FoundPython,
): Promise<ScriptEnd> {
  const isPython = program.language === "python";
  const { words, readable } = isPython ? await python(settings, environment) : node(settings);
  const found = settings.isSandboxed ? await findBubblewrap(settings.path) : undefined;
  if (found && "lacking" in found) throw new SetupError(`The program was not run: ${found.lacking}.`);
  const place = await mkdtemp(join(tmpdir(), "penny-run-"));
  const name = isPython ? "script.py" : "script.mjs";
  const file = join(place, name);
  // In a folder that is made in the sandbox alone: what is mounted leaves an empty file in any other.
  const as = found ? `/penny/${name}` : file;
  const env = { PATH: found ? "/usr/bin:/bin" : settings.path, LANG: "C.UTF-8", HOME: found ? "/tmp" : settings.home };
  const command = bounded([...words, as], settings, isPython);
  try {
    await writeFile(file, program.script, { mode: 0o600 });
    const given = { ...settings, readable, script: { file, as }, env, command };
    const [started = "", ...rest] = found ? [found.file, ...bubblewrapWords(given)] : command;
    const child = spawn(started, rest, {
      cwd: settings.folder,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return await followed(child, settings);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
