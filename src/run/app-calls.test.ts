import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { App, AppData, AppStoreEntry } from "../record/app.ts";
import type { Call } from "../record/call.ts";
import type { QueryRun } from "../record/query-run.ts";
import { SetupError } from "../record/setup-error.ts";
import { type AppAnswer, appCalls, type CallsContext } from "./app-calls.ts";

const CENT = 1e10;
const own: App = {
  id: "a",
  name: "Mine",
  madeAt: 1,
  kind: "html",
  ask: { model: "test/model", budgetUsd: 0.03, perMinute: 5 },
};
const call = { parts: [{ type: "text", text: "Hello." }] } as unknown as Call;

function told(settings: Partial<CallsContext> & { app?: App; tables?: AppData[]; run?: Partial<QueryRun> } = {}) {
  const kept = new Map<string, AppStoreEntry>();
  const asked: unknown[] = [];
  const queried: unknown[] = [];
  const { app = own, tables = [], run = {}, ...more } = settings;
  const clock = { now: 1_000_000 };
  const spent = { picodollars: 0, unknown: 0 };
  const calls = appCalls({
    apps: {
      find: async (word) => (word === app.id || word === app.name ? app : undefined),
      data: async () => tables,
      value: async (_app, key) => kept.get(key)?.json,
      putValue: async (_app, entry, most) => entry.json.length < most && !!kept.set(entry.key, entry),
      removeValue: async (_app, key) => kept.delete(key),
      values: async () => [...kept.values()],
    },
    data: {
      query: async (...words) => {
        queried.push(words);
        return { columns: ["n"], rows: [[1], [2]], hasMore: false, ...run };
      },
    },
    ask: async (input) => {
      asked.push(input);
      spent.picodollars += CENT;
      return call;
    },
    dearest: async () => CENT,
    spent: async () => ({ ...spent }),
    now: () => clock.now,
    ...more,
  });
  return {
    asked,
    queried,
    clock,
    spent,
    call: (name: string, given: unknown): Promise<AppAnswer> => calls.call("a", name, given),
    calls,
  };
}

describe("a query of an app", () => {
  const table = { app: "a", table: "people", source: "/p.csv", format: "csv" as const, sampleRows: 0 };

  test("waits until a person has allowed its data, which is named to them", async () => {
    const { call: ask, queried } = told({ tables: [table, { ...table, table: "city", grantedAt: 5 }] });
    expect(await ask("query", { sql: "SELECT 1" })).toEqual({ needs: [{ table: "people", source: "/p.csv" }] });
    expect(queried).toEqual([]);
  });

  test("gives columns and rows, as the app and for the app alone", async () => {
    const { call: ask, queried } = told({ tables: [{ ...table, grantedAt: 5 }] });
    expect(await ask("query", { sql: "SELECT n", params: [1] })).toEqual({
      value: { columns: ["n"], rows: [[1], [2]] },
    });
    expect(queried).toEqual([["a", "app", expect.objectContaining({ sql: "SELECT n", params: [1] })]]);
  });

  test("that gives too much is told so", async () => {
    expect(await told({ run: { hasMore: true } }).call("query", { sql: "" })).toMatchObject({
      error: expect.stringContaining("more than 10000 rows"),
    });
  });

  test("does not learn what is the person's to see", async () => {
    const { call: ask } = told({
      data: {
        query: async () => {
          throw new SetupError("There is no file /home/ann/secret.csv: check the path.");
        },
      },
    });
    expect(JSON.stringify(await ask("query", { sql: "" }))).not.toContain("ann");
  });
});

test("what an app keeps is given back, listed and forgotten", async () => {
  const { call: ask } = told();
  expect(await ask("store.get", { key: "a" })).toEqual({ value: null });
  expect(await ask("store.set", { key: "a", value: { b: [1, null] } })).toEqual({ value: null });
  expect(await ask("store.get", { key: "a" })).toEqual({ value: { b: [1, null] } });
  expect(await ask("store.keys", {})).toEqual({ value: ["a"] });
  expect(await ask("store.delete", { key: "a" })).toEqual({ value: true });
  expect(await ask("store.set", { key: "a", value: "x".repeat(6_000_000) })).toMatchObject({
    error: expect.stringContaining("5 MB"),
  });
});

