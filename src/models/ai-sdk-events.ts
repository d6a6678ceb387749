/**
 * From an SDK package's stream parts, or its whole result, to our events. Text and reasoning pass as they come; the parts of one
 * block share an id. Sources and approvals of tools that the provider runs are left out: they stand in the raw answer.
 */
import type {
  LanguageModelV4Content,
  LanguageModelV4File,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4ToolCall,
  LanguageModelV4ToolResult,
  SharedV4ProviderMetadata,
  SharedV4Warning,
} from "@ai-sdk/provider";
import type { Finish } from "../record/call.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { ToolCallPart, ToolResultPart } from "../record/message.ts";
import { usageFrom } from "./ai-sdk-usage.ts";
import { ModelError, type ModelEvent } from "./model.ts";

/** The event that ends an answer. */
export type FinishEvent = Extract<ModelEvent, { type: "finish" }>;

function provider(metadata: SharedV4ProviderMetadata | undefined): { provider?: JsonObject } {
  return metadata && Object.keys(metadata).length > 0 ? { provider: metadata as JsonObject } : {};
}

function warningSentence(warning: SharedV4Warning): string {
  switch (warning.type) {
    case "unsupported":
      return `\`${warning.feature}\` is not supported here and was left out.${warning.details ? ` ${warning.details}` : ""}`;
    case "compatibility":
      return `\`${warning.feature}\` is used in a compatibility mode.${warning.details ? ` ${warning.details}` : ""}`;
    case "deprecated":
      return `\`${warning.setting}\` is deprecated: ${warning.message}`;
    case "other":
      return warning.message;
  }
}

function toolCall(part: LanguageModelV4ToolCall): ToolCallPart {
  let input: JsonValue = part.input;
  try {
    input = part.input === "" ? {} : (JSON.parse(part.input) as JsonValue);
  } catch {
    // The model wrote no JSON: its text is kept as it is.
  }
  const executed = part.providerExecuted ? { providerExecuted: true as const } : {};
  return {
    type: "tool-call",
    id: part.toolCallId,
    name: part.toolName,
    input,
    ...executed,
    ...provider(part.providerMetadata),
  };
}

function toolResult(part: LanguageModelV4ToolResult): ToolResultPart {
  const error = part.isError ? { error: true as const } : {};
  return {
    type: "tool-result",
    id: part.toolCallId,
    name: part.toolName,
    output: part.result as JsonValue,
    ...error,
    providerExecuted: true,
  };
}

function fileEvent(part: LanguageModelV4File): ModelEvent {
  if (part.data.type === "url")
    return {
      type: "warning",
      message: `The model gave a file by address, which was not fetched: ${part.data.url.href}`,
    };
  const { data } = part.data;
  const bytes = typeof data === "string" ? Buffer.from(data, "base64") : data;
  return { type: "file", mediaType: part.mediaType, bytes };
}

function finishOf(reason: LanguageModelV4FinishReason): Finish {
  const raw = reason.raw === undefined ? {} : { raw: reason.raw };
  switch (reason.unified) {
    case "stop":
    case "length":
    case "tool-calls":
    case "content-filter":
      return { reason: reason.unified, ...raw };
    default:
      return { reason: "other", ...raw };
  }
}

/** The finish event, and the error if the provider says that it ended in one. */
function endOf(
  part: {
    finishReason: LanguageModelV4FinishReason;
    usage: Parameters<typeof usageFrom>[0];
    providerMetadata?: SharedV4ProviderMetadata;
  },
  own: JsonObject | undefined,
): {
  event: FinishEvent;
  error?: ModelError;
} {
  const usage = usageFrom(part.usage, part.providerMetadata as JsonObject | undefined, own);
  const event: FinishEvent = { type: "finish", finish: finishOf(part.finishReason), usage };
  if (part.finishReason.unified !== "error") return { event };
  const message = `The provider ended the answer with an error${part.finishReason.raw ? ` (${part.finishReason.raw})` : ""}.`;
  return { event, error: new ModelError({ kind: "provider", message }) };
}

/** What one stream part means; `undefined`: nothing for us. `finish` and `error` parts are the caller's. */
export function eventFrom(part: LanguageModelV4StreamPart): ModelEvent | undefined {
  switch (part.type) {
    case "text-delta":
      return { type: "text-delta", text: part.delta, id: part.id, ...provider(part.providerMetadata) };
    case "reasoning-delta":
      return { type: "reasoning-delta", text: part.delta, id: part.id, ...provider(part.providerMetadata) };
    case "text-start":
    case "text-end":
      return part.providerMetadata
        ? { type: "text-delta", text: "", id: part.id, ...provider(part.providerMetadata) }
        : undefined;
    case "reasoning-start":
    case "reasoning-end":
      return part.providerMetadata
        ? { type: "reasoning-delta", text: "", id: part.id, ...provider(part.providerMetadata) }
        : undefined;
    case "tool-call":
      return { type: "tool-call", part: toolCall(part) };
    case "tool-result":
      return part.preliminary ? undefined : { type: "tool-result", part: toolResult(part) };
    case "file":
      return fileEvent(part);
    case "response-metadata":
      return identityEvent(part.modelId, part.id);
    default:
      return undefined;
  }
}

function identityEvent(servedModel: string | undefined, responseId: string | undefined): ModelEvent | undefined {
  if (servedModel === undefined && responseId === undefined) return undefined;
  return {
    type: "identity",
    ...(servedModel === undefined ? {} : { servedModel }),
    ...(responseId === undefined ? {} : { responseId }),
  };
}

/** Warnings as events. */
export function warningEvents(warnings: readonly SharedV4Warning[]): ModelEvent[] {
  return warnings.map((warning) => ({ type: "warning", message: warningSentence(warning) }));
}

/**
 * The end of a stream: its event, and the error if the provider says that it ended in one.
 * @param own the provider's usage object, where the package keeps only a part of it.
 */
export function finishFrom(
  part: Extract<LanguageModelV4StreamPart, { type: "finish" }>,
  own?: JsonObject,
): {
  event: FinishEvent;
  error?: ModelError;
} {
  return endOf(part, own);
}

function contentEvent(content: LanguageModelV4Content, index: number): ModelEvent | undefined {
  const id = String(index);
  if (content.type === "text")
    return { type: "text-delta", text: content.text, id, ...provider(content.providerMetadata) };
  if (content.type === "reasoning")
    return { type: "reasoning-delta", text: content.text, id, ...provider(content.providerMetadata) };
  if (content.type === "tool-call") return { type: "tool-call", part: toolCall(content) };
  if (content.type === "tool-result") return { type: "tool-result", part: toolResult(content) };
  if (content.type === "file") return fileEvent(content);
  return undefined;
}

/**
 * The events of an answer that came whole, its end last, and the error if the provider says that it ended in one.
 * @param own the provider's usage object, where the package keeps only a part of it.
 */
export function eventsFromWhole(
  result: LanguageModelV4GenerateResult,
  own?: JsonObject,
): { events: ModelEvent[]; end: FinishEvent; error?: ModelError } {
  const events: ModelEvent[] = warningEvents(result.warnings);
  const identity = identityEvent(result.response?.modelId, result.response?.id);
  if (identity) events.push(identity);
  for (const [index, content] of result.content.entries()) {
    const event = contentEvent(content, index);
    if (event) events.push(event);
  }
  const { event, error } = endOf(result, own);
  return { events, end: event, ...(error ? { error } : {}) };
}
