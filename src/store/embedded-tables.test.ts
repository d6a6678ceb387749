/** Tables copied for a file: all of what was given and nothing else, within a bound; the sources stay as they are. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyTables } from "./embedded-tables.ts";

const folder = mkdtempSync(join(tmpdir(), "penny-embedded-"));
const source = join(folder, "shop's & 100%.db");
const MOST = 1_000_000;
const sale = {
  name: 'my "sale"',
  file: source,
  sql: "SELECT * FROM $source.sale",
  reads: { sale: "all" as const },
};
const word = { name: "word", file: source, sql: "SELECT n FROM $source.sale", reads: { sale: ["n"] } };

beforeAll(() => {
  const database = new DatabaseSync(source);
  database.exec(`CREATE TABLE sale (what TEXT, n INTEGER); CREATE TABLE secret (a); INSERT INTO secret VALUES ('hunter2');
    WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 1000) INSERT INTO sale SELECT 'tea ' || n, n FROM i`);
  database.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function opened(bytes: Uint8Array): DatabaseSync {
  const path = join(folder, "copy.db");
  writeFileSync(path, bytes);
  return new DatabaseSync(path, { readOnly: true });
}

test("what was given is copied under its names, and nothing else of its file", async () => {
  const before = readFileSync(source);
  const { database, tables } = await copyTables([sale, word], MOST);
  expect(tables).toEqual([
    { table: 'my "sale"', rows: 1000 },
    { table: "word", rows: 1000 },
  ]);
  const copy = opened(database);
  expect(copy.prepare('SELECT sum(n) AS n, max(what) AS what FROM "my ""sale"""').get()).toEqual({
    n: 500_500,
    what: "tea 999",
  });
  expect(copy.prepare("SELECT * FROM word LIMIT 1").get()).toEqual({ n: 1 });
  expect(copy.prepare("SELECT name FROM sqlite_schema").all()).toHaveLength(2);
  copy.close();
  expect(Buffer.from(database).includes("hunter2")).toBe(false);
  expect(readFileSync(source).equals(before)).toBe(true);
});

test("the first rows alone are copied where so many are wanted", async () => {
  const { database, tables } = await copyTables(
    [
      { ...sale, rows: 2 },
      { ...word, rows: 0 },
    ],
    MOST,
  );
  expect(tables.map(({ rows }) => rows)).toEqual([2, 0]);
  expect(Buffer.from(database).includes("tea 3")).toBe(false);
});

test("more than may be is refused, and so is what is not there any more", async () => {
  await expect(copyTables([sale], 20_000)).rejects.toThrow("come to more than 0.02 MB");
  const gone = { ...sale, file: join(folder, "gone.db") };
  await expect(copyTables([gone], MOST)).rejects.toThrow('The tables my "sale" cannot be read');
});
