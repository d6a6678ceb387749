/**
 * A map killed with -9 at any instant, and stopped with Ctrl-C, on the real program: nothing finished is repeated or lost, and the
 * results are byte for byte those of an unbroken run, but for the ids of calls, which every run makes anew.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../bench/local-server.ts";
import { openWorkbench } from "../src/index.ts";
import { penny, temporaryFolder } from "./support/run-penny.ts";

const main = resolve(import.meta.dirname, "../src/main.ts");
const ROWS = 60;
let server: LocalServer;

beforeAll(async () => {
  server = await startLocalServer();
});

afterAll(() => server.close());

/** Numbers from 0 (inclusive) to 1, always the same. Source: mulberry32, https://github.com/cprosche/mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function folderWithRows(): string {
  const dir = temporaryFolder();
  // Every tenth row is equal to the one before it.
  const rows = Array.from({ length: ROWS }, (_, index) => `${index},"Question ${index - (index % 10 === 9 ? 1 : 0)}"`);
  writeFileSync(join(dir, "rows.csv"), `id,q\n${rows.join("\n")}\n`);
  return dir;
}

function words(dir: string, out: string, more: readonly string[] = []): string[] {
  const model = `${server.url}#delay-12`;
  const rows = join(dir, "rows.csv");
  return ["map", rows, "{{q}}", "-m", model, "--out", join(dir, out), "--concurrency", "6", ...more];
}

function start(dir: string, command: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...command], {
    env: { ...process.env, PENNY_DIR: dir },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once("close", () => done());
  });

/** Resolves when a process has said something on standard error. */
const said = (child: ChildProcess, text: string): Promise<void> =>
  new Promise((done) => {
    let err = "";
    child.stderr?.on("data", (chunk) => {
      err += chunk;
      if (err.includes(text)) done();
    });
  });

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Good calls by request hash. */
async function goodCalls(dir: string): Promise<Map<string, number>> {
  const workbench = await openWorkbench({ dir, env: {} });
  const counts = new Map<string, number>();
  for (const { hash } of await workbench.log.calls({ reason: "stop" })) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  await workbench.close();
  return counts;
}

function withoutIds(bytes: string): string {
  return bytes.replaceAll(/\b[0-9a-hjkmnp-tv-z]{26}\b/g, "ID");
}

test.each([1, 2])(
  "killed at random instants (seed %i), it ends as if it had never been",
  async (seed) => {
    const random = seeded(seed);
    const dir = folderWithRows();
    let finished = new Map<string, number>();
    for (let round = 0; round < 4; round++) {
      const before = server.requests.length;
      const child = start(dir, words(dir, "out.jsonl"));
      const wanted = before + 1 + Math.floor(random() * 18);
      await Promise.race([server.received(wanted), ended(child)]);
      await pause(random() * 15);
      child.kill("SIGKILL");
      await ended(child);
      // What is half done never stands where the results are to be.
      if (child.signalCode === "SIGKILL") expect(existsSync(join(dir, "out.jsonl"))).toBe(false);
      const now = await goodCalls(dir);
      for (const hash of finished.keys()) expect(now.has(hash)).toBe(true);
      finished = now;
    }
    const last = await penny(dir, words(dir, "out.jsonl"));
    expect(last.code, last.err).toBe(0);
    const calls = await goodCalls(dir);
    expect(calls.size).toBe(ROWS - ROWS / 10);
    expect([...calls.values()].every((count) => count === 1)).toBe(true);

    const broken = readFileSync(join(dir, "out.jsonl"), "utf8");
    const again = await penny(dir, words(dir, "again.jsonl"));
    expect(again.err).toContain(`${ROWS} answered already`);
    expect(readFileSync(join(dir, "again.jsonl"), "utf8")).toBe(broken);

    const whole = folderWithRows();
    expect((await penny(whole, words(whole, "out.jsonl"))).code).toBe(0);
    expect(withoutIds(readFileSync(join(whole, "out.jsonl"), "utf8"))).toBe(withoutIds(broken));
  },
  600_000,
);

test("Ctrl-C lets calls under way end, says how to go on and exits with 130", async () => {
  const dir = folderWithRows();
  const child = start(dir, words(dir, "out.csv"));
  let err = "";
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  await server.received(server.requests.length + 15);
  child.kill("SIGINT");
  await ended(child);
  expect(child.exitCode, err).toBe(130);
  expect(err).toContain("stopped; the same command goes on where it was");
  expect(err).toContain("out.csv.unfinished");
  const workbench = await openWorkbench({ dir, env: {} });
  const cut = (await workbench.log.calls()).filter((call) => call.attempts.length > 0 && call.finish.reason !== "stop");
  await workbench.close();
  expect(cut).toEqual([]);
  const unfinished = readFileSync(join(dir, "out.csv.unfinished"), "utf8").trim().split("\n");
  expect(unfinished.length).toBeGreaterThan(1);
  expect(unfinished.length).toBeLessThan(ROWS);
  const next = await penny(dir, words(dir, "out.csv"));
  expect(next.code, next.err).toBe(0);
  const lines = readFileSync(join(dir, "out.csv"), "utf8").trim().split("\n");
  expect(lines.slice(0, unfinished.length)).toEqual(unfinished);
  expect(existsSync(join(dir, "out.csv.unfinished"))).toBe(false);
  expect([...(await goodCalls(dir)).values()].every((count) => count === 1)).toBe(true);
}, 300_000);

test("Ctrl-C twice ends at once", async () => {
  const dir = folderWithRows();
  const command = ["map", join(dir, "rows.csv"), "{{q}}", "-m", `${server.url}#never`, "--out", join(dir, "o.csv")];
  const child = start(dir, command);
  await server.received(server.requests.length + 1);
  const stopping = said(child, "Ctrl-C again ends at once");
  child.kill("SIGINT");
  await stopping;
  expect(child.exitCode).toBe(null);
  child.kill("SIGINT");
  await ended(child);
  expect(child.exitCode).toBe(130);
}, 300_000);
