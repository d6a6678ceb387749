/**
 * The Embedder contract: a Model that also makes vectors (embeddings) of texts. It is asked like any model, so that calls are logged,
 * paced, retried, priced and reused like all others: by a request of one user message with the option `embedding`. It answers with
 * one file part, a JSON list of numbers, and a finish whose usage has no output tokens.
 */
import type { JsonValue } from "../record/json.ts";
import { textMessage, textOf } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import type { Usage } from "../record/usage.ts";
import { type Model, ModelError, type ModelEvent } from "./model.ts";

/** A model that makes vectors. */
export interface Embedder extends Model {
  /** It answers requests with the option `embedding`. */
  embeds: true;
}

/** Whether a model makes vectors. */
export function isEmbedder(model: Model): model is Embedder {
  return model.embeds === true;
}

/** Media type of the file part that holds a vector. */
const VECTOR_TYPE = "application/json";

/** The request for the vector of a text. */
export function embeddingRequest(model: string, text: string): Request {
  return { model, messages: [textMessage("user", text)], options: { embedding: true } };
}

/** The text whose vector a request asks for. */
export function embeddedText(request: Request): string {
  return request.messages.map((message) => textOf(message.parts)).join("\n");
}

/** A vector in a value: a list of at least one finite number. `undefined`: it is none. */
export function vectorIn(value: JsonValue | undefined): number[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const numbers = value.filter((each): each is number => typeof each === "number" && Number.isFinite(each));
  return numbers.length === value.length ? numbers : undefined;
}

/** The vector in the bytes of such a file part. Throws Error if there is none. */
export function vectorFrom(bytes: Uint8Array): number[] {
  const vector = vectorIn(JSON.parse(new TextDecoder().decode(bytes)) as JsonValue);
  if (!vector) throw new Error("the stored vector is no list of numbers");
  return vector;
}

function member(value: JsonValue | undefined, key: string | number): JsonValue | undefined {
  if (value === null || typeof value !== "object") return undefined;
  return Array.isArray(value) ? value[Number(key)] : value[key];
}

function usageIn(body: JsonValue, isBilled: boolean): Usage {
  const raw = member(body, "usage");
  const tokens = member(raw, "prompt_tokens") ?? member(raw, "total_tokens");
  const cost = isBilled ? member(raw, "cost") : undefined;
  return {
    ...(typeof tokens === "number" && Number.isSafeInteger(tokens) && tokens >= 0 ? { inputTokens: tokens } : {}),
    outputTokens: 0,
    ...(typeof cost === "number" && Number.isFinite(cost) ? { billedUsd: cost } : {}),
    ...(raw === undefined ? {} : { raw }),
  };
}

/**
 * The events of an answer of OpenAI's embeddings API, which llama.cpp's engine writes too.
 * Source: https://platform.openai.com/docs/api-reference/embeddings/object (read 2026-11-27).
 * @param isBilled whether `usage.cost` is in USD what was billed, as OpenRouter says it.
 * @throws ModelError `parse` if it holds no vector.
 */
export function* embeddingEvents(body: JsonValue, isBilled = false): Generator<ModelEvent> {
  const vector = vectorIn(member(member(member(body, "data"), 0), "embedding"));
  if (!vector)
    throw new ModelError({ kind: "parse", message: "The answer holds no vector (`data[0].embedding`)." }, {}, false);
  const model = member(body, "model");
  if (typeof model === "string" && model !== "") yield { type: "identity", servedModel: model };
  yield { type: "file", mediaType: VECTOR_TYPE, bytes: new TextEncoder().encode(JSON.stringify(vector)) };
  yield { type: "finish", finish: { reason: "stop" }, usage: usageIn(body, isBilled) };
}
