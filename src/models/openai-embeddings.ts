/**
 * Vectors of texts over HTTP, by OpenAI's embeddings route, which most hosts and all local servers speak: one text a request, so
 * that each can be found again by its hash. One attempt; it does not retry. The raw answer is kept only if something was wrong with
 * it: a good one is the vector and the usage object, and both are in the call.
 * Source: https://platform.openai.com/docs/api-reference/embeddings/create (read 2026-11-27).
 */
import type { JsonValue } from "../record/json.ts";
import type { Request } from "../record/request.ts";
import { type ErrorAnswer, modelErrorFrom } from "./ai-sdk-error.ts";
import { embeddedText, embeddingEvents } from "./embedder.ts";
import { type Model, type ModelContext, ModelError, type ModelEvent } from "./model.ts";
import type { Access } from "./provider-row.ts";
import { rawFetch } from "./raw-fetch.ts";
import type { WireFormat } from "./wire-format.ts";

/**
 * Where the route lies under a provider's base URL, by wire format. Formats that are not here have none. Google's:
 * https://ai.google.dev/gemini-api/docs/openai#embeddings (read 2026-11-27); it was not called.
 */
const ROUTES: { readonly [format in WireFormat]?: string } = {
  "openai-responses": "/embeddings",
  "openai-chat": "/embeddings",
  "openai-compatible": "/embeddings",
  openrouter: "/embeddings",
  mistral: "/embeddings",
  google: "/openai/embeddings",
};

/** Whether a provider that writes so has the route, as far as its format tells. */
export function hasEmbeddingsRoute(format: WireFormat): boolean {
  return ROUTES[format] !== undefined;
}

/** What an embeddings route is asked with. */
export interface EmbeddingsInput {
  /** The name the provider knows. */
  name: string;
  /** Wire format of the provider. */
  format: WireFormat;
  /** Key and address; read at each attempt. Throws SetupError if they are missing. */
  access: () => Access;
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new ModelError({ kind: "parse", message: "The answer came but is no JSON." }, {}, false);
  }
}

/** One attempt at a vector. */
async function* attempt(
  { name, format, access }: EmbeddingsInput,
  request: Request,
  context: ModelContext,
): AsyncGenerator<ModelEvent> {
  const { baseUrl, key, fetch } = access();
  const raw = rawFetch(fetch, true, () => undefined);
  let isGood = false;
  let answer: ErrorAnswer | undefined;
  try {
    const response = await raw.fetch(`${baseUrl}${ROUTES[format] ?? "/embeddings"}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model: name, input: embeddedText(request), encoding_format: "float" }),
      signal: context.signal,
    });
    const headers = raw.answers[0]?.headers ?? {};
    answer = { status: response.status, headers, body: "" };
    const body = raw.redact(await response.text());
    answer = { ...answer, body };
    yield { type: "response", status: response.status, headers };
    if (response.status >= 400) throw new Error("the provider refused");
    yield* embeddingEvents(parsed(body), format === "openrouter");
    isGood = true;
  } catch (error) {
    const failure = modelErrorFrom(error, answer, context.signal);
    const detail = { ...failure.detail, message: raw.redact(failure.detail.message) };
    throw new ModelError(detail, failure.headers, failure.retryable, failure.usage);
  } finally {
    for (const { status, headers, body, ms } of isGood ? [] : raw.answers)
      context.onRaw({ status, headers, body: body() }, ms);
  }
}

/** A provider's model that makes vectors too, where the provider has the route; else the model as it is. */
export function withEmbeddings(model: Model, input: EmbeddingsInput): Model {
  if (!hasEmbeddingsRoute(input.format)) return model;
  const { stream } = model;
  return {
    ...model,
    embeds: true,
    stream: (request, context) =>
      request.options.embedding ? attempt(input, request, context) : stream(request, context),
  };
}
