/**
 * Votes of any table as columns. A CSV file is read from its bytes, and by rows where that meets anything odd; all other tables are
 * read by rows. A word that is none of those known is an error with counts, never a tie. vote-columns.ts tells what columns mean.
 */
import { SetupError } from "../record/setup-error.ts";
import { styleGap } from "../stats/style-features.ts";
import { type ColumnBatch, columnsOfRows, type Dictionary, NotPlain } from "../store/row-columns.ts";
import type { RowSource, RowValue } from "../store/row-source.ts";
import { milliseconds, type VoteColumns, type VotesToRead, voteColumns, winnerWords } from "./vote-columns.ts";
import { isEqual, isInOrder, isOrder } from "./vote-filter.ts";
import type { GroupColumn, TextColumn, VotesAside, VoteTable } from "./vote-table.ts";

/** Where votes come from: an open table, or a name and rows. */
export type VoteSource = Pick<RowSource, "name" | "rows" | "path">;

/** The same column, or one with more room. */
function roomFor<Column extends Int32Array | Uint8Array | Float64Array>(column: Column, size: number): Column {
  if (size <= column.length) return column;
  const grown = new (column.constructor as new (size: number) => Column)(Math.max(size, 2 * column.length));
  grown.set(column);
  return grown;
}

/** What each code of a dictionary means, worked out when it is first met. −1, no cell at all, means what `null` does. */
function remembered(dictionary: Dictionary | undefined, means: (value: RowValue) => number): (code: number) => number {
  const unknown = -2;
  let known = new Int32Array(64).fill(unknown);
  return (code) => {
    const place = code + 1;
    if (place >= known.length) {
      const size = known.length;
      known = roomFor(known, place + 1).fill(unknown, size);
    }
    let meaning = known[place] as number;
    if (meaning === unknown) {
      meaning = means(code < 0 ? null : (dictionary?.value(code) ?? null));
      known[place] = meaning;
    }
    return meaning;
  };
}

/** Numbers of texts, in the order met. */
function numbering(texts: string[]): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, texts.length);
    return texts.push(text) - 1;
  };
}

/** What a column of texts holds; −1: nothing. Texts of one dictionary differ, so they need no numbering of their own. */
function textPlace(texts: string[]): (value: RowValue) => number {
  return (value) => {
    const text = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    return text.trim() === "" ? -1 : texts.push(text) - 1;
  };
}

/** Sets of groups, as the cells name them. */
function groupPlace({ texts, sets }: GroupColumn): (value: RowValue) => number {
  const number = numbering(texts);
  return (value) => {
    const each = (Array.isArray(value) ? value : [value]).filter((one) => one !== null && String(one).trim() !== "");
    if (each.length === 0) return -1;
    const names = each.map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one)));
    return sets.push([...new Set(names)].map(number)) - 1;
  };
}

const VOTER_KINDS = ["human", "model"];
const NO_MODEL = -1;

/** Gathers votes from batches. */
class Gatherer {
  readonly #table: VoteTable = { models: [], a: new Int32Array(0), b: new Int32Array(0), winner: new Uint8Array(0) };
  readonly #columns: VoteColumns;
  #count = 0;
  /** Words that say nothing, with how often each stands there, and where the first does. */
  readonly strange: Map<string, number> = new Map();
  #firstStrange = "";
  readonly #conditions: ((batch: ColumnBatch, row: number) => boolean)[];
  readonly #winner: (code: number) => number;
  readonly #models: readonly [(code: number) => number, (code: number) => number];
  /** Columns of texts, each with its place and what its codes mean. */
  readonly #texts: { column: { of: Int32Array }; place: number; meaning: (code: number) => number }[] = [];
  readonly #kindMeaning: ((code: number) => number) | undefined;
  /** Columns in which anything sets the vote aside: 0 for nothing. */
  readonly #aside: { why: keyof VotesAside; place: number; isSet: (code: number) => number }[];
  readonly #left: VotesAside = { withdrawn: 0, tells: 0 };

