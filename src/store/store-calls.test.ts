/** Calls go in and come back: whole, in order, by id, hash and filter. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { textMessage } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { arbitraryCall, arbitraryRaws } from "./fixtures/arbitrary-call.ts";
import { pending, plainCall, testIds } from "./fixtures/plain-call.ts";
import { openStore } from "./open-store.ts";
import type { Store } from "./store.ts";

let dir: string;
let store: Store;
const now = (): number => 1_700_000_000_000;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-store-"));
  store = await openStore({ dir: join(dir, "data"), now });
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function log(...calls: Parameters<Store["begin"]>[0][]): Promise<void> {
  for (const call of calls) {
    await store.begin(pending(call));
    await store.complete(call, []);
  }
}

describe("a call", () => {
  test("comes back equal, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCall, arbitraryRaws, async (call, raws) => {
        await store.begin(pending(call));
        expect(await store.call(call.id)).toEqual(pending(call));
        await store.complete(call, raws);
        expect(await store.call(call.id)).toEqual(call);
        expect(await store.rawOf(call.id)).toEqual(raws);
      }),
      { numRuns: 300 },
    );
  });

  test("is found by the beginning of its id, in either case", async () => {
    const ids = testIds();
    const [a, b] = [plainCall(ids(), "one", "1"), plainCall(ids(), "two", "2")];
    await log(a, b);
    const unique = [...b.id].findIndex((character, index) => character !== a.id[index]) + 1;
    expect(await store.call(b.id.slice(0, unique).toUpperCase())).toEqual(b);
    expect(await store.call("zzzz")).toBeUndefined();
    expect(await store.call("")).toBeUndefined();
    const shared = b.id.slice(0, unique - 1);
    await expect(store.call(shared)).rejects.toThrow(SetupError);
    await expect(store.call(shared)).rejects.toThrow(`${b.id}, ${a.id}`);
  });

  test("is found by hash only if it ended well, the newest first", async () => {
    const ids = testIds();
    const old = plainCall(ids(), "same", "old");
    const failed = plainCall(ids(), "same", "", {
      parts: [],
      finish: { reason: "error" },
      error: { kind: "http", message: "Too many requests.", status: 429 },
    });
    await log(failed);
    expect(await store.finishedByHash(old.hash)).toBeUndefined();
    await store.begin(pending(plainCall(ids(), "same", "")));
    expect(await store.finishedByHash(old.hash)).toBeUndefined();
    await log(old);
    expect(await store.finishedByHash(old.hash)).toEqual(old);
    const newer = plainCall(ids(), "same", "new", { timing: { ...old.timing, startedAt: old.timing.startedAt + 5 } });
    await log(newer);
    expect(await store.finishedByHash(old.hash)).toEqual(newer);
  });
});

describe("a conversation", () => {
  test("shares the rows of its messages, and so do forks of it", async () => {
    const ids = testIds();
    const system = textMessage("system", "Answer in verse.");
    const first = plainCall(ids(), "", "A rose", { request: { messages: [system, textMessage("user", "one")] } });
    const continued = [...first.request.messages, { role: "assistant" as const, parts: first.parts }];
    const second = plainCall(ids(), "", "A tulip", {
      parent: first.id,
      request: { messages: [...continued, textMessage("user", "two")] },
    });
    const fork = plainCall(ids(), "", "A daisy", {
      parent: first.id,
      request: { messages: [...continued, textMessage("user", "three")] },
    });
    await log(first, second, fork);
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(store.path, { readOnly: true });
    // system, one, A rose; two, A tulip; three, A daisy.
    expect(database.prepare("SELECT count(*) AS n FROM message").get()?.n).toBe(7);
    database.close();
    expect(await store.conversation(second.id)).toEqual([first, second]);
    expect(await store.conversation("none")).toEqual([]);
  });

  test("to go on from is the newest prompt or chat that was answered", async () => {
    expect(await store.lastConversation()).toBeUndefined();
    const ids = testIds();
    const at = (startedAt: number): { timing: ReturnType<typeof plainCall>["timing"] } => ({
      timing: { startedAt, endedAt: startedAt + 1, queueMs: 0, retryMs: 0 },
    });
    const chat = plainCall(ids(), "a", "b", { origin: { command: "chat" }, ...at(1000) });
    const cell = plainCall(ids(), "c", "d", { origin: { command: "eval", ref: "r" }, ...at(2000) });
    const failed = plainCall(ids(), "e", "half", {
      finish: { reason: "error" },
      error: { kind: "network", message: "Reset." },
      ...at(3000),
    });
    await log(chat, cell, failed);
    expect(await store.lastConversation()).toEqual(chat);
  });
});

describe("a filter", () => {
  test("chooses calls, newest first", async () => {
    const ids = testIds();
    const make = (model: string, startedAt: number, changes: Parameters<typeof plainCall>[3] = {}) =>
      plainCall(ids(), `to ${model}`, "x", {
        ...changes,
        request: { model },
        timing: { startedAt, endedAt: startedAt + 1, queueMs: 0, retryMs: 0 },
      });
    const a = make("openai/gpt-4o", 1000, { cost: { picodollars: 5, basis: "ledger" } });
    const b = make("openai/gpt-4o-mini", 2000, { origin: { command: "eval", ref: "run/1" }, parent: a.id });
    const c = make("google/gemini", 3000, {
      finish: { reason: "error" },
      error: { kind: "network", message: "No connection." },
      cost: undefined,
    });
    await log(b, c, a);
    const found = async (filter: Parameters<Store["calls"]>[0]): Promise<string[]> =>
      (await store.calls(filter)).map((call) => call.id);
    expect(await found({})).toEqual([c.id, b.id, a.id]);
    expect(await found({ limit: 2 })).toEqual([c.id, b.id]);
    expect(await found({ before: 3000, after: 2000 })).toEqual([b.id]);
    expect(await found({ model: "openai/GPT-4o" })).toEqual([a.id]);
    expect(await found({ model: "gpt-4o" })).toEqual([b.id, a.id]);
    expect(await found({ model: "openai/*" })).toEqual([b.id, a.id]);
    expect(await found({ model: "[a-z]*" })).toEqual([]);
    expect(await found({ command: "eval" })).toEqual([b.id]);
    expect(await found({ ref: "run/1" })).toEqual([b.id]);
    expect(await found({ parent: a.id })).toEqual([b.id]);
    expect(await found({ failed: true })).toEqual([c.id]);
    expect(await found({ failed: false })).toEqual([b.id, a.id]);
    expect(await found({ reason: ["error", "stop"] })).toEqual([c.id, b.id, a.id]);
    expect(await found({ reason: [] })).toEqual([]);
    expect(await found({ minCostPicodollars: 6 })).toEqual([b.id]);
    expect(await found({ ids: [a.id, c.id, "none"] })).toEqual([c.id, a.id]);
    expect(await found({ hash: b.hash })).toEqual([b.id]);
    expect(await found({ matching: "mini" })).toEqual([b.id]);
  });
});

describe("the files", () => {
  test("are for this person alone", () => {
    expect(statSync(join(dir, "data")).mode & 0o777).toBe(0o700);
    for (const name of ["penny.db", "penny.db-wal", "penny.db-shm"]) {
      expect(statSync(join(dir, "data", name)).mode & 0o777).toBe(0o600);
    }
  });
});
