/**
 * A call as a response of the Responses API, whole.
 * Source: https://platform.openai.com/docs/api-reference/responses/object (as the openai package 7.59.0 types it).
 */
import type { Response, ResponseOutputItem, ResponseUsage, Tool } from "openai/resources/responses/responses";
import type { Call } from "../record/call.ts";
import { textOf } from "../record/message.ts";
import type { Request, ToolChoice } from "../record/request.ts";
import type { Usage } from "../record/usage.ts";
import { callFailure } from "./openai-error.ts";
import { RESPONSE_PREFIX } from "./openai-responses-request.ts";
import { argumentsText, createdAt, type Said, tokensOf } from "./openai-said.ts";

/** Whether an item has all that it will have. */
export type ItemStatus = "in_progress" | "completed" | "incomplete";

const ITEM_PREFIXES = { text: "msg", reasoning: "rs", "tool-call": "fc", image: "ig" } as const;

/** The id of an item of the output. @param index its place in the output. */
export function itemId(call: string, index: number, { type }: Said): string {
  return `${ITEM_PREFIXES[type]}_${call}_${index}`;
}

/** What was said as an item of the output. @param index its place in the output. */
export function outputItem(call: string, index: number, said: Said, status: ItemStatus): ResponseOutputItem {
  const id = itemId(call, index, said);
  switch (said.type) {
    case "text": {
      const text = { type: "output_text" as const, text: said.text, annotations: [], logprobs: [] };
      return { id, type: "message", role: "assistant", status, content: said.text === "" ? [] : [text] };
    }
    case "reasoning": {
      const summary = said.text === "" ? [] : [{ type: "summary_text" as const, text: said.text }];
      return { id, type: "reasoning", summary, status };
    }
    case "tool-call": {
      const { part } = said;
      const text = status === "in_progress" ? "" : argumentsText(part);
      return { id, type: "function_call", call_id: part.id, name: part.name, arguments: text, status };
    }
    case "image":
      return { id, type: "image_generation_call", status: "completed", result: said.base64 };
  }
}

function usageOf(usage: Usage): ResponseUsage | undefined {
  const tokens = tokensOf(usage);
  if (!tokens) return undefined;
  // The shape wants these numbers: what a provider does not tell apart is none of the kind as far as is known.
  const { cacheReadTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0 } = usage;
  return {
    input_tokens: tokens.input,
    input_tokens_details: { cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens },
    output_tokens: tokens.output,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: tokens.input + tokens.output,
  };
}

function toolsOf(request: Request): Tool[] {
  return (request.tools ?? []).map(({ name, description, inputSchema }) => ({
    type: "function",
    name,
    description,
    parameters: inputSchema,
    strict: false,
  }));
}

function choiceOf(choice: ToolChoice = "auto"): Response["tool_choice"] {
  return typeof choice === "string" ? choice : { type: "function", name: choice.name };
}

function instructionsOf({ messages }: Request): string | null {
  const [first] = messages;
  return first?.role === "system" ? textOf(first.parts) : null;
}

function statusOf(call: Call): NonNullable<Response["status"]> {
  const { reason } = call.finish;
  if (reason === "pending") return "in_progress";
  if (reason === "aborted") return "cancelled";
  if (reason === "length" || reason === "content-filter") return "incomplete";
  return reason === "error" || reason === "lost" ? "failed" : "completed";
}

function errorOf(call: Call): Response["error"] {
  const failure = callFailure(call);
  if (!failure) return null;
  return { code: failure.status === 429 ? "rate_limit_exceeded" : "server_error", message: failure.message };
}

/** The response. @param said all that the call said so far; `undefined` where it has not begun. */
export function responseOf(call: Call, said: readonly Said[] = []): Response {
  const { request } = call;
  const { options, schema } = request;
  const status = statusOf(call);
  const itemStatus = status === "completed" ? "completed" : "incomplete";
  const usage = usageOf(call.usage);
  const why = call.finish.reason === "length" ? "max_output_tokens" : "content_filter";
  return {
    id: `${RESPONSE_PREFIX}${call.id}`,
    object: "response",
    created_at: createdAt(call),
    status,
    background: false,
    access_programs: null,
    error: errorOf(call),
    incomplete_details: status === "incomplete" ? { reason: why } : null,
    instructions: instructionsOf(request),
    max_output_tokens: options.maxOutputTokens ?? null,
    metadata: {},
    model: request.model,
    output: said.map((each, index) => outputItem(call.id, index, each, itemStatus)),
    // The client fills this from `output`.
    output_text: said.map((each) => (each.type === "text" ? each.text : "")).join(""),
    parallel_tool_calls: true,
    previous_response_id: call.parent === undefined ? null : `${RESPONSE_PREFIX}${call.parent}`,
    reasoning: { effort: options.reasoning ?? null, summary: null },
    temperature: options.temperature ?? null,
    text: { format: schema ? { type: "json_schema", name: "answer", schema } : { type: "text" } },
    tool_choice: choiceOf(request.toolChoice),
    tools: toolsOf(request),
    top_p: options.topP ?? null,
    truncation: "disabled",
    ...(usage ? { usage } : {}),
  };
}
