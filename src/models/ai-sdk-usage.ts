/**
 * From an SDK package's usage and the provider's own usage object to our `Usage`. What the provider did not say stays absent,
 * also where the SDK writes 0 for it. Pure.
 *
 * Field names, read 2026-11-23: OpenAI https://platform.openai.com/docs/api-reference/responses/object (usage), Anthropic
 * https://docs.anthropic.com/en/api/messages (usage), Google https://ai.google.dev/api/generate-content (UsageMetadata),
 * OpenRouter https://openrouter.ai/docs/use-cases/usage-accounting (cost), Perplexity
 * https://docs.perplexity.ai/api-reference/chat-completions-post (cost), xAI https://docs.x.ai/docs/api-reference
 * (cost_in_usd_ticks), Bedrock https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html.
 */
import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Usage } from "../record/usage.ts";

const SAYS_INPUT = /"(prompt_tokens|input_tokens|promptTokenCount|toolUsePromptTokenCount|inputTokens)":\d/;
const SAYS_OUTPUT = /"(completion_tokens|output_tokens|candidatesTokenCount|thoughtsTokenCount|outputTokens)":\d/;
const SAYS_CACHE_READ =
  /"(cached_tokens|cache_read_input_tokens|cachedContentTokenCount|cacheReadInputTokens|prompt_cache_hit_tokens|num_cached_tokens)":\d/;
const SAYS_CACHE_WRITE = /"(cache_creation_input_tokens|cacheWriteInputTokens|cache_write_tokens)":\d/;
const SAYS_REASONING = /"(reasoning_tokens|thinking_tokens|thoughtsTokenCount)":\d/;
/** xAI counts its bills in ticks of 1e-10 USD; a recorded answer agrees with its price list to the last digit. */
const TICKS_PER_USD = 1e10;
/** Tool runs that are counted but cost nothing beyond tokens: https://platform.claude.com/docs/en/about-claude/pricing */
const FREE_TOOLS = new Set(["web_fetch_requests"]);

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

/** The sum of a list's counts whose kind is this one; `undefined`: there is no such entry. */
function sumOf(raw: JsonValue, list: string, kind: [field: string, value: string], count: string): number | undefined {
  const entries = at(raw, list);
  if (!Array.isArray(entries)) return undefined;
  const found = entries.filter((entry) => at(entry, kind[0]) === kind[1]).map((entry) => numberAt(entry, count) ?? 0);
  return found.length > 0 ? found.reduce((sum, each) => sum + each, 0) : undefined;
}

/** Google lists tokens by modality: `[{ "modality": "IMAGE", "tokenCount": 258 }]`. */
function modality(raw: JsonValue, list: string, name: string): number | undefined {
  return sumOf(raw, list, ["modality", name], "tokenCount");
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
    cacheWriteHourTokens:
      numberAt(raw, "cache_creation", "ephemeral_1h_input_tokens") ??
      sumOf(raw, "cacheDetails", ["ttl", "1h"], "inputTokens"),
  };
}

/**
 * All tokens written. xAI's chat answers, and hosts that pass them on, count reasoning beside `completion_tokens` instead of
 * within: 12 read + 2 written + 320 of reasoning = 334 in all, as recorded.
 */
function outputTokens(usage: LanguageModelV4Usage, raw: JsonValue, text: string): number | undefined {
  const output = said(usage.outputTokens.total, text, SAYS_OUTPUT);
  const reasoning = numberAt(raw, "completion_tokens_details", "reasoning_tokens") ?? 0;
  const read = numberAt(raw, "prompt_tokens") ?? 0;
  const isBeside = output !== undefined && reasoning > 0 && numberAt(raw, "total_tokens") === read + output + reasoning;
  return isBeside ? output + reasoning : output;
}

function counts(value: JsonValue | undefined): [string, number][] {
  if (value === null || value === undefined || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === "number");
}

