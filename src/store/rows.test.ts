import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openResults } from "./open-results.ts";
import { openRows, type RowsToOpen } from "./open-rows.ts";
import { type ResultColumn, type ResultFormat, resultFormats } from "./result-writer.ts";
import type { Row, RowValues } from "./row-source.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "penny-rows-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function all(wanted: RowsToOpen | string): Promise<Row[]> {
  const source = await openRows(typeof wanted === "string" ? { from: wanted, name: "rows" } : wanted);
  const rows: Row[] = [];
  for await (const row of source.rows()) rows.push(row);
  await source.close();
  return rows;
}

async function valuesIn(name: string, text: string): Promise<RowValues[]> {
  return (await all(written(name, text))).map(({ values }) => values);
}

async function linesIn(name: string, text: string): Promise<(number | undefined)[]> {
  return (await all(written(name, text))).map(({ line }) => line);
}

const COLOURS = [
  { name: "red", note: 'a "warm", one' },
  { name: "grün", note: "two\nlines" },
];

/** The same two rows in every text format. */
const TEXTS: { [name: string]: string } = {
  "same.csv": 'name,note\nred,"a ""warm"", one"\ngrün,"two\nlines"\n',
  "windows.csv": '\ufeffname;note\r\nred;"a ""warm"", one"\r\n\r\ngrün;"two\nlines"\r\n',
  "same.tsv": 'name\tnote\nred\t"a ""warm"", one"\ngrün\t"two\nlines"\n',
  "same.json": JSON.stringify(COLOURS, null, 2),
  "tight.json": `\ufeff${JSON.stringify(COLOURS)}`,
  "loose.json": COLOURS.map((each) => JSON.stringify(each)).join("\n"),
  "same.jsonl": `${COLOURS.map((each) => JSON.stringify(each)).join("\r\n\r\n")}\r\n`,
  "same.yaml": '# colours\n- name: red\n  note: a "warm", one\n- name: grün\n  note: |-\n    two\n    lines\n',
  "documents.yml": 'name: red\nnote: a "warm", one\n---\nname: grün\nnote: "two\\nlines"\n',
};

describe.each(Object.entries(TEXTS))("%s", (name, text) => {
  test("gives the rows", async () => expect(await valuesIn(name, text)).toEqual(COLOURS));
  test("can be read twice", async () => {
    const source = await openRows({ from: written(name, text) });
    for (let round = 0; round < 2; round++) {
      let count = 0;
      for await (const row of source.rows()) expect(row.index).toBe(count++);
      expect(count).toBe(2);
    }
  });
  test("can be piped in with its format", async () => {
    const bytes = Buffer.from(text);
    // Cut inside of characters.
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.subarray(at * 7, at * 7 + 7));
    const format = name.split(".")[1];
    const rows = await all({ from: Readable.from(pieces), ...(format ? { format } : {}) });
    expect(rows.map(({ values }) => values)).toEqual(COLOURS);
  });
});

test("rows are told by the line on which they begin", async () => {
  expect(await linesIn("lines.csv", 'a\n"x\ny"\n\nz\n')).toEqual([2, 5]);
  expect(await linesIn("crlf.csv", 'a\r\n"x\r\ny"\r\nz\r\n"u\r\nv"\r\nw')).toEqual([2, 4, 5, 7]);
  expect(await linesIn("lines.json", '[\n{"a":1},\n\n{"a":\n2}, {"a":3}]')).toEqual([2, 4, 5]);
  expect(await linesIn("lines.jsonl", '{"a":1}\n\n{"a":2}')).toEqual([1, 3]);
  expect(await linesIn("lines.yaml", "# c\n\n- a: 1\n\n- a: |\n    - b\n- a: 3")).toEqual([3, 5, 7]);
});

test.each([
  [
    "a.csv",
    "a,b\n1,2\n3\n",
    "rows:3 has 1 cell, but there are 2 columns: mend that line, or put quotes around a cell.",
  ],
  ["b.csv", "a,b\n1,2\n3,4,5\n", /^rows:3 has 3 cells, but there are 2 columns/],
  ["c.csv", 'a\n"x\r\ny"\n1,2\n', /^rows:4 has 2 cells/],
  ["d.csv", 'a,b\n1,"2\n3,4\n', /^rows:\d opens a quote that is never closed/],
  ["e.csv", 'a\n1"2\n', /^rows:2 has a quote in the middle of a cell/],
  ["f.csv", "a,a\n1,2\n", "rows:1 has two columns named `a`: give each a name of its own."],
  ["a.json", '[{"a":1},\n{"a":x}]', /^rows:2 is not JSON \(.+\): mend that row\.$/],
  ["b.json", '[{"a":1},\n{"a":', /^rows:2 begins a row that is never closed/],
  ["c.json", '[{"a":1}\n,', /^rows:2 ends before its list does/],
  ["d.json", "[3]", /^rows:1 is no row/],
  ["e.json", "[[1]]", /^rows:1 is no row/],
  ["f.json", '[{"a":1}] {"a":2}', /^rows:1 goes on after the end of the list/],
  ["a.jsonl", '{"a":1}\n{"a":\n', /^rows:2 is not JSON/],
  ["b.jsonl", '{"a":1}\n"b"\n', /^rows:2 is no row/],
  ["a.yaml", "- a: 1\n- a: [\n", /^rows:2 is not YAML \(.+\): mend that line\.$/],
  ["b.yaml", "- a: &x 1\n- a: *x\n", /^rows:2 has an alias to another row/],
  ["c.yaml", "- 1\n", /^rows:1 is no row/],
])("a broken row is told by file and line: %s", async (name, text, sentence) => {
  await expect(valuesIn(name, text)).rejects.toThrow(sentence);
});

