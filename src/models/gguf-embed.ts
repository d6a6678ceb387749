/**
 * Vectors of texts by a GGUF file in this process: the mean of the vectors that the model's last layer gives its tokens, of length
 * one. That is what llama.cpp's server does with `--embeddings --pooling mean`. A model that was trained to write, not to compare,
 * gives vectors that are near each other for texts that share words. The file is loaded a second time, when the first vector is wanted,
 * since the engine either writes or makes vectors.
 */
import type { JsonValue } from "../record/json.ts";
import type { Request } from "../record/request.ts";
import { messageOf } from "../record/setup-error.ts";
import { embeddedText, embeddingEvents } from "./embedder.ts";
import { type Engine, EngineError, type EngineRuntime } from "./gguf-engine.ts";
import type { EngineSettings } from "./gguf-thread.ts";
import { type ModelContext, ModelError, type ModelEvent } from "./model.ts";

/** Most tokens of a text: all of them are computed at once, which takes memory by the square of their number. */
const MOST_TOKENS = 1024;

/** Answers requests with the option `embedding`. */
export type GgufEmbedder = (request: Request, context: ModelContext) => AsyncGenerator<ModelEvent>;

function embeddingError(error: unknown, id: string, mostTokens: number): ModelError {
  const tokens =
    error instanceof EngineError ? /input \((\d+) tokens\) is too large/.exec(error.message)?.[1] : undefined;
  const message =
    tokens === undefined
      ? `The engine could not make a vector by ${id}: ${messageOf(error)}.`
      : `The text has ${tokens} tokens, but ${id} makes vectors of at most ${mostTokens} here: take another model for embeddings.`;
  // The same text would fail the same way.
  return new ModelError({ kind: "engine", message }, {}, false);
}

/** An embedder of a file that is loaded with these settings for writing. */
export function ggufEmbedder(runtime: EngineRuntime, settings: EngineSettings, id: string): GgufEmbedder {
  const tokens = Math.min(settings.contextTokens, MOST_TOKENS);
  let engine: Engine | undefined;
  return async function* embed(request, { signal }) {
    engine ??= runtime.open({ ...settings, contextTokens: tokens, batchTokens: tokens, embeds: true });
    let body: JsonValue | undefined;
    try {
      for await (const each of engine.complete(false, { input: embeddedText(request) }, signal)) body = each;
    } catch (error) {
      throw embeddingError(error, id, tokens);
    }
    if (signal.aborted || body === undefined)
      throw new ModelError({ kind: "aborted", message: "The call was cancelled." });
    for (const event of embeddingEvents(body)) if (event.type !== "identity") yield event;
  };
}