/** Searches and the like: Anthropic's `server_tool_use`, xAI's `server_side_tool_usage_details`, Perplexity's queries. */
function billedRequests(raw: JsonValue): Usage["requests"] {
  const queries = numberAt(raw, "num_search_queries");
  const all: [string, number][] = [
    ...counts(at(raw, "server_tool_use")),
    ...counts(at(raw, "server_side_tool_usage_details")),
    ...(queries === undefined ? [] : [["num_search_queries", queries] as [string, number]]),
  ];
  const billed = all.filter(([name, count]) => count > 0 && !FREE_TOOLS.has(name));
  return billed.length > 0 ? Object.fromEntries(billed) : undefined;
}

/** What the provider says it billed: OpenRouter's `cost`, Perplexity's `cost.total_cost`, xAI's ticks. */
function billedUsd(raw: JsonValue, metadata: JsonObject | undefined): number | undefined {
  const ticks = numberAt(raw, "cost_in_usd_ticks");
  return (
    numberAt(raw, "cost") ??
    numberAt(raw, "cost", "total_cost") ??
    numberAt(metadata, "openrouter", "usage", "cost") ??
    (ticks === undefined ? undefined : ticks / TICKS_PER_USD)
  );
}

function serviceTier(raw: JsonValue, metadata: JsonObject | undefined): string | undefined {
  const stated = at(raw, "service_tier") ?? Object.values(metadata ?? {}).map((each) => at(each, "serviceTier"))[0];
  return typeof stated === "string" ? stated : undefined;
}

function withoutAbsent(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined));
}

/**
 * The provider's own usage object in a body of OpenAI's chat protocol, whole or streamed; `undefined`: there is none. For
 * packages that keep only the fields they know.
 */
export function usageInBody(body: string): JsonObject | undefined {
  const lines = body.trimStart().startsWith("{") ? [body] : body.split("\n").reverse();
  for (const line of lines) {
    if (!/"usage"\s*:\s*\{/.test(line)) continue;
    try {
      const usage = at(JSON.parse(line.replace(/^data:/, "")) as JsonValue, "usage");
      if (usage !== null && typeof usage === "object" && !Array.isArray(usage)) return usage;
    } catch {
      // A cut line; an earlier one may hold it.
    }
  }
  return undefined;
}

/**
 * What Anthropic says was read at the start of a stream (`message_start`), for streams that are cut before their end. What was
 * written is not known then. Empty: the body has no such event.
 */
export function usageAtStart(body: string): Usage {
  const line = body.split("\n").find((each) => each.startsWith("data:") && each.includes('"message_start"'));
  if (line === undefined) return {};
  try {
    const raw = at(JSON.parse(line.slice("data:".length)) as JsonValue, "message", "usage") ?? null;
    const [plain, read, write] = ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"].map(
      (name) => numberAt(raw, name),
    );
    if (plain === undefined) return {};
    const inputTokens = plain + (read ?? 0) + (write ?? 0);
    const { cacheWriteHourTokens } = details(raw);
    return withoutAbsent({ inputTokens, cacheReadTokens: read, cacheWriteTokens: write, cacheWriteHourTokens, raw });
  } catch {
    return {};
  }
}

/**
 * Our usage.
 * @param metadata the SDK's provider metadata of the end of the answer.
 * @param own the provider's usage object, where the SDK's is not whole.
 */
export function usageFrom(usage: LanguageModelV4Usage, metadata?: JsonObject, own?: JsonObject): Usage {
  const raw = (own ?? usage.raw ?? null) as JsonValue;
  const text = JSON.stringify(raw);
  return withoutAbsent({
    inputTokens: said(usage.inputTokens.total, text, SAYS_INPUT),
    outputTokens: outputTokens(usage, raw, text),
    cacheReadTokens: said(usage.inputTokens.cacheRead, text, SAYS_CACHE_READ),
    cacheWriteTokens: said(usage.inputTokens.cacheWrite, text, SAYS_CACHE_WRITE),
    reasoningTokens: said(usage.outputTokens.reasoning, text, SAYS_REASONING),
    ...details(raw),
    requests: billedRequests(raw),
    serviceTier: serviceTier(raw, metadata),
    billedUsd: billedUsd(raw, metadata),
    ...(raw === null ? {} : { raw }),
  });
}
