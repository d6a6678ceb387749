/** Which Chromium tests run in. */
import { execFileSync } from "node:child_process";
import { findChromium } from "./find-chromium.ts";

/** Its main version, such as 156. Absent: there is none, or it does not say. */
export function chromiumVersion(): number | undefined {
  const path = findChromium();
  if (!path) return undefined;
  const text = execFileSync(path, ["--version"], { stdio: ["ignore", "pipe", "ignore"] }).toString();
  const main = /\b(\d+)\./.exec(text)?.[1];
  return main === undefined ? undefined : Number(main);
}
