/** Runs the real program from source as a process of its own, in a folder of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";

/** How a process ended. */
export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

const root = resolve(import.meta.dirname, "../..");

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, which is there until the last test of the file has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "penny-"));
  folders.push(folder);
  return folder;
}

/** Runs a command to its end. */
export function run(
  command: string,
  words: readonly string[],
  options: { cwd?: string; env?: { [name: string]: string }; input?: string } = {},
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(command, words, { cwd: options.cwd ?? root, env: { ...process.env, ...options.env } });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("error", fail);
    child.on("close", (code) => done({ code, out, err }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** Runs penny from source. `dir` is its folder. */
export function penny(dir: string, words: readonly string[], input?: string): Promise<Outcome> {
  return run(process.execPath, [join(root, "src/main.ts"), ...words], {
    env: { PENNY_DIR: dir },
    ...(input === undefined ? {} : { input }),
  });
}
