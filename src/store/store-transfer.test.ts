/** Out of one log and into another; files; scores; what was spent. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import { requestHash, sha256 } from "../record/hash.ts";
import type { Score } from "../record/score.ts";
import { SetupError } from "../record/setup-error.ts";
import type { PlannedCell } from "./cell-rows.ts";
import { arbitraryCall } from "./fixtures/arbitrary-call.ts";
import { type CallChanges, pending, plainCall, testIds } from "./fixtures/plain-call.ts";
import { openStore } from "./open-store.ts";
import type { Store } from "./store.ts";

let dir: string;
let store: Store;
let ids: () => string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-transfer-"));
  store = await openStore({ dir, now: () => 0 });
  ids = testIds();
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function log(...calls: Call[]): Promise<void> {
  for (const call of calls) {
    await store.begin(pending(call));
    await store.complete(call, []);
  }
}

async function all(calls: AsyncIterable<Call>): Promise<Call[]> {
  const list: Call[] = [];
  for await (const call of calls) list.push(call);
  return list;
}

/** The calls as they are after JSON text, line by line. */
async function* lines(calls: readonly Call[]): AsyncGenerator<unknown> {
  for (const call of calls) yield JSON.parse(JSON.stringify(call));
}

describe("export and import", () => {
  test("carry any call over unchanged, as text, and doing it again adds nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(arbitraryCall, { selector: (call) => call.id, maxLength: 5 }), async (made) => {
        await store.remove({});
        const calls = made.map((call) => ({ ...call, hash: requestHash(call.request) }));
        expect(await store.importCalls(lines(calls))).toEqual({ imported: calls.length, skipped: 0 });
        const exported = await all(store.exportCalls());
        expect(new Map(exported.map((call) => [call.id, call]))).toEqual(new Map(calls.map((call) => [call.id, call])));
        expect(await store.importCalls(lines(exported))).toEqual({ imported: 0, skipped: calls.length });
      }),
      { numRuns: 40 },
    );
  });

  test("go oldest first and take a filter", async () => {
    const at = (startedAt: number): CallChanges => ({
      timing: { startedAt, endedAt: startedAt, queueMs: 0, retryMs: 0 },
    });
    const [a, b, c] = [1, 2, 3].map((time) => plainCall(ids(), `q${time}`, "x", at(time)));
    if (!a || !b || !c) throw new Error("unreachable");
    await log(b, c, a);
    expect(await all(store.exportCalls())).toEqual([a, b, c]);
    expect(await all(store.exportCalls({ limit: 2 }))).toEqual([b, c]);
  });

  test("carry a lost call over as lost, and leave a running one out", async () => {
    const lost: Call = { ...pending(plainCall(ids(), "lost", "")), finish: { reason: "lost" } };
    const running = pending(plainCall(ids(), "running", ""));
    expect(await store.importCalls([lost, running])).toEqual({ imported: 1, skipped: 1 });
    expect(await store.calls()).toEqual([lost]);
    expect(await store.calls({ reason: "lost" })).toEqual([lost]);
  });

  test("do not let a wrong hash answer for another request", async () => {
    const call = plainCall(ids(), "two and two", "five");
    const victim = plainCall(ids(), "the capital of France", "Paris");
    await store.importCalls([{ ...call, hash: victim.hash }]);
    expect(await store.finishedByHash(victim.hash)).toBeUndefined();
    expect(await store.finishedByHash(call.hash)).toEqual(call);
  });

  test("refuse what is no call, with line and field, and keep what came before", async () => {
    const good = plainCall(ids(), "x", "y");
    const wrong: [unknown, string][] = [
      [null, "Line 1 is not a call (the whole"],
      [{ ...good, id: "../../etc" }, "(id: not an id of 26 characters"],
      [{ ...good, finish: { reason: "fine" } }, "(finish.reason:"],
      [{ ...good, parts: [{ type: "text" }] }, "(parts.0.text:"],
      [{ ...good, timing: undefined }, "(timing:"],
    ];
    for (const [value, message] of wrong) {
      await expect(store.importCalls([value])).rejects.toThrow(SetupError);
      await expect(store.importCalls([value])).rejects.toThrow(message);
    }
    const many = Array.from({ length: 100 }, (_, index) => plainCall(ids(), `q${index}`, "a"));
    await expect(store.importCalls([...many, {}])).rejects.toThrow("Line 101");
    expect(await store.calls()).toHaveLength(100);
  });
});

