/**
 * Runs all hostile apps twice, once without protection and once in the workbench, and writes what each reached as JSON. A program of its
 * own: it wants a network namespace to itself (private-network.ts), where it may be the name server and nothing can leave.
 * `node run.ts FOLDER ADDRESS dns|no-dns [part of a name]`
 */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startAttacker } from "../../support/attacker.ts";
import { findChromium } from "../../support/find-chromium.ts";
import { attackEach, type Verdict } from "./attack.ts";
import { fileVectors } from "./file-vectors.ts";
import { openHost, protectedHost } from "./host-server.ts";
import { hostVectors } from "./host-vectors.ts";
import { leaveVectors } from "./leave-vectors.ts";
import { moreVectors } from "./more-vectors.ts";
import { requestVectors } from "./request-vectors.ts";
import { hasFired, UNPROVEN } from "./unproven.ts";
import type { Vector } from "./vector.ts";

/** What the program writes. */
export interface SandboxRun {
  /** Version of the browser. */
  browser: string;
  /** Without protection. */
  control: Verdict[];
  /** In the workbench. */
  shipped: Verdict[];
  /** In files that were exported. */
  exported: Verdict[];
  /** Seconds that each part took. */
  seconds: { control: number; shipped: number; exported: number };
}

const [folder = "", address = "", dns, part = ""] = process.argv.slice(2);
const vectors = [...requestVectors, ...leaveVectors, ...hostVectors, ...fileVectors, ...moreVectors].filter(
  ({ name }) => name.includes(part),
);
const attacker = await startAttacker(address, dns === "dns");
const executablePath = findChromium();
if (!executablePath) throw new Error("There is no browser.");
const launch = () =>
  chromium.launchPersistentContext(mkdtempSync(join(folder, "profile-")), {
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update"],
    // What people have is not switched off.
    ignoreDefaultArgs: ["--disable-background-networking", "--disable-features", "--disable-popup-blocking"],
  });
const open = await openHost();
const served = await protectedHost(mkdtempSync(join(folder, "log-")));
/** What a person's hand does needs the front of a browser: one at a time, in browsers of their own. */
const BY_HAND = 3;
const AT_ONCE = 8;
const files = mkdtempSync(join(folder, "files-"));
const timed = async (
  where: "control" | "shipped" | "exported",
  all: readonly Vector[] = vectors,
): Promise<[Verdict[], number, string]> => {
  const started = Date.now();
  const verdicts: Verdict[] = [];
  let version = "";
  const byHand = all.filter(({ deed }) => deed);
  const others = all.filter(({ deed }) => !deed);
  const browse = async (left: Vector[], atOnce: number): Promise<void> => {
    if (left.length === 0) return;
    const context = await launch();
    version = context.browser()?.version() ?? "";
    if (where === "shipped") await context.pages()[0]?.goto(served.link);
    const held = where === "shipped" ? { served } : where === "exported" ? { files } : {};
    const arena = { context, attacker, open, ...held };
    await Promise.all(Array.from({ length: atOnce }, () => attackEach(arena, left, verdicts)));
    await context.close();
  };
  await Promise.all([browse(others, AT_ONCE), ...Array.from({ length: BY_HAND }, () => browse(byHand, 1))]);
  return [verdicts, (Date.now() - started) / 1000, version];
};
let [control, controlSeconds] = await timed("control");
// On a busy machine an attack may be too late: it is tried again.
for (let tries = 0; tries < 3; tries++) {
  const silent = control.filter((each) => !hasFired(each) && !UNPROVEN.includes(each.name)).map(({ name }) => name);
  if (silent.length === 0) break;
  const [again, seconds] = await timed(
    "control",
    vectors.filter(({ name }) => silent.includes(name)),
  );
  control = [...control.filter(({ name }) => !silent.includes(name)), ...again];
  controlSeconds += seconds;
}
const [shipped, shippedSeconds] = await timed("shipped");
const [exported, exportedSeconds, browser] = await timed("exported");
const seconds = { control: controlSeconds, shipped: shippedSeconds, exported: exportedSeconds };
const run: SandboxRun = { browser, control, shipped, exported, seconds };
attacker.close();
open.close();
await served.close();
process.stdout.write(`${JSON.stringify(run)}\n`);
process.exit(0);
