/**
 * Forecasts one call before it is sent: text by tokenizer, media by the published formulas, dollars from the ledger. A range, with
 * what was assumed. Reads the files of the request to learn their sizes; sends nothing.
 */
import type { Model } from "../models/model.ts";
import { isTextFile } from "../models/text-file-type.ts";
import { forecastCost } from "../price/cost.ts";
import type { PriceRow } from "../price/ledger.ts";
import { type MediaAmount, mediaTokens } from "../price/media-tokens.ts";
import { messageTokens, textTokens } from "../price/text-tokens.ts";
import { between, exactly, type TokenForecast, together } from "../price/token-forecast.ts";
import type { FilePart, Part } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import type { Estimate, Range } from "./estimate.ts";
import { mediaSize } from "./media-size.ts";

/** A call to forecast. */
export interface EstimateInput {
  /** Who would answer. */
  model: Model;
  /** What would be asked. */
  request: Request;
  /** The bytes of a file part. */
  readFile: (part: FilePart) => Promise<Uint8Array>;
  /** Milliseconds since 1970 at which it would be sent. */
  at: number;
  /** The person's own prices. Absent: none. */
  overrides?: readonly PriceRow[];
}

/** Longest answer taken as likely where neither the request nor the model bounds it. */
const UNBOUNDED_OUTPUT_TOKENS = 4096;
const MEDIA_KINDS: readonly [RegExp, MediaAmount["kind"]][] = [
  [/^image\//, "image"],
  [/^audio\//, "audio"],
  [/^video\//, "video"],
  [/^application\/pdf$/, "pdf"],
];

async function tokensOfText(model: Model, text: string): Promise<TokenForecast> {
  return model.countTokens ? exactly(await model.countTokens(text)) : textTokens(model.id, text);
}

interface PartForecast {
  tokens?: TokenForecast;
  /** Of these, audio. */
  audio?: TokenForecast;
  /** What is missing, if `tokens` is. */
  unknown?: string;
}

async function tokensOfFile(input: EstimateInput, part: FilePart): Promise<PartForecast> {
  const bytes = await input.readFile(part);
  if (isTextFile(part.mediaType)) return { tokens: await tokensOfText(input.model, new TextDecoder().decode(bytes)) };
  const kind = MEDIA_KINDS.find(([pattern]) => pattern.test(part.mediaType))?.[1];
  const tokens = kind && mediaTokens(input.model.id, { kind, ...(await mediaSize(bytes, part.mediaType)) });
  if (!tokens)
    return { unknown: `How many tokens ${input.model.id} takes for ${part.name ?? part.mediaType} is not known.` };
  return kind === "audio" ? { tokens, audio: tokens } : { tokens };
}

async function tokensOfPart(input: EstimateInput, part: Part): Promise<PartForecast> {
  if (part.type === "file") return tokensOfFile(input, part);
  if (part.type === "text" || part.type === "reasoning") return { tokens: await tokensOfText(input.model, part.text) };
  return {
    tokens: await tokensOfText(input.model, JSON.stringify(part.type === "tool-call" ? part.input : part.output)),
  };
}

/** Tokens of an answer: from one to the bound of the request or the model. */
function outputTokens(model: Model, request: Request): TokenForecast {
  const bound = request.options.maxOutputTokens;
  const most = model.capabilities.maxOutputTokens;
  if (bound !== undefined) return between(1, Math.min(bound, most ?? bound));
  if (most !== undefined)
    return between(
      1,
      most,
      `The answer may be up to ${most} tokens long, the most the model writes; option maxOutputTokens bounds it.`,
    );
  return between(
    1,
    UNBOUNDED_OUTPUT_TOKENS,
    `The answer is taken to be at most ${UNBOUNDED_OUTPUT_TOKENS} tokens long; option maxOutputTokens bounds it.`,
  );
}

function range(forecast: TokenForecast): Range {
  return { low: forecast.low, high: forecast.high };
}

/** The forecast of one call. */
export async function estimateCall(input: EstimateInput): Promise<Estimate> {
  const { model, request } = input;
  const parts = await Promise.all(
    request.messages.flatMap((message) => message.parts).map((part) => tokensOfPart(input, part)),
  );
  const definitions = [...(request.tools ?? []), ...(request.schema ? [request.schema] : [])];
  const extra = await Promise.all(definitions.map((each) => tokensOfText(model, JSON.stringify(each))));
  const known = together([
    messageTokens(model.id, request.messages.length),
    ...parts.flatMap((part) => part.tokens ?? []),
    ...extra,
  ]);
  const unknown = parts.flatMap((part) => part.unknown ?? []);
  const output = outputTokens(model, request);
  const audio = together(parts.flatMap((part) => part.audio ?? []));
  const cost =
    unknown.length > 0
      ? undefined
      : forecastCost({
          model: model.id,
          where: model.where,
          at: input.at,
          inputTokens: known,
          outputTokens: output,
          ...(audio.high > 0 ? { inputAudioTokens: audio } : {}),
          ...(input.overrides ? { overrides: input.overrides } : {}),
        });
  return {
    model: model.id,
    calls: 1,
    ...(unknown.length > 0 ? {} : { inputTokens: range(known) }),
    outputTokens: range(output),
    ...(cost ? { picodollars: cost.picodollars } : {}),
    assumptions: [...new Set([...known.assumptions, ...unknown, ...output.assumptions, ...(cost?.assumptions ?? [])])],
  };
}