  constructor(columns: VoteColumns, dictionaries: ColumnBatch["dictionaries"]) {
    this.#columns = columns;
    const table = this.#table;
    this.#winner = remembered(dictionaries[columns.winner], columns.winnerOf);
    const number = numbering(table.models);
    const model = (value: RowValue): number => {
      const isName = (typeof value === "string" && value.trim() !== "") || typeof value === "number";
      return isName ? number(String(value)) : NO_MODEL;
    };
    this.#models = [remembered(dictionaries[columns.a], model), remembered(dictionaries[columns.b], model)];
    this.#conditions = columns.where.map(({ clause, place }) => {
      if (isOrder(clause)) return ({ columns: cells }, row) => isInOrder(clause, cells[place]?.[row] ?? Number.NaN);
      const isMet = remembered(dictionaries[place], (value) => Number(isEqual(clause, value)));
      return ({ columns: cells }, row) => isMet(cells[place]?.[row] ?? -1) === 1;
    });
    this.#aside = columns.aside.map(({ why, place }) => {
      const isSet = remembered(dictionaries[place], (value) => Number(value !== null && String(value).trim() !== ""));
      return { why, place, isSet };
    });
    for (const { name, place } of columns.texts) {
      const column: TextColumn = { texts: [], of: new Int32Array(0) };
      table[name] = column;
      this.#texts.push({ column, place, meaning: remembered(dictionaries[place], textPlace(column.texts)) });
    }
    if (columns.group !== undefined) {
      table.group = { texts: [], sets: [], of: new Int32Array(0) };
      const meaning = remembered(dictionaries[columns.group], groupPlace(table.group));
      this.#texts.push({ column: table.group, place: columns.group, meaning });
    }
    if (columns.voterKind !== undefined) {
      table.voterKind = { texts: [...VOTER_KINDS], of: new Int32Array(0) };
      this.#kindMeaning = remembered(dictionaries[columns.voterKind], kindPlace);
      this.#texts.push({ column: table.voterKind, place: columns.voterKind, meaning: this.#kindMeaning });
    }
    if (columns.at !== undefined) table.at = new Float64Array(0);
    if (columns.styles.length > 0)
      table.style = { names: columns.styles.map(({ name }) => name), gaps: new Float64Array(0) };
  }

  /** Adds the votes of a batch that satisfy the conditions. */
  add(batch: ColumnBatch): void {
    this.#makeRoom(this.#count + batch.rows);
    const { a, b, winner } = this.#table;
    const [ofA, ofB, ofWinner] = [this.#columns.a, this.#columns.b, this.#columns.winner].map(
      (place) => batch.columns[place] as Int32Array,
    ) as [Int32Array, Int32Array, Int32Array];
    const [modelA, modelB] = this.#models;
    for (let row = 0; row < batch.rows; row++) {
      if (!this.#conditions.every((isMet) => isMet(batch, row))) continue;
      const won = this.#winner(ofWinner[row] as number);
      if (won < 0) {
        this.#addStrange(batch, row);
        continue;
      }
      const aside = this.#aside.find(({ place, isSet }) => isSet(batch.columns[place]?.[row] ?? -1) === 1);
      if (aside) {
        this.#left[aside.why]++;
        continue;
      }
      const [one, other] = [modelA(ofA[row] as number), modelB(ofB[row] as number)];
      if (one === other || one < 0 || other < 0) this.#refuseModels(batch, row, one, other);
      a[this.#count] = one;
      b[this.#count] = other;
      winner[this.#count] = won;
      this.#addRest(batch, row);
      this.#count++;
    }
  }

  /** The votes. */
  table(): VoteTable {
    const table = this.#table;
    const count = this.#count;
    for (const { column } of this.#texts) column.of = column.of.subarray(0, count);
    if (table.at) table.at = table.at.subarray(0, count);
    if (table.style) table.style.gaps = table.style.gaps.subarray(0, count * table.style.names.length);
    const [a, b, winner] = [table.a.subarray(0, count), table.b.subarray(0, count), table.winner.subarray(0, count)];
    const { withdrawn, tells } = this.#left;
    return { ...table, a, b, winner, ...(withdrawn + tells > 0 && { aside: this.#left }) };
  }

  #makeRoom(size: number): void {
    const table = this.#table;
    table.a = roomFor(table.a, size);
    table.b = roomFor(table.b, size);
    table.winner = roomFor(table.winner, size);
    for (const { column } of this.#texts) column.of = roomFor(column.of, size);
    if (table.at) table.at = roomFor(table.at, size);
    if (table.style) table.style.gaps = roomFor(table.style.gaps, size * table.style.names.length);
  }

  #addRest(batch: ColumnBatch, row: number): void {
    const { at, style } = this.#table;
    for (const { column, place, meaning } of this.#texts) {
      const found = meaning(batch.columns[place]?.[row] ?? -1);
      if (found === UNKNOWN_KIND && meaning === this.#kindMeaning) this.#refuseKind(batch, row, place);
      column.of[this.#count] = found;
    }
    if (at) at[this.#count] = milliseconds(batch.columns[this.#columns.at ?? -1]?.[row] ?? Number.NaN);
    if (!style) return;
    for (const [index, { name, a, b }] of this.#columns.styles.entries()) {
      const [one, other] = [batch.columns[a]?.[row] ?? Number.NaN, batch.columns[b]?.[row] ?? Number.NaN];
      if (!(one >= 0 && other >= 0))
        throw new SetupError(`${placeOf(batch, row)}: The style \`${name}\` is missing or no number.`);
      style.gaps[this.#count * style.names.length + index] = styleGap(one, other);
    }
  }

  #addStrange(batch: ColumnBatch, row: number): void {
    if (this.strange.size === 0) this.#firstStrange = placeOf(batch, row);
    const word = textAt(batch, this.#columns.winner, row);
    this.strange.set(word, (this.strange.get(word) ?? 0) + 1);
  }

  /** @throws SetupError if there were words that say nothing. */
  requireKnownWords(): void {
    if (this.strange.size === 0) return;
    const counts = [...this.strange].slice(0, 5).map(([word, count]) => `\`${word}\` ${count} ×`);
    const more = this.strange.size > 5 ? ` and ${this.strange.size - 5} more` : "";
    const column = this.#columns.wanted[this.#columns.winner]?.column;
    throw new SetupError(
      `${this.#firstStrange}: \`${column}\` has words that say nothing here: ${counts.join(", ")}${more}. Known: ${winnerWords.join(", ")}; or \`preference\` from 1 to 2.`,
    );
  }

  #refuseModels(batch: ColumnBatch, row: number, one: number, other: number): never {
    const place = placeOf(batch, row);
    if (one >= 0 && one === other)
      throw new SetupError(`${place}: \`${this.#table.models[one]}\` stands against itself.`);
    const column = this.#columns.wanted[one < 0 ? this.#columns.a : this.#columns.b]?.column;
    throw new SetupError(`${place}: \`${column}\` is empty, but must name a model.`);
  }

  #refuseKind(batch: ColumnBatch, row: number, place: number): never {
    throw new SetupError(
      `${placeOf(batch, row)}: \`voter_kind\` is \`${textAt(batch, place, row)}\`, but must be \`human\` or \`model\`.`,
    );
  }
}

const UNKNOWN_KIND = VOTER_KINDS.length;

function kindPlace(value: RowValue): number {
  const word = value === null ? "" : String(value).trim().toLowerCase();
  const place = VOTER_KINDS.indexOf(word);
  return word === "" ? -1 : place < 0 ? UNKNOWN_KIND : place;
}

/** Where a row stands. @throws NotPlain where that was not kept: then the table is read by rows. */
function placeOf({ place }: ColumnBatch, row: number): string {
  if (!place) throw new NotPlain("place");
  return place(row);
}

function textAt({ columns, dictionaries }: ColumnBatch, place: number, row: number): string {
  const code = columns[place]?.[row] ?? -1;
  return code < 0 ? "" : String(dictionaries[place]?.value(code) ?? "");
}

async function gathered(
  name: string,
  settings: VotesToRead,
  open: (choose: (names: readonly string[]) => VoteColumns["wanted"]) => AsyncIterable<ColumnBatch>,
): Promise<VoteTable> {
  let columns: VoteColumns | undefined;
  let gatherer: Gatherer | undefined;
  const batches = open((names) => {
    columns = voteColumns(name, names, settings);
    return columns.wanted;
  });
  for await (const batch of batches) {
    gatherer ??= new Gatherer(columns as VoteColumns, batch.dictionaries);
    gatherer.add(batch);
  }
  gatherer?.requireKnownWords();
  const table = gatherer?.table();
  if (table && table.a.length > 0) return table;
  throw new SetupError(
    gatherer && settings.where?.length
      ? `No vote of ${name} satisfies all of --where.`
      : table?.aside
        ? `No vote of ${name} counts: all were taken back, or are on answers that give a model away (--leaks counts those).`
        : `${name} has no votes.`,
  );
}

/** The delimiter of a file that can be read from its bytes; `"any"`: it is found in the first line. */
async function delimiterOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const format = (await import("../store/open-rows.ts")).formatOfPath(path);
  return format === "csv" ? "any" : format === "tsv" ? "\t" : undefined;
}

/**
 * The votes of a table.
 * @throws SetupError with file and line; for winner words that are not known, with how often each stands there; for columns that
 * are named and missing; if there are no votes.
 */
export async function readVotes(source: VoteSource, settings: VotesToRead = {}): Promise<VoteTable> {
  const { name, path } = source;
  const delimiter = await delimiterOf(path);
  if (path !== undefined && delimiter !== undefined) {
    const { columnsOfCsv } = await import("../store/csv-columns.ts");
    const given = delimiter === "any" ? undefined : delimiter;
    try {
      return await gathered(name, settings, (choose) => columnsOfCsv(path, name, given, choose));
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error;
    }
  }
  return gathered(name, settings, (choose) => columnsOfRows(source, choose));
}
