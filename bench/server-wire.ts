/**
 * The wire forms of the local server: bodies and events of chat completions, responses, embeddings and errors, field for
 * field as OpenAI sends them. Builds values; writes nothing.
 *
 * Sources: OpenAI API reference, chat (`chat.completion`, `chat.completion.chunk`), responses and its streaming events,
 * embeddings, error codes: https://platform.openai.com/docs/api-reference (read 2026-11-23).
 */
import type { JsonObject } from "../src/record/json.ts";
import type { Decided } from "./server-answer.ts";
import type { Asked } from "./server-request.ts";

/** One server-sent event. */
export interface WireEvent {
  /** `event:` line. Absent: none (chat). */
  name?: string;
  /** What follows `data: `. */
  data: string;
}

/** What all forms share. */
export interface Stamp {
  /** Number that makes the ids unique. */
  number: number;
  /** Seconds since 1970. */
  created: number;
}

/** An error body. */
export function errorBody(message: string, type: string, param?: string, code?: string): JsonObject {
  return { error: { message, type, param: param ?? null, code: code ?? null } };
}

function chunksOf(pieces: readonly string[], size: number): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < pieces.length; at += size) chunks.push(pieces.slice(at, at + size).join(""));
  return chunks;
}

function chatUsage(decided: Decided): JsonObject {
  return {
    prompt_tokens: decided.inputTokens,
    completion_tokens: decided.outputTokens,
    total_tokens: decided.inputTokens + decided.outputTokens,
    prompt_tokens_details: { cached_tokens: decided.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: decided.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function chatHead(asked: Asked, stamp: Stamp, object: string): JsonObject {
  return { id: `chatcmpl-${stamp.number}`, object, created: stamp.created, model: asked.model };
}

const CHAT_TAIL = { service_tier: "default", system_fingerprint: "fp_local" };

/** A whole chat completion. */
export function chatBody(asked: Asked, decided: Decided, stamp: Stamp): JsonObject {
  const text = decided.text.join("");
  const message: JsonObject = {
    role: "assistant",
    content: decided.calls.length > 0 && text === "" ? null : text,
    refusal: null,
    annotations: [],
  };
  if (decided.reasoning.length > 0) message.reasoning_content = decided.reasoning.join("");
  if (decided.calls.length > 0) {
    message.tool_calls = decided.calls.map(({ id, ...called }) => ({ id, type: "function", function: called }));
  }
  return {
    ...chatHead(asked, stamp, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: decided.finish }],
    usage: chatUsage(decided),
    ...CHAT_TAIL,
  };
}

/** The chunks of a streamed chat completion, `[DONE]` last. */
export function* chatEvents(asked: Asked, decided: Decided, stamp: Stamp, perChunk: number): Generator<WireEvent> {
  const head = { ...chatHead(asked, stamp, "chat.completion.chunk"), ...CHAT_TAIL };
  const usage = asked.includeUsage ? { usage: null } : {};
  const chunk = (delta: JsonObject, finish: string | null = null): WireEvent => ({
    data: JSON.stringify({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...usage,
    }),
  });
  yield chunk({ role: "assistant", content: decided.calls.length > 0 ? null : "", refusal: null });
  for (const piece of chunksOf(decided.reasoning, perChunk)) yield chunk({ reasoning_content: piece });
  for (const piece of chunksOf(decided.text, perChunk)) yield chunk({ content: piece });
  for (const [index, call] of decided.calls.entries()) {
    const named = { name: call.name, arguments: "" };
    yield chunk({ tool_calls: [{ index, id: call.id, type: "function", function: named }] });
    for (const piece of chunksOf([...call.arguments], 4 * perChunk)) {
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
    }
  }
  yield chunk({}, decided.finish);
  if (asked.includeUsage) yield { data: JSON.stringify({ ...head, choices: [], usage: chatUsage(decided) }) };
  yield { data: "[DONE]" };
}

/** The event that ends a chat stream with an error, as OpenAI-compatible servers write it. */
export function chatErrorEvents(message: string): WireEvent[] {
  return [{ data: JSON.stringify(errorBody(message, "server_error", undefined, "server_error")) }];
}

interface Item {
  id: string;
  [field: string]: unknown;
}

function outputItems(decided: Decided, stamp: Stamp): Item[] {
  const items: Item[] = [];
  if (decided.reasoning.length > 0) {
    const summary = [{ type: "summary_text", text: decided.reasoning.join("") }];
    items.push({ id: `rs_${stamp.number}`, type: "reasoning", summary });
  }
  if (decided.text.length > 0 || decided.calls.length === 0) {
    const content = [{ type: "output_text", annotations: [], logprobs: [], text: decided.text.join("") }];
    const status = decided.finish === "length" ? "incomplete" : "completed";
    items.push({ id: `msg_${stamp.number}`, type: "message", status, content, role: "assistant" });
  }
  for (const [index, call] of decided.calls.entries()) {
    const { id, name, arguments: given } = call;
    const status = "completed";
    items.push({
      id: `fc_${stamp.number}_${index}`,
      type: "function_call",
      status,
      arguments: given,
      call_id: id,
      name,
    });
  }
  return items;
}

const INCOMPLETE: { [finish: string]: string } = { length: "max_output_tokens", content_filter: "content_filter" };

function response(asked: Asked, stamp: Stamp, status: string, rest: JsonObject): JsonObject {
  return {
    id: `resp_${stamp.number}`,
    object: "response",
    created_at: stamp.created,
    status,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: asked.body.instructions ?? null,
    max_output_tokens: asked.body.max_output_tokens ?? null,
    max_tool_calls: null,
    model: asked.model,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: asked.body.previous_response_id ?? null,
    prompt_cache_key: null,
    reasoning: asked.body.reasoning ?? { effort: null, summary: null },
    safety_identifier: null,
    service_tier: "default",
    store: asked.body.store ?? true,
    temperature: asked.body.temperature ?? 1,
    text: asked.body.text ?? { format: { type: "text" }, verbosity: "medium" },
    tool_choice: asked.body.tool_choice ?? "auto",
    tools: asked.body.tools ?? [],
    top_logprobs: 0,
    top_p: asked.body.top_p ?? 1,
    truncation: "disabled",
    usage: null,
    user: null,
    metadata: {},
    ...rest,
  };
}

/** A whole response. */
export function responsesBody(asked: Asked, decided: Decided, stamp: Stamp): JsonObject {
  const reason = INCOMPLETE[decided.finish];
  return response(asked, stamp, reason ? "incomplete" : "completed", {
    incomplete_details: reason ? { reason } : null,
    output: outputItems(decided, stamp) as JsonObject[],
    usage: {
      input_tokens: decided.inputTokens,
      input_tokens_details: { cached_tokens: decided.cachedTokens },
      output_tokens: decided.outputTokens,
      output_tokens_details: { reasoning_tokens: decided.reasoningTokens },
      total_tokens: decided.inputTokens + decided.outputTokens,
    },
  });
}

type Named = [name: string, fields: { [field: string]: unknown }];

function* reasoningEvents(item: Item, at: object, pieces: string[]): Generator<Named> {
  const place = { item_id: item.id, ...at, summary_index: 0 };
  const text = pieces.join("");
  yield ["response.output_item.added", { ...at, item: { ...item, summary: [] } }];
  yield ["response.reasoning_summary_part.added", { ...place, part: { type: "summary_text", text: "" } }];
  for (const delta of pieces) yield ["response.reasoning_summary_text.delta", { ...place, delta }];
  yield ["response.reasoning_summary_text.done", { ...place, text }];
  yield ["response.reasoning_summary_part.done", { ...place, part: { type: "summary_text", text } }];
  yield ["response.output_item.done", { ...at, item }];
}

function* messageEvents(item: Item, at: object, pieces: string[]): Generator<Named> {
  const place = { item_id: item.id, ...at, content_index: 0 };
  const part = { type: "output_text", annotations: [], logprobs: [] };
  const text = pieces.join("");
  yield ["response.output_item.added", { ...at, item: { ...item, status: "in_progress", content: [] } }];
  yield ["response.content_part.added", { ...place, part: { ...part, text: "" } }];
  for (const delta of pieces) yield ["response.output_text.delta", { ...place, delta, logprobs: [] }];
  yield ["response.output_text.done", { ...place, text, logprobs: [] }];
  yield ["response.content_part.done", { ...place, part: { ...part, text } }];
  yield ["response.output_item.done", { ...at, item }];
}

function* callEvents(item: Item, at: object, perChunk: number): Generator<Named> {
  const place = { item_id: item.id, ...at };
  const given = String(item.arguments);
  yield ["response.output_item.added", { ...at, item: { ...item, status: "in_progress", arguments: "" } }];
  for (const delta of chunksOf([...given], 4 * perChunk)) {
    yield ["response.function_call_arguments.delta", { ...place, delta }];
  }
  yield ["response.function_call_arguments.done", { ...place, arguments: given }];
  yield ["response.output_item.done", { ...at, item }];
}

function* responsesNamed(asked: Asked, decided: Decided, stamp: Stamp, perChunk: number): Generator<Named> {
  const started = response(asked, stamp, "in_progress", {});
  yield ["response.created", { response: started }];
  yield ["response.in_progress", { response: started }];
  for (const [index, item] of outputItems(decided, stamp).entries()) {
    const at = { output_index: index };
    if (item.type === "reasoning") yield* reasoningEvents(item, at, chunksOf(decided.reasoning, perChunk));
    else if (item.type === "message") yield* messageEvents(item, at, chunksOf(decided.text, perChunk));
    else yield* callEvents(item, at, perChunk);
  }
  const body = responsesBody(asked, decided, stamp);
  yield [`response.${body.status as string}`, { response: body }];
}

/** The events of a streamed response; it has no `[DONE]`. */
export function* responsesEvents(asked: Asked, decided: Decided, stamp: Stamp, perChunk: number): Generator<WireEvent> {
  let number = 0;
  for (const [name, fields] of responsesNamed(asked, decided, stamp, perChunk)) {
    yield { name, data: JSON.stringify({ type: name, sequence_number: number++, ...fields }) };
  }
}

/** The events that end a response stream with an error; `sent` events went before. */
export function responsesErrorEvents(asked: Asked, stamp: Stamp, message: string, sent: number): WireEvent[] {
  const error = { code: "server_error", message };
  const failed = response(asked, stamp, "failed", { error });
  const first = { type: "error", sequence_number: sent, ...error, param: null };
  const last = { type: "response.failed", sequence_number: sent + 1, response: failed };
  return [first, last].map((data) => ({ name: data.type, data: JSON.stringify(data) }));
}

/** Embeddings: vectors of length 1 that depend on the text alone. */
export function embeddingsBody(asked: Asked, decided: Decided): JsonObject {
  const data = asked.embeddingInputs.map((text, index) => {
    const vector = vectorOf(text, asked.dimensions);
    const embedding = asked.base64 ? Buffer.from(new Float32Array(vector).buffer).toString("base64") : vector;
    return { object: "embedding", index, embedding };
  });
  const usage = { prompt_tokens: decided.inputTokens, total_tokens: decided.inputTokens };
  return { object: "list", data, model: asked.model, usage };
}

function vectorOf(text: string, dimensions: number): number[] {
  let state = 2166136261;
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 16777619) >>> 0;
  const values = Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}
