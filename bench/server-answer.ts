/**
 * What the local server answers: always the same for the same request. Counts tokens as words with the space before them,
 * which no real model does; the counts are exact in that measure.
 */
import type { JsonObject, JsonValue } from "../src/record/json.ts";
import type { Asked } from "./server-request.ts";

/** A tool call of an answer. */
export interface AnsweredCall {
  name: string;
  /** Arguments; a string is sent as it is, valid JSON or not. */
  arguments: JsonValue;
  /** Id. Absent: made from the position. */
  id?: string;
}

/** An answer. */
export interface Answer {
  /** Text. Absent: none. */
  text?: string;
  /** Reasoning shown: `reasoning_content` in chat (as DeepSeek and vLLM write it), a summary in Responses. Absent: none. */
  reasoning?: string;
  /** Tool calls. Absent: none. */
  calls?: AnsweredCall[];
  /** How it ends. Absent: `tool_calls` with calls, `length` if it was cut, else `stop`. */
  finish?: "stop" | "length" | "tool_calls" | "content_filter";
  /** Input tokens read from a cache. Absent: 0. */
  cachedTokens?: number;
}

/** An answer with everything decided. */
export interface Decided {
  /** Pieces of text, one per token. */
  text: string[];
  /** Pieces of reasoning. */
  reasoning: string[];
  calls: { id: string; name: string; arguments: string }[];
  finish: "stop" | "length" | "tool_calls" | "content_filter";
  inputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  cachedTokens: number;
}

/** The tokens of a text: words with the white space before them; joined they are the text. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/** A text of exactly so many tokens, each different, so that a lost or doubled one shows: `0 1 2 …`. */
export function countedText(tokens: number): string {
  return Array.from({ length: tokens }, (_, index) => String(index)).join(" ");
}

/** The same value for the same schema, satisfying the common keywords. */
export function sampleOf(schema: JsonObject): JsonValue {
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null;
  const either = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(either)) return sampleOf((either[0] ?? {}) as JsonObject);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" || schema.properties !== undefined) {
    const properties = Object.entries((schema.properties ?? {}) as { [name: string]: JsonObject });
    return Object.fromEntries(properties.map(([name, each]) => [name, sampleOf(each)]));
  }
  if (type === "array") {
    const length = typeof schema.minItems === "number" ? schema.minItems : 1;
    return Array.from({ length }, () => sampleOf((schema.items ?? {}) as JsonObject));
  }
  if (type === "integer" || type === "number") return typeof schema.minimum === "number" ? schema.minimum : 1;
  if (type === "boolean") return true;
  if (type === "null") return null;
  return "text".padEnd(typeof schema.minLength === "number" ? schema.minLength : 0, "t");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The answer where nothing else is set: the tool that must be called, with sample arguments; JSON where JSON is asked for
 * (the user's own text if it is JSON); else the last user text.
 */
export function echo(asked: Asked): Answer {
  const wanted = asked.toolChoice === "required" ? asked.tools[0] : undefined;
  const tool = asked.tools.find((each) => each.name === asked.toolChoice) ?? wanted;
  if (tool) return { calls: [{ name: tool.name, arguments: sampleOf(tool.parameters) }] };
  if ((asked.schema || asked.json) && !isJson(asked.lastUserText)) {
    return { text: JSON.stringify(asked.schema ? sampleOf(asked.schema) : { text: asked.lastUserText }) };
  }
  return { text: asked.lastUserText };
}

function untilStop(text: string, stops: readonly string[]): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
}

/** The answer with limits applied and tokens counted. */
export function decide(asked: Asked, answer: Answer): Decided {
  const all = tokensOf(untilStop(answer.text ?? "", asked.stop));
  const text = all.slice(0, asked.maxTokens ?? all.length);
  const reasoning = tokensOf(answer.reasoning ?? "");
  const calls = (answer.calls ?? []).map((call, index) => ({
    id: call.id ?? `call_${index}`,
    name: call.name,
    arguments: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments),
  }));
  const callTokens = calls.reduce((sum, call) => sum + 1 + tokensOf(call.arguments).length, 0);
  const natural = calls.length > 0 ? "tool_calls" : text.length < all.length ? "length" : "stop";
  return {
    text,
    reasoning,
    calls,
    finish: answer.finish ?? natural,
    inputTokens: tokensOf(asked.inputText).length,
    outputTokens: text.length + reasoning.length + callTokens,
    reasoningTokens: reasoning.length,
    cachedTokens: answer.cachedTokens ?? 0,
  };
}
