import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "../../test/support/run-penny.ts";
import { browserPath } from "./browser-path.ts";
import { statementsOf } from "./run-sql.ts";
import { createSandbox } from "./sandbox.ts";

const sandbox = createSandbox(process.env);
const folder = mkdtempSync(join(tmpdir(), "penny-sandbox-"));
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const LONG_MS = 120_000;

describe("JavaScript", { timeout: LONG_MS }, () => {
  test("is run, printed lines kept, and expressions evaluated after it", async () => {
    const run = await sandbox.javascript("const add = (a, b) => a + b; console.log('sum', add(1, 2), [1]); add(2, 2)", [
      "add(2, 3)",
      "add",
      "missing()",
      "Promise.resolve({ a: [1, null] })",
    ]);
    expect(run).toEqual({
      value: 4,
      printed: ["sum 3 [1]"],
      tests: [{ value: 5 }, {}, { error: "ReferenceError: 'missing' is not defined" }, { value: { a: [1, null] } }],
    });
  });

  test("that breaks says why in one line", async () => {
    expect(await sandbox.javascript("let a = ;")).toMatchObject({ error: expect.stringContaining("SyntaxError") });
    expect(await sandbox.javascript("throw new TypeError('no\\nwhere')")).toMatchObject({
      error: "TypeError: no where",
    });
    expect(await sandbox.javascript("throw 7")).toMatchObject({ error: "it threw 7" });
    expect(await sandbox.javascript("Promise.reject(new Error('late'))")).toMatchObject({
      error: expect.stringContaining("late"),
    });
    expect(await sandbox.javascript("new Promise(() => {})")).toMatchObject({ error: "a promise was never settled" });
  });

  test("reaches nothing outside", async () => {
    const names = "require process fetch XMLHttpRequest Deno Bun importScripts setTimeout WebAssembly navigator".split(
      " ",
    );
    const run = await sandbox.javascript("", [
      ...names.map((name) => `typeof ${name}`),
      "(0, eval)('typeof process')",
      "new Function('return typeof require')()",
    ]);
    expect(new Set(run.tests.map((each) => each.value))).toEqual(new Set(["undefined"]));
    const { error, tests } = await sandbox.javascript("", ["import('node:fs').then(() => 'in')"]);
    expect(error ?? tests[0]?.error).toBeDefined();
  });

  test("ends when it loops, recurses or takes memory for ever, and the next run is not harmed", async () => {
    expect((await sandbox.javascript("while (true);")).error).toBe("it took more than 5 seconds");
    expect((await sandbox.javascript("function f() { return 1 + f(); } f()")).error).toBeDefined();
    expect((await sandbox.javascript("const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)")).error).toBeDefined();
    expect((await sandbox.javascript("/^(a+)+$/.test('a'.repeat(40) + 'b')")).error).toBeDefined();
    expect(await sandbox.javascript("1 + 1")).toMatchObject({ value: 2 });
  });
});

describe("SQL", { timeout: LONG_MS }, () => {
  test("is run after what was given, and gives the rows of its last statement", async () => {
    const before = "CREATE TABLE city(name TEXT, people INTEGER); INSERT INTO city VALUES ('Oslo', 7), ('Lima', 10)";
    expect(
      await sandbox.sql("-- the largest\nSELECT name, people FROM city ORDER BY people DESC LIMIT 1;", before),
    ).toEqual({ rows: [["Lima", 10]] });
    expect(await sandbox.sql("DELETE FROM city; SELECT count(*), 'a;b', NULL, x'0a' FROM city", before)).toEqual({
      rows: [[0, "a;b", null, "0a"]],
    });
    expect(await sandbox.sql("SELECT nme FROM city", before)).toEqual({ rows: [], error: "no such column: nme" });
    expect(await sandbox.sql(" -- nothing\n")).toEqual({ rows: [], error: "there is no statement" });
  });

  test("touches no file, and has an end", async () => {
    const file = join(folder, "out.db");
    for (const code of [
      `ATTACH '${file}' AS f`,
      `VACUUM INTO '${file}'`,
      "SELECT load_extension('x')",
      "PRAGMA temp_store_directory = '/tmp'",
    ])
      expect((await sandbox.sql(code)).error, code).toMatch(/not authorized|denied/);
    expect(existsSync(file)).toBe(false);
    const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ";
    expect((await sandbox.sql(`${endless} i FROM n`)).error).toBe("it gives more than 10000 rows");
    expect((await sandbox.sql(`${endless} count(*) FROM n`)).error).toBe("it took more than 5 seconds");
    expect((await sandbox.sql("SELECT hex(zeroblob(900000000))")).error).toBeDefined();
  });

  test("is cut at semicolons that end a statement", () => {
    const trigger =
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN 1 THEN ';' END; DELETE FROM b; END";
    expect(statementsOf(`SELECT ';' /* ; */; ${trigger}; BEGIN; COMMIT;`).map((each) => each.trim())).toEqual([
      "SELECT ';'",
      trigger,
      "BEGIN",
      "COMMIT",
    ]);
  });
});

