/**
 * Messages in the log, each stored once: a content row for what is said, and a message row for a content after another
 * message. Conversations with a common beginning share its rows; the same text in two places shares its content row.
 */
import { hash } from "node:crypto";
import type { FilePart, Message, Part } from "../record/message.ts";
import type { Database } from "./database.ts";
import { recordFile } from "./file-rows.ts";

/** A stored content. */
export interface StoredContent {
  /** Row of the content. */
  content: number;
  /** Whether this very write made it. */
  isNew: boolean;
}

/** A stored message. */
export interface StoredMessage extends StoredContent {
  /** Row of the message. */
  message: number;
}

/** Stores a JSON text once and gives its row. Within a write transaction. */
export function putContent(database: Database, text: string): StoredContent {
  const digest = hash("sha256", text, "buffer");
  const known = database.sql("SELECT id FROM content WHERE hash = ?").get(digest);
  if (known) return { content: Number(known.id), isNew: false };
  const made = database.sql("INSERT INTO content (hash, text) VALUES (?, ?)").run(digest, text);
  return { content: Number(made.lastInsertRowid), isNew: true };
}

function linkFiles(database: Database, content: number, parts: readonly Part[], at: number): void {
  const files = parts.filter((part): part is FilePart => part.type === "file");
  for (const part of files) {
    const file = recordFile(database, part, at);
    database.sql("INSERT INTO content_file (content, file) VALUES (?, ?) ON CONFLICT DO NOTHING").run(content, file);
  }
}

/**
 * Stores a message after `parent` (`null`: the first one) and gives its rows. Within a write transaction.
 * @param at milliseconds since 1970, for files seen the first time.
 */
export function putMessage(database: Database, parent: number | null, message: Message, at: number): StoredMessage {
  const { role, parts } = message;
  const stored = putContent(database, JSON.stringify({ role, parts }));
  if (stored.isNew) linkFiles(database, stored.content, parts, at);
  const known = stored.isNew
    ? undefined
    : database
        .sql("SELECT id FROM message WHERE content = ? AND coalesce(parent, 0) = ?")
        .get(stored.content, parent ?? 0);
  if (known) return { ...stored, message: Number(known.id) };
  const made = database.sql("INSERT INTO message (parent, content) VALUES (?, ?)").run(parent, stored.content);
  return { ...stored, message: Number(made.lastInsertRowid) };
}

/** The value of a content row. */
export function contentValue(database: Database, content: number): unknown {
  const row = database.sql("SELECT text FROM content WHERE id = ?").get(content);
  return JSON.parse(String(row?.text ?? "null"));
}

/** The messages from the first one to `tip`, in order; empty for `null`. */
export function messagesTo(database: Database, tip: number | null): Message[] {
  if (tip === null) return [];
  const rows = database
    .sql(
      `WITH RECURSIVE chain (id, parent, content, depth) AS (
         SELECT id, parent, content, 0 FROM message WHERE id = ?
         UNION ALL
         SELECT message.id, message.parent, message.content, depth + 1 FROM chain JOIN message ON message.id = chain.parent
       )
       SELECT text FROM chain JOIN content ON content.id = chain.content ORDER BY depth DESC`,
    )
    .all(tip);
  return rows.map((row) => JSON.parse(String(row.text)));
}

/** The parts of one message; empty for `null`. */
export function partsOf(database: Database, message: number | null): Part[] {
  if (message === null) return [];
  const row = database
    .sql("SELECT text FROM message JOIN content ON content.id = message.content WHERE message.id = ?")
    .get(message);
  const stored: Message = JSON.parse(String(row?.text));
  return stored.parts;
}
