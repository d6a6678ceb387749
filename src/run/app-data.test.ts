import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkbench, type Workbench } from "../index.ts";

const folder = mkdtempSync(join(tmpdir(), "penny-app-data-"));
const most = { rows: 100, bytes: 100_000 };
let workbench: Workbench;
const app = "01app00000000000000000000a";
const other = "01app00000000000000000000b";

async function makeApp(id: string): Promise<void> {
  const made = { id, name: id, madeAt: 1, kind: "html" as const };
  const version = { id: `${id.slice(0, 25)}v`, app: id, kind: "html" as const, how: "by hand" as const, at: 1 };
  await workbench.log.apps.begin(made, { ...version, id: id.replace("app", "ver") }, new TextEncoder().encode("<p>"));
}

beforeAll(async () => {
  workbench = await openWorkbench({ dir: join(folder, "dir"), env: {} });
  await makeApp(app);
  await makeApp(other);
  writeFileSync(join(folder, "my cities.csv"), "name,people,zip,share\nOslo,700000,0150,0.5\nLima,10000000,15001,\n");
  writeFileSync(join(folder, "a.jsonl"), '{"n":"7","tags":["x"],"ok":true}\n{"n":"8","more":1.5}\n');
  const database = new DatabaseSync(join(folder, "shop.db"));
  database.exec(`CREATE TABLE sale(what TEXT, usd REAL); INSERT INTO sale VALUES ('tea', 2.5); CREATE TABLE secret(a);
    INSERT INTO secret VALUES ('hunter2'); CREATE VIEW dear AS SELECT what FROM sale WHERE usd > 2`);
  database.close();
});
afterAll(async () => {
  await workbench.close();
  rmSync(folder, { recursive: true, force: true });
});

const asApp = (id: string, sql: string): ReturnType<Workbench["data"]["query"]> =>
  workbench.data.query(id, "app", { sql, most });
const asPerson = (sql: string): ReturnType<Workbench["data"]["query"]> =>
  workbench.data.query(app, "person", { sql, most });