describe("a file", () => {
  test("whose bytes are stored comes back by its hash", async () => {
    const part = await store.putFile(Buffer.from("hello"), { mediaType: "text/plain", name: "a.txt" });
    expect(part).toEqual({ type: "file", mediaType: "text/plain", sha256: sha256("hello"), size: 5, name: "a.txt" });
    expect(Buffer.from(await store.fileBytes(part.sha256)).toString()).toBe("hello");
    expect(await store.keepFile(Buffer.from("hello"), "text/plain")).toMatchObject({ sha256: part.sha256 });
  });

  test("known by its path is read from there as long as it is the same", async () => {
    const path = join(dir, "note.txt");
    writeFileSync(path, "first");
    const part = { type: "file" as const, mediaType: "text/plain", sha256: sha256("first"), size: 5, path };
    await log(plainCall(ids(), "", "x", { request: { messages: [{ role: "user", parts: [part] }] } }));
    expect(Buffer.from(await store.fileBytes(part.sha256)).toString()).toBe("first");
    expect(Buffer.from(await store.readFile(part)).toString()).toBe("first");
    writeFileSync(path, "second");
    await expect(store.fileBytes(part.sha256)).rejects.toThrow(`the file ${path} has changed since it was sent`);
    rmSync(path);
    await expect(store.fileBytes(part.sha256)).rejects.toThrow(`no readable file at ${path}`);
    await expect(store.fileBytes("f".repeat(64))).rejects.toThrow("does not know such a file");
  });

  test("from an address that was not kept says so", async () => {
    const part = {
      type: "file" as const,
      mediaType: "image/png",
      sha256: "a".repeat(64),
      size: 5,
      url: "https://example.com/a",
    };
    await log(plainCall(ids(), "", "x", { request: { messages: [{ role: "user", parts: [part] }] } }));
    await expect(store.readFile(part)).rejects.toThrow("it came from https://example.com/a and was not kept");
  });
});

describe("a run of a suite", () => {
  const run = { id: "0r1", suite: "sums", startedAt: 5, about: { path: "sums.yaml" } };
  const planned = (position: number, changes: Partial<PlannedCell> = {}): PlannedCell => ({
    position,
    model: "pocket/s",
    prompt: "p",
    case: `case ${position}`,
    epoch: 1,
    tags: [],
    ...changes,
  });
  const score = (call: string, value: number): Score => ({
    call,
    scorer: "equals",
    value,
    passed: value > 0.5,
    why: `It is ${value}.`,
  });

  test("comes back cell by cell with calls and scores; what is put again replaces what was", async () => {
    const [a, b, failed] = [
      plainCall(ids(), "a", "1"),
      plainCall(ids(), "b", "2"),
      plainCall(ids(), "c", "", { finish: { reason: "error" }, error: { kind: "http", message: "No." } }),
    ];
    await log(a, b, failed);
    const cells = [planned(0, { tags: ["x"], cluster: "k" }), planned(1), planned(2), planned(3), planned(4)];
    await store.beginRun(run, cells);
    await store.putAnswers(run.id, [
      { position: 0, call: a.id, cached: true, passed: false, scores: [score(a.id, 0), score(a.id, 1)] },
      { position: 1, call: b.id, cached: false, passed: false, scores: [score(b.id, 0.25)] },
      { position: 2, call: failed.id, cached: false, scores: [] },
      { position: 3, call: "not in the log", cached: false, passed: true, scores: [score("not in the log", 1)] },
    ]);
    await store.putAnswers(run.id, [
      { position: 1, call: b.id, cached: false, passed: true, scores: [score(b.id, 1)] },
    ]);
    expect(await store.cellsOf(run.id)).toEqual([
      { ...cells[0], call: a, cached: true, passed: false, scores: [score(a.id, 0), score(a.id, 1)] },
      { ...cells[1], call: b, cached: false, passed: true, scores: [score(b.id, 1)] },
      { ...cells[2], call: failed, cached: false, scores: [] },
      { ...cells[3], cached: false, scores: [] },
      { ...cells[4], cached: false, scores: [] },
    ]);
    expect(await store.runs(5)).toEqual([
      {
        ...run,
        cells: 5,
        scored: 2,
        passed: 1,
        failed: 1,
        models: ["pocket/s"],
        spentPicodollars: (b.cost?.picodollars ?? 0) + (failed.cost?.picodollars ?? 0),
      },
    ]);
    await store.remove({ ids: [b.id] });
    expect((await store.cellsOf(run.id))[1]).toEqual({ ...cells[1], cached: false, scores: [] });
    expect(await store.runs(5)).toMatchObject([{ scored: 1, passed: 0 }]);
  });

  test("is found by its id, the beginning of one, or as the last; more cells may be added to it", async () => {
    await store.beginRun(run, [planned(0)]);
    await store.endRun(run.id, { endedAt: 9, stopped: "budget" });
    await store.beginRun({ ...run, id: "0r2", startedAt: 6 }, []);
    expect(await store.run("0r1")).toEqual({ ...run, endedAt: 9, stopped: "budget" });
    expect((await store.run("last"))?.id).toBe("0r2");
    expect(await store.run("none")).toBeUndefined();
    await expect(store.run("0r")).rejects.toThrow(/Several runs .+ 0r2, 0r1/);
    await store.beginRun(run, [planned(0, { case: "other" }), planned(1)]);
    expect((await store.cellsOf(run.id)).map((cell) => cell.case)).toEqual(["case 0", "case 1"]);
    expect((await store.run("0r1"))?.endedAt).toBeUndefined();
  });
});

