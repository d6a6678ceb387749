/** Apps, versions, data given and values kept. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { App, AppVersion } from "../record/app.ts";
import { sha256 } from "../record/hash.ts";
import { SetupError } from "../record/setup-error.ts";
import type { NewAppVersion } from "./app-rows.ts";
import { pending, plainCall, testIds } from "./fixtures/plain-call.ts";
import { openStore } from "./open-store.ts";
import type { Store } from "./store.ts";

const ids = testIds();
let dir: string;
let store: Store;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-apps-"));
  store = await openStore({ dir, now: () => 5 });
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function call(answer: string): Promise<string> {
  const made = plainCall(ids(), "Make an app", answer, { origin: { command: "app" } });
  await store.begin(pending(made));
  await store.complete(made, []);
  return made.id;
}

function first(app: string, changes: Partial<NewAppVersion> = {}): NewAppVersion {
  return { id: ids(), app, kind: "html", how: "made", at: 7, ...changes };
}

async function madeApp(
  name: string,
  content = `<p>${name}`,
  changes: Partial<NewAppVersion> = {},
): Promise<AppVersion> {
  const app: App = { id: ids(), name, madeAt: 6, kind: "html" };
  return (await store.apps.begin(app, first(app.id, changes), bytes(content))).version;
}

describe("an app", () => {
  test("and its versions are read back as they were written, numbered from 1", async () => {
    const written = first("", { call: await call("<p>hi"), prompt: "an app", tried: ["x"], interrupted: true });
    const app: App = {
      id: ids(),
      name: "Hi",
      madeAt: 6,
      kind: "html",
      forkedFrom: "v",
      ask: { model: "a/b", budgetUsd: 1, perMinute: 2 },
    };
    const begun = await store.apps.begin(app, { ...written, app: app.id }, bytes("<p>hi é"));
    expect(begun.version).toEqual({ ...written, app: app.id, number: 1, sha256: sha256("<p>hi é"), size: 8 });
    const second = await store.apps.putVersion(
      first(app.id, { kind: "svg", how: "fixed", parent: written.id, problems: ["x is not defined"], failedEdits: 2 }),
      bytes("<svg/>"),
    );
    expect(await store.apps.versions(app.id)).toEqual([begun.version, second]);
    expect(second).toMatchObject({ number: 2, failedEdits: 2, problems: ["x is not defined"], parent: written.id });
    expect(await store.apps.version(second.id)).toEqual(second);
    expect(await store.apps.find(app.id)).toEqual({ ...app, kind: "svg" });
    expect(new TextDecoder().decode(await store.fileBytes(begun.version.sha256))).toBe("<p>hi é");
  });

  test("is found by id, by name, by the end of its id; several of a name are told", async () => {
    const one = await madeApp("Tip");
    await madeApp("Dice");
    const twin = await madeApp("dice");
    expect((await store.apps.find(one.app))?.name).toBe("Tip");
    expect((await store.apps.find("tIP"))?.id).toBe(one.app);
    expect((await store.apps.find(twin.app.slice(-10)))?.id).toBe(twin.app);
    await expect(store.apps.find("Dice")).rejects.toThrow(SetupError);
    await expect(store.apps.find("Dice")).rejects.toThrow(twin.app);
    expect(await store.apps.find("nothing")).toBeUndefined();
    expect(await store.apps.find("")).toBeUndefined();
  });

  test("that is removed is not listed nor found by name, and comes back", async () => {
    const { app } = await madeApp("Tip");
    expect(await store.apps.change(app, { deletedAt: 9.5 })).toBe(true);
    expect(await store.apps.list()).toEqual([]);
    expect(await store.apps.find("Tip")).toBeUndefined();
    expect(await store.apps.list({ removed: true })).toMatchObject([{ id: app, deletedAt: 9 }]);
    await store.apps.change(app, { deletedAt: null, name: "Top" });
    expect(await store.apps.list()).toEqual([{ id: app, name: "Top", madeAt: 6, kind: "html" }]);
    expect(await store.apps.change("none", { name: "x" })).toBe(false);
  });

  test("may be allowed to make calls, and no longer", async () => {
    const { app } = await madeApp("Tip");
    const ask = { model: "pocket/pocket-l", budgetUsd: 0.5, perMinute: 3 };
    await store.apps.change(app, { ask });
    await store.apps.change(app, { name: "Top" });
    expect((await store.apps.find(app))?.ask).toEqual(ask);
    await store.apps.change(app, { ask: null });
    expect((await store.apps.find(app))?.ask).toBeUndefined();
  });

  test("forgotten leaves nothing of its own, and what others hold too stays", async () => {
    const shared = await madeApp("One", "<p>same");
    const other = await madeApp("Two", "<p>same");
    const own = await store.apps.putVersion(first(shared.app), bytes("<p>own"));
    await store.apps.putData({ app: shared.app, table: "t", source: "log", format: "log", sampleRows: 0 });
    await store.apps.putValue(shared.app, { key: "k", json: "1", at: 1 }, 100);
    expect(await store.apps.forget(shared.app)).toBe(true);
    expect(await store.apps.versions(shared.app)).toEqual([]);
    expect(await store.apps.data(shared.app)).toEqual([]);
    expect(await store.apps.values(shared.app)).toEqual([]);
    await expect(store.fileBytes(own.sha256)).rejects.toThrow(SetupError);
    expect(await store.fileBytes(other.sha256)).toEqual(bytes("<p>same"));
    expect(await store.apps.forget(shared.app)).toBe(false);
  });
});

test("what an app took is told, unless the cost of a call is unknown; failures do not count", async () => {
  const { app } = await madeApp("Tip");
  const spend = async (changes: object): Promise<void> => {
    const made = plainCall(ids(), "x", "y", { origin: { command: "app", ref: `app/${app}` }, ...changes });
    await store.begin(pending(made));
    await store.complete(made, []);
  };
  expect(await store.apps.spend(app)).toEqual({ calls: 0, picodollars: 0 });
  await spend({});
  await spend({ origin: { command: "app", ref: `app/${app}/ask` } });
  await spend({ origin: { command: "app", ref: `app/${app}x` } });
  await spend({ finish: { reason: "error" }, error: { kind: "http", message: "no" }, cost: undefined });
  await spend({ origin: { command: "prompt", ref: `app/${app}` } });
  expect(await store.apps.spend(app)).toEqual({ calls: 2, picodollars: 2_000_000 });
  await spend({ cost: undefined });
  expect(await store.apps.spend(app)).toEqual({ calls: 3 });
});

describe("a version", () => {
  test("outlives its call, and its content outlives a call that sent the same file", async () => {
    const content = "<p>kept";
    const id = await call(content);
    const version = await madeApp("Kept", content, { call: id });
    const part = await store.putFile(bytes(content), { mediaType: "text/html" });
    const sent = plainCall(ids(), "", "ok", { request: { messages: [{ role: "user", parts: [part] }] } });
    await store.begin(pending(sent));
    await store.complete(sent, []);
    const { calls } = await store.remove({});
    expect(calls).toBe(2);
    const { call: _, ...rest } = version;
    expect(await store.apps.versions(version.app)).toEqual([rest]);
    expect(await store.fileBytes(version.sha256)).toEqual(bytes(content));
  });

  test("of an app that is not there is refused", async () => {
    await expect(store.apps.putVersion(first("none"), bytes(""))).rejects.toThrow("There is no app `none`.");
  });

  test("is marked as reviewed, and no longer", async () => {
    const { id } = await madeApp("Tip");
    expect(await store.apps.markReviewed(id, 12.5)).toBe(true);
    expect((await store.apps.version(id))?.reviewedAt).toBe(12);
    await store.apps.markReviewed(id, undefined);
    expect((await store.apps.version(id))?.reviewedAt).toBeUndefined();
    expect(await store.apps.markReviewed("none", 1)).toBe(false);
  });
});

test("data given to an app is listed by table, replaced and taken away, letter case apart", async () => {
  const { app } = await madeApp("Tip");
  const sales = { app, table: "sales", source: "/data/sales.csv", format: "csv", sampleRows: 3 } as const;
  const inside = {
    app,
    table: "calls",
    source: "log",
    format: "log",
    inside: "call",
    sampleRows: 0,
    grantedAt: 9,
  } as const;
  await store.apps.putData(sales);
  await store.apps.putData(inside);
  expect(await store.apps.data(app)).toEqual([inside, sales]);
  await store.apps.putData({ ...sales, table: "SALES", grantedAt: 10 });
  expect(await store.apps.data(app)).toEqual([inside, { ...sales, table: "SALES", grantedAt: 10 }]);
  expect(await store.apps.removeData(app, "Sales")).toBe(true);
  expect(await store.apps.removeData(app, "Sales")).toBe(false);
});

test("values that an app keeps are its own and bounded in bytes all together", async () => {
  const { app } = await madeApp("Tip");
  const other = (await madeApp("Top")).app;
  expect(await store.apps.putValue(app, { key: "a", json: '"é"', at: 1 }, 10)).toBe(true);
  expect(await store.apps.putValue(app, { key: "b", json: '"123"', at: 2 }, 10)).toBe(false);
  expect(await store.apps.putValue(app, { key: "b", json: '"12"', at: 2 }, 10)).toBe(true);
  // What is replaced does not count.
  expect(await store.apps.putValue(app, { key: "b", json: '"ab"', at: 3 }, 10)).toBe(true);
  expect(await store.apps.values(app)).toEqual([
    { key: "a", json: '"é"', at: 1 },
    { key: "b", json: '"ab"', at: 3 },
  ]);
  expect(await store.apps.value(app, "b")).toBe('"ab"');
  expect(await store.apps.value(other, "b")).toBeUndefined();
  expect(await store.apps.removeValue(app, "b")).toBe(true);
  expect(await store.apps.removeValue(app, "b")).toBe(false);
});