test("text that is not UTF-8 is refused", async () => {
  await expect(all(written("latin.csv", Buffer.from("a\nGr\xfcn\n", "latin1")))).rejects.toThrow(/is not UTF-8 text/);
  await expect(all(written("latin.jsonl", Buffer.from('{"a":"\xfc"}', "latin1")))).rejects.toThrow(/is not UTF-8/);
});

test("JSON is cut into rows wherever its pieces begin and end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 }),
      fc.nat(),
      async (rows, space) => {
        const text = JSON.stringify(rows, null, space % 3);
        const bytes = Buffer.from(text);
        const size = 1 + (space % 5);
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        const found = await all({ from: Readable.from(pieces), format: "json" });
        expect(found.map(({ values }) => values)).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 40 },
  );
});

test("a folder and a pattern give files in the order of their names, hidden ones left out", async () => {
  for (const name of ["b.txt", "a/z.png", "a/c.png", ".hidden"]) {
    mkdirSync(join(folder, "files/a"), { recursive: true });
    writeFileSync(join(folder, "files", name), "x");
  }
  const source = await openRows({ from: join(folder, "files") });
  expect(source).toMatchObject({ fileColumn: "file", folder: join(folder, "files") });
  expect((await all(join(folder, "files"))).map(({ values }) => values.file)).toEqual(["a/c.png", "a/z.png", "b.txt"]);
  expect((await all(join(folder, "files/*/*.png"))).map(({ values }) => values.file)).toEqual(["a/c.png", "a/z.png"]);
  await expect(all(join(folder, "files/*.gif"))).rejects.toThrow(
    "There are no files in rows: check the path or the pattern.",
  );
});

test("a query on SQLite gives its rows, exactly, and can change nothing", async () => {
  const path = join(folder, "shop.db");
  const database = new DatabaseSync(path);
  database.exec("CREATE TABLE item (id INTEGER, name TEXT, photo BLOB, price REAL)");
  database.prepare("INSERT INTO item VALUES (?, ?, ?, ?)").run(9007199254740993n, "cup", new Uint8Array([1]), 1.5);
  database.prepare("INSERT INTO item VALUES (?, ?, ?, ?)").run(2, null, null, 2);
  database.close();
  const whole = (await all(path)).map(({ values }) => values);
  expect(whole).toEqual([
    { id: "9007199254740993", name: "cup", photo: new Uint8Array([1]), price: 1.5 },
    { id: 2, name: null, photo: null, price: 2 },
  ]);
  const asked = { from: path, name: "shop.db" };
  expect((await all({ ...asked, query: "SELECT id + 1 AS next FROM item WHERE id = 2" }))[0]?.values).toEqual({
    next: 3,
  });
  await expect(all({ ...asked, query: "SELECT * FROM itm" })).rejects.toThrow(
    /no such table: itm\)\. Nearest: item\.$/,
  );
  await expect(all({ ...asked, query: "DELETE FROM item" })).rejects.toThrow(/gives no rows: begin it with SELECT/);
  await expect(all({ ...asked, query: "DELETE FROM item RETURNING id" })).rejects.toThrow(/readonly/);
  await expect(all({ from: written("no.db", "text"), name: "no.db" })).rejects.toThrow(
    /cannot be read as a SQLite database/,
  );
  await expect(all({ from: written("q.csv", "a\n1"), query: "SELECT 1" })).rejects.toThrow(
    /--query asks a SQLite file/,
  );
});