describe("what was spent", () => {
  const failed: CallChanges = {
    parts: [],
    finish: { reason: "error" },
    error: { kind: "http", message: "No.", status: 401 },
    usage: {},
    cost: undefined,
    energy: undefined,
  };

  test("is summed by model, provider and command, the dearest first, unknown told from nothing", async () => {
    const cost = (picodollars: number): CallChanges => ({ cost: { picodollars, basis: "ledger" } });
    await log(
      plainCall(ids(), "a", "x", { request: { model: "openai/a" }, ...cost(1) }),
      plainCall(ids(), "b", "x", { request: { model: "openai/b" }, ...cost(9_007_199_254_740_000) }),
      plainCall(ids(), "c", "x", { request: { model: "openai/b" }, ...cost(991), usage: {}, energy: undefined }),
      plainCall(ids(), "d", "x", { request: { model: "plain" }, cost: undefined, origin: { command: "eval" } }),
      plainCall(ids(), "e", "", { request: { model: "openai/a" }, ...failed }),
    );
    expect(await store.spend({ by: "model" })).toEqual([
      {
        key: "openai/b",
        calls: 2,
        failed: 0,
        inputTokens: 12,
        outputTokens: 5,
        picodollars: 9_007_199_254_740_991,
        unknownCost: 0,
        energyLowWh: 0.001,
        energyHighWh: 0.01,
        energyCalls: 1,
      },
      expect.objectContaining({ key: "openai/a", calls: 2, failed: 1, picodollars: 1, unknownCost: 0 }),
      expect.objectContaining({ key: "plain", calls: 1, failed: 0, unknownCost: 1 }),
    ]);
    expect((await store.spend({ by: "model" }))[2]).not.toHaveProperty("picodollars");
    expect((await store.spend({ by: "provider" })).map(({ key, calls }) => [key, calls])).toEqual([
      ["openai", 4],
      ["unknown", 1],
    ]);
    expect((await store.spend({ by: "origin", model: "plain" })).map(({ key, calls }) => [key, calls])).toEqual([
      ["eval", 1],
    ]);
  });

  test("is summed by the days of the zone that is asked for, daylight saving and half hours too", async () => {
    const at = (time: string): Call => {
      const startedAt = Date.parse(time);
      return plainCall(ids(), time, "x", { timing: { startedAt, endedAt: startedAt + 1, queueMs: 0, retryMs: 0 } });
    };
    await log(at("2024-03-30T23:30:00Z"), at("2024-03-31T21:59:00Z"), at("2024-03-31T22:01:00Z"));
    const days = async (zone?: string): Promise<unknown> =>
      (await store.spend({ by: "day", ...(zone ? { zone } : {}) })).map(({ key, calls, picodollars }) => [
        key,
        calls,
        picodollars,
      ]);
    expect(await days()).toEqual([
      ["2024-03-30", 1, 1_000_000],
      ["2024-03-31", 2, 2_000_000],
    ]);
    // Summer time began at 01:00 UTC on the 31st: local midnight is 23:00 UTC before it and 22:00 UTC after it.
    expect(await days("Europe/Berlin")).toEqual([
      ["2024-03-31", 2, 2_000_000],
      ["2024-04-01", 1, 1_000_000],
    ]);
    expect(await days("+05:45")).toEqual([
      ["2024-03-31", 1, 1_000_000],
      ["2024-04-01", 2, 2_000_000],
    ]);
    expect(await days("-10:00")).toEqual([
      ["2024-03-30", 1, 1_000_000],
      ["2024-03-31", 2, 2_000_000],
    ]);
    await expect(days("Mars/Olympus")).rejects.toThrow('"Mars/Olympus" is not a time zone');
    const after = Date.parse("2024-03-31T00:00:00Z");
    expect(await store.spend({ by: "day", after, before: after + 79_200_000 })).toEqual([
      expect.objectContaining({ calls: 1 }),
    ]);
  });

  test("leaves out calls that still run", async () => {
    await store.begin(pending(plainCall(ids(), "running", "")));
    expect(await store.spend({ by: "day" })).toEqual([]);
  });
});
