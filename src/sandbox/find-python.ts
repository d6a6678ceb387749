/**
 * Programs on the path, and what of the disk a Python needs to run. Asking a Python runs the person's own interpreter and no code but ours;
 * one that packages were put into is never asked here (python-environment.ts asks before).
 */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { runProgram } from "./run-program.ts";

/** A Python that runs. */
export interface FoundPython {
  /** Its program. */
  file: string;
  /** Folders that it must be able to read, beside the system's. */
  readable: string[];
}

/** The program `name` on a path; `undefined`: there is none. */
export function programOnPath(name: string, path: string): string | undefined {
  for (const folder of path.split(":"))
    if (folder.startsWith("/") && existsSync(join(folder, name))) return join(folder, name);
  return undefined;
}

/** Whether a file is in one of the folders that each program sees. */
export function isInSystem(path: string): boolean {
  return /^\/(usr|bin|sbin|lib\d*|nix\/store|gnu\/store)\//.test(path);
}

/** What must be readable for a program installed elsewhere. @throws SetupError if that would be all of a person's files. */
function readableFor(prefix: string, home: string): string[] {
  if (isInSystem(`${prefix}/`)) return [];
  if (prefix === "/" || home === prefix || home.startsWith(`${prefix}${sep}`))
    throw new SetupError(
      `The interpreter stands in ${prefix} itself, with all your files: install it in a folder of its own.`,
    );
  return [prefix];
}

const PREFIXES = "import sys; print(sys.executable, sys.base_prefix, sys.prefix, sep='\\n')";

/**
 * Asks a Python where it stands. A shim may lead to another file.
 * @throws SetupError if it does not work, or stands among all of a person's files.
 */
export async function findPython(file: string, { path, home }: { path: string; home: string }): Promise<FoundPython> {
  const settings = { folder: "/", env: { PATH: path, HOME: home }, mostMs: 20_000 };
  const end = await runProgram(file, ["-I", "-c", PREFIXES], settings).catch((error: unknown) => ({
    code: -1,
    stdout: "",
    stderr: messageOf(error),
  }));
  const [executable = "", ...prefixes] = end.stdout.trim().split("\n");
  if (end.code !== 0 || executable === "")
    throw new SetupError(`${file} does not work: ${end.stderr.trim().slice(0, 200)}`);
  const folders = [...prefixes, dirname(dirname(realpathSync(executable)))];
  return { file: executable, readable: [...new Set(folders.flatMap((prefix) => readableFor(prefix, home)))] };
}
