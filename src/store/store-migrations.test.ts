/** From every older schema to the newest, twice; newer, foreign, damaged and locked files; places that cannot be written. */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SetupError } from "../record/setup-error.ts";
import { pending, plainCall, testIds } from "./fixtures/plain-call.ts";
import { migrate, migrations } from "./migrate.ts";
import { openStore } from "./open-store.ts";
import { storeError } from "./store-error.ts";

let dir: string;
let path: string;
const now = (): number => 1_700_000_000_000;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "penny-open-"));
  path = join(dir, "penny.db");
});

afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true });
});

async function errorOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(SetupError);
    return error instanceof Error ? error.message : "";
  }
  return "";
}

describe("migrations", () => {
  test("are numbered from 1 without gaps, each with its own name", () => {
    expect(migrations.map((each) => each.number)).toEqual(migrations.map((_, index) => index + 1));
    expect(new Set(migrations.map((each) => each.name)).size).toBe(migrations.length);
  });

  test("lead from every older schema to the same newest one, and doing it twice changes nothing", () => {
    const schemaOf = (from: number): unknown => {
      const database = new DatabaseSync(":memory:");
      if (from > 0) migrate(database, ":memory:", now, migrations.slice(0, from));
      migrate(database, ":memory:", now);
      const read = (): unknown => ({
        schema: database.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all(),
        recorded: database.prepare("SELECT * FROM migration").all(),
        version: database.prepare("PRAGMA user_version").get(),
      });
      const first = read();
      migrate(database, ":memory:", now);
      expect(read()).toEqual(first);
      return first;
    };
    const newest = schemaOf(0);
    expect(newest).toMatchObject({
      recorded: migrations.map(({ number, name }) => ({ number, name, applied_at: now() })),
      version: { user_version: migrations.length },
    });
    for (const { number } of migrations) expect(schemaOf(number)).toEqual(newest);
  });

  test("take scores of before they could pass below 1 as passed at 1", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, ":memory:", now, migrations.slice(0, 1));
    database.exec("PRAGMA foreign_keys = OFF");
    for (const value of [0.5, 1]) {
      database.exec(
        `INSERT INTO score (run, cell, position, call, scorer, value, why) VALUES ('r', 'c', ${value * 2}, 1, 's', ${value}, 'w')`,
      );
    }
    migrate(database, ":memory:", now);
    expect(database.prepare("SELECT value, passed FROM score ORDER BY value").all()).toEqual([
      { value: 0.5, passed: 0 },
      { value: 1, passed: 1 },
    ]);
  });

  test("that fail leave the file as it was", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, ":memory:", now);
    const broken = [
      ...migrations,
      { number: migrations.length + 1, name: "broken", sql: "CREATE TABLE extra (a); nonsense" },
    ];
    expect(() => migrate(database, ":memory:", now, broken)).toThrow("nonsense");
    expect(database.prepare("PRAGMA user_version").get()?.user_version).toBe(migrations.length);
    expect(database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'extra'").get()).toBeUndefined();
  });
});

