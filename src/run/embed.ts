/** The vector of one text, as a call in the log like any other. Compares nothing and knows no suites: embed-text.ts serves those. */
import type { Call, Origin } from "../record/call.ts";
import { asEmbedder, embeddingCall, USUAL_EMBEDDER, vectorOf } from "./embed-text.ts";
import type { EvaluateContext } from "./eval-context.ts";

/** One vector to be made. */
export interface EmbedSettings {
  /** The text. */
  text: string;
  /** Name or alias of a model that makes vectors. Absent: the pocket model. */
  model?: string;
  /** Gives back an earlier good call with the same request. Default false. */
  cache?: boolean;
  /** Cancels. */
  signal?: AbortSignal;
  /** Who asks. Default: `library`. */
  origin?: Origin;
}

/** What came of it. */
export interface Embedding {
  /** The call that made it, or failed. */
  call: Call;
  /** The vector. Absent: the call failed, and says why. */
  vector?: number[];
}

/**
 * Makes the vector of a text.
 * @throws SetupError before anything is sent, if there is no such model or it makes no vectors; EmbeddingFailed if a good answer's
 * vector cannot be read from the log.
 */
export async function embed(
  context: Pick<EvaluateContext, "resolve" | "ask" | "readFile">,
  input: EmbedSettings,
): Promise<Embedding> {
  const model = asEmbedder(await context.resolve(input.model ?? USUAL_EMBEDDER, { embedding: true }));
  const call = await embeddingCall(context, {
    model,
    text: input.text,
    origin: input.origin ?? { command: "library" },
    cache: input.cache ?? false,
    ...(input.signal ? { signal: input.signal } : {}),
  });
  return call.error ? { call } : { call, vector: await vectorOf(context, call) };
}
