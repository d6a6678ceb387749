/**
 * `POST /v1/embeddings`: one call in the log for each text.
 * Source: https://platform.openai.com/docs/api-reference/embeddings/create (read 2026-11-27).
 */
import { endianness } from "node:os";
import { Hono } from "hono";
import { z } from "zod";
import type { Call } from "../record/call.ts";
import { atMost } from "../run/at-most.ts";
import { sumKnown } from "../stats/sum-known.ts";
import { openaiBody } from "./openai-body.ts";
import { callHeaders, type EndpointCalls, type MadeVector, usdText } from "./openai-calls.ts";
import { OpenaiError } from "./openai-error.ts";
import { ignoredFields } from "./openai-options.ts";

const MOST_TEXTS = 2048;
const AT_ONCE = 16;

const schema = z.object({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(MOST_TEXTS)], {
    error: `it must be a text or up to ${MOST_TEXTS} texts, none empty; tokens are not taken, for models have different ones`,
  }),
  encoding_format: z.enum(["float", "base64"]).optional(),
  dimensions: z.number().int().optional(),
});

/** 32-bit floats, little-endian, as OpenAI sends them. */
function base64Of(vector: readonly number[]): string {
  const floats = Float32Array.from(vector);
  const bytes = Buffer.from(floats.buffer);
  return (endianness() === "LE" ? bytes : bytes.swap32()).toString("base64");
}

function refuseDimensions(wanted: number | undefined, vector: readonly number[], model: string): void {
  if (wanted === undefined || wanted === vector.length) return;
  throw new OpenaiError(
    400,
    `\`dimensions\` is ${wanted}, but vectors of ${model} have ${vector.length}: leave it out.`,
    {
      param: "dimensions",
      code: "unsupported_parameter",
    },
  );
}

function usageOf(calls: readonly Call[]): { usage?: { prompt_tokens: number; total_tokens: number } } {
  const tokens = sumKnown(calls.map(({ usage }) => usage.inputTokens));
  return tokens === undefined ? {} : { usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/** What one call tells; of several only what they cost together, if that is known. */
function headersOf(made: readonly MadeVector[]): { [name: string]: string } {
  const [only, ...others] = made;
  if (only && others.length === 0) return callHeaders(only.call, only.isCached, true);
  const picodollars = sumKnown(made.map(({ call: { cost }, isCached }) => cost && (isCached ? 0 : cost.picodollars)));
  return picodollars === undefined ? {} : { "x-penny-cost-usd": usdText(picodollars) };
}

/** The route. */
export function embeddingRoutes(calls: EndpointCalls): Hono {
  const routes = new Hono();
  routes.post("/embeddings", async (context) => {
    const sent = await openaiBody(context, schema, { ignored: ignoredFields, refused: {} });
    const [text = "", ...others] = typeof sent.input === "string" ? [sent.input] : sent.input;
    // Only a vector tells its length, so one is made before all are paid for.
    const first = await calls.vector(context, sent.model, text);
    refuseDimensions(sent.dimensions, first.vector, first.call.request.model);
    const places = atMost(AT_ONCE);
    const rest = await Promise.all(others.map((each) => places(() => calls.vector(context, sent.model, each))));
    const made = [first, ...rest];
    const data = made.map(({ vector }, index) => ({
      object: "embedding",
      index,
      embedding: sent.encoding_format === "base64" ? base64Of(vector) : vector,
    }));
    const body = { object: "list", data, model: first.call.request.model, ...usageOf(made.map(({ call }) => call)) };
    return context.json(body, 200, headersOf(made));
  });
  return routes;
}
