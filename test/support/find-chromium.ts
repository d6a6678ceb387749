/** Where a Chromium is on this machine. Also asked by `.ci/run`, so it imports nothing but Node and what does the same. */
import { browserPath } from "../../src/sandbox/browser-path.ts";

/**
 * Path of a Chromium or Chrome; `undefined` if there is none.
 * @throws if CHROMIUM_PATH names no file.
 */
export function findChromium(
  env: { [name: string]: string | undefined } = process.env,
  places?: readonly string[],
): string | undefined {
  const found = browserPath(env, places);
  if (env.CHROMIUM_PATH && !found)
    throw new Error(`CHROMIUM_PATH names \`${env.CHROMIUM_PATH}\`, but there is no such file.`);
  return found;
}
