/** Where a Chromium is on this machine. Also asked by `.ci/run`, so it imports nothing but Node. */
import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * Path of a Chromium or Chrome; `undefined` if there is none.
 * @throws if CHROMIUM_PATH names no file.
 */
export function findChromium(
  env: { [name: string]: string | undefined } = process.env,
  places: readonly string[] = PLACES,
): string | undefined {
  const named = env.CHROMIUM_PATH;
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH names \`${named}\`, but there is no such file.`);
  return named || places.find((place) => existsSync(place));
}
