/**
 * What a request to the local server asks for, in one form for chat completions, responses and embeddings.
 * Reads the body only; it judges what OpenAI's API refuses, and nothing else.
 *
 * Source: OpenAI API reference, https://platform.openai.com/docs/api-reference (read 2026-11-23).
 */
import type { JsonObject, JsonValue } from "../src/record/json.ts";

/** One of the routes that answer. */
export type Route = "chat" | "responses" | "embeddings";

/** A tool that the request offers. */
export interface OfferedTool {
  name: string;
  /** JSON Schema of its arguments. */
  parameters: JsonObject;
}

/** A request as the server understands it. */
export interface Asked {
  route: Route;
  model: string;
  stream: boolean;
  /** Chat only: `stream_options.include_usage`. */
  includeUsage: boolean;
  /** Text of the last user message, its text parts joined; the empty string if there is none. */
  lastUserText: string;
  /** All text of all messages, for counting. */
  inputText: string;
  /** Texts to embed. */
  embeddingInputs: string[];
  /** Embeddings: numbers a vector has, and whether they are asked for as base64. */
  dimensions: number;
  base64: boolean;
  tools: OfferedTool[];
  /** `auto`, `none`, `required`, or the name of a tool. */
  toolChoice: string;
  /** JSON Schema that the answer must satisfy. Absent: none asked. */
  schema?: JsonObject;
  /** Whether any JSON object was asked for (`json_object`). */
  json: boolean;
  /** Most tokens of the answer. Absent: no limit. */
  maxTokens?: number;
  /** Texts that end the answer. */
  stop: string[];
  /** The body as received. */
  body: JsonObject;
}

/** A refusal as OpenAI words it. */
export interface Refusal {
  status: number;
  message: string;
  param?: string;
  code?: string;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textOfContent(content: JsonValue | undefined): string {
  if (typeof content === "string") return content;
  return objects(content)
    .map((part) => (typeof part.text === "string" ? part.text : ""))
    .join("");
}

function toolsOf(body: JsonObject): OfferedTool[] {
  return objects(body.tools).flatMap((tool) => {
    // Chat nests the function, Responses does not.
    const described = isObject(tool.function) ? tool.function : tool;
    if (tool.type !== "function" || typeof described.name !== "string") return [];
    return [{ name: described.name, parameters: isObject(described.parameters) ? described.parameters : {} }];
  });
}

function toolChoiceOf(body: JsonObject): string {
  const choice = body.tool_choice;
  if (typeof choice === "string") return choice;
  if (!isObject(choice)) return "auto";
  const named = isObject(choice.function) ? choice.function.name : choice.name;
  return typeof named === "string" ? named : "auto";
}

function formatOf(body: JsonObject): { schema?: JsonObject; json: boolean } {
  const text = isObject(body.text) ? body.text.format : undefined;
  const format = isObject(body.response_format) ? body.response_format : isObject(text) ? text : undefined;
  if (!format) return { json: false };
  const holder = isObject(format.json_schema) ? format.json_schema : format;
  return {
    json: format.type === "json_object",
    ...(format.type === "json_schema" && isObject(holder.schema) ? { schema: holder.schema } : {}),
  };
}

function numberOf(...values: (JsonValue | undefined)[]): number | undefined {
  return values.find((value) => typeof value === "number");
}

function messagesOf(route: Route, body: JsonObject): JsonObject[] {
  if (route === "chat") return objects(body.messages);
  const input = typeof body.input === "string" ? [{ role: "user", content: body.input }] : objects(body.input);
  return typeof body.instructions === "string" ? [{ role: "system", content: body.instructions }, ...input] : input;
}

function missing(route: Route, body: JsonObject): Refusal | undefined {
  const wanted = route === "chat" ? ["model", "messages"] : ["model", "input"];
  const param = wanted.find((name) => body[name] === undefined);
  if (param === undefined) return undefined;
  const code = "missing_required_parameter";
  return { status: 400, message: `Missing required parameter: '${param}'.`, param, code };
}

function stringsOf(value: JsonValue | undefined): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** The request in a body, or why OpenAI would refuse it. */
export function readRequest(route: Route, text: string): Asked | Refusal {
  let body: JsonValue;
  try {
    body = JSON.parse(text) as JsonValue;
  } catch {
    return { status: 400, message: "We could not parse the JSON body of your request." };
  }
  if (!isObject(body)) return { status: 400, message: "The body of your request must be a JSON object." };
  const refusal = missing(route, body);
  if (refusal) return refusal;
  const messages = route === "embeddings" ? [] : messagesOf(route, body);
  const users = messages.filter((message) => message.role === "user");
  const embeddingInputs = route === "embeddings" ? stringsOf(body.input) : [];
  const texts = messages.map((message) => textOfContent(message.content ?? message.output));
  const maxTokens = numberOf(body.max_completion_tokens, body.max_output_tokens, body.max_tokens);
  return {
    route,
    model: String(body.model),
    stream: body.stream === true,
    includeUsage: isObject(body.stream_options) && body.stream_options.include_usage === true,
    lastUserText: textOfContent(users.at(-1)?.content),
    inputText: [...texts, ...embeddingInputs].join(" "),
    embeddingInputs,
    dimensions: numberOf(body.dimensions) ?? 8,
    base64: body.encoding_format === "base64",
    tools: toolsOf(body),
    toolChoice: toolChoiceOf(body),
    ...formatOf(body),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    stop: stringsOf(body.stop),
    body,
  };
}
