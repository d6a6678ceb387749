/**
 * Python environments with the packages that a script asks for, made by uv, kept and used again. Only built packages (wheels) are taken:
 * unpacking them runs none of their code. Names are checked before (script-metadata.ts). Where an environment stands is asked of it while
 * it is empty, and written down beside it: once packages are in it, nothing in it is run or believed outside the sandbox, since a package
 * may bring a program `python` of its own, or code that runs at each start.
 *
 * uv starts in the root folder: it looks for settings in the folder that it starts in and in those above, where a script could have left some.
 * Sources: https://docs.astral.sh/uv/reference/cli/, https://docs.astral.sh/uv/reference/environment/,
 * https://docs.astral.sh/uv/concepts/configuration-files/ (uv 0.9, 2026-11-30).
 */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../record/hash.ts";
import { messageOf } from "../record/setup-error.ts";
import { type FoundPython, findPython, programOnPath } from "./find-python.ts";
import { runProgram } from "./run-program.ts";

/** Where environments are made. */
export interface EnvironmentSettings {
  /** Folder that they are kept in. */
  folder: string;
  /** Where programs are looked for: `PATH`. */
  path: string;
  /** The person's environment, for what concerns uv: package indexes, proxies, caches. */
  env: { readonly [name: string]: string | undefined };
  /** The person's home folder, for uv's own cache. */
  home: string;
  /** Stops it. */
  signal?: AbortSignal;
}

const MOST_MS = 600_000;
const MOST_TOLD = 400;
/** What of the environment uv is given: where packages come from and how they are reached. No keys but those of package indexes. */
const FOR_UV =
  /^(UV_(INDEX(_\w+)?|DEFAULT_INDEX|EXTRA_INDEX_URL|FIND_LINKS|OFFLINE|EXCLUDE_NEWER|CACHE_DIR|CONFIG_FILE|PYTHON|PYTHON_INSTALL_DIR|KEYRING_PROVIDER|INSECURE_HOST|NATIVE_TLS|SYSTEM_CERTS|HTTP_TIMEOUT)|XDG_(CACHE|CONFIG|DATA)_HOME|XDG_CONFIG_DIRS|NETRC|SSL_CERT_(FILE|DIR)|(HTTP|HTTPS|ALL|NO)_PROXY|(http|https|all|no)_proxy)$/;

/** Whether uv is there. */
export function hasUv(path: string): boolean {
  return programOnPath("uv", path) !== undefined;
}

/** What uv said, on one line and without passwords in addresses: it draws its errors as a tree of causes. */
function oneLine(said: string): string {
  return said
    .replace(/^\s*(?:error:|×)\s*/, "")
    .replace(/:?\s*\n\s*(?:[├╰]─▶|Caused by:)\s*/g, ": ")
    .replace(/[\s\p{Cc}│]+/gu, " ")
    .replace(/\/\/[^\s/@]+@/g, "//****@")
    .trim();
}

/** What was written down of an environment that was finished; `undefined`: it was not, or its interpreter is gone. */
function finished(note: string): FoundPython | undefined {
  try {
    const python = JSON.parse(readFileSync(note, "utf8")) as FoundPython;
    return existsSync(python.file) ? python : undefined;
  } catch {
    return undefined;
  }
}

/** Makes an environment. @throws an error that says why it could not be made. */
async function made(
  place: string,
  dependencies: readonly string[],
  uv: string,
  settings: EnvironmentSettings,
): Promise<FoundPython> {
  const { path, home, signal } = settings;
  const given = Object.entries(settings.env).filter(([name]) => FOR_UV.test(name));
  const env = { ...Object.fromEntries(given), PATH: path, HOME: home };
  const inUv = async (words: readonly string[]): Promise<void> => {
    const end = await runProgram(uv, words, { folder: "/", env, mostMs: MOST_MS, ...(signal ? { signal } : {}) });
    if (end.code !== 0) throw new Error(oneLine(end.stderr).slice(0, MOST_TOLD) || "uv failed");
  };
  await inUv(["venv", "--quiet", "--no-project", "--no-python-downloads", place]);
  const python = await findPython(join(place, "bin", "python"), settings);
  const choices = ["--quiet", "--no-build", "--link-mode", "copy", "--python", python.file];
  await inUv(["pip", "install", ...choices, "--", ...dependencies]);
  return python;
}

/** An environment with these packages, fetched from the package index the first time; or why there is none, one clause. */
export async function pythonEnvironment(
  dependencies: readonly string[],
  settings: EnvironmentSettings,
): Promise<FoundPython | { ended: string }> {
  const { folder, path, signal } = settings;
  const uv = programOnPath("uv", path);
  const asked = dependencies.join(", ");
  if (uv === undefined)
    return { ended: `it asks for packages (${asked}), which uv fetches: install it (https://docs.astral.sh/uv)` };
  const place = join(folder, sha256(JSON.stringify([...dependencies].sort())).slice(0, 24));
  const note = `${place}.json`;
  const ready = finished(note);
  if (ready) return ready;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const each of [note, place]) await rm(each, { recursive: true, force: true });
  try {
    const python = await made(place, dependencies, uv, settings);
    await writeFile(note, JSON.stringify(python), { mode: 0o600 });
    return python;
  } catch (error) {
    await rm(place, { recursive: true, force: true });
    if (signal?.aborted) return { ended: "it was interrupted" };
    return { ended: `its packages (${asked}) could not be fetched: ${messageOf(error)}` };
  }
}
