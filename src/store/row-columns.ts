/**
 * Chosen columns of a table, some thousand rows at a time, without an object for each row: texts as numbers of a dictionary, numbers
 * as they are. From any rows; csv-columns.ts does the same from the bytes of a CSV file. What columns mean is the caller's concern.
 */
import { sha256 } from "../record/hash.ts";
import type { JsonValue } from "../record/json.ts";
import { type Row, type RowSource, type RowValue, type RowValues, rowPlace } from "./row-source.ts";

/** A column that is wanted. */
export interface WantedColumn {
  /** Its name, or a path through objects in cells: `conv_metadata.turns`. */
  column: string;
  /** Reads it as numbers: what a cell says that is no plain decimal number, NaN for nothing. Absent: it is read as texts. */
  number?: (value: RowValue) => number;
  /** The text that a cell stands for where it is none itself. Absent: it stands for itself. */
  text?: (value: RowValue) => RowValue;
  /** Whether texts of more than 64 bytes stand for themselves by 16 digits of their SHA-256. Absent: they are kept whole. */
  isHashed?: boolean;
}

/** What stands in a column, each thing once. */
export interface Dictionary {
  /** How many there are. */
  readonly size: number;
  /** What a number means. Texts and numbers that read alike are one. */
  value: (code: number) => RowValue;
}

/** Rows as columns. It is good until the next is asked for. */
export interface ColumnBatch {
  /** How many rows. */
  rows: number;
  /** For each wanted column the number in each row, or its place in the dictionary, −1 for nothing at all. */
  columns: readonly (Int32Array | Float64Array)[];
  /** For each wanted column its dictionary, the same in every batch. Absent: it is one of numbers. */
  dictionaries: readonly (Dictionary | undefined)[];
  /** Where a row stands, for messages. Absent: it was not kept; throw `NotPlain`, and read by rows. */
  place?: (row: number) => string;
}

/** Says which columns are wanted, of those that the first rows have; paths are among them. */
export type ChooseColumns = (names: readonly string[]) => WantedColumn[];

/** Thrown where the fast way does not know what to say: the same table is to be read by rows, which tells what is wrong. */
export class NotPlain extends Error {
  override readonly name = "NotPlain";
}

/** Bytes up to which a text stands for itself where long ones are hashed. */
export const LONGEST_TEXT = 64;

/** What stands for a long text. */
export function shortened(text: string | Uint8Array): string {
  return sha256(text).slice(0, 16);
}

const ROWS_AT_ONCE = 1024;
const DEEPEST = 3;

function isObject(value: RowValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** What stands at a name, or at a path through objects; keys may have dots in them. `undefined`: nothing. */
function valueAt(values: RowValues, path: string): RowValue | undefined {
  if (Object.hasOwn(values, path)) return values[path];
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    const key = path.slice(0, dot);
    const inner = Object.hasOwn(values, key) ? values[key] : undefined;
    const found = isObject(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names and paths of cells. */
function addNames(values: RowValues, names: Set<string>, before = "", depth = 1): void {
  for (const [key, value] of Object.entries(values)) {
    names.add(before + key);
    if (isObject(value) && depth < DEEPEST) addNames(value, names, `${before}${key}.`, depth + 1);
  }
}

/** What stands in the cells of a column. */
class Values implements Dictionary {
  readonly #codes = new Map<string, number>();
  readonly #values: RowValue[] = [];
  readonly #isHashed: boolean;

  constructor(isHashed: boolean) {
    this.#isHashed = isHashed;
  }

  get size(): number {
    return this.#values.length;
  }

  value(code: number): RowValue {
    return this.#values[code] as RowValue;
  }

  code(value: RowValue): number {
    if (value === null) return -1;
    const isPlain = typeof value !== "object";
    const text = isPlain ? String(value) : JSON.stringify(value);
    const isLong = this.#isHashed && Buffer.byteLength(text) > LONGEST_TEXT;
    const key = isLong ? shortened(text) : isPlain ? text : `\0${text}`;
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    this.#codes.set(key, this.#values.length);
    return this.#values.push(isLong ? key : value) - 1;
  }
}

/**
 * Chosen columns of any rows.
 * @throws SetupError as the rows do.
 */
export async function* columnsOfRows(
  source: Pick<RowSource, "name" | "rows">,
  choose: ChooseColumns,
): AsyncGenerator<ColumnBatch> {
  let wanted: WantedColumn[] | undefined;
  let dictionaries: (Values | undefined)[] = [];
  let rows: Row[] = [];
  const batch = (): ColumnBatch => {
    if (!wanted) {
      const names = new Set<string>();
      for (const { values } of rows) addNames(values, names);
      wanted = choose([...names]);
      dictionaries = wanted.map((each) => (each.number ? undefined : new Values(each.isHashed ?? false)));
    }
    const held = rows;
    rows = [];
    const columns = wanted.map(({ column, number, text = (value) => value }, index) => {
      const dictionary = dictionaries[index];
      if (dictionary)
        return Int32Array.from(held, ({ values }) => dictionary.code(text(valueAt(values, column) ?? null)));
      return Float64Array.from(held, ({ values }) => number?.(valueAt(values, column) ?? null) ?? Number.NaN);
    });
    return {
      rows: held.length,
      columns,
      dictionaries,
      place: (row) => rowPlace(source, held[row] as Row),
    };
  };
  for await (const row of source.rows()) {
    rows.push(row);
    if (rows.length === ROWS_AT_ONCE) yield batch();
  }
  if (rows.length > 0) yield batch();
}
