/** Rows of the table of calls, turned back into calls exactly as they were written. Chooses none itself. */
import type { SQLOutputValue } from "node:sqlite";
import type { Call } from "../record/call.ts";
import { callOf, type SharedPieces } from "./call-record.ts";
import type { Database } from "./database.ts";
import { contentValue, messagesTo, partsOf } from "./message-rows.ts";
import { hasEnded, type ProcessIdentity } from "./process-identity.ts";

/** One row of a result. */
export type Row = Record<string, SQLOutputValue>;

/** Columns that `callOfRow` needs. */
export const CALL_COLUMNS =
  "call.row, call.record, call.reason, call.tip, call.answer, call.tools, call.schema, call.pid, call.host, call.process_start";

function rowNumber(value: SQLOutputValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function writerOf(row: Row): ProcessIdentity | undefined {
  if (row.pid === null || row.pid === undefined) return undefined;
  const identity: ProcessIdentity = { pid: Number(row.pid), host: String(row.host) };
  if (row.process_start !== null) identity.start = String(row.process_start);
  return identity;
}

function isLost(row: Row): boolean {
  if (row.reason !== "pending") return false;
  const writer = writerOf(row);
  // A pending call without a writer was imported: whoever made it is gone.
  return writer === undefined || hasEnded(writer);
}

/** The call of a row. A pending one whose process has ended comes back as `lost`. */
export function callOfRow(database: Database, row: Row): Call {
  const pieces: SharedPieces = {
    messages: messagesTo(database, rowNumber(row.tip)),
    parts: partsOf(database, rowNumber(row.answer)),
  };
  const tools = rowNumber(row.tools);
  const schema = rowNumber(row.schema);
  if (tools !== null) pieces.tools = contentValue(database, tools) as SharedPieces["tools"];
  if (schema !== null) pieces.schema = contentValue(database, schema) as SharedPieces["schema"];
  const call = callOf(String(row.record), pieces);
  if (isLost(row)) call.finish = { reason: "lost" };
  return call;
}

/** Rows of the calls whose process ended before they did. */
export function lostRows(database: Database): number[] {
  const rows = database.sql("SELECT row, reason, pid, host, process_start FROM call WHERE reason = 'pending'").all();
  return rows.filter(isLost).map((row) => Number(row.row));
}
