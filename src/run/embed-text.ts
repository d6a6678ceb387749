/** Vectors of texts for the scorers of a run: finds the model, makes the call, reads the vector that is in the log. Sums nothing up. */
import { type Embedder, embeddingRequest, isEmbedder, vectorFrom } from "../models/embedder.ts";
import type { Model } from "../models/model.ts";
import type { Call, Origin } from "../record/call.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { EmbeddingFailed } from "../scorers/embed.ts";
import type { EvaluateContext } from "./eval-context.ts";
import { oncePerRun, type RunModel } from "./run-models.ts";

/** The model that makes vectors where a suite names none: it needs no key and no network. */
export const USUAL_EMBEDDER = "pocket";

/** The model as one that makes vectors. @throws SetupError if it makes none. */
export function asEmbedder(model: Model): Embedder {
  if (isEmbedder(model)) return model;
  throw new SetupError(
    `${model.id} makes no embeddings, as far as is known: name one that does, such as openai/text-embedding-3-small, ollama/nomic-embed-text or pocket.`,
  );
}

/** The model that makes vectors; looked up once for a run. Throws SetupError if there is none of that name, or it makes none. */
export const embedder: RunModel = oncePerRun(async (context, name = USUAL_EMBEDDER) =>
  asEmbedder(await context.resolve(name, { embedding: true })),
);

/** One vector to be made. */
export interface EmbedInput {
  /** The model. */
  model: Model;
  /** The text. */
  text: string;
  /** Who asks, in the log. */
  origin: Origin;
  /** Whether an earlier call of the log may answer. */
  cache: boolean;
  /** Cancels. */
  signal?: AbortSignal;
}

/** The call that makes a vector, or an earlier one. */
export function embeddingCall(context: Pick<EvaluateContext, "ask">, input: EmbedInput): Promise<Call> {
  const { model, text, origin, cache, signal } = input;
  return context.ask({
    model,
    request: embeddingRequest(model.id, text),
    origin,
    cache,
    stream: false,
    ...(signal ? { signal } : {}),
  });
}

/** The vector that a call brought. @throws EmbeddingFailed if it failed, or its file is gone. */
export async function vectorOf(context: Pick<EvaluateContext, "readFile">, call: Call): Promise<number[]> {
  if (call.error) throw new EmbeddingFailed(call.error.message);
  const part = call.parts.find((each) => each.type === "file");
  if (!part) throw new EmbeddingFailed("the answer holds no vector");
  try {
    return vectorFrom(await context.readFile(part));
  } catch (error) {
    throw new EmbeddingFailed(`the vector of call ${call.id} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
