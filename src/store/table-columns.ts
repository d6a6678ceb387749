/** Which columns rows have, and how each is best kept in SQLite: looks at all rows once. Writes nothing. */
import { SetupError } from "../record/setup-error.ts";
import type { RowSource, RowValue } from "./row-source.ts";

/** A column of a table. */
export interface TableColumn {
  /** Its name in the rows. */
  key: string;
  /** Its name in SQL: another where SQLite would take two for one. */
  name: string;
  /** As what it is kept. */
  type: "INTEGER" | "REAL" | "TEXT" | "BLOB";
}

/** SQLite's own bound is 2,000 (https://sqlite.org/limits.html, 2026-11-30). */
const MOST_COLUMNS = 2000;
/** Whole and decimal numbers that keep each digit as numbers do; `007` and a telephone number's `+` stay texts. */
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/;

interface Seen {
  whole: boolean;
  number: boolean;
  bytes: boolean;
  any: boolean;
}

function isNumber(value: RowValue, isText: boolean): boolean {
  return typeof value === "number" || typeof value === "boolean" || (isText && NUMBER.test(String(value)));
}

function note(seen: Seen, value: RowValue, isText: boolean): void {
  if (value === null || (isText && value === "")) return;
  seen.any = true;
  seen.bytes &&= value instanceof Uint8Array;
  seen.number &&= isNumber(value, isText);
  seen.whole &&= seen.number && Number.isSafeInteger(Number(value));
}

function typeOf({ any, bytes, number, whole }: Seen): TableColumn["type"] {
  if (!any) return "TEXT";
  if (bytes) return "BLOB";
  if (whole) return "INTEGER";
  return number ? "REAL" : "TEXT";
}

/** A name that differs from all before it in more than case. */
function freeName(key: string, taken: Set<string>): string {
  const wanted = key.trim() === "" ? "column" : key;
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted}_${number}`;
  taken.add(name.toLowerCase());
  return name;
}

/**
 * The columns of rows, in the order in which they first occur.
 * @param isText whether all cells are texts, as in CSV, so that numbers are to be found among them.
 * @throws SetupError as the rows do, and for more columns than a table can have, or none.
 */
export async function tableColumns(source: RowSource, isText: boolean): Promise<TableColumn[]> {
  const found = new Map<string, Seen>();
  for await (const { values } of source.rows()) {
    for (const [key, value] of Object.entries(values)) {
      let seen = found.get(key);
      if (!seen) {
        seen = { whole: true, number: true, bytes: true, any: false };
        found.set(key, seen);
      }
      note(seen, value, isText);
    }
    if (found.size > MOST_COLUMNS)
      throw new SetupError(`${source.name} has more than ${MOST_COLUMNS} columns: give a smaller table.`);
  }
  if (found.size === 0) throw new SetupError(`${source.name} has no rows: give a table that has some.`);
  const taken = new Set<string>();
  return [...found].map(([key, seen]) => ({ key, name: freeName(key, taken), type: typeOf(seen) }));
}

/** A cell as SQLite keeps it. */
export function tableCell(
  value: RowValue | undefined,
  { type }: TableColumn,
  isText: boolean,
): string | number | Uint8Array | null {
  if (value === undefined || value === null) return null;
  if (isText && value === "" && type !== "TEXT") return null;
  if (typeof value === "boolean") return Number(value);
  if (type === "INTEGER" || type === "REAL") return Number(value);
  if (typeof value === "string" || typeof value === "number" || value instanceof Uint8Array) return value;
  return JSON.stringify(value);
}
