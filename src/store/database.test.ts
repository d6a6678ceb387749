import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";

function opened(path = join(mkdtempSync(join(tmpdir(), "penny-database-")), "penny.db")): Database {
  return openDatabase(path, Date.now);
}

function add(database: Database, text: string): number {
  const made = database.sql("INSERT INTO content (hash, text) VALUES (?, ?)").run(Buffer.from(text), text);
  return Number(made.lastInsertRowid);
}

function texts(database: Database): string[] {
  return database
    .sql("SELECT text FROM content ORDER BY text")
    .all()
    .map(({ text }) => String(text));
}

test("work of the same moment shares a transaction, and each gets its own result", async () => {
  const database = opened();
  const other = opened(database.path);
  const seen: number[] = [];
  const rows = await Promise.all(
    ["a", "b", "c"].map((text) =>
      database.writeSoon(() => {
        // What is not committed yet, another connection does not see.
        seen.push(texts(other).length);
        return add(database, text);
      }),
    ),
  );
  other.close();
  expect(seen).toEqual([0, 0, 0]);
  expect(new Set(rows).size).toBe(3);
  expect(texts(database)).toEqual(["a", "b", "c"]);
  database.close();
});

test("work that fails takes none of the others with it", async () => {
  const database = opened();
  const outcomes = await Promise.allSettled([
    database.writeSoon(() => add(database, "a")),
    database.writeSoon(() => {
      add(database, "half");
      throw new Error("broken");
    }),
    database.writeSoon(() => add(database, "b")),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(texts(database)).toEqual(["a", "b"]);
  database.close();
});

test("results are handed out one in each turn of the loop, and what comes meanwhile shares the next transaction", async () => {
  const database = opened();
  const other = opened(database.path);
  let turn = 0;
  let counting = setImmediate(function count() {
    turn++;
    counting = setImmediate(count);
  });
  const turns: number[] = [];
  const seen: number[] = [];
  const twice = async (text: string): Promise<void> => {
    await database.writeSoon(() => add(database, text));
    turns.push(turn);
    await database.writeSoon(() => {
      seen.push(texts(other).length);
      add(database, `${text} again`);
    });
  };
  await Promise.all(["a", "b", "c"].map(twice));
  clearImmediate(counting);
  expect(new Set(turns).size).toBe(3);
  expect(seen).toEqual([3, 3, 3]);
  other.close();
  database.close();
});

test("results not yet handed out are when the file is closed", async () => {
  const database = opened();
  const all = Promise.all(["a", "b", "c", "d"].map((text) => database.writeSoon(() => add(database, text))));
  await database.writeSoon(() => undefined);
  const first = database.writeSoon(() => add(database, "e"));
  database.close();
  expect([...(await all), await first].length).toBe(5);
});

test("what was given before the file is closed is kept", async () => {
  const database = opened();
  const { path } = database;
  const given = database.writeSoon(() => add(database, "late"));
  database.close();
  await given;
  const again = opened(path);
  expect(texts(again)).toEqual(["late"]);
  again.close();
});

test("work is carried out in the order given, also over several transactions", async () => {
  const database = opened();
  const order: number[] = [];
  const all: Promise<unknown>[] = [];
  for (let round = 0; round < 5; round++) {
    for (let index = 0; index < 4; index++) {
      const number = round * 4 + index;
      all.push(database.writeSoon(() => order.push(number)));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(all);
  expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index));
  database.close();
});
