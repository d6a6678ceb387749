/** From the chunks that llama.cpp sends to our events. Pure: it keeps only what one answer needs. */
import type { FinishReason } from "../record/call.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { ToolCallPart } from "../record/message.ts";
import type { Usage } from "../record/usage.ts";
import type { ModelEvent } from "./model.ts";

const REASONS: { [raw: string]: FinishReason } = { stop: "stop", length: "length", tool_calls: "tool-calls" };

interface ToolCallText {
  id: string;
  name: string;
  text: string;
}

/** Takes the chunks of one answer in order. */
export interface ChunkReader {
  /** Events of one chunk. */
  read: (chunk: JsonObject) => ModelEvent[];
  /** Events at the end: tool calls, then `finish`. Gives none if no chunk said that the answer was done. */
  end: () => ModelEvent[];
}

function toolCallPart(call: ToolCallText, fallbackId: string): ToolCallPart {
  let input: JsonValue = call.text;
  try {
    input = JSON.parse(call.text) as JsonValue;
  } catch {
    // An answer that was cut at its limit ends within the arguments: the text stands for them.
  }
  return { type: "tool-call", id: call.id || fallbackId, name: call.name, input };
}

function usageOf(chunk: JsonObject): Usage {
  const usage = chunk.usage as { prompt_tokens?: number; completion_tokens?: number } | undefined;
  const timings = chunk.timings as { cache_n?: number } | undefined;
  return {
    ...(usage?.prompt_tokens === undefined ? {} : { inputTokens: usage.prompt_tokens }),
    ...(usage?.completion_tokens === undefined ? {} : { outputTokens: usage.completion_tokens }),
    ...(timings?.cache_n ? { cacheReadTokens: timings.cache_n } : {}),
    raw: { usage: chunk.usage ?? null, timings: chunk.timings ?? null },
  };
}

/** Reads the chunks of one answer. `firstCall` numbers tool calls that the engine gave no id. */
export function chunkReader(firstCall: number): ChunkReader {
  const calls: ToolCallText[] = [];
  let raw: string | undefined;
  let usage: Usage = {};

  const readCalls = (deltas: JsonObject[]): void => {
    for (const delta of deltas) {
      const index = Number(delta.index ?? 0);
      calls[index] ??= { id: "", name: "", text: "" };
      const call = calls[index];
      const named = (delta.function ?? {}) as { name?: string; arguments?: string };
      if (typeof delta.id === "string") call.id = delta.id;
      call.name += named.name ?? "";
      call.text += named.arguments ?? "";
    }
  };

  const read = (chunk: JsonObject): ModelEvent[] => {
    if (chunk.usage) usage = usageOf(chunk);
    const [choice] = (chunk.choices ?? []) as JsonObject[];
    if (typeof choice?.finish_reason === "string") raw = choice.finish_reason;
    const delta = (choice?.delta ?? {}) as { content?: string; reasoning_content?: string; tool_calls?: JsonObject[] };
    const events: ModelEvent[] = [];
    if (delta.reasoning_content) events.push({ type: "reasoning-delta", text: delta.reasoning_content });
    if (delta.content) events.push({ type: "text-delta", text: delta.content });
    if (delta.tool_calls) readCalls(delta.tool_calls);
    return events;
  };

  const end = (): ModelEvent[] => {
    if (raw === undefined) return [];
    const events: ModelEvent[] = calls
      .filter((call) => call !== undefined)
      .map((call, index) => ({ type: "tool-call", part: toolCallPart(call, `call_${firstCall + index}`) }));
    return [...events, { type: "finish", finish: { reason: REASONS[raw] ?? "other", raw }, usage }];
  };

  return { read, end };
}
