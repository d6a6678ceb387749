/**
 * Runs SQL on an empty SQLite database in memory. No file can be attached or written, no extension loaded, no setting changed. Queries
 * without an end, and what takes all memory, are ended by the process around it.
 * Source: https://sqlite.org/c3ref/set_authorizer.html, https://nodejs.org/docs/latest-v24.x/api/sqlite.html (2026-11-27).
 */
import { constants, DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";
import type { JsonValue } from "../record/json.ts";
import type { SqlRun } from "../record/sandbox-run.ts";

const MOST_ROWS = 10_000;
/** `length` is that of one value. `limits` is newer than the types (Node 24.15). */
const OPTIONS: DatabaseSyncOptions & { limits: { length: number } } = { limits: { length: 100_000_000 } };
/** Of SQLite's authorizer; not all are among Node's constants. */
const DETACH = 25;
const FORBIDDEN = new Set([constants.SQLITE_ATTACH, DETACH, constants.SQLITE_PRAGMA]);

function jsonValue(value: unknown): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value);
}

/** Runs trusted statements, then untrusted ones. The rows are those of the last statement. */
export function runSql(code: string, before: string): SqlRun {
  const database = new DatabaseSync(":memory:", OPTIONS);
  try {
    // Else a large sort would fill the disk.
    database.exec("PRAGMA temp_store = MEMORY");
    database.exec(before);
    database.setAuthorizer((action, _first, second) =>
      FORBIDDEN.has(action) || (action === constants.SQLITE_FUNCTION && second === "load_extension")
        ? constants.SQLITE_DENY
        : constants.SQLITE_OK,
    );
    const statements = statementsOf(code);
    const last = statements.pop();
    if (last === undefined) return { rows: [], error: "there is no statement" };
    for (const statement of statements) database.exec(statement);
    const rows: JsonValue[][] = [];
    const query = database.prepare(last);
    query.setReturnArrays(true);
    for (const row of query.iterate() as Iterable<unknown>) {
      if (rows.length >= MOST_ROWS) return { rows, error: `it gives more than ${MOST_ROWS} rows` };
      rows.push((row as unknown[]).map(jsonValue));
    }
    return { rows };
  } catch (error) {
    return { rows: [], error: error instanceof Error ? error.message : String(error) };
  } finally {
    database.close();
  }
}

/** The statements of a text, cut at semicolons outside quotation marks, comments and the bodies of triggers. */
export function statementsOf(code: string): string[] {
  const pieces = code.matchAll(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|\bBEGIN\b|\bCASE\b|\bEND\b|;|[\s\S]/gi,
  );
  const statements: string[] = [];
  let statement = "";
  let depth = 0;
  for (const [piece] of pieces) {
    const word = piece.toUpperCase();
    if (word === "CASE" || (word === "BEGIN" && /^\s*CREATE\s+(TEMP\s+|TEMPORARY\s+)?TRIGGER\b/i.test(statement)))
      depth++;
    if (word === "END" && depth > 0) depth--;
    if (piece === ";" && depth === 0) {
      statements.push(statement);
      statement = "";
    } else if (!/^(--|\/\*)/.test(piece)) statement += piece;
  }
  statements.push(statement);
  return statements.filter((each) => each.trim() !== "");
}
