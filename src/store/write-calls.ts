/** Writes calls: pending before they are sent, completed when they end. Reads nothing back. */
import { type ZstdOptions, zstdCompressSync } from "node:zlib";
import type { Call, RawResponse } from "../record/call.ts";
import { recordText } from "./call-record.ts";
import { indexCall, indexMessage, turnOf } from "./call-text.ts";
import type { Database } from "./database.ts";
import { putContent, putMessage, type StoredMessage } from "./message-rows.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** A whole number for a column, or none. */
function whole(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value);
}

/** Stores the messages of a call's request, and puts those in the index that no call's own text will cover. */
function putRequest(
  database: Database,
  call: Call,
): { tip: number | null; tools: number | null; schema: number | null } {
  const { messages, tools, schema } = call.request;
  const at = call.timing.startedAt;
  const stored: StoredMessage[] = [];
  let tip: number | null = null;
  for (const message of messages) {
    const row: StoredMessage = putMessage(database, tip, message, at);
    stored.push(row);
    tip = row.message;
  }
  const turn = new Set(turnOf(messages));
  for (const [index, message] of messages.entries()) {
    const row = stored[index];
    if (row?.isNew && !turn.has(message)) indexMessage(database, row.content, message);
  }
  return {
    tip,
    tools: tools ? putContent(database, JSON.stringify(tools)).content : null,
    schema: schema ? putContent(database, JSON.stringify(schema)).content : null,
  };
}

/** Writes a call as it stands before it is sent. Within a write transaction. */
export function insertCall(database: Database, call: Call, writer: ProcessIdentity | undefined): number {
  const { tip, tools, schema } = putRequest(database, call);
  const made = database
    .sql(
      `INSERT INTO call (id, hash, model, reason, started_at, parent, command, ref, tip, tools, schema, record,
         pid, host, process_start)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      call.id,
      call.hash,
      call.request.model,
      call.finish.reason,
      Math.floor(call.timing.startedAt),
      call.parent ?? null,
      call.origin.command,
      call.origin.ref ?? null,
      tip,
      tools,
      schema,
      recordText(call),
      writer?.pid ?? null,
      writer?.host ?? null,
      writer?.start ?? null,
    );
  return Number(made.lastInsertRowid);
}

/** A raw answer as it is stored. */
export type PackedRaw = Omit<RawResponse, "body"> & { body: Uint8Array };

/** Bytes set aside for output at a time: enough for a usual answer, and what is set aside per call adds up where many end at once. */
const PACKED_PIECE = 4096;

/** Packs raw answers; done before the write lock is taken. */
function packRaws(raws: readonly RawResponse[]): PackedRaw[] {
  return raws.map((raw) => {
    const body = Buffer.from(raw.body);
    // Where the size is told first, tables of that size are made instead of the largest: half the time, the same bytes. Node has
    // the option, its types lack it: https://nodejs.org/api/zlib.html#pledged-source-size (2026).
    const options: ZstdOptions & { pledgedSrcSize: number } = { chunkSize: PACKED_PIECE, pledgedSrcSize: body.length };
    return { ...raw, body: zstdCompressSync(body, options) };
  });
}

function insertRaws(database: Database, row: number, raws: readonly PackedRaw[]): void {
  for (const [position, raw] of raws.entries()) {
    database
      .sql("INSERT INTO raw (call, position, attempt, status, headers, body) VALUES (?, ?, ?, ?, ?, ?)")
      .run(row, position, raw.attempt, raw.status, JSON.stringify(raw.headers), raw.body);
  }
}

/** Completes the call in a row: its answer, figures, raw answers and index entry. Within a write transaction. */
export function finishCall(
  database: Database,
  row: number,
  tip: number | null,
  call: Call,
  raws: readonly PackedRaw[],
): void {
  const at = call.timing.endedAt ?? call.timing.startedAt;
  const answer =
    call.parts.length > 0 ? putMessage(database, tip, { role: "assistant", parts: call.parts }, at).message : null;
  database
    .sql(
      `UPDATE call SET reason = ?, ended_at = ?, answer = ?, input_tokens = ?, output_tokens = ?, picodollars = ?,
         energy_low_wh = ?, energy_high_wh = ?, record = ?, indexed = 1, pid = NULL, host = NULL, process_start = NULL
       WHERE row = ?`,
    )
    .run(
      call.finish.reason,
      whole(call.timing.endedAt),
      answer,
      whole(call.usage.inputTokens),
      whole(call.usage.outputTokens),
      whole(call.cost?.picodollars),
      call.energy?.lowWh ?? null,
      call.energy?.highWh ?? null,
      recordText(call),
      row,
    );
  insertRaws(database, row, raws);
  indexCall(database, row, call);
}

/**
 * Completes a call that was begun. One whose pending row is gone (it was deleted meanwhile) is written anew: it was paid.
 */
export function completeCall(database: Database, call: Call, raws: readonly RawResponse[]): Promise<void> {
  const packed = packRaws(raws);
  return database.writeSoon(() => {
    const pending = database.sql("SELECT row, tip FROM call WHERE id = ? AND reason = 'pending'").get(call.id);
    const row = pending ? Number(pending.row) : insertCall(database, call, undefined);
    const tip = pending ? pending.tip : database.sql("SELECT tip FROM call WHERE row = ?").get(row)?.tip;
    finishCall(database, row, typeof tip === "number" ? tip : null, call, packed);
  });
}
