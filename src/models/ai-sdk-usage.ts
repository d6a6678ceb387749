/**
 * From an SDK package's usage and the provider's own usage object to our `Usage`. What the provider did not say stays absent,
 * also where the SDK writes 0 for it. Pure.
 *
 * Field names, read 2026-11-23: OpenAI https://platform.openai.com/docs/api-reference/responses/object (usage), Anthropic
 * https://docs.anthropic.com/en/api/messages (usage), Google https://ai.google.dev/api/generate-content (UsageMetadata),
 * OpenRouter https://openrouter.ai/docs/use-cases/usage-accounting (cost), Bedrock
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html.
 */
import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Usage } from "../record/usage.ts";

const SAYS_CACHE_READ =
  /"(cached_tokens|cache_read_input_tokens|cachedContentTokenCount|cacheReadInputTokens|prompt_cache_hit_tokens|num_cached_tokens)"/;
const SAYS_CACHE_WRITE = /"(cache_creation_input_tokens|cacheWriteInputTokens|cache_write_tokens)"/;
const SAYS_REASONING = /"(reasoning_tokens|thoughtsTokenCount)"/;

/** A count as said: 0 only if the provider's own object has the field. */
function said(count: number | undefined, raw: string, field: RegExp): number | undefined {
  return count === undefined || (count === 0 && !field.test(raw)) ? undefined : count;
}

function at(value: JsonValue | undefined, ...path: string[]): JsonValue | undefined {
  let found = value;
  for (const key of path) {
    if (found === null || typeof found !== "object" || Array.isArray(found)) return undefined;
    found = found[key];
  }
  return found;
}

function numberAt(value: JsonValue | undefined, ...path: string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}

/** Google lists tokens by modality: `[{ "modality": "IMAGE", "tokenCount": 258 }]`. */
function modality(raw: JsonValue, list: string, name: string): number | undefined {
  const entries = at(raw, list);
  if (!Array.isArray(entries)) return undefined;
  const found = entries
    .filter((entry) => at(entry, "modality") === name)
    .map((entry) => numberAt(entry, "tokenCount") ?? 0);
  return found.length > 0 ? found.reduce((sum, count) => sum + count, 0) : undefined;
}

function details(raw: JsonValue): Partial<Usage> {
  const prompt = at(raw, "prompt_tokens_details") ?? at(raw, "input_tokens_details");
  const completion = at(raw, "completion_tokens_details") ?? at(raw, "output_tokens_details");
  return {
    inputAudioTokens: numberAt(prompt, "audio_tokens") ?? modality(raw, "promptTokensDetails", "AUDIO"),
    inputImageTokens: numberAt(prompt, "image_tokens") ?? modality(raw, "promptTokensDetails", "IMAGE"),
    inputVideoTokens: numberAt(prompt, "video_tokens") ?? modality(raw, "promptTokensDetails", "VIDEO"),
    outputAudioTokens: numberAt(completion, "audio_tokens") ?? modality(raw, "candidatesTokensDetails", "AUDIO"),
    outputImageTokens: numberAt(completion, "image_tokens") ?? modality(raw, "candidatesTokensDetails", "IMAGE"),
    cacheWriteHourTokens: numberAt(raw, "cache_creation", "ephemeral_1h_input_tokens"),
    billedUsd: numberAt(raw, "cost"),
  };
}

/** Searches and the like: Anthropic's `server_tool_use: { web_search_requests: 2 }`. */
function billedRequests(raw: JsonValue): Usage["requests"] {
  const tools = at(raw, "server_tool_use");
  if (tools === null || tools === undefined || typeof tools !== "object" || Array.isArray(tools)) return undefined;
  const counts = Object.entries(tools).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return counts.length > 0 ? Object.fromEntries(counts) : undefined;
}

function serviceTier(raw: JsonValue, metadata: JsonObject | undefined): string | undefined {
  const stated = at(raw, "service_tier") ?? Object.values(metadata ?? {}).map((each) => at(each, "serviceTier"))[0];
  return typeof stated === "string" ? stated : undefined;
}

function withoutAbsent(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined));
}

/**
 * Our usage. @param metadata the SDK's provider metadata of the end of the answer.
 */
export function usageFrom(usage: LanguageModelV4Usage, metadata?: JsonObject): Usage {
  const raw = (usage.raw ?? null) as JsonValue;
  const text = JSON.stringify(raw);
  const openRouter = at(metadata, "openrouter", "usage");
  return withoutAbsent({
    inputTokens: usage.inputTokens.total,
    outputTokens: usage.outputTokens.total,
    cacheReadTokens: said(usage.inputTokens.cacheRead, text, SAYS_CACHE_READ),
    cacheWriteTokens: said(usage.inputTokens.cacheWrite, text, SAYS_CACHE_WRITE),
    reasoningTokens: said(usage.outputTokens.reasoning, text, SAYS_REASONING),
    ...withoutAbsent({ ...details(raw) }),
    ...withoutAbsent({ billedUsd: numberAt(raw, "cost") ?? numberAt(openRouter, "cost") }),
    requests: billedRequests(raw),
    serviceTier: serviceTier(raw, metadata),
    ...(raw === null ? {} : { raw }),
  });
}
