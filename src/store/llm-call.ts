/** One call from what both generations of llm's tables say of it, in our words. Reads no tables. */
import type { Call, Finish, FinishReason } from "../record/call.ts";
import { requestHash, sha256 } from "../record/hash.ts";
import { idTime } from "../record/id.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Message, Part } from "../record/message.ts";
import { efforts, type Options, type Request, type ToolDefinition } from "../record/request.ts";
import type { Usage } from "../record/usage.ts";
import { type LlmRow, number, text } from "./llm-source.ts";

/** What a reader of one generation knows of a call. */
export interface LlmCall {
  /** Row of `responses` or `turns`. */
  row: LlmRow;
  /** Messages sent. */
  messages: Message[];
  /** Parts received. */
  parts: Part[];
  /** Tools offered. */
  tools: ToolDefinition[];
  /** JSON text of the schema. Absent: none. */
  schema?: string;
  /** llm's id of the response that this one continues. Absent: none. */
  parent?: string;
  /** What is not known, one sentence each. */
  warnings: string[];
}

/**
 * Providers of model names that llm writes without one; any other name is kept as it is.
 * Source: default model ids of llm and of the plugins llm-anthropic, llm-gemini and llm-mistral (2026).
 */
const PROVIDERS: readonly [RegExp, string][] = [
  [/^(gpt-|chatgpt-|o\d)/, "openai"],
  [/^claude-/, "anthropic"],
  [/^gemini[-/]/, "google"],
  [/^mistral[-/]/, "mistral"],
];

