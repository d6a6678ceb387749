/** Apps' data and the bridge as the page asks for them. */
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type WebApp, webApp } from "../../test/support/web-app.ts";
import type { AppAnswer, AppData, QueryRun } from "./app-bridge-api.ts";

const LONG_MS = 60_000;
const APP = "01app00000000000000000000a";
const CSV = "name,age\nAda,36\nBob,7\n";

async function opened(folder?: string): Promise<WebApp> {
  const isFrameOf = (token: string, app: string): boolean => token === "frame" && app === APP;
  const web = await webApp({ isFrameOf, ...(folder === undefined ? {} : { folder }) });
  const version = { id: "01ver00000000000000000000a", app: APP, kind: "html" as const, how: "by hand" as const, at: 1 };
  const app = { id: APP, name: "Mine", madeAt: 1, kind: "html" as const };
  await web.workbench.log.apps.begin(app, version, new TextEncoder().encode("<p>"));
  return web;
}

const file = { name: "people.csv", base64: Buffer.from(CSV).toString("base64") };

test("a file is handed over, allowed after a question, queried by the app, and taken back", {
  timeout: LONG_MS,
}, async () => {
  const web = await opened();
  const ask = (given: unknown, name = "query"): Promise<AppAnswer> =>
    web.json(`/api/apps/${APP}/bridge`, { body: { frame: "frame", name, given } });
  expect(await web.json(`/api/apps/${APP}/data`, { body: { file } })).toMatchObject({ table: "people", sampleRows: 0 });
  const sql = "SELECT name FROM people WHERE age > ?";
  expect(await ask({ sql, params: [10] })).toMatchObject({ needs: [{ table: "people" }] });
  await web.json(`/api/apps/${APP}/data/allow`, { body: { isAllowed: true } });
  expect(await ask({ sql, params: [10] })).toEqual({ value: { columns: ["name"], rows: [["Ada"]] } });
  const run = await web.json<QueryRun>(`/api/apps/${APP}/data/query`, {
    body: { sql: "SELECT * FROM people", rows: 1 },
  });
  expect(run).toEqual({ columns: ["name", "age"], rows: [["Ada", 36]], hasMore: true });
  expect(await web.json<AppData[]>(`/api/apps/${APP}/data/people`, { method: "DELETE" })).toEqual([]);
  expect(await ask({ sql })).toMatchObject({ error: expect.stringContaining("no tables were given") });
});

test("only a frame of that app is heard, and only with what it may ask", async () => {
  const web = await opened();
  const ask = (app: string, frame: string, name = "store.keys"): Promise<AppAnswer> =>
    web.json(`/api/apps/${app}/bridge`, { body: { frame, name, given: {} } });
  expect(await ask(APP, "frame")).toEqual({ value: [] });
  expect(await ask(APP, "other")).toEqual({ error: "The frame is not open any more." });
  expect(await ask("01app00000000000000000000b", "frame")).toEqual({ error: "The frame is not open any more." });
  expect(await ask(APP, "frame", "remove")).toEqual({ error: "penny has no such function." });
  expect(
    (await web.request(`/api/apps/${APP}/bridge`, { body: { frame: "frame", name: "x", given: {}, as: "b" } })).status,
  ).toBe(400);
});

test("the page names no file but those of the folder it was opened for, links followed", {
  timeout: LONG_MS,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "penny-served-"));
  const outside = mkdtempSync(join(tmpdir(), "penny-outside-"));
  writeFileSync(join(folder, "in.csv"), CSV);
  writeFileSync(join(outside, "out.csv"), CSV);
  symlinkSync(join(outside, "out.csv"), join(folder, "link.csv"));
  const web = await opened(folder);
  const give = (source: string): Promise<AppData> => web.json(`/api/apps/${APP}/data`, { body: { source } });
  expect((await give("in.csv")).table).toBe("in");
  for (const path of [
    join(outside, "out.csv"),
    "link.csv",
    "../x.csv",
    join(folder, "..", "x.csv"),
    web.workbench.log.path,
  ])
    await expect(give(path), path).rejects.toThrow("is not below the folder");
  const tables = await web.json(`/api/apps/${APP}/data/tables`, { body: { source: "log" } });
  expect(tables).toEqual({ source: "log", tables: ["calls", "texts"] });
});

test("a question in words becomes SQL that is shown, not run", { timeout: LONG_MS }, async () => {
  const web = await opened();
  await web.json(`/api/apps/${APP}/data`, { body: { file } });
  const written = await web.json<{ call: string }>(`/api/apps/${APP}/data/sql`, {
    body: { question: "How old is Ada?", model: "pocket" },
  });
  const call = await web.workbench.log.call(written.call);
  expect(call?.origin).toEqual({ command: "app", ref: `app/${APP}` });
  expect(JSON.stringify(call?.request.messages)).toContain("Table people");
  expect(JSON.stringify(call?.request)).not.toContain("Bob");
});
