/**
 * Removes calls so that nothing of them is left: rows, index entries, raw answers, messages and files that no other call uses,
 * and the bytes of all of them in the file. Messages that another call shares stay, and can still be found by its words.
 */
import type { Message } from "../record/message.ts";
import type { CallFilter } from "./call-filter.ts";
import { lostRows, type Row } from "./call-rows.ts";
import { indexMessage } from "./call-text.ts";
import type { Database } from "./database.ts";
import { removeUnusedFile } from "./file-rows.ts";
import { filterCondition } from "./read-calls.ts";
import { forgetResized } from "./resized-rows.ts";
import { sqliteCode } from "./store-error.ts";

/** What was removed. */
export interface Removal {
  /** Number of calls. */
  calls: number;
  /** Calls that matched and stay because they are still running. */
  running: number;
  /** Messages that no other call shares. */
  messages: number;
  /** Files that no other call uses. */
  files: number;
  /**
   * Whether the file was rewritten without them. False: another process was reading, or the disk had no room for a copy; the
   * text is overwritten in the log file all the same, but may stand in the write-ahead file until that process ends.
   */
  rewritten: boolean;
}

/** Calls removed in one transaction; others may write between two. */
const BATCH = 200;
/** Milliseconds to wait for readers to let the file be rewritten. */
const REWRITE_WAIT_MS = 3000;

function chosenRows(database: Database, filter: CallFilter): { rows: number[]; running: number } {
  const { sql, values } = filterCondition(database, filter);
  const found = database
    .sql(`SELECT call.row, reason FROM call WHERE ${sql} ORDER BY started_at DESC, id DESC LIMIT ?`)
    .all(...values, filter.limit ?? -1);
  const lost = new Set(lostRows(database));
  const rows = found
    .filter((row) => row.reason !== "pending" || lost.has(Number(row.row)))
    .map((row) => Number(row.row));
  return { rows, running: found.length - rows.length };
}

function isUsed(database: Database, message: number): boolean {
  return (
    database
      .sql(
        `SELECT 1 FROM message WHERE parent = ?1
         UNION ALL SELECT 1 FROM call WHERE tip = ?1
         UNION ALL SELECT 1 FROM call WHERE answer = ?1 LIMIT 1`,
      )
      .get(message) !== undefined
  );
}

/** Removes messages from `tip` backwards as far as nobody uses them; gives the contents they had. */
function removeChain(database: Database, tip: number | null, contents: Set<number>): number {
  let removed = 0;
  for (let message = tip; message !== null && !isUsed(database, message); removed++) {
    const row = database.sql("DELETE FROM message WHERE id = ? RETURNING parent, content").get(message);
    if (!row) break;
    contents.add(Number(row.content));
    message = row.parent === null ? null : Number(row.parent);
  }
  return removed;
}

function removeFiles(database: Database, content: number): number {
  const files = database.sql("DELETE FROM content_file WHERE content = ? RETURNING file").all(content);
  return files.filter(({ file }) => removeUnusedFile(database, Number(file))).length;
}

/** Removes the contents that nobody uses. The others lose the index entry that the removed call was, so they get their own. */
function settleContents(database: Database, contents: ReadonlySet<number>): number {
  let files = 0;
  for (const content of contents) {
    const used = database
      .sql(
        `SELECT 1 FROM message WHERE content = ?1
         UNION ALL SELECT 1 FROM call WHERE tools = ?1
         UNION ALL SELECT 1 FROM call WHERE schema = ?1 LIMIT 1`,
      )
      .get(content);
    if (used) continue;
    files += removeFiles(database, content);
    database.sql("DELETE FROM message_text WHERE rowid = ?").run(content);
    database.sql("DELETE FROM content WHERE id = ?").run(content);
  }
  return files;
}

/** Messages that stay because another call's conversation goes through them are from now on found by themselves. */
function indexSurvivors(database: Database, messages: ReadonlySet<number>): void {
  for (const message of messages) {
    const row = database
      .sql("SELECT content, text FROM message JOIN content ON content.id = message.content WHERE message.id = ?")
      .get(message);
    if (!row) continue;
    const value: Message = JSON.parse(String(row.text));
    indexMessage(database, Number(row.content), value);
  }
}

/** Rows of the messages of a call's own turn and its answer. */
function turnMessages(database: Database, row: Row): number[] {
  const found = database
    .sql(
      `WITH RECURSIVE turn (id, parent) AS (
         SELECT id, parent FROM message WHERE id = ?1
         UNION ALL
         SELECT message.id, message.parent FROM turn
         JOIN message ON message.id = turn.parent JOIN content ON content.id = message.content
         WHERE content.text ->> 'role' <> 'assistant'
       ) SELECT id FROM turn`,
    )
    .all(row.tip ?? null)
    .map(({ id }) => Number(id));
  return row.answer === null || row.answer === undefined ? found : [...found, Number(row.answer)];
}

function removeBatch(database: Database, rows: readonly number[]): Omit<Removal, "running" | "rewritten"> {
  const contents = new Set<number>();
  const survivors = new Set<number>();
  const removal = { calls: 0, messages: 0, files: 0 };
  for (const number of rows) {
    const row = database.sql("SELECT tip, answer, tools, schema FROM call WHERE row = ?").get(number);
    if (!row) continue;
    for (const message of turnMessages(database, row)) survivors.add(message);
    database.sql("DELETE FROM call_text WHERE rowid = ?").run(number);
    database.sql("DELETE FROM call WHERE row = ?").run(number);
    removal.calls++;
    for (const end of [row.answer, row.tip]) {
      removal.messages += removeChain(database, typeof end === "number" ? end : null, contents);
    }
    for (const shared of [row.tools, row.schema]) if (typeof shared === "number") contents.add(shared);
  }
  removal.files = settleContents(database, contents);
  indexSurvivors(database, survivors);
  return removal;
}

/** Rewrites the file without what was deleted, and empties the write-ahead file. */
function rewrite(database: Database): boolean {
  try {
    database.waitAtMost(REWRITE_WAIT_MS);
    // SQLite zeroes what it frees; rewriting also covers what rearranging pages may have left, and gives the space back.
    database.sql("VACUUM").run();
    const checkpoint = database.sql("PRAGMA wal_checkpoint(TRUNCATE)").get();
    return checkpoint?.busy === 0;
  } catch (error) {
    // Locked or no room for a copy: the rows are gone all the same. Anything else is a failure.
    const code = sqliteCode(error);
    if (code === 5 || code === 6 || code === 13) return false;
    throw error;
  } finally {
    database.waitAtMost();
  }
}

/** Removes the calls of a filter that are not running, in batches; each batch whole or not at all. */
export function removeCalls(database: Database, filter: CallFilter): Removal {
  const { rows, running } = chosenRows(database, filter);
  const total: Removal = { calls: 0, running, messages: 0, files: 0, rewritten: true };
  for (let start = 0; start < rows.length; start += BATCH) {
    const removed = database.write(() => removeBatch(database, rows.slice(start, start + BATCH)));
    total.calls += removed.calls;
    total.messages += removed.messages;
    total.files += removed.files;
  }
  if (total.calls > 0) database.write(() => forgetResized(database));
  if (total.calls > 0) total.rewritten = rewrite(database);
  return total;
}