/** Our name of llm's model. */
function llmModel(name: string): string {
  if (/^(openai|anthropic|google|mistral|openrouter|groq)\//.test(name)) return name;
  const provider = PROVIDERS.find(([pattern]) => pattern.test(name))?.[1];
  return provider === undefined ? name : `${provider}/${name.replace(/^(gemini|mistral)\//, "")}`;
}

/** The value of a JSON text, or `undefined` for none or one that is not JSON. */
export function json(value: string | undefined): JsonValue | undefined {
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** A JSON object, or `undefined` for anything else. */
export function object(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

/** Our id: llm's own if it is of the same form (a ULID), else one made of the time and llm's id, always the same. */
export function llmId(id: string, startedAt: number): string {
  const lower = id.toLowerCase();
  if (idTime(lower) !== undefined) return lower;
  const digits = BigInt(`0x${sha256(`llm:${id}`).slice(0, 20)}`)
    .toString(32)
    .padStart(16, "0")
    .slice(-16);
  const time = Math.max(0, startedAt).toString(32).padStart(10, "0");
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  return [...`${time}${digits}`].map((digit) => alphabet[Number.parseInt(digit, 32)]).join("");
}

/** When a call began: its column (UTC, with or without saying so), else the time in its id, else 1970. */
export function llmTime(row: LlmRow): number {
  const written = text(row, "datetime_utc")?.replace(" ", "T");
  const zoned = written !== undefined && !/(Z|[+-]\d\d:?\d\d)$/.test(written) ? `${written}Z` : written;
  const time = zoned === undefined ? Number.NaN : Date.parse(zoned);
  return Number.isNaN(time) ? (idTime((text(row, "id") ?? "").toLowerCase()) ?? 0) : time;
}

const OPTION_NAMES: { readonly [llm: string]: keyof Options } = {
  temperature: "temperature",
  top_p: "topP",
  top_k: "topK",
  min_p: "minP",
  max_tokens: "maxOutputTokens",
  max_output_tokens: "maxOutputTokens",
  seed: "seed",
  presence_penalty: "presencePenalty",
  frequency_penalty: "frequencyPenalty",
};

const EFFORTS: ReadonlySet<JsonValue> = new Set(efforts);

/** Options in our names; those that we have no name for under `provider`. */
function optionsOf(row: LlmRow): Options {
  const options: { [name: string]: JsonValue } = {};
  const others: JsonObject = {};
  for (const [name, value] of Object.entries(object(json(text(row, "options_json"))) ?? {})) {
    const ours = OPTION_NAMES[name];
    if (value === null) continue;
    if (ours !== undefined && typeof value === "number") options[ours] = value;
    else if (name === "reasoning_effort" && EFFORTS.has(value)) options.reasoning = value;
    else if (name === "stop") options.stop = Array.isArray(value) ? value.map(String) : [String(value)];
    else others[name] = value;
  }
  return Object.keys(others).length > 0 ? { ...options, provider: others } : options;
}

function count(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Usage; details are kept as they are, and taken where their meaning is that of OpenAI's names. */
function usageOf(row: LlmRow): Usage {
  const details = object(json(text(row, "token_details")));
  const prompt = object(details?.prompt_tokens_details ?? details?.input_tokens_details);
  const completion = object(details?.completion_tokens_details ?? details?.output_tokens_details);
  const usage: Usage = {
    inputTokens: number(row, "input_tokens"),
    outputTokens: number(row, "output_tokens"),
    cacheReadTokens: count(prompt?.cached_tokens),
    reasoningTokens: count(completion?.reasoning_tokens),
    raw: details,
  };
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined));
}

const REASONS: { readonly [raw: string]: FinishReason } = {
  stop: "stop",
  end_turn: "stop",
  stop_sequence: "stop",
  completed: "stop",
  length: "length",
  max_tokens: "length",
  tool_calls: "tool-calls",
  tool_use: "tool-calls",
  content_filter: "content-filter",
  safety: "content-filter",
};

function finishOf(raw: JsonObject | undefined, parts: readonly Part[]): Finish {
  const choice = object(Array.isArray(raw?.choices) ? raw.choices[0] : undefined);
  const candidate = object(Array.isArray(raw?.candidates) ? raw.candidates[0] : undefined);
  const word = choice?.finish_reason ?? raw?.finish_reason ?? raw?.stop_reason ?? candidate?.finishReason;
  if (typeof word === "string") return { reason: REASONS[word.toLowerCase()] ?? "other", raw: word };
  const waits = parts.some((part) => part.type === "tool-call" && !part.providerExecuted);
  return { reason: waits ? "tool-calls" : "other" };
}

/** The call. What llm did not keep (cost, first token, attempts, status) is absent. */
export function llmCall(read: LlmCall): Call {
  const { row, messages, parts } = read;
  const startedAt = llmTime(row);
  const durationMs = number(row, "duration_ms");
  const raw = object(json(text(row, "response_json")));
  const request: Request = { model: llmModel(text(row, "model") ?? "unknown"), messages, options: optionsOf(row) };
  if (read.tools.length > 0) request.tools = read.tools;
  const schema = object(json(read.schema));
  if (schema) request.schema = schema;
  const call: Call = {
    id: llmId(text(row, "id") ?? "", startedAt),
    hash: requestHash(request),
    request,
    parts,
    finish: finishOf(raw, parts),
    usage: usageOf(row),
    timing: { startedAt, queueMs: 0, retryMs: 0 },
    attempts: [],
    origin: { command: "import", ref: "llm" },
  };
  if (durationMs !== undefined) call.timing = { ...call.timing, endedAt: startedAt + durationMs, modelMs: durationMs };
  const served = text(row, "resolved_model");
  if (served !== undefined) call.servedModel = served;
  if (typeof raw?.id === "string") call.responseId = raw.id;
  if (read.warnings.length > 0) call.warnings = read.warnings;
  if (read.parent !== undefined) call.parent = read.parent;
  return call;
}

/** A tool from a row of `tools`. */
export function llmTool(row: LlmRow): ToolDefinition {
  return {
    name: text(row, "name") ?? "",
    description: text(row, "description") ?? "",
    inputSchema: object(json(text(row, "input_schema"))) ?? {},
  };
}
