/**
 * Tables for people: aligned by the cells of a terminal, numbers to the right, no boxes. Pure. Texts may come from models: they
 * are put on one line and rid of control characters. Programs are given JSON instead.
 */
import { displayWidth, padded, truncated } from "./display-width.ts";
import type { Io } from "./io.ts";
import { withoutControls } from "./plain-text.ts";
import { type Style, styled } from "./wrap-text.ts";

/** One column. */
export interface TableColumn<Row> {
  /** Its heading. */
  title: string;
  /** What stands in a row. `undefined`: unknown, shown as `–`. */
  value: (row: Row) => string | number | undefined;
  /** What stands before the value, spaces kept: a mark. Absent: nothing. */
  prefix?: (row: Row) => string;
  /** Side to which it is aligned. Absent: right if all its values are numbers, else left. */
  align?: "left" | "right";
  /** Styles of a row's cell. Absent: none. */
  styles?: (row: Row) => readonly Style[];
  /** Whether it is never cut to make the table fit: amounts, ids. Absent: true for what is aligned right. */
  whole?: boolean;
}

/** How to draw a table. */
export interface TableSettings {
  /** Columns of the terminal; `Infinity` in a pipe: then nothing is cut. */
  width: number;
  /** Whether styles may be used. */
  color: boolean;
}

/** How to draw on this output: a terminal has a width, and what goes elsewhere is not cut. */
export function tableSettings(io: Pick<Io, "terminal" | "width" | "color">): TableSettings {
  return { width: io.terminal.out ? io.width : Number.POSITIVE_INFINITY, color: io.color };
}

const GAP = "  ";
/** Columns that are cut keep at least so many cells. */
const LEAST_CELLS = 8;

interface Laid<Row> {
  column: TableColumn<Row>;
  align: "left" | "right";
  texts: string[];
  width: number;
}

function oneLine(value: string | number | undefined): string {
  if (value === undefined) return "–";
  return withoutControls(String(value).replace(/\s+/g, " ")).trim();
}

function laidOut<Row>(rows: readonly Row[], column: TableColumn<Row>): Laid<Row> {
  const values = rows.map(column.value);
  const known = values.filter((value) => value !== undefined);
  const numeric = known.length > 0 && known.every((value) => typeof value === "number");
  const texts = values.map((value, index) => {
    const row = rows[index];
    return `${row === undefined ? "" : (column.prefix?.(row) ?? "")}${oneLine(value)}`;
  });
  const width = Math.max(displayWidth(column.title), ...texts.map(displayWidth));
  return { column, align: column.align ?? (numeric ? "right" : "left"), texts, width };
}

/** Narrows the widest columns that may be cut until all fit, or none can be narrower. */
function narrow<Row>(columns: Laid<Row>[], available: number): void {
  let excess = columns.reduce((sum, column) => sum + column.width, 0) - available;
  const mayBeCut = columns.filter(({ column, align }) => !(column.whole ?? align === "right"));
  while (excess > 0) {
    const widest = mayBeCut.reduce<Laid<Row> | undefined>(
      (most, each) => (each.width > Math.max(most?.width ?? 0, LEAST_CELLS) ? each : most),
      undefined,
    );
    if (!widest) return;
    widest.width--;
    excess--;
  }
}

/**
 * The table with a heading line, each line ended; the empty string for no rows. Cells that do not fit are cut with `…`; if even
 * that is not enough, lines are wider than the terminal rather than illegible.
 */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  settings: TableSettings,
): string {
  if (rows.length === 0) return "";
  const { width, color } = settings;
  const laid = columns.map((column) => laidOut(rows, column));
  if (Number.isFinite(width)) narrow(laid, width - GAP.length * (laid.length - 1));
  const line = (texts: readonly string[], styles: (index: number) => readonly Style[]): string =>
    laid
      .map((column, index) => {
        const text = truncated(texts[index] ?? "", column.width);
        // Styles go around the text alone: spaces at the end of a line are left out.
        return padded(text, column.width, column.align).replace(text, () => styled(text, styles(index), color));
      })
      .join(GAP)
      .trimEnd();
  const heading = line(
    laid.map(({ column }) => column.title),
    () => ["bold"],
  );
  const body = rows.map((row, number) =>
    line(
      laid.map(({ texts }) => texts[number] ?? ""),
      (index) => laid[index]?.column.styles?.(row) ?? [],
    ),
  );
  return [heading, ...body].map((text) => `${text}\n`).join("");
}

/** A column that may be left out where there is no room. */
export interface RankedColumn<Row> extends TableColumn<Row> {
  /** Columns with the highest number go first; 0: never. */
  rank: number;
}

/** Columns that fit: those of the highest rank are left out until all do, four at least. */
export function fittingColumns<Row>(
  rows: readonly Row[],
  columns: readonly RankedColumn<Row>[],
  width: number,
): RankedColumn<Row>[] {
  const kept = [...columns];
  const wide = (): number =>
    Math.max(
      0,
      ...renderTable(rows, kept, { width: Number.POSITIVE_INFINITY, color: false }).split("\n").map(displayWidth),
    );
  while (kept.length > 4 && wide() > width) {
    const last = kept.reduce((most, each) => (each.rank >= most.rank ? each : most));
    if (last.rank === 0) break;
    kept.splice(kept.indexOf(last), 1);
  }
  return kept;
}
