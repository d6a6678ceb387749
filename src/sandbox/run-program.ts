/**
 * Runs a program that a person named themselves, such as one that a configuration asks for answers. It is NOT held in a sandbox: it
 * may do all that the person may. Code that a model wrote never comes here.
 */
import { spawn } from "node:child_process";

/** How a program is run. */
export interface ProgramSettings {
  /** Folder that it starts in. */
  folder: string;
  /** Its environment. */
  env: { [name: string]: string | undefined };
  /** What it reads on standard input. Absent: nothing. */
  input?: string;
  /** Ends it. */
  signal?: AbortSignal;
  /** Milliseconds that it may take. Default: 5 minutes. */
  mostMs?: number;
}

/** What came of it. */
export interface ProgramEnd {
  /** Its exit code; -1 if a signal ended it. */
  code: number;
  /** What it wrote. */
  stdout: string;
  /** What it wrote as errors. */
  stderr: string;
}

/** Runs a program without a shell. Rejects if it cannot be started, is ended by the signal, or takes too long. */
export function runProgram(command: string, args: readonly string[], settings: ProgramSettings): Promise<ProgramEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<ProgramEnd>();
  const most = settings.mostMs ?? 300_000;
  const late = AbortSignal.timeout(most);
  const signal = settings.signal ? AbortSignal.any([settings.signal, late]) : late;
  const child = spawn(command, [...args], { cwd: settings.folder, env: settings.env, signal, killSignal: "SIGKILL" });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  child.on("error", (error: NodeJS.ErrnoException) => {
    if (late.aborted) reject(new Error(`\`${command}\` took longer than ${most / 1000} s`));
    else reject(error.code === "ENOENT" ? new Error(`there is no program \`${command}\``) : error);
  });
  child.on("close", (code) =>
    resolve({ code: code ?? -1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
  );
  // A program that reads nothing closes its end early.
  child.stdin.on("error", () => undefined);
  child.stdin.end(settings.input ?? "");
  return promise;
}
