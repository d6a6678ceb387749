/** The libraries of apps, for tests: made if they are not there or older than what they are made of. */
import { join, resolve } from "node:path";
import { run } from "./run-penny.ts";

const root = resolve(import.meta.dirname, "../..");

/** Makes them if need be. */
export async function builtLibraries(): Promise<void> {
  const { code, err } = await run(process.execPath, [join(root, "scripts/libraries.ts")]);
  if (code !== 0) throw new Error(`The libraries could not be built: ${err}`);
}
