/** The fast way through a CSV file gives what the rows give, or says that it does not know the file. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { columnsOfCsv } from "./csv-columns.ts";
import { type ColumnBatch, columnsOfRows, NotPlain, type WantedColumn } from "./row-columns.ts";
import type { RowValue } from "./row-source.ts";
import { rowsOfCsv } from "./rows-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "penny-columns-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = join(folder, "table.csv");

function written(text: string | Uint8Array): string {
  writeFileSync(path, text);
  return path;
}

const asNumber = (value: RowValue): number => (value === null || value === "" ? Number.NaN : Number(value));

/** Every column as texts, and as numbers. */
function bothKinds(names: readonly string[]): WantedColumn[] {
  return names.flatMap((column) => [{ column }, { column, number: asNumber }]);
}

async function cellsOf(batches: AsyncIterable<ColumnBatch>): Promise<RowValue[][]> {
  const rows: RowValue[][] = [];
  for await (const { rows: count, columns, dictionaries } of batches)
    for (let row = 0; row < count; row++)
      rows.push(
        columns.map((column, index) => {
          const dictionary = dictionaries[index];
          return dictionary ? dictionary.value(column[row] as number) : (column[row] as number);
        }),
      );
  return rows;
}

const fast = (): Promise<RowValue[][]> => cellsOf(columnsOfCsv(path, "table", undefined, bothKinds));
const byRows = (): Promise<RowValue[][]> =>
  cellsOf(columnsOfRows({ name: "table", rows: () => rowsOfCsv(path, "table") }, bothKinds));

/** What comes of a table either way: its cells, or the sentence. */
async function outcome(read: () => Promise<RowValue[][]>): Promise<unknown> {
  return read().catch((error: unknown) => (error instanceof NotPlain ? "not plain" : String(error)));
}

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "\r\n", " ", "1", "漢"), maxLength: 6 }),
  fc.double({ noNaN: true }).map(String),
  fc.integer().map(String),
  fc.constantFrom("", "0", "-1.50", "007", "1e3", ".5", "5.", "-", "1.2.3", "123456789012345678"),
);
const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }),
    heading: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: width, maxLength: width }),
    end: fc.constantFrom("\n", "\r\n"),
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    mark: fc.constantFrom("", "\ufeff"),
    quoted: fc.boolean(),
    last: fc.boolean(),
  }),
);

function textOf({
  rows,
  heading,
  end,
  delimiter,
  mark,
  quoted,
  last,
}: typeof table extends fc.Arbitrary<infer T> ? T : never): string {
  const written = (text: string): string =>
    quoted || /["\r\n,;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [heading, ...rows].map((row) => row.map(written).join(delimiter));
  return mark + lines.join(end) + (last ? end : "");
}

test("well-written tables read alike the fast way and by rows", async () => {
  await fc.assert(
    fc.asyncProperty(table, async (made) => {
      written(textOf(made));
      const [one, other] = [await outcome(fast), await outcome(byRows)];
      const isEmpty = Array.isArray(other) && other.length === 0;
      expect(one).toEqual(isEmpty ? "not plain" : other);
    }),
    { numRuns: 300 },
  );
});

test("whatever else stands in a file, the fast way gives what rows give or does not know it", async () => {
  const scrap = fc.string({
    unit: fc.constantFrom("a", "1", '"', '"', ",", ",", "\n", "\n", "\r\n", "\r", " "),
    maxLength: 24,
  });
  await fc.assert(
    fc.asyncProperty(scrap, async (text) => {
      written(`a,b\n${text}`);
      const one = await outcome(fast);
      if (one !== "not plain") expect(one).toEqual(await outcome(byRows));
    }),
    { numRuns: 800 },
  );
});

test("rows are whole wherever the bytes are cut, and batches hold together", async () => {
  const line = (row: number): string => `${row},"x${"y".repeat(row % 97)}\n,""z""",${row % 3 === 0 ? "é" : ""}\n`;
  written(`n,text,few\n${Array.from({ length: 60_000 }, (_, row) => line(row)).join("")}`);
  const rows = await fast();
  expect(rows.length).toBe(60_000);
  for (const row of [0, 16_383, 16_384, 33_000, 59_999])
    expect(rows[row]).toEqual([
      String(row),
      row,
      `x${"y".repeat(row % 97)}\n,"z"`,
      Number.NaN,
      row % 3 === 0 ? "é" : "",
      Number.NaN,
    ]);
});

test("long texts stand for themselves by a hash, the same either way", async () => {
  const long = `"${"w".repeat(70)}""é"`;
  written(`t\n${long}\nshort\n${long}\n`);
  const wanted = (): WantedColumn[] => [{ column: "t", isHashed: true }];
  const one = await cellsOf(columnsOfCsv(path, "table", undefined, wanted));
  expect(one).toEqual([one[2], ["short"], one[0]]);
  expect(String(one[0])).toMatch(/^[0-9a-f]{16}$/);
  expect(one).toEqual(await cellsOf(columnsOfRows({ name: "table", rows: () => rowsOfCsv(path, "table") }, wanted)));
});

test("bytes that are not UTF-8 are left to the rows, which refuse them", async () => {
  written(Buffer.from("a\nx\nGr\xfcn\n", "latin1"));
  expect(await outcome(fast)).toBe("not plain");
});

test("paths lead through objects, also past keys with dots", async () => {
  const values = { tag: { "v0.1": { hard: true } }, list: ["x", "y"] };
  const rows = async function* () {
    yield { index: 0, values };
    yield { index: 1, values: { tag: {} } };
  };
  let seen: readonly string[] = [];
  const found = await cellsOf(
    columnsOfRows({ name: "table", rows }, (names) => {
      seen = names;
      return [{ column: "tag.v0.1.hard" }, { column: "list" }];
    }),
  );
  expect(seen).toEqual(["tag", "tag.v0.1", "tag.v0.1.hard", "list"]);
  expect(found).toEqual([
    [true, ["x", "y"]],
    [undefined, undefined],
  ]);
});
