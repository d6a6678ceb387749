/** Several processes at one log, and processes that die. Real processes, real signals. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pending, plainCall, testIds } from "./fixtures/plain-call.ts";
import { openStore } from "./open-store.ts";
import { hasEnded, thisProcess } from "./process-identity.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "penny-processes-"));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

/** Starts a process that writes calls and closes the log; with `hang` it leaves one call pending, says so and waits. */
function startWriter(start: number, count: number, hang = false): ChildProcess {
  const script = `
    import { writeCalls } from ${JSON.stringify(join(import.meta.dirname, "fixtures", "writer-process.ts"))};
    const store = await writeCalls(${JSON.stringify(dir)}, ${start}, ${count}, ${hang});
    if (${hang}) console.log("begun"), setInterval(() => undefined, 1_000_000);
    else await store.close();
  `;
  return spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "pipe"] });
}

async function outcome(child: ChildProcess): Promise<string> {
  let errors = "";
  child.stderr?.on("data", (data) => {
    errors += String(data);
  });
  const [code] = await once(child, "close");
  return `${code} ${errors}`;
}

test("twenty processes that make the log and write fifty calls each at once lose none", async () => {
  const writers = Array.from({ length: 20 }, (_, index) => startWriter(1e12 + index * 1e9, 50));
  const outcomes = await Promise.all(writers.map(outcome));
  expect(new Set(outcomes)).toEqual(new Set(["0 "]));
  const store = await openStore({ dir, now: Date.now });
  const calls = await store.calls();
  expect(calls).toHaveLength(1000);
  expect(new Set(calls.map((call) => call.finish.reason))).toEqual(new Set(["stop"]));
  expect(await store.search("Question", { limit: 2000 })).toHaveLength(1000);
  expect(await store.rawOf(calls[0]?.id ?? "")).toHaveLength(1);
  await store.close();
});

test("eight that open a log that is not there at the same instant all get one", async () => {
  const paths = Array.from({ length: 100 }, (_, round) => join(dir, String(round), "penny.db"));
  const workerData = { paths, threads: 8, shared: new SharedArrayBuffer(4) };
  const file = new URL("./fixtures/opener-thread.ts", import.meta.url);
  const threads = Array.from({ length: 8 }, () => new Worker(file, { workerData }));
  const problems = await Promise.all(threads.map(async (thread) => (await once(thread, "message"))[0]));
  expect(problems.flat()).toEqual([]);
});

describe("a pending call", () => {
  test("of a process that was killed is lost, and still readable, searchable and filtered so", async () => {
    const child = startWriter(1_700_000_000_000, 1, true);
    if (child.stdout) await once(child.stdout, "data");
    const store = await openStore({ dir, now: Date.now });
    const before = await store.calls({ limit: 1 });
    expect(before[0]?.finish).toEqual({ reason: "pending" });
    expect(await store.calls({ reason: "lost" })).toEqual([]);
    expect(await store.calls({ reason: "pending" })).toEqual(before);
    child.kill("SIGKILL");
    await once(child, "close");
    const [lost] = await store.calls({ reason: "lost" });
    expect(lost).toEqual({ ...before[0], finish: { reason: "lost" } });
    expect(await store.calls({ reason: "pending" })).toEqual([]);
    expect(await store.calls({ failed: true })).toEqual([lost]);
    expect((await store.search("never answered")).map((hit) => hit.call)).toEqual([lost]);
    expect(await store.finishedByHash(lost?.hash ?? "")).toBeUndefined();
    expect((await store.spend({ by: "model" }))[0]).toMatchObject({ calls: 2, failed: 1 });
    await store.close();
  });

  test("of a living process is pending, and completing it makes it what it became", async () => {
    const store = await openStore({ dir, now: Date.now });
    const call = plainCall(testIds()(), "one", "two");
    await store.begin(pending(call));
    const other = await openStore({ dir, now: Date.now });
    expect((await other.call(call.id))?.finish.reason).toBe("pending");
    await store.complete(call, []);
    expect(await other.call(call.id)).toEqual(call);
    await other.close();
    await store.close();
  });
});

describe("a process", () => {
  test("is told apart from an earlier one of the same number", () => {
    const own = thisProcess();
    expect(hasEnded(own)).toBe(false);
    if (own.start !== undefined) expect(hasEnded({ ...own, start: "another boot/1" })).toBe(true);
  });

  test("that ended is known to have", async () => {
    const child = spawn(process.execPath, ["-e", "0"]);
    await once(child, "close");
    expect(hasEnded({ pid: child.pid ?? 0, host: hostname() })).toBe(true);
    expect(hasEnded({ pid: child.pid ?? 0, host: hostname(), start: "boot/1" })).toBe(true);
  });

  test("on another machine is never judged", () => {
    expect(hasEnded({ pid: 2 ** 22 + 1, host: "elsewhere.example" })).toBe(false);
  });
});
