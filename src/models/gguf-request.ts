/**
 * From our request to the body of a chat completion as llama.cpp's server takes it, and what of the request it cannot do.
 * Pure but for reading the bytes of text files through `readFile`.
 * Source: tools/server/README.md of ggml-org/llama.cpp, POST /v1/chat/completions, read 2026-11-23.
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { type FilePart, type Message, type Part, textOf } from "../record/message.ts";
import type { Options, Request } from "../record/request.ts";
import { isTextFile } from "./text-file-type.ts";

type ReadFile = (part: FilePart) => Promise<Uint8Array>;

/** What a chat template can do, judged by its text. */
export interface TemplateAbilities {
  /** Whether it has a place for a system prompt. */
  system: boolean;
  /** Whether it has a place for tools. */
  tools: boolean;
  /** Whether it knows reasoning. */
  reasoning: boolean;
}

/** Judges a template by its text. Without one the engine uses ChatML, which has a place for a system prompt and none for tools. */
export function templateAbilities(template: string | undefined): TemplateAbilities {
  if (template === undefined) return { system: true, tools: false, reasoning: false };
  const refusesSystem = /system role (is )?not supported/i.test(template);
  const printsRole = /\{\{[^}=]*\brole\b[^}=]*\}\}/.test(template);
  return {
    system: !refusesSystem && (printsRole || /\bsystem\b/i.test(template)),
    tools: /\btools\b/.test(template),
    reasoning: /enable_thinking|<think>|reasoning_content/.test(template),
  };
}

async function userText(part: Part, readFile: ReadFile): Promise<string> {
  if (part.type === "text") return part.text;
  if (part.type !== "file" || !isTextFile(part.mediaType)) return "";
  const text = new TextDecoder().decode(await readFile(part));
  return `<document name=${JSON.stringify(part.name ?? "attachment")}>\n${text}\n</document>`;
}

function assistantMessage(parts: readonly Part[]): JsonObject {
  const calls = parts.flatMap((part): JsonObject[] => {
    if (part.type !== "tool-call") return [];
    const text = typeof part.input === "string" ? part.input : JSON.stringify(part.input);
    return [{ id: part.id, type: "function", function: { name: part.name, arguments: text } }];
  });
  const reasoning = parts.map((part) => (part.type === "reasoning" ? part.text : "")).join("");
  return {
    role: "assistant",
    content: textOf(parts),
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

async function messagesFor(message: Message, readFile: ReadFile): Promise<JsonObject[]> {
  const { role, parts } = message;
  if (role === "assistant") return [assistantMessage(parts)];
  if (role === "system") return [{ role, content: textOf(parts) }];
  if (role === "user") {
    const texts = await Promise.all(parts.map((part) => userText(part, readFile)));
    return [{ role, content: texts.filter((text) => text !== "").join("\n") }];
  }
  return parts.flatMap((part): JsonObject[] => {
    if (part.type !== "tool-result") return [];
    const content = typeof part.output === "string" ? part.output : JSON.stringify(part.output);
    return [{ role, tool_call_id: part.id, name: part.name, content }];
  });
}

/** 2^32 − 1 asks the engine for a random seed, so that seed is one below. Others are taken modulo 2^32. */
function seed32(seed: number): number {
  const wrapped = seed >>> 0;
  return wrapped === 0xff_ff_ff_ff ? wrapped - 1 : wrapped;
}

function present(fields: { [name: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
}

function sampling(options: Options, contextTokens: number): JsonObject {
  const penalises = options.presencePenalty !== undefined || options.frequencyPenalty !== undefined;
  return present({
    temperature: options.temperature,
    top_p: options.topP,
    top_k: options.topK,
    min_p: options.minP,
    seed: options.seed === undefined ? undefined : seed32(options.seed),
    stop: options.stop,
    max_tokens: options.maxOutputTokens,
    presence_penalty: options.presencePenalty,
    frequency_penalty: options.frequencyPenalty,
    // The engine would count only the last 64 tokens; everybody else counts all.
    repeat_last_n: penalises ? contextTokens : undefined,
    // A prompt taken from the cache is computed in other batches, which changes the last bits and so, at times, a token.
    cache_prompt: options.temperature !== 0 && options.seed === undefined,
    chat_template_kwargs:
      options.reasoning === undefined ? undefined : { enable_thinking: options.reasoning !== "none" },
  });
}

function tools(request: Request): JsonObject {
  if (!request.tools?.length) return {};
  const { toolChoice } = request;
  const only = typeof toolChoice === "object" ? toolChoice.name : undefined;
  const offered = request.tools.filter((tool) => only === undefined || tool.name === only);
  return {
    tools: offered.map(({ name, description, inputSchema }) => ({
      type: "function",
      function: { name, description, parameters: inputSchema },
    })),
    // The engine cannot be told one tool by name, but it can be offered no other.
    tool_choice: typeof toolChoice === "object" ? "required" : (toolChoice ?? "auto"),
  };
}

/**
 * The body of a chat completion. The model's defaults stand in for options that the request leaves open; the provider's own
 * options are added as they are.
 */
export async function chatBody(
  request: Request,
  model: { defaults: Options; contextTokens: number },
  readFile: ReadFile,
): Promise<JsonObject> {
  const messages = await Promise.all(request.messages.map((message) => messagesFor(message, readFile)));
  return {
    messages: messages.flat(),
    stream: true,
    stream_options: { include_usage: true },
    ...sampling({ ...model.defaults, ...request.options }, model.contextTokens),
    ...tools(request),
    ...(request.schema === undefined
      ? {}
      : { response_format: { type: "json_schema", json_schema: { name: "answer", schema: request.schema } } }),
    ...request.options.provider,
  };
}

/**
 * Keywords of JSON Schema that llama.cpp's grammar leaves out.
 * Source: grammars/README.md of ggml-org/llama.cpp, "JSON Schemas → GBNF", read 2026-11-23.
 */
const UNHELD: ReadonlySet<string> = new Set([
  "contains",
  "minContains",
  "maxContains",
  "uniqueItems",
  "not",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "dependentRequired",
  "patternProperties",
  "propertyNames",
  "minProperties",
  "maxProperties",
  "multipleOf",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
/** Keywords whose value is a map of names to schemas: the names in it are no keywords. */
const NAMED: ReadonlySet<string> = new Set(["properties", "$defs", "definitions"]);
/** Keywords whose value is plain data. */
const DATA: ReadonlySet<string> = new Set(["const", "enum", "default", "examples"]);

function collectUnheld(schema: JsonValue | undefined, found: Set<string>): void {
  if (typeof schema !== "object" || schema === null) return;
  if (Array.isArray(schema)) {
    for (const item of schema) collectUnheld(item, found);
    return;
  }
  for (const [keyword, value] of Object.entries(schema)) {
    if (UNHELD.has(keyword)) found.add(keyword);
    else if (NAMED.has(keyword)) {
      for (const each of Object.values((value ?? {}) as JsonObject)) collectUnheld(each, found);
    } else if (!DATA.has(keyword)) collectUnheld(value, found);
  }
  const isBounded = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].some((each) => each in schema);
  if (isBounded && schema.type !== "integer") found.add("minimum and maximum of numbers that are no integers");
}

/** Keywords of a schema that the engine does not hold an answer to, sorted. Empty: it holds to all. */
export function unheldKeywords(schema: JsonObject): string[] {
  const found = new Set<string>();
  collectUnheld(schema, found);
  return [...found].sort();
}
