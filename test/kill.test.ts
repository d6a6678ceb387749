/** What is left when the program is killed: no finished call is lost or repeated, and what was running is known to be lost. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../bench/local-server.ts";
import { openWorkbench, textOf } from "../src/index.ts";
import { penny, temporaryFolder } from "./support/run-penny.ts";

let server: LocalServer;
const main = resolve(import.meta.dirname, "../src/main.ts");

beforeAll(async () => {
  server = await startLocalServer();
});

afterAll(() => server.close());

/** Starts penny and gives its process. */
function start(dir: string, words: readonly string[]) {
  return spawn(process.execPath, [main, ...words], {
    env: { ...process.env, PENNY_DIR: dir },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("a prompt killed with -9 in the middle of its answer is in the log as lost", async () => {
  const dir = temporaryFolder();
  const child = start(dir, ["Hello", "-m", `${server.url}#tokens-100+after-3+stall`]);
  await new Promise((seen) => child.stdout.once("data", seen));
  child.kill("SIGKILL");
  await new Promise((closed) => child.once("close", closed));
  const { out } = await penny(dir, ["log", "--json"]);
  const calls = JSON.parse(out) as { finish: { reason: string } }[];
  expect(calls.map((call) => call.finish.reason)).toEqual(["lost"]);
});

test("Ctrl-C keeps what arrived and exits with 130", async () => {
  const dir = temporaryFolder();
  const child = start(dir, ["Hello", "-m", `${server.url}#tokens-100+after-3+stall`]);
  await new Promise((seen) => child.stdout.once("data", seen));
  child.kill("SIGINT");
  const code = await new Promise((closed) => child.once("close", closed));
  expect(code).toBe(130);
  const workbench = await openWorkbench({ dir, env: {} });
  const [call] = await workbench.log.calls();
  expect(call?.finish.reason).toBe("aborted");
  expect(textOf(call?.parts ?? [])).not.toBe("");
  await workbench.close();
});

test("an eval killed at any instant and started again repeats no finished call and loses none", async () => {
  const dir = temporaryFolder();
  const cases = Array.from(
    { length: 40 },
    (_, index) => `  - { vars: { q: "Question ${index}" }, expect: { contains: "${index}" } }`,
  );
  const suite = join(dir, "suite.yaml");
  writeFileSync(suite, `prompts: ["{{q}}"]\nmodels: ["${server.url}#delay-15"]\ncases:\n${cases.join("\n")}\n`);
  const before = server.requests.length;
  const finishedAtKills: number[] = [];
  for (const killAfter of [5, 11, 19]) {
    const child = start(dir, ["eval", suite, "--yes", "--concurrency", "4"]);
    await Promise.race([server.received(before + killAfter), new Promise((closed) => child.once("close", closed))]);
    child.kill("SIGKILL");
    await new Promise((closed) =>
      child.exitCode !== null || child.signalCode !== null ? closed(0) : child.once("close", closed),
    );
    const workbench = await openWorkbench({ dir, env: {} });
    finishedAtKills.push((await workbench.log.calls({ reason: "stop" })).length);
    await workbench.close();
  }
  const last = await penny(dir, ["eval", suite, "--yes", "--json"]);
  expect(last.code, last.err).toBe(0);
  const report = JSON.parse(last.out) as { cells: { passed?: boolean }[] };
  expect(report.cells.filter((cell) => cell.passed)).toHaveLength(40);
  const workbench = await openWorkbench({ dir, env: {} });
  const good = await workbench.log.calls({ reason: "stop" });
  await workbench.close();
  expect(new Set(good.map((call) => call.hash)).size).toBe(40);
  expect(good).toHaveLength(40);
  expect([...finishedAtKills].sort((a, b) => a - b)).toEqual(finishedAtKills);
}, 120_000);

test("twenty programs at once lose no call", async () => {
  const dir = temporaryFolder();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => penny(dir, [`Question ${index}`, "-m", `${server.url}#echo`])),
  );
  expect(outcomes.map(({ code }) => code)).toEqual(outcomes.map(() => 0));
  const workbench = await openWorkbench({ dir, env: {} });
  expect(await workbench.log.calls({ reason: "stop" })).toHaveLength(20);
  await workbench.close();
}, 180_000);
