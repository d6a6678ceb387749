/**
 * Rows of a CSV or TSV file, streamed: RFC 4180, with the delimiters and line ends that programs really write. The first line
 * names the columns; all cells are text. Writes nothing.
 */
import { open } from "node:fs/promises";
import { SetupError } from "../record/setup-error.ts";
import { type Row, unreadable } from "./row-source.ts";
import { textPieces } from "./text-pieces.ts";

/** Bytes of the beginning in which the delimiter is looked for. */
const SNIFFED_BYTES = 65_536;
/** Bytes of the longest row. */
export const MOST_ROW_BYTES = 67_108_864;
const DELIMITERS = [",", ";", "\t", "|"] as const;

interface CsvInfo {
  lines: number;
}

/** The line with the column names, `name` for each that stands in quotes. Throws what the file system does. */
export async function headingOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    const text = buffer.toString("utf8", 0, bytesRead).replace(/"(?:[^"]|"")*"/g, "name");
    return text.split(/\r\n|\n|\r/).find((line) => line.trim() !== "") ?? "";
  } finally {
    await file.close();
  }
}

/** The delimiter that occurs most in the heading; a comma if none does. */
export function delimiterOf(heading: string): string {
  const count = (delimiter: string): number => heading.split(delimiter).length;
  return DELIMITERS.reduce<string>((best, each) => (count(each) > count(best) ? each : best), ",");
}

/** Column names as written; a column without one is named by its place. @throws SetupError for a name that stands twice. */
export function columnNames(record: readonly string[], name: string): string[] {
  const names = record.map((each, index) => (each.trim() === "" ? `column ${index + 1}` : each.trim()));
  for (const [index, each] of names.entries())
    if (names.indexOf(each) !== index)
      throw new SetupError(`${name}:1 has two columns named \`${each}\`: give each a name of its own.`);
  return names;
}

/** @param twice line breaks so far that the parser counted twice. */
function sentenceOf(error: Error & { code?: unknown; lines?: unknown }, name: string, twice: number): SetupError {
  const at = typeof error.lines === "number" ? `${name}:${error.lines - twice}` : name;
  const record = "record" in error && Array.isArray(error.record) ? error.record.length : undefined;
  const columns = "columns" in error && Array.isArray(error.columns) ? error.columns.length : undefined;
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_COLUMNS":
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH": {
      const cells = record === undefined ? "another number of cells" : `${record} ${record === 1 ? "cell" : "cells"}`;
      const wanted = columns === undefined ? "the first line names others" : `there are ${columns} columns`;
      return new SetupError(`${at} has ${cells}, but ${wanted}: mend that line, or put quotes around a cell.`);
    }
    case "CSV_QUOTE_NOT_CLOSED":
      return new SetupError(`${at} opens a quote that is never closed: close it, or write it twice inside a cell.`);
    case "CSV_INVALID_CLOSING_QUOTE":
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_OPENING_QUOTE":
      return new SetupError(`${at} has a quote in the middle of a cell: put the cell in quotes and write it twice.`);
    case "CSV_MAX_RECORD_SIZE":
      return new SetupError(`${at} begins a row of more than 64 MB: a quote is probably not closed.`);
    default:
      return new SetupError(`${at} is not CSV: ${error.message.replace(/\.?$/, ".")}`);
  }
}

/**
 * Rows of a CSV file.
 * @param name what it is called in messages.
 * @param delimiter between cells. Absent: found in the first line.
 * @throws SetupError with file and line for a row with too many or too few cells, or a quote that is not closed.
 */
export async function* rowsOfCsv(path: string, name: string, delimiter?: string): AsyncGenerator<Row> {
  let heading: string;
  try {
    heading = await headingOf(path);
  } catch (error) {
    throw unreadable(error, path, name);
  }
  const { Readable } = await import("node:stream");
  const { parse } = await import("csv-parse");
  const parser = parse({
    bom: true,
    delimiter: delimiter ?? delimiterOf(heading),
    info: true,
    skip_empty_lines: true,
    max_record_size: MOST_ROW_BYTES,
    columns: (record: string[]) => columnNames(record, name),
  });
  const source = Readable.from(textPieces(path, name), { objectMode: false });
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let index = 0;
  let twice = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: RowTexts; info: CsvInfo }>) {
      const breaks = breaksIn(record);
      twice += breaks.twice;
      yield { index, line: info.lines - twice - breaks.all, values: record };
      index++;
    }
  } catch (error) {
    if (error instanceof SetupError || !(error instanceof Error)) throw error;
    throw sentenceOf(error, name, twice);
  } finally {
    source.destroy();
  }
}

type RowTexts = { [column: string]: string };

/** Line breaks inside the cells of a row, which push its end down; those of two characters the parser counts twice. */
function breaksIn(record: RowTexts): { all: number; twice: number } {
  let all = 0;
  let twice = 0;
  for (const text of Object.values(record)) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      all++;
      if (text[at - 1] === "\r") twice++;
    }
  }
  return { all, twice };
}