describe("a question of an app to a model", () => {
  test("goes to the model that the person chose, with the app's words alone", async () => {
    const { call: ask, asked } = told();
    expect(await ask("ask", { prompt: "Hi", system: "Be brief" })).toEqual({ value: "Hello." });
    expect(asked).toEqual([
      {
        prompt: "Hi",
        system: "Be brief",
        model: "test/model",
        options: { maxOutputTokens: 1000 },
        origin: { command: "app", ref: "app/a/ask" },
      },
    ]);
    for (const more of [
      { model: "openai/o1-pro" },
      { tools: [{ name: "fetch", description: "", inputSchema: {} }] },
      { attachments: ["/etc/passwd"] },
      { fragments: ["/etc/passwd"] },
      { template: "x" },
      { continue: true },
      { messages: [] },
      { options: { maxOutputTokens: 1e6 } },
    ])
      expect(await ask("ask", { prompt: "Hi", ...more }), JSON.stringify(more)).toMatchObject({
        error: expect.stringContaining("does not fit"),
      });
    expect(asked).toHaveLength(1);
  });

  test("is refused where the person allowed none", async () => {
    const { ask: _, ...closed } = own;
    expect(await told({ app: closed }).call("ask", { prompt: "Hi" })).toMatchObject({
      error: expect.stringContaining("may not ask"),
    });
  });

  test("never passes the budget, many at once neither, and not where prices or earlier costs are unknown", async () => {
    const { call: ask, asked } = told({
      app: { ...own, ask: { model: "test/model", budgetUsd: 0.03, perMinute: 100 } },
    });
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask("ask", { prompt: "Hi" })));
    expect(asked).toHaveLength(3);
    expect(answers.filter((each) => "error" in each && each.error.includes("$0.03"))).toHaveLength(7);
    expect(await told({ dearest: async () => undefined }).call("ask", { prompt: "Hi" })).toMatchObject({
      error: expect.stringContaining("unknown"),
    });
    const lost = told();
    lost.spent.unknown = 3;
    expect(await lost.call("ask", { prompt: "Hi" })).toMatchObject({ error: expect.stringContaining("$0.03") });
  });

  test("never passes the rate, and may go on a minute later", async () => {
    const { call: ask, asked, clock } = told({ spent: async () => ({ picodollars: 0, unknown: 0 }) });
    for (let times = 0; times < 7; times++) await ask("ask", { prompt: "Hi" });
    expect(asked).toHaveLength(5);
    clock.now += 60_000;
    await ask("ask", { prompt: "Hi" });
    expect(asked).toHaveLength(6);
  });

  test("that fails tells the app nothing of why", async () => {
    const failed = { ...call, error: { kind: "http", message: "key sk-123 of ann@example.com has no credit" } } as Call;
    expect(await told({ ask: async () => failed }).call("ask", { prompt: "Hi" })).toEqual({
      error: "The model did not answer: the person finds why in the log.",
    });
  });
});

test("addresses and files are only checked: the page asks the person", async () => {
  const { call: ask } = told();
  expect(await ask("open", { url: "https://example.com" })).toMatchObject({ value: { url: "https://example.com/" } });
  expect(await ask("open", { url: "javascript:alert(1)" })).toMatchObject({ error: expect.any(String) });
  expect(await ask("download", { name: "../a.csv", type: "text/csv" })).toMatchObject({ value: { name: "a.csv" } });
});

test("an app that is removed, or is named otherwise than by its id, may do nothing", async () => {
  const gone = { error: "The app is not there any more." };
  expect(await told({ app: { ...own, deletedAt: 5 } }).call("store.keys", {})).toEqual(gone);
  expect(await told().calls.call("Mine", "store.keys", {})).toEqual(gone);
  expect(await told().calls.call("b", "store.keys", {})).toEqual(gone);
});

test("more calls at once than an app may make are refused, and places come free again", async () => {
  const { promise, resolve } = Promise.withResolvers<QueryRun>();
  const { call: ask } = told({ data: { query: () => promise } });
  const all = Array.from({ length: 40 }, () => ask("query", { sql: "" }));
  resolve({ columns: [], rows: [], hasMore: false });
  const answers = await Promise.all(all);
  expect(answers.filter((each) => "value" in each)).toHaveLength(16);
  expect(await ask("query", { sql: "" })).toEqual({ value: { columns: [], rows: [] } });
});

test("whatever an app sends is answered, never carried out where it does not fit", async () => {
  const names = fc.oneof(
    fc.constantFrom(
      "query",
      "store.get",
      "store.set",
      "ask",
      "open",
      "download",
      "__proto__",
      "constructor",
      "toString",
    ),
    fc.string(),
  );
  const given = fc.oneof(
    fc.anything(),
    fc.record(
      { key: fc.anything(), value: fc.anything(), sql: fc.anything(), prompt: fc.anything() },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(names, given, async (name, value) => {
      const { call: ask, asked } = told();
      const answer = await ask(name, value);
      expect(Object.keys(answer)).toHaveLength(1);
      for (const each of asked) expect(each).toMatchObject({ model: "test/model", prompt: expect.any(String) });
    }),
    { numRuns: 500 },
  );
});
