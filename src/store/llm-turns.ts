/**
 * Calls from the content-addressed tables of simonw/llm 0.32: `turns`, each between two messages of a tree of `messages`, whose
 * content is in `parts`; long texts and files stand in `fragments` and `attachments`.
 *
 * Source: "The message store" in docs/logging.md and llm/logs.py of simonw/llm (0.32, August 2026).
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Message, Part, Role } from "../record/message.ts";
import { json, llmCall, llmId, llmTime, llmTool, object } from "./llm-call.ts";
import { type ImportedCall, lastResponse } from "./llm-responses.ts";
import { type LlmFile, type LlmRow, type LlmSource, llmFile, number, text } from "./llm-source.ts";

/** A message and what came with it. */
interface TreeMessage {
  hash: string;
  message: Message;
  files: LlmFile[];
}

function roleOf(value: string | undefined): Role {
  return value === "system" || value === "assistant" || value === "tool" ? value : "user";
}

/** The text of a part: its own column, or pieces of fragments and literals put together. */
function textOf(source: LlmSource, row: LlmRow, payload: JsonObject): string {
  const own = text(row, "text") ?? payload.text;
  if (typeof own === "string") return own;
  if (!Array.isArray(payload.text_ref)) return "";
  return payload.text_ref
    .map((piece) => {
      const { literal, fragment } = object(piece) ?? {};
      if (typeof literal === "string") return literal;
      const found = source.rows(["fragments"], "SELECT content FROM fragments WHERE id = ?", Number(fragment))[0];
      return (found && text(found, "content")) ?? "";
    })
    .join("");
}

function word(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function partOf(source: LlmSource, row: LlmRow): Part | undefined {
  const payload = object(json(text(row, "payload"))) ?? {};
  const metadata = object(payload.provider_metadata);
  const provider = metadata ? { provider: metadata } : {};
  const executed = payload.server_executed === true ? { providerExecuted: true as const } : {};
  const id = word(payload.tool_call_id);
  const name = word(payload.name) || (text(row, "tool_name") ?? "");
  switch (text(row, "type")) {
    case "text":
      return { type: "text", text: textOf(source, row, payload), ...provider };
    case "reasoning": {
      const hidden = payload.redacted === true ? { provider: { ...metadata, redacted: true } } : provider;
      return { type: "reasoning", text: textOf(source, row, payload), ...hidden };
    }
    case "tool_call":
      return { type: "tool-call", id, name, input: payload.arguments ?? {}, ...executed, ...provider };
    case "tool_result": {
      const failed = typeof payload.exception === "string";
      const output = payload.output ?? payload.exception ?? "";
      return { type: "tool-result", id, name, output, ...(failed ? { error: true as const } : {}), ...executed };
    }
    default:
      return undefined;
  }
}

async function messageOf(source: LlmSource, row: LlmRow): Promise<TreeMessage> {
  const hash = text(row, "hash") ?? "";
  const parts: Part[] = [];
  const files: LlmFile[] = [];
  for (const each of source.rows(["parts"], "SELECT * FROM parts WHERE message_hash = ? ORDER BY position", hash)) {
    const part = partOf(source, each);
    if (part) parts.push(part);
    const attached = source.rows(
      ["part_attachments", "attachments"],
      `SELECT attachments.* FROM part_attachments JOIN attachments ON attachments.id = attachment_id
       WHERE part_id = ? ORDER BY "order"`,
      number(each, "id") ?? -1,
    );
    for (const file of await Promise.all(attached.map(llmFile))) {
      files.push(file);
      parts.push(file.part);
    }
  }
  const role = roleOf(text(row, "role"));
  // llm sends results of tools as a message of the user; a file beside them came out of the tool.
  const isResults =
    parts.some((part) => part.type === "tool-result") &&
    parts.every((part) => part.type === "tool-result" || part.type === "file");
  return { hash, message: { role: role === "user" && isResults ? "tool" : role, parts }, files };
}

/** The messages up to one, oldest first. */
async function chainTo(source: LlmSource, tip: string | undefined): Promise<TreeMessage[]> {
  if (tip === undefined) return [];
  const rows = source.rows(
    ["messages"],
    `WITH RECURSIVE chain (hash, parent_hash, role, depth) AS (
       SELECT hash, parent_hash, role, 0 FROM messages WHERE hash = ?
       UNION ALL
       SELECT messages.hash, messages.parent_hash, messages.role, depth + 1
       FROM chain JOIN messages ON messages.hash = chain.parent_hash
     ) SELECT hash, role FROM chain ORDER BY depth DESC`,
    tip,
  );
  return Promise.all(rows.map((row) => messageOf(source, row)));
}

/** Our id of the turn that a turn continues: the nearest message before it that ended an earlier turn, of its own thread first. */
function parentOf(source: LlmSource, row: LlmRow, inputs: readonly TreeMessage[]): string | undefined {
  const id = text(row, "id") ?? "";
  const thread = text(row, "thread_id") ?? "";
  for (const { hash } of inputs.toReversed()) {
    const found = source.rows(
      ["turns"],
      "SELECT * FROM turns WHERE tip_message_hash = ? AND id < ? ORDER BY thread_id = ? DESC, id DESC LIMIT 1",
      hash,
      id,
      thread,
    )[0];
    if (found) return llmId(text(found, "id") ?? "", llmTime(found));
  }
  // A thread that began in the older tables has its earlier turns there.
  const continues = inputs.some(({ message }) => message.role === "assistant");
  return continues ? lastResponse(source, thread, id) : undefined;
}

async function readTurn(source: LlmSource, row: LlmRow): Promise<ImportedCall> {
  const id = text(row, "id") ?? "";
  const inputs = await chainTo(source, text(row, "parent_message_hash"));
  const whole = await chainTo(source, text(row, "tip_message_hash"));
  const outputs = whole.slice(inputs.length);
  const schema = source.rows(["schemas"], "SELECT content FROM schemas WHERE id = ?", text(row, "schema_id") ?? "")[0];
  const files = [...inputs, ...outputs].flatMap((each) => each.files);
  const call = llmCall({
    row,
    messages: inputs.map((each) => each.message),
    parts: outputs.flatMap((each) => each.message.parts),
    tools: source
      .rows(
        ["turn_tools", "tools"],
        "SELECT tools.* FROM turn_tools JOIN tools ON tools.id = tool_id WHERE turn_id = ? ORDER BY tools.id",
        id,
      )
      .map(llmTool),
    schema: schema && text(schema, "content"),
    parent: parentOf(source, row, inputs),
    warnings: files.flatMap((file) => file.warning ?? []),
  });
  return { call, files: files.filter((file) => file.bytes) };
}

/** All calls of the content-addressed tables, oldest first. */
export async function* readTurns(source: LlmSource): AsyncGenerator<ImportedCall> {
  for (const { id } of source.rows(["turns"], "SELECT id FROM turns ORDER BY id")) {
    const row = source.rows(["turns"], "SELECT * FROM turns WHERE id = ?", String(id))[0];
    if (row) yield await readTurn(source, row);
  }
}
