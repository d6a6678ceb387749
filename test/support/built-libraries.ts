/** The libraries of apps, for tests: made once if they are not there. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { run } from "./run-penny.ts";

const root = resolve(import.meta.dirname, "../..");

/** Makes them if they are missing. */
export async function builtLibraries(): Promise<void> {
  if (existsSync(join(root, "dist/libraries/list.json"))) return;
  const { code, err } = await run(process.execPath, [join(root, "scripts/libraries.ts")]);
  if (code !== 0) throw new Error(`The libraries could not be built: ${err}`);
}
