/** Reads calls back from the log. Writes nothing but the index entries of calls whose process died, when words are looked for. */
import { zstdDecompressSync } from "node:zlib";
import type { Call, RawResponse } from "../record/call.ts";
import { SetupError } from "../record/setup-error.ts";
import { type CallFilter, type Condition, conditionOf } from "./call-filter.ts";
import { CALL_COLUMNS, callOfRow, lostRows, type Row } from "./call-rows.ts";
import type { Database } from "./database.ts";
import { matchingRows } from "./match-text.ts";

/** The condition of a filter on this log. */
export function filterCondition(database: Database, filter: CallFilter): Condition {
  const condition = conditionOf(filter, () => lostRows(database));
  if (filter.matching === undefined) return condition;
  return {
    sql: `${condition.sql} AND call.row IN (SELECT value FROM json_each(?))`,
    values: [...condition.values, JSON.stringify([...matchingRows(database, filter.matching)])],
  };
}

/** Calls of a filter, newest first. */
export function readCalls(database: Database, filter: CallFilter): Call[] {
  const { sql, values } = filterCondition(database, filter);
  return database.read(() =>
    database
      .sql(`SELECT ${CALL_COLUMNS} FROM call WHERE ${sql} ORDER BY started_at DESC, id DESC LIMIT ?`)
      .all(...values, filter.limit ?? -1)
      .map((row) => callOfRow(database, row)),
  );
}

/** What stands in the log, by name. */
export interface CallNames {
  /** Full names of the models that were asked, by alphabet. */
  models: string[];
  /** Commands that asked, by alphabet. */
  commands: string[];
}

/** The models and commands of all calls. Models are found by skipping through their index: a long log has few of them. */
export function readNames(database: Database): CallNames {
  const names = (sql: string): string[] =>
    database
      .sql(sql)
      .all()
      .flatMap(({ name }) => (name === null ? [] : [String(name)]));
  return {
    models: names(
      `WITH RECURSIVE found (name) AS (
         SELECT min(model) FROM call
         UNION ALL
         SELECT (SELECT min(model) FROM call WHERE model > name) FROM found WHERE name IS NOT NULL
       ) SELECT name FROM found`,
    ),
    commands: names("SELECT DISTINCT command AS name FROM call ORDER BY command"),
  };
}

/**
 * The call with an id or with the only id that begins so; `undefined` if there is none.
 * @throws SetupError if several ids begin so, naming them.
 */
export function readCall(database: Database, idOrPrefix: string): Call | undefined {
  const exact = database.sql(`SELECT ${CALL_COLUMNS} FROM call WHERE id = ?`).get(idOrPrefix);
  if (exact) return callOfRow(database, exact);
  const prefix = idOrPrefix.toLowerCase();
  if (prefix === "") return undefined;
  const rows = database
    // U+FFFF sorts after every character of an id.
    .sql(`SELECT ${CALL_COLUMNS}, call.id FROM call WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 6`)
    .all(prefix, `${prefix}\uffff`);
  if (rows.length > 1) {
    const ids = rows.slice(0, 5).map((row) => row.id);
    throw new SetupError(
      `Several calls have an id that begins with "${idOrPrefix}": give more of it, as in ${ids.join(", ")}${rows.length > 5 ? ", …" : ""}.`,
    );
  }
  return rows[0] && callOfRow(database, rows[0]);
}

/** How calls end that may stand for a later equal request. */
const ENDED_WELL = "reason IN ('stop', 'length', 'tool-calls', 'content-filter', 'other')";

/** Whether a call of a request hash ended well. */
export function isHashFinished(database: Database, hash: string): boolean {
  return database.sql(`SELECT 1 FROM call WHERE hash = ? AND ${ENDED_WELL} LIMIT 1`).get(hash) !== undefined;
}

/** The newest call of a request hash that ended well. */
export function readFinishedByHash(database: Database, hash: string): Call | undefined {
  const row = database
    .sql(
      `SELECT ${CALL_COLUMNS} FROM call
       WHERE hash = ? AND ${ENDED_WELL}
       ORDER BY started_at DESC, id DESC LIMIT 1`,
    )
    .get(hash);
  return row && callOfRow(database, row);
}

/** Ids of the newest calls of a request hash that ended well, newest first. */
export function readFinishedIds(database: Database, hash: string, limit: number): string[] {
  return database
    .sql(`SELECT id FROM call WHERE hash = ? AND ${ENDED_WELL} ORDER BY started_at DESC, id DESC LIMIT ?`)
    .all(hash, limit)
    .map((row) => String(row.id));
}

/** The raw answers of a call, in order. */
export function readRaws(database: Database, id: string): RawResponse[] {
  return database
    .sql(
      "SELECT attempt, status, headers, body FROM raw WHERE call = (SELECT row FROM call WHERE id = ?) ORDER BY position",
    )
    .all(id)
    .map((row) => ({
      attempt: Number(row.attempt),
      status: Number(row.status),
      headers: JSON.parse(String(row.headers)),
      body: zstdDecompressSync(row.body as Uint8Array).toString("utf8"),
    }));
}

/** The calls from the beginning of a conversation to the one with this id, oldest first; as far back as they are in the log. */
export function readConversation(database: Database, id: string): Call[] {
  const calls: Call[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = id; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const row: Row | undefined = database.sql(`SELECT ${CALL_COLUMNS} FROM call WHERE id = ?`).get(next);
    const call: Call | undefined = row && callOfRow(database, row);
    if (!call) break;
    calls.unshift(call);
    next = call.parent;
  }
  return calls;
}

/** The newest call that a person can go on from: one of `prompt` or `chat` that brought an answer and did not fail. */
export function readLastConversation(database: Database): Call | undefined {
  const row = database
    .sql(
      `SELECT ${CALL_COLUMNS} FROM call
       WHERE command IN ('prompt', 'chat') AND answer IS NOT NULL AND reason NOT IN ('pending', 'error')
       ORDER BY started_at DESC, id DESC LIMIT 1`,
    )
    .get();
  return row && callOfRow(database, row);
}