describe("data given to an app", { timeout: 60_000 }, () => {
  test("is a table with numbers where all cells are numbers, and texts as they stand where not", async () => {
    const given = await workbench.data.give(app, { source: "my cities.csv", folder });
    expect(given).toEqual({
      app,
      table: "my_cities",
      source: join(folder, "my cities.csv"),
      format: "csv",
      sampleRows: 0,
    });
    expect((await asPerson("SELECT name, people + 1, zip, share FROM my_cities ORDER BY people")).rows).toEqual([
      ["Oslo", 700001, "0150", 0.5],
      ["Lima", 10000001, "15001", null],
    ]);
    await workbench.data.give(app, { source: "a.jsonl", folder, table: "lines" });
    expect((await asPerson("SELECT n, tags, ok, more FROM lines")).rows).toEqual([
      ["7", '["x"]', 1, null],
      ["8", null, null, 1.5],
    ]);
  });

  test("is read by the app only once a person allowed it, and not by another app", async () => {
    const sql = "SELECT count(*) FROM my_cities";
    expect((await asApp(app, sql)).error).toContain("no tables were given");
    await workbench.data.allow(app, true, ["my_cities"]);
    expect((await asApp(app, sql)).rows).toEqual([[2]]);
    expect((await asApp(app, "SELECT 1 FROM lines")).error).toContain("not given");
    expect((await asApp(other, sql)).error).toContain("no tables were given");
    await workbench.data.allow(app, false);
    expect((await asApp(app, sql)).error).toBeDefined();
  });

  test("is read anew when the file has changed, and the old copy is gone", async () => {
    writeFileSync(join(folder, "my cities.csv"), "name,people\nRome,3\n");
    expect((await asPerson("SELECT * FROM my_cities")).rows).toEqual([["Rome", 3]]);
    expect(readdirSync(join(folder, "dir", "app-data"))).toHaveLength(2);
  });

  test("is one table of a SQLite file, as it is now; the others stay closed", async () => {
    const source = join(folder, "shop.db");
    expect(await workbench.data.tablesOf(source)).toEqual(["dear", "sale", "secret"]);
    await expect(workbench.data.give(app, { source })).rejects.toThrow("has several tables (dear, sale, secret)");
    await expect(workbench.data.give(app, { source, inside: "sales" })).rejects.toThrow("Nearest: sale");
    await workbench.data.give(app, { source, inside: "sale" });
    await workbench.data.give(app, { source, inside: "dear", table: "expensive" });
    expect((await asPerson("SELECT what FROM expensive JOIN sale USING (what)")).rows).toEqual([["tea"]]);
    const database = new DatabaseSync(source);
    database.exec("INSERT INTO sale VALUES ('cake', 4)");
    database.close();
    expect((await asPerson("SELECT count(*) FROM sale")).rows).toEqual([[2]]);
    expect((await asPerson("SELECT * FROM secret")).error).not.toContain("secret");
  });

  test("is the log: calls without what was said, or what was said", async () => {
    await workbench.ask({ prompt: "What is your name?", model: "pocket", options: { maxOutputTokens: 8 } });
    await workbench.data.give(app, { source: "log", inside: "calls" });
    await workbench.data.allow(app, true, ["calls"]);
    const { rows } = await asApp(app, "SELECT command, finish, usd, started > '2020' FROM calls");
    expect(rows).toEqual([["library", expect.stringMatching(/^(stop|length)$/), 0, 1]]);
    for (const sql of [
      "SELECT record FROM source0.call",
      "SELECT prompt FROM texts",
      "SELECT text FROM source0.content",
    ])
      expect((await asApp(app, sql)).error, sql).toContain("not given");
    await workbench.data.give(app, { source: "log", inside: "texts" });
    expect((await asPerson("SELECT prompt, length(answer) > 0 FROM texts")).rows).toEqual([["What is your name?", 1]]);
    for (const table of ["app_store", "file_bytes", "raw", "migration"])
      expect((await asPerson(`SELECT count(*) FROM source0.${table}`)).error, table).toContain("not given");
  });

  test("is told to a model by names and types, with the rows that the person agreed to and no more", async () => {
    const told = await workbench.data.describe(app);
    expect(told.find(({ table }) => table === "sale")).toEqual({
      table: "sale",
      columns: [
        { name: "what", type: "text" },
        { name: "usd", type: "real" },
      ],
      samples: [],
    });
    await workbench.data.give(app, { source: join(folder, "shop.db"), inside: "sale", table: "sale", sampleRows: 1 });
    expect((await workbench.data.describe(app)).find(({ table }) => table === "sale")?.samples).toEqual([["tea", 2.5]]);
  });

  test("is asked in words: a pocket model writes the SQL, which runs once the person lets it", async () => {
    writeFileSync(join(folder, "customers.csv"), "id,name,city,age\n1,Ada,Paris,36\n2,Bob,Rome,50\n");
    await workbench.data.give(other, { source: "customers.csv", folder });
    const found: { [question: string]: unknown } = {};
    for (const question of ["How many customers live in Paris?", "List customers older than 40"]) {
      const { sql = "", call } = await workbench.data.sqlFor(other, { question, model: "pocket" });
      expect(JSON.stringify(call.request)).not.toContain("Ada");
      found[question] = (await workbench.data.query(other, "person", { sql, most })).rows;
    }
    expect(found).toEqual({ "How many customers live in Paris?": [[1]], "List customers older than 40": [["Bob"]] });
    const { sql, call } = await workbench.data.sqlFor(other, { question: "What is your name?", model: "pocket" });
    expect([sql, call.finish.reason]).toEqual([undefined, "stop"]);
    await workbench.data.take(other, "customers");
  });

  test("that is taken away is gone, its copy too", async () => {
    await workbench.data.take(app, "lines");
    await expect(workbench.data.take(app, "lines")).rejects.toThrow("The app has no table `lines`.");
    expect((await asPerson("SELECT 1 FROM lines")).error).toContain("not given");
    const copies = readdirSync(join(folder, "dir", "app-data"));
    expect(copies.some((name) => readFileSync(join(folder, "dir", "app-data", name)).includes('["x"]'))).toBe(false);
    expect(existsSync(join(folder, "a.jsonl"))).toBe(true);
  });

  test("is refused in one sentence where it is none", async () => {
    const give = (source: string, more = {}): Promise<unknown> =>
      workbench.data.give(other, { source, folder, ...more });
    await expect(give("none.csv")).rejects.toThrow("There is no file");
    await expect(give("readme.txt")).rejects.toThrow("is not told by its ending");
    writeFileSync(join(folder, "empty.csv"), "a,b\n");
    await expect(give("empty.csv")).rejects.toThrow("has no rows");
    await expect(give("a.jsonl", { table: "two words" })).rejects.toThrow("is no name of a table");
    await expect(give("a.jsonl", { sampleRows: 21 })).rejects.toThrow("from 0 to 20");
    await expect(give("log", { inside: "raw" })).rejects.toThrow("has no table `raw`");
  });
});
