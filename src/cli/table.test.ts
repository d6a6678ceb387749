import fc from "fast-check";
import { expect, test } from "vitest";
import { displayWidth, padded, piecesOf, truncated } from "./display-width.ts";
import { renderTable, type TableColumn } from "./table.ts";

interface Row {
  model: string;
  passed?: number;
  cost?: string;
}

const columns: TableColumn<Row>[] = [
  { title: "model", value: (row) => row.model },
  { title: "passed", value: (row) => row.passed },
  { title: "cost", value: (row) => row.cost, align: "right" },
];
const rows: Row[] = [
  { model: "openai/gpt-5-mini", passed: 12, cost: "$0.0042" },
  { model: "山田/モデル", passed: 7, cost: "$12.30" },
  { model: "pocket 😀" },
];

test("columns are aligned by cells, numbers to the right, unknown is a dash", () => {
  expect(renderTable(rows, columns, { width: 80, color: false })).toBe(
    [
      "model              passed     cost",
      "openai/gpt-5-mini      12  $0.0042",
      "山田/モデル             7   $12.30",
      "pocket 😀               –        –",
      "",
    ].join("\n"),
  );
});

test("with colour the heading is bold and cells have their styles", () => {
  const styledColumns: TableColumn<Row>[] = [{ title: "model", value: (row) => row.model, styles: () => ["dim"] }];
  expect(renderTable([{ model: "a" }], styledColumns, { width: 80, color: true })).toBe(
    "\u001b[1mmodel\u001b[22m\n\u001b[2ma\u001b[22m\n",
  );
});

test("a table that is too wide loses text at the ends, never digits", () => {
  const drawn = renderTable(rows, columns, { width: 30, color: false });
  expect(drawn).toBe(
    [
      "model          passed     cost",
      "openai/gpt-5…      12  $0.0042",
      "山田/モデル         7   $12.30",
      "pocket 😀           –        –",
      "",
    ].join("\n"),
  );
  expect(renderTable(rows, columns, { width: 5, color: false })).toContain("$0.0042");
});

test("in a pipe nothing is cut", () => {
  const long = "x".repeat(500);
  expect(renderTable([{ model: long }], columns, { width: Number.POSITIVE_INFINITY, color: false })).toContain(long);
});

test("no rows are no table", () => {
  expect(renderTable([], columns, { width: 80, color: false })).toBe("");
});

test("texts of models stay on their line and cannot command the terminal", () => {
  const drawn = renderTable([{ model: "a\n\u001b[31mb\tc\r\u009b2J$& d" }], columns, { width: 80, color: false });
  expect(drawn.split("\n")[1]).toBe("a [31mb c 2J$& d  –          –");
});

const text = fc.string({ unit: "grapheme", maxLength: 30 }).map((each) => each.replace(/[\p{C}\p{Z}]/gu, "_"));

test("all lines are as wide as the terminal at most if the columns may be cut so far", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), fc.integer({ min: 18, max: 60 }), (pairs, width) => {
      const two: TableColumn<[string, string]>[] = [
        { title: "one", value: ([first]) => first },
        { title: "two", value: ([, second]) => second },
      ];
      for (const line of renderTable(pairs, two, { width, color: false }).split("\n")) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
  );
});

test("a text is cut into pieces that fit and together are the text", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 10 }), (given, cells) => {
      const pieces = piecesOf(given, cells);
      expect(pieces.join("")).toBe(given);
      for (const piece of pieces) expect(displayWidth(piece)).toBeLessThanOrEqual(Math.max(cells, 4));
      expect(displayWidth(truncated(given, cells))).toBeLessThanOrEqual(cells);
      expect(displayWidth(padded(truncated(given, cells), cells, "center"))).toBe(cells);
    }),
  );
});

test("no room at all shows nothing", () => {
  expect(truncated("漢字", 0)).toBe("");
  expect(truncated("漢字", 1)).toBe("…");
  expect(truncated("漢字", 3)).toBe("漢…");
});