describe("SVG", { timeout: LONG_MS }, () => {
  const svg = (inside: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">${inside}</svg>`;

  test("is drawn as wide as was asked", async () => {
    const { png, isBlank, error } = await sandbox.svg(svg('<circle cx="50" cy="50" r="30" fill="red"/>'), 100);
    expect([error, isBlank]).toEqual([undefined, false]);
    const bytes = Buffer.from(png ?? []);
    expect([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual(["PNG", 100, 50]);
  });

  test("that shows nothing is blank, and what is no SVG cannot be drawn", async () => {
    expect(await sandbox.svg(svg(""))).toMatchObject({ isBlank: true });
    expect(await sandbox.svg(svg('<rect width="200" height="100" fill="white"/>'))).toMatchObject({ isBlank: true });
    expect(await sandbox.svg("<svg><circle")).toMatchObject({ isBlank: true, error: "it cannot be parsed" });
  });

  test("draws no file of this machine", async () => {
    const file = join(folder, "secret.svg");
    writeFileSync(file, svg('<rect width="200" height="100" fill="black"/>'));
    const links = [file, `file://${file}`].map((href) => `<image href="${href}" width="200" height="100"/>`).join("");
    expect(await sandbox.svg(svg(links))).toMatchObject({ isBlank: true });
  });
});

describe.skipIf(!browserPath(process.env))("a page", { timeout: LONG_MS }, () => {
  test("is opened, errors that nothing caught told, and expressions evaluated", async () => {
    const page = '<!doctype html><button id="b">0</button><script>b.onclick = () => b.textContent++</script>';
    expect(await sandbox.html(page, ["b.click(), b.textContent", "document.compatMode", "nope"])).toEqual({
      problems: [],
      tests: [{ value: "1" }, { value: "CSS1Compat" }, { error: "ReferenceError: nope is not defined" }],
    });
    const keeping = "<script>localStorage.setItem('n', '1'); sessionStorage.m = 2; document.cookie = 'a=b'</script>";
    expect(await sandbox.html(keeping, ["localStorage.n + sessionStorage.getItem('m') + document.cookie"])).toEqual({
      problems: [],
      tests: [{ value: "12" }],
    });
    const broken = await sandbox.html("<script>missing()</script><script>Promise.reject(new Error('late'))</script>");
    expect(broken.problems.join("; ")).toMatch(/missing is not defined.*late/);
  });

  test("reaches no network, no file, and does not hang", async () => {
    const page = `<img src="http://example.com/a.png"><script>fetch("http://127.0.0.1:80/").catch((error) => document.title = error.name)</script>`;
    expect(
      (
        await sandbox.html(page, [
          "document.title",
          "location.protocol",
          "fetch('file:///etc/hostname').then(() => 'read')",
        ])
      ).tests,
    ).toMatchObject([{ value: "TypeError" }, { value: "data:" }, { error: expect.any(String) }]);
    expect(
      (await sandbox.html("<script>setInterval(() => 1, 1); function f() { requestAnimationFrame(f) } f()</script>"))
        .problems,
    ).toEqual([]);
  });
});

test.skipIf(!browserPath(process.env))(
  "a page too large for an address is opened too, and reaches no file",
  { timeout: LONG_MS },
  async () => {
    const script = join(folder, "secret.js");
    writeFileSync(script, "window.secret = 1");
    const code = `<!doctype html><!--${"x".repeat(300_000)}--><script src="file://${script}"></script><script>missing()</script>`;
    const { problems, tests } = await sandbox.html(code, [
      "typeof secret",
      "document.compatMode",
      `fetch("file://${script}").then(() => "read")`,
    ]);
    expect(tests).toMatchObject([{ value: "undefined" }, { value: "CSS1Compat" }, { error: expect.any(String) }]);
    expect(problems.join()).toContain("missing is not defined");
  },
);

test("a page without a browser is told as such", async () => {
  const without = createSandbox({ CHROMIUM_PATH: join(folder, "none") });
  expect(await without.html("<p>")).toEqual({
    problems: [],
    tests: [],
    unopened: expect.stringContaining("set CHROMIUM_PATH"),
  });
});

test("a job that is ended is waited for, though nothing else keeps the program alive", {
  timeout: LONG_MS,
}, async () => {
  const queries = pathToFileURL(join(import.meta.dirname, "app-queries.ts")).href;
  const sql = "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r";
  const code = `const { appQueries } = await import(${JSON.stringify(queries)});
const { error } = await appQueries(1000).run({ tables: [], sql: ${JSON.stringify(sql)}, most: { rows: 1, bytes: 1000 } });
console.log(error);`;
  const { code: exit, out } = await run(process.execPath, ["--input-type=module", "-e", code]);
  expect([exit, out]).toEqual([0, expect.stringContaining("it took more than 1 seconds")]);
});
