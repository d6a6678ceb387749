/**
 * Python environments with the packages that a script asks for, made by uv, kept and used again. Only built packages (wheels) are taken:
 * unpacking them runs none of their code, so that no code of the script's choice runs outside the sandbox. Names are checked before
 * (script-metadata.ts).
 * Source: https://docs.astral.sh/uv/reference/cli/ (uv 0.9, 2026-11-30).
 */
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sha256 } from "../record/hash.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { runProgram } from "./run-program.ts";
import { programOnPath } from "./run-script.ts";

/** Where environments are made. */
export interface EnvironmentSettings {
  /** Folder that they are kept in. */
  folder: string;
  /** Where programs are looked for: `PATH`. */
  path: string;
  /** The person's home folder, for uv's own cache. */
  home: string;
  /** Stops it. */
  signal?: AbortSignal;
}

const MOST_MS = 600_000;
const READY = "penny-ready";

/** Whether uv is there. */
export function hasUv(path: string): boolean {
  return programOnPath("uv", path) !== undefined;
}

/**
 * The folder of an environment with these packages; fetched from the package index the first time.
 * @throws SetupError if uv is not there, or the packages cannot be had.
 */
export async function pythonEnvironment(
  dependencies: readonly string[],
  settings: EnvironmentSettings,
): Promise<string> {
  const { folder, path, home, signal } = settings;
  const uv = programOnPath("uv", path);
  const asked = dependencies.join(", ");
  if (uv === undefined)
    throw new SetupError(
      `The script asks for packages (${asked}), which uv fetches: install it (https://docs.astral.sh/uv).`,
    );
  const place = join(folder, sha256(JSON.stringify([...dependencies].sort())).slice(0, 24));
  if (existsSync(join(place, READY))) return place;
  const run = {
    folder: dirname(place),
    env: { PATH: path, HOME: home },
    mostMs: MOST_MS,
    ...(signal ? { signal } : {}),
  };
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await rm(place, { recursive: true, force: true });
  const python = join(place, "bin", "python");
  const steps = [
    ["venv", "--quiet", "--no-project", "--no-python-downloads", place],
    ["pip", "install", "--quiet", "--no-build", "--python", python, "--", ...dependencies],
  ];
  for (const words of steps) {
    const end = await runProgram(uv, words, run).catch((error: unknown) => ({ code: -1, stderr: messageOf(error) }));
    if (end.code === 0) continue;
    await rm(place, { recursive: true, force: true });
    throw new SetupError(
      `The packages ${asked} could not be fetched: ${end.stderr.trim().slice(0, 400) || "uv failed"}`,
    );
  }
  await writeFile(join(place, READY), "");
  return place;
}
