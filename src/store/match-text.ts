/** Which calls match a text: the query in the index's language, and the rows it finds. Ranking is `search-calls.ts`. */
import { CALL_COLUMNS, callOfRow, lostRows } from "./call-rows.ts";
import { indexCall } from "./call-text.ts";
import type { Database } from "./database.ts";
import { spacedScripts } from "./spaced-scripts.ts";

/**
 * A query for the index from what a person types: every word must occur, `"several words"` as they stand, `word*` as a
 * beginning. Nothing else has a meaning, so nothing is a syntax error. `undefined`: there is no word in it.
 *
 * Source: FTS5 query syntax, https://www.sqlite.org/fts5.html#full_text_query_syntax (2025). Strings in double quotes hold
 * any character, a quote doubled.
 */
export function indexQuery(text: string): string | undefined {
  const terms: string[] = [];
  for (const match of text.replaceAll("\0", " ").matchAll(/"([^"]*)"?|([^\s"]+)/g)) {
    const term = match[1] ?? match[2] ?? "";
    // Words of the index are made of letters, digits and private characters: a term without any finds nothing.
    if (!/[\p{L}\p{N}\p{Co}]/u.test(term)) continue;
    const isPrefix = match[1] === undefined && term.endsWith("*");
    terms.push(`"${spacedScripts(term.replace(/\*+$/, ""))}"${isPrefix ? "*" : ""}`);
  }
  return terms.length > 0 ? terms.join(" AND ") : undefined;
}

/** Calls whose process ended before they did are put into the index when somebody first searches. */
export function indexLost(database: Database): void {
  const rows = lostRows(database);
  if (rows.length === 0) return;
  const missing = database
    .sql(`SELECT ${CALL_COLUMNS} FROM call JOIN json_each(?) AS lost ON call.row = lost.value WHERE indexed = 0`)
    .all(JSON.stringify(rows));
  if (missing.length === 0) return;
  database.write(() => {
    for (const row of missing) {
      indexCall(database, Number(row.row), callOfRow(database, row));
      database.sql("UPDATE call SET indexed = 1 WHERE row = ?").run(Number(row.row));
    }
  });
}

/** Calls under a matching system prompt or earlier message. Parameters: the query, then those of the condition. */
export function carriers(condition: string): string {
  return `WITH RECURSIVE hit (content) AS MATERIALIZED (SELECT rowid FROM message_text WHERE message_text MATCH ?),
    under (message, content) AS (
      SELECT message.id, hit.content FROM hit JOIN message ON message.content = hit.content
      UNION
      SELECT message.id, under.content FROM under JOIN message ON message.parent = under.message
    )
    SELECT ${CALL_COLUMNS}, min(under.content) AS content FROM under JOIN call ON call.tip = under.message
    WHERE ${condition} GROUP BY call.row ORDER BY started_at DESC, id DESC`;
}

/** Rows of all calls that match, in no order. */
export function matchingRows(database: Database, text: string): Set<number> {
  const query = indexQuery(text);
  if (query === undefined) return new Set();
  indexLost(database);
  const direct = database.sql("SELECT rowid AS row FROM call_text WHERE call_text MATCH ?").all(query);
  const carried = database.sql(carriers("1")).all(query);
  return new Set([...direct, ...carried].map((row) => Number(row.row)));
}
