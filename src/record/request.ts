/**
 * What a call asks of a model. A request is a pure value: everything that decides the answer is in it, and nothing else.
 */
import type { JsonObject } from "./json.ts";
import type { Message } from "./message.ts";

/** How long a reasoning model can be told to think, shortest first. */
export const efforts = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;

/**
 * How the model is to answer. Names follow the field's common ones; what else a provider knows goes into `provider`.
 * An absent option leaves the provider's own default.
 */
export interface Options {
  /** Sampling temperature, 0 or more; 0 picks the likeliest token. */
  temperature?: number;
  /** Nucleus sampling: only the likeliest tokens whose probabilities sum to this, 0 to 1. */
  topP?: number;
  /** Only the k likeliest tokens, 1 or more. */
  topK?: number;
  /** Lowest probability relative to the likeliest token, 0 to 1 (models in process and llama.cpp servers). */
  minP?: number;
  /** Most tokens to write, 1 or more. */
  maxOutputTokens?: number;
  /** Seed for sampling; the same seed and request give the same answer where the provider supports it. */
  seed?: number;
  /** Texts that end the answer; they are not part of it. */
  stop?: string[];
  /** Penalty on tokens that occurred at all, −2 to 2. */
  presencePenalty?: number;
  /** Penalty on tokens by how often they occurred, −2 to 2. */
  frequencyPenalty?: number;
  /** How long a reasoning model thinks before it answers. */
  reasoning?: (typeof efforts)[number];
  /**
   * True: the vector (embedding) of the text is wanted instead of an answer; it comes as one file part, a JSON list of numbers.
   * Nobody can set it; see docs/decisions/2026-11-27-embeddings.md. Absent: an answer is.
   */
  embedding?: true;
  /** Provider's own options by the names of its API, put into the request as they are. Models in process ignore them. */
  provider?: JsonObject;
}

/** A tool as the model sees it. */
export interface ToolDefinition {
  /** Name, letters, digits, `_` and `-`, at most 64. */
  name: string;
  /** What it does and when to use it, for the model. */
  description: string;
  /** JSON Schema of the arguments. */
  inputSchema: JsonObject;
}

/** Which tool the model must use: any (`required`), none, its own choice (`auto`), or one by name. */
export type ToolChoice = "auto" | "none" | "required" | { name: string };

/** Everything that is asked of a model in one call. */
export interface Request {
  /** Full model name, `provider/model`. */
  model: string;
  /** The conversation so far, system message first if there is one. */
  messages: Message[];
  /** How to answer. Empty: the provider's defaults. */
  options: Options;
  /** Tools the model may call. Absent: none. */
  tools?: ToolDefinition[];
  /** Which of the tools. Absent: the model chooses. */
  toolChoice?: ToolChoice;
  /** JSON Schema (2020-12) that the answer must satisfy. Absent: free text. */
  schema?: JsonObject;
}
