/**
 * Calls from the older tables of simonw/llm: `conversations` and `responses` with fragments, attachments and tools. A row of
 * `responses` holds only its own turn; the conversation before it is put together here as llm itself sends it.
 *
 * Source: llm/migrations.py, llm/models.py (`Prompt.prompt`, `Prompt.system`) and docs/logging.md of simonw/llm (0.26 to 0.32).
 */
import type { Call } from "../record/call.ts";
import type { Message, Part } from "../record/message.ts";
import { json, llmCall, llmId, llmTime, llmTool } from "./llm-call.ts";
import { type LlmFile, type LlmRow, type LlmSource, llmFile, number, text } from "./llm-source.ts";

/** A call and the files whose bytes came with it. */
export interface ImportedCall {
  /** The call. */
  call: Call;
  /** Files with bytes. */
  files: LlmFile[];
}

/** How far a conversation has been read. */
interface Conversation {
  messages: Message[];
  system?: string;
  parent?: string;
}

function fragments(source: LlmSource, table: string, id: string): string[] {
  return source
    .rows(
      [table, "fragments"],
      `SELECT content FROM ${table} JOIN fragments ON fragments.id = fragment_id WHERE response_id = ? ORDER BY "order"`,
      id,
    )
    .map((row) => text(row, "content") ?? "");
}

/** The prompt as sent: fragments and prompt, one below the other. */
function promptOf(source: LlmSource, row: LlmRow, id: string): string {
  const own = text(row, "prompt");
  return [...fragments(source, "prompt_fragments", id), ...(own === undefined ? [] : [own])].join("\n");
}

/** The system prompt as sent: fragments and system prompt, a blank line between. */
function systemOf(source: LlmSource, row: LlmRow, id: string): string | undefined {
  const bits = [...fragments(source, "system_fragments", id), text(row, "system") ?? ""];
  const whole = bits
    .map((bit) => bit.trim())
    .filter((bit) => bit !== "")
    .join("\n\n");
  return whole === "" ? undefined : whole;
}

async function attachments(
  source: LlmSource,
  junction: string,
  column: string,
  id: string | number,
): Promise<LlmFile[]> {
  const rows = source.rows(
    [junction, "attachments"],
    `SELECT attachments.* FROM ${junction} JOIN attachments ON attachments.id = attachment_id
     WHERE ${column} = ? ORDER BY "order"`,
    id,
  );
  return Promise.all(rows.map(llmFile));
}

/** Results of tools that this response was given, as one message; and the files in them. */
async function toolResults(source: LlmSource, id: string): Promise<{ parts: Part[]; files: LlmFile[] }> {
  const parts: Part[] = [];
  const files: LlmFile[] = [];
  for (const row of source.rows(["tool_results"], "SELECT * FROM tool_results WHERE response_id = ? ORDER BY id", id)) {
    const exception = text(row, "exception");
    parts.push({
      type: "tool-result",
      id: text(row, "tool_call_id") ?? "",
      name: text(row, "name") ?? "",
      output: text(row, "output") ?? exception ?? "",
      ...(exception === undefined ? {} : { error: true }),
    });
    const found = await attachments(source, "tool_results_attachments", "tool_result_id", number(row, "id") ?? -1);
    files.push(...found);
    parts.push(...found.map((file) => file.part));
  }
  return { parts, files };
}

function answerOf(source: LlmSource, row: LlmRow, id: string): Part[] {
  const parts: Part[] = [];
  const reasoning = text(row, "reasoning");
  if (reasoning !== undefined) parts.push({ type: "reasoning", text: reasoning });
  const answer = text(row, "response");
  if (answer !== undefined) parts.push({ type: "text", text: answer });
  for (const call of source.rows(["tool_calls"], "SELECT * FROM tool_calls WHERE response_id = ? ORDER BY id", id)) {
    const words = text(call, "arguments") ?? "{}";
    parts.push({
      type: "tool-call",
      id: text(call, "tool_call_id") ?? "",
      name: text(call, "name") ?? "",
      input: json(words) ?? words,
    });
  }
  return parts;
}

function schemaOf(source: LlmSource, row: LlmRow): string | undefined {
  const found = source.rows(["schemas"], "SELECT content FROM schemas WHERE id = ?", text(row, "schema_id") ?? "")[0];
  return found && text(found, "content");
}

async function readResponse(source: LlmSource, row: LlmRow, conversation: Conversation): Promise<ImportedCall> {
  const id = text(row, "id") ?? "";
  const system = systemOf(source, row, id);
  const results = await toolResults(source, id);
  const files = await attachments(source, "prompt_attachments", "response_id", id);
  const prompt = promptOf(source, row, id);
  const messages = [...conversation.messages];
  if (system !== undefined && system !== conversation.system) {
    messages.push({ role: "system", parts: [{ type: "text", text: system }] });
    conversation.system = system;
  }
  if (results.parts.length > 0) messages.push({ role: "tool", parts: results.parts });
  if (prompt !== "" || files.length > 0 || results.parts.length === 0) {
    const words: Part[] = prompt === "" ? [] : [{ type: "text", text: prompt }];
    messages.push({ role: "user", parts: [...files.map((file) => file.part), ...words] });
  }
  const parts = answerOf(source, row, id);
  const all = [...files, ...results.files];
  const call = llmCall({
    row,
    messages,
    parts,
    tools: source
      .rows(
        ["tool_responses", "tools"],
        "SELECT tools.* FROM tool_responses JOIN tools ON tools.id = tool_id WHERE response_id = ? ORDER BY tools.id",
        id,
      )
      .map(llmTool),
    schema: schemaOf(source, row),
    parent: conversation.parent,
    warnings: all.flatMap((file) => file.warning ?? []),
  });
  conversation.messages = parts.length > 0 ? [...messages, { role: "assistant", parts }] : messages;
  conversation.parent = call.id;
  return { call, files: all.filter((file) => file.bytes) };
}

/** The ids of all conversations with responses, in the order they began; `null` for responses outside any. */
function conversationIds(source: LlmSource): (string | null)[] {
  return source
    .rows(["responses"], "SELECT conversation_id AS id FROM responses GROUP BY 1 ORDER BY min(datetime_utc), 1")
    .map((row) => text(row, "id") ?? null);
}

/** All calls of the older tables that are not also in `turns`, conversation by conversation. */
export async function* readResponses(source: LlmSource): AsyncGenerator<ImportedCall> {
  const known = source.has("turns") ? "WHERE id IN (SELECT id FROM turns)" : "WHERE 0";
  const doubles = new Set(
    source.rows(["responses"], `SELECT id FROM responses ${known}`).map((row) => text(row, "id")),
  );
  for (const id of conversationIds(source)) {
    const conversation: Conversation = { messages: [] };
    const rows = source.rows(
      ["responses"],
      "SELECT * FROM responses WHERE conversation_id IS ? ORDER BY datetime_utc, id",
      id,
    );
    for (const row of rows) {
      const read = await readResponse(source, row, id === null ? { messages: [] } : conversation);
      if (!doubles.has(text(row, "id"))) yield read;
    }
  }
}

/** Our id of the newest response of a conversation before a time; `undefined` if there is none. */
export function lastResponse(source: LlmSource, conversation: string, before: string): string | undefined {
  const row = source.rows(
    ["responses"],
    "SELECT * FROM responses WHERE conversation_id = ? AND id < ? ORDER BY id DESC LIMIT 1",
    conversation,
    before,
  )[0];
  return row && llmId(text(row, "id") ?? "", llmTime(row));
}
