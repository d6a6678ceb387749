/** Which providers have a route for embeddings, and their models with it. The route itself is loaded when it is first asked. */
import type { Request } from "../record/request.ts";
import type { Model, ModelContext, ModelEvent } from "./model.ts";
import type { EmbeddingsInput } from "./openai-embeddings.ts";
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

/** A provider's model that makes vectors too, where the provider has the route as far as its format tells; else the model as it is. */
export function withEmbeddings(model: Model, input: Omit<EmbeddingsInput, "route">): Model {
  const route = ROUTES[input.format];
  if (route === undefined) return model;
  const { stream } = model;
  const embed = async function* (request: Request, context: ModelContext): AsyncGenerator<ModelEvent> {
    const { embeddingAttempt } = await import("./openai-embeddings.ts");
    yield* embeddingAttempt({ ...input, route }, request, context);
  };
  return {
    ...model,
    embeds: true,
    stream: (request, context) => (request.options.embedding ? embed : stream)(request, context),
  };
}
