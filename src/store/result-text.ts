/** Results as lines of text: JSON Lines, CSV, TSV. Reads nothing. */
import type { JsonValue } from "../record/json.ts";
import {
  openUnfinished,
  putInPlace,
  type ResultRow,
  type ResultWriter,
  unfinishedPath,
  unwritable,
} from "./result-writer.ts";

/** Characters gathered before they are written. */
const CHUNK_CHARACTERS = 65_536;

function cellText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * A line of CSV with its end. Cells that are not text stand as JSON, nothing as an empty cell.
 * Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180 (October 2005), with a line feed as line end.
 */
export function csvLine(values: readonly (JsonValue | undefined)[], delimiter: string): string {
  const cells = values.map((value) => {
    const text = cellText(value);
    return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  const line = cells.join(delimiter);
  // An empty line is no row to most readers.
  return line === "" && values.length === 1 ? '""\n' : `${line}\n`;
}

/**
 * Results as text.
 * @param heading what stands before all rows.
 * @param lineOf the text of a row with its end.
 * @throws SetupError if the file cannot be written.
 */
export async function textResults(
  path: string,
  heading: string,
  lineOf: (row: ResultRow) => string,
): Promise<ResultWriter> {
  const file = await openUnfinished(path);
  let waiting = heading;
  const flush = async (): Promise<void> => {
    const text = waiting;
    waiting = "";
    try {
      await file.writeFile(text);
    } catch (error) {
      throw unwritable(error, path);
    }
  };
  return {
    write: async (row) => {
      waiting += lineOf(row);
      if (waiting.length >= CHUNK_CHARACTERS) await flush();
    },
    finish: async () => {
      await flush();
      await file.close();
      await putInPlace(path);
    },
    stop: async () => {
      await flush();
      await file.close();
      return unfinishedPath(path);
    },
  };
}