test("what cannot be opened is one sentence that mends it", async () => {
  await expect(openRows({ from: join(folder, "none.csv") })).rejects.toThrow(
    /^There is no file .+none\.csv: check the path\.$/,
  );
  await expect(openRows({ from: written("table.xyz", "a") })).rejects.toThrow(
    /is not told by its ending: add --format/,
  );
  await expect(openRows({ from: written("a.txt", "a"), format: "cvs" })).rejects.toThrow(
    /no format `cvs`\. Nearest: csv/,
  );
  await expect(openRows({ from: Readable.from([]) })).rejects.toThrow(/format of standard input is not told/);
  await expect(all(written("no.parquet", "text text text"))).rejects.toThrow(/cannot be read as Parquet/);
});

const COLUMNS: ResultColumn[] = [
  { name: "text", kinds: new Set(["text"]) },
  { name: "whole", kinds: new Set(["integer"]) },
  { name: "part", kinds: new Set(["integer", "number"]) },
  { name: "flag", kinds: new Set(["boolean"]) },
  { name: "any", kinds: new Set(["json", "text"]) },
  { name: "answer", kinds: new Set(["text"]) },
  { name: "call", kinds: new Set(["text"]) },
];
const RESULTS = [
  {
    text: 'with "quotes", commas\tand\nlines',
    whole: 1,
    part: 0.5,
    flag: true,
    any: [1, { a: 2 }],
    answer: "=1+1",
    call: "c1",
  },
  { text: "", whole: null, part: 2, flag: false, any: "t", answer: null, call: "c2" },
];

async function results(path: string, table?: string): Promise<void> {
  const own = { columns: COLUMNS, ownColumns: ["answer", "call"] };
  const writer = await openResults({ path, ...own, ...(table === undefined ? {} : { table }) });
  for (const row of RESULTS) await writer.write(row);
  await writer.finish();
}

/** What comes back of the results: CSV knows only text, SQLite no lists and no flags. */
function back(format: ResultFormat): object[] {
  const text = (value: unknown): unknown =>
    value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return RESULTS.map((row) => {
    if (format === "csv" || format === "tsv")
      return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)]));
    if (format !== "sqlite") return row;
    return { ...row, flag: row.flag ? 1 : 0, any: typeof row.any === "string" ? row.any : JSON.stringify(row.any) };
  });
}

test.each(resultFormats)("results in %s come back equal, and the same rows give the same bytes", async (format) => {
  const { readFileSync } = await import("node:fs");
  const ending = format === "sqlite" ? "db" : format;
  const [one, other] = [join(folder, `results.${ending}`), join(folder, `others.${ending}`)];
  await results(one);
  await results(other);
  expect((await all(one)).map(({ values }) => values)).toEqual(back(format));
  expect(readFileSync(one)).toEqual(readFileSync(other));
});

test("until all rows are there, results stand beside", async () => {
  const path = written("before.jsonl", "old\n");
  const writer = await openResults({ path, columns: COLUMNS, ownColumns: [] });
  await writer.write(RESULTS[0] ?? {});
  const { existsSync, readFileSync } = await import("node:fs");
  expect(readFileSync(path, "utf8")).toBe("old\n");
  expect(await writer.stop()).toBe(`${path}.unfinished`);
  expect(readFileSync(`${path}.unfinished`, "utf8").split("\n")).toHaveLength(2);
  expect(readFileSync(path, "utf8")).toBe("old\n");
  await (await openResults({ path, columns: COLUMNS, ownColumns: [] })).finish();
  expect(readFileSync(path, "utf8")).toBe("");
  expect(existsSync(`${path}.unfinished`)).toBe(false);
});

test("a SQLite file keeps its other tables, and only a map's table is replaced", async () => {
  const path = join(folder, "mixed.db");
  const database = new DatabaseSync(path);
  database.exec("CREATE TABLE person (name TEXT); INSERT INTO person VALUES ('Ada')");
  database.close();
  await results(path);
  await results(path, "second");
  await results(path);
  expect(await all({ from: path, query: "SELECT * FROM person" })).toHaveLength(1);
  expect(await all({ from: path, query: "SELECT * FROM map" })).toHaveLength(2);
  expect(await all({ from: path, query: "SELECT * FROM second" })).toHaveLength(2);
  await expect(results(path, "person")).rejects.toThrow(
    /has a table `person` without a column `answer`.+add --table NAME/,
  );
});

test("results that cannot be written are told before anything else", async () => {
  const wanted = { columns: COLUMNS, ownColumns: [] };
  await expect(openResults({ ...wanted, path: join(folder, "a.doc") })).rejects.toThrow(/end it with one of jsonl/);
  await expect(openResults({ ...wanted, path: folder, format: "csv" })).rejects.toThrow(/is a folder: name a file/);
  await expect(openResults({ ...wanted, path: join(folder, "a.csv"), format: "cs" })).rejects.toThrow(/Nearest: csv/);
  await expect(openResults({ ...wanted, path: join(folder, "a.csv"), table: "t" })).rejects.toThrow(
    /--table names a table/,
  );
});
