/**
 * Full-text search over calls: those whose own turn or answer matches, ranked (prompt above answer above reasoning and tool
 * traffic), then those that carry a matching system prompt or earlier message. What is written is `call-text.ts`.
 */
import type { SQLOutputValue } from "node:sqlite";
import type { Call } from "../record/call.ts";
import type { CallFilter, Condition } from "./call-filter.ts";
import { CALL_COLUMNS, callOfRow } from "./call-rows.ts";
import type { Database } from "./database.ts";
import { carriers, indexLost, indexQuery } from "./match-text.ts";
import { filterCondition } from "./read-calls.ts";
import { unspacedScripts } from "./spaced-scripts.ts";

/** A piece of a snippet. */
export interface SnippetPiece {
  /** The text. */
  text: string;
  /** Whether it is one of the words that were looked for. */
  match: boolean;
}

/** A call that was found. */
export interface SearchHit {
  /** The call. */
  call: Call;
  /** Some words around the first match, in order. */
  snippet: SnippetPiece[];
}

/** Marks around matches in a snippet: code points that are no characters. And words in one. */
const OPEN = "\uFDD0";
const CLOSE = "\uFDD1";
const SNIPPET_WORDS = 24;
const DEFAULT_LIMIT = 20;
/**
 * Matches that are ranked. Where there are more, the best of the newest come: words that nearly every call holds rank nothing, and
 * ranking all of them takes longer than anybody waits while typing.
 */
const MOST_RANKED = 5000;

function snippetOf(marked: SQLOutputValue | undefined): SnippetPiece[] {
  const pieces: SnippetPiece[] = [];
  let match = false;
  for (const text of unspacedScripts(String(marked ?? "")).split(/([\uFDD0\uFDD1])/)) {
    if (text === OPEN) match = true;
    else if (text === CLOSE) match = false;
    else if (text !== "") pieces.push({ text: text.replace(/\s+/g, " "), match });
  }
  return pieces;
}

/** The row from which on calls are ranked: that of the oldest of the newest matches. 0: all matches are few enough. */
function rankedFrom(database: Database, query: string): number {
  const row = database
    .sql("SELECT rowid AS row FROM call_text WHERE call_text MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?")
    .get(query, MOST_RANKED - 1);
  return row ? Number(row.row) : 0;
}

/** @param from row of the first call that is looked at. */
function directHits(
  database: Database,
  query: string,
  { sql, values }: Condition,
  limit: number,
  from: number,
): SearchHit[] {
  return database
    .sql(
      `SELECT ${CALL_COLUMNS}, snippet(call_text, -1, ?, ?, '…', ?) AS snippet
       FROM call_text JOIN call ON call.row = call_text.rowid
       WHERE call_text MATCH ? AND call_text.rowid >= ? AND ${sql} ORDER BY call_text.rank, started_at DESC LIMIT ?`,
    )
    .all(OPEN, CLOSE, SNIPPET_WORDS, query, from, ...values, limit)
    .map((row) => ({ call: callOfRow(database, row), snippet: snippetOf(row.snippet) }));
}

function carriedHits(
  database: Database,
  query: string,
  { sql, values }: Condition,
  known: ReadonlySet<string>,
  limit: number,
): SearchHit[] {
  const hits: SearchHit[] = [];
  for (const row of database.sql(carriers(sql)).iterate(query, ...values)) {
    if (hits.length >= limit) break;
    const call = callOfRow(database, row);
    if (known.has(call.id)) continue;
    const found = database
      .sql(
        "SELECT snippet(message_text, 0, ?, ?, '…', ?) AS snippet FROM message_text WHERE message_text MATCH ? AND rowid = ?",
      )
      .get(OPEN, CLOSE, SNIPPET_WORDS, query, Number(row.content));
    hits.push({ call, snippet: snippetOf(found?.snippet) });
  }
  return hits;
}

/** Calls that match, best first; empty if the text holds no word. `limit` is 20 unless the filter gives one. */
export function searchCalls(database: Database, text: string, filter: CallFilter): SearchHit[] {
  const query = indexQuery(text);
  if (query === undefined) return [];
  indexLost(database);
  const limit = filter.limit ?? DEFAULT_LIMIT;
  const condition = filterCondition(database, filter);
  return database.read(() => {
    const from = rankedFrom(database, query);
    const newest = directHits(database, query, condition, limit, from);
    // The other conditions may leave too few of the newest.
    const direct = newest.length < limit && from > 0 ? directHits(database, query, condition, limit, 0) : newest;
    if (direct.length >= limit) return direct;
    const known = new Set(direct.map((hit) => hit.call.id));
    return [...direct, ...carriedHits(database, query, condition, known, limit - direct.length)];
  });
}
