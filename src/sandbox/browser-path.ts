/** Where a Chromium or Chrome is on this machine. Also asked before anything is installed, so it imports nothing but Node. */
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

/** Path of a browser: what CHROMIUM_PATH names, if there is such a file, else the usual places. `undefined`: there is none. */
export function browserPath(
  env: { [name: string]: string | undefined },
  usual: readonly string[] = PLACES,
): string | undefined {
  const places = env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : usual;
  return places.find((place) => existsSync(place));
}
