/**
 * That no app gets anything out: each hostile app is run without protection, where its attacker must hear of it, in the workbench and in an
 * exported file, where nobody may. In a default profile (a private one hides some ways), in a network of its own with a name server that listens.
 */
import { resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { BROWSER_TEST_MS, HOW_TO_GET_CHROMIUM, isCi } from "../support/browser.ts";
import { chromiumVersion } from "../support/chromium-version.ts";
import { hasPrivateNetwork, PRIVATE_ADDRESS, runInPrivateNetwork } from "../support/private-network.ts";
import { run, temporaryFolder } from "../support/run-penny.ts";
import type { SandboxRun } from "./sandbox/run.ts";
import { hasFired, UNPROVEN } from "./sandbox/unproven.ts";

/** Chromium keeps apps from the network since this version: https://github.com/WICG/connection-allowlists (2026-11). */
const FIRST_VERSION = 152;
const version = chromiumVersion() ?? 0;
const isRecent = version >= FIRST_VERSION;
const WHY =
  version === 0 ? HOW_TO_GET_CHROMIUM : `Chromium ${version} lacks Connection-Allowlist: ${FIRST_VERSION} has it.`;
if (!isRecent && isCi()) throw new Error(WHY);
if (!isRecent) console.warn(`${WHY} The tests of this file are skipped.`);

/** What nothing stops: entries added to the history. */
const isLeft = (sign: string): boolean => sign.startsWith("history ");

describe.skipIf(!isRecent)("hostile apps", () => {
  let found: SandboxRun;
  const folder = temporaryFolder();
  const isPrivate = hasPrivateNetwork(folder);

  beforeAll(async () => {
    const program = resolve(import.meta.dirname, "sandbox/run.ts");
    const { out, err, code } = isPrivate
      ? await runInPrivateNetwork(folder, process.execPath, [program, folder, PRIVATE_ADDRESS, "dns"])
      : await run(process.execPath, [program, folder, "127.0.0.1", "no-dns"]);
    if (code !== 0) throw new Error(err);
    found = JSON.parse(out) as SandboxRun;
    if (!isPrivate) console.warn("No network of its own could be made: names and WebRTC were not tested.");
  }, BROWSER_TEST_MS);

  test("without protection, the attacker hears of each that can do anything here", () => {
    const silent = found.control.filter((verdict) => !hasFired(verdict)).map(({ name }) => name);
    const unproven = isPrivate ? UNPROVEN : silent;
    expect(silent.filter((name) => !unproven.includes(name))).toEqual([]);
    expect(found.control.filter(({ data }) => data.length > 0).length).toBeGreaterThan(isPrivate ? 130 : 90);
  });

  test("in the workbench no secret reaches the attacker", () => {
    expect(found.shipped.filter(({ data }) => data.length > 0)).toEqual([]);
  });

  test("in the workbench the attacker is not reached at all", () => {
    expect(found.shipped.filter(({ contacts }) => contacts.length > 0)).toEqual([]);
  });

  test("in an exported file no secret reaches the attacker, who is not reached at all", () => {
    expect(found.exported.filter(({ data, contacts }) => data.length + contacts.length > 0)).toEqual([]);
    const absent = found.exported.filter(({ ran }) => !ran).map(({ name }) => name);
    // There is no page around it that it could not leave.
    expect(absent.filter((name) => name !== "the page's history, back")).toEqual([]);
  });

  test("in the workbench nothing happens to the page or the person, but the one thing that nothing stops", () => {
    const harmed = found.shipped.filter(({ host }) => !host.every(isLeft)).map(({ name, host }) => ({ name, host }));
    expect(harmed).toEqual([]);
  });

  test("each of them did run, but those whose process the browser ends for what they try", () => {
    const absent = found.shipped.filter(({ ran }) => !ran).map(({ name }) => name);
    expect(absent.filter((name) => !/^WebRTC: |^location before/.test(name))).toEqual([]);
  });
});
