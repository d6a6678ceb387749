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
import { type ModelContext, ModelError, type ModelEvent } from "./model.ts";
import type { Access } from "./provider-row.ts";
import { rawFetch } from "./raw-fetch.ts";
import type { WireFormat } from "./wire-format.ts";

/** What an embeddings route is asked with. */
export interface EmbeddingsInput {
  /** The name the provider knows. */
  name: string;
  /** Wire format of the provider. */
  format: WireFormat;
  /** Where the route lies under the base URL. */
  route: string;
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
export async function* embeddingAttempt(
  { name, format, route, access }: EmbeddingsInput,
  request: Request,
  context: ModelContext,
): AsyncGenerator<ModelEvent> {
  const { baseUrl, key, fetch } = access();
  const raw = rawFetch(fetch, true, () => undefined);
  let isGood = false;
  let answer: ErrorAnswer | undefined;
  try {
    const response = await raw.fetch(`${baseUrl}${route}`, {
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