describe("a file that cannot be the log", () => {
  test("because it is newer names both versions and the way out", async () => {
    await (await openStore({ dir, now })).close();
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    const message = await errorOf(() => openStore({ dir, now }));
    expect(message).toContain(path);
    expect(message).toContain("version 99");
    expect(message).toContain(`up to ${migrations.length}`);
    expect(message).toContain("npm install");
  });

  test("because it is another program's is left untouched", async () => {
    const database = new DatabaseSync(path);
    database.exec("CREATE TABLE theirs (a); PRAGMA user_version = 1");
    database.close();
    const before = readFileSync(path);
    expect(await errorOf(() => openStore({ dir, now }))).toContain("another program");
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("because it is no database says so", async () => {
    writeFileSync(path, "Dear diary, this is not a database. ".repeat(100));
    expect(await errorOf(() => openStore({ dir, now }))).toBe(
      `The log ${path} is not a SQLite database: move it away, or set PENNY_DIR to another folder.`,
    );
  });

  test("because it is damaged says so when the damage is met", async () => {
    const store = await openStore({ dir, now });
    const ids = testIds();
    for (let index = 0; index < 200; index++) {
      const call = plainCall(ids(), `q${index} `.repeat(50), "a ".repeat(500));
      await store.begin(pending(call));
      await store.complete(call, []);
    }
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096 * 2);
    writeFileSync(path, bytes);
    const message = await errorOf(async () => {
      const damaged = await openStore({ dir, now });
      try {
        await damaged.calls();
      } finally {
        await damaged.close();
      }
    });
    expect(message).toContain("is damaged");
    expect(message).toContain(path);
  });

  test("because a folder is in its place says so", async () => {
    mkdirSync(path);
    expect(await errorOf(() => openStore({ dir, now }))).toContain(path);
  });

  test("because a file is in its folder's place says so", async () => {
    writeFileSync(join(dir, "file"), "");
    expect(await errorOf(() => openStore({ dir: join(dir, "file"), now }))).toContain("a file is in its place");
  });
});

describe("a log that cannot be written", () => {
  // The superuser may write everywhere.
  test.skipIf(process.getuid?.() === 0)("in a read-only folder says so", async () => {
    chmodSync(dir, 0o500);
    expect(await errorOf(() => openStore({ dir, now }))).toContain("read-only");
  });

  test("because it was opened read-only says so", () => {
    new DatabaseSync(path).close();
    const database = new DatabaseSync(path, { readOnly: true });
    expect(thrownBy(() => database.exec("CREATE TABLE a (b)"))).toContain("read-only for you");
    database.close();
  });

  test("because another process holds it says so", () => {
    const holder = new DatabaseSync(path);
    holder.exec("CREATE TABLE a (b); BEGIN IMMEDIATE");
    const database = new DatabaseSync(path, { timeout: 0 });
    expect(thrownBy(() => database.exec("BEGIN IMMEDIATE"))).toContain("locked by another process");
    database.close();
    holder.close();
  });

  test("because the disk is full says so", () => {
    const database = new DatabaseSync(path);
    database.exec("CREATE TABLE a (b); PRAGMA max_page_count = 3");
    expect(thrownBy(() => database.exec("INSERT INTO a VALUES (zeroblob(100000))"))).toBe(
      `The disk that holds the log ${path} is full: free some space and run the command again.`,
    );
    database.close();
  });

  function thrownBy(work: () => void): string {
    try {
      work();
    } catch (error) {
      const explained = storeError(error, path);
      expect(explained).toBeInstanceOf(SetupError);
      return explained instanceof Error ? explained.message : "";
    }
    return "";
  }
});

/** Runs a script with a disk of its own, of 1 MB or read-only, in the folder; needs the right to make user namespaces. */
function onOwnDisk(script: string, options: "size=1m" | "ro"): { status: number | null; output: string } {
  const command = `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$1" --input-type=module -e "$2"`;
  const result = spawnSync("unshare", ["-rm", "sh", "-c", command, dir, process.execPath, script], {
    encoding: "utf8",
  });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

const canMount = process.platform === "linux" && spawnSync("unshare", ["-rm", "true"]).status === 0;

test.skipIf(!canMount)(
  "a disk that really fills up is one sentence, and what was written before stays readable",
  () => {
    const script = `
    import { openStore } from ${JSON.stringify(join(import.meta.dirname, "open-store.ts"))};
    import { pending, plainCall, testIds } from ${JSON.stringify(join(import.meta.dirname, "fixtures/plain-call.ts"))};
    const store = await openStore({ dir: ${JSON.stringify(dir)}, now: Date.now });
    const ids = testIds();
    let written = 0;
    try {
      for (;;) {
        const call = plainCall(ids(), "question " + written, String(written).repeat(20000));
        await store.begin(pending(call));
        await store.complete(call, []);
        written++;
      }
    } catch (error) {
      console.log(error.name + ": " + error.message);
    }
    const calls = await store.calls({ reason: "stop" });
    console.log(written > 0 && calls.length === written);
  `;
    expect(onOwnDisk(script, "size=1m")).toEqual({
      status: 0,
      output: `SetupError: The disk that holds the log ${path} is full: free some space and run the command again.\ntrue\n`,
    });
  },
);

test.skipIf(!canMount)("a disk that is read-only is one sentence", () => {
  const script = `
    import { openStore } from ${JSON.stringify(join(import.meta.dirname, "open-store.ts"))};
    await openStore({ dir: ${JSON.stringify(join(dir, "penny"))}, now: Date.now }).catch((error) => console.log(String(error)));
  `;
  const { status, output } = onOwnDisk(script, "ro");
  expect(status).toBe(0);
  expect(output).toMatch(
    /^SetupError: The folder for the log .*penny\.db cannot be made, its disk is read-only[^.]*\.\n$/,
  );
});
