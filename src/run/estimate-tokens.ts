/**
 * How many tokens a request, or a file beside it, will take: text by tokenizer, media by the published formulas, as ranges. Prices
 * nothing and sends nothing.
 */
import type { Model } from "../models/model.ts";
import { isTextFile } from "../models/text-file-type.ts";
import { type MediaAmount, mediaTokens } from "../price/media-tokens.ts";
import { messageTokens, textTokens, unpaidTokens } from "../price/text-tokens.ts";
import { between, exactly, type TokenForecast, together } from "../price/token-forecast.ts";
import type { FilePart, Part } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { type MediaSize, mediaSize } from "./media-size.ts";

/** What a forecast needs of a model. */
export type EstimatedModel = Pick<Model, "id" | "where" | "capabilities" | "countTokens">;

/** A file as far as its tokens go. */
export interface FileContent {
  /** File name. Absent: it has none. */
  name?: string;
  /** Media type. */
  mediaType: string;
  /** Its text, if it is text. */
  text?: string;
  /** Its pixels, seconds or pages, if it is not. */
  size?: MediaSize;
}

/** Tokens that go in. */
export interface InputForecast {
  /** All that are known. */
  tokens: TokenForecast;
  /** Of these, audio. */
  audio: TokenForecast;
  /** For what no count is known, one sentence each. Empty: all is known. */
  unknown: string[];
}

/** Longest answer taken as likely where neither the request nor the model bounds it. */
const UNBOUNDED_OUTPUT_TOKENS = 4096;
const MEDIA_KINDS: readonly [RegExp, MediaAmount["kind"]][] = [
  [/^image\//, "image"],
  [/^audio\//, "audio"],
  [/^video\//, "video"],
  [/^application\/pdf$/, "pdf"],
];
const NONE: TokenForecast = exactly(0);

async function tokensOfText(model: EstimatedModel, text: string): Promise<TokenForecast> {
  if (model.countTokens) return exactly(await model.countTokens(text));
  return model.where === "server" ? unpaidTokens(text) : textTokens(model.id, text);
}

/** What a file of which all bytes are in hand holds. */
export async function contentOf(bytes: Uint8Array, mediaType: string, name?: string): Promise<FileContent> {
  const about = { mediaType, ...(name === undefined ? {} : { name }) };
  if (isTextFile(mediaType)) return { ...about, text: new TextDecoder().decode(bytes) };
  return { ...about, size: await mediaSize(bytes, mediaType) };
}

/** Tokens of a file for a model. */
export async function fileForecast(model: EstimatedModel, file: FileContent): Promise<InputForecast> {
  if (file.text !== undefined) return { tokens: await tokensOfText(model, file.text), audio: NONE, unknown: [] };
  const kind = MEDIA_KINDS.find(([pattern]) => pattern.test(file.mediaType))?.[1];
  const tokens = kind && mediaTokens(model.id, { kind, ...file.size });
  if (tokens) return { tokens, audio: kind === "audio" ? tokens : NONE, unknown: [] };
  const unknown = `How many tokens ${model.id} takes for ${file.name ?? file.mediaType} is not known.`;
  return { tokens: NONE, audio: NONE, unknown: [unknown] };
}

/** Several together. */
export function sumForecasts(forecasts: readonly InputForecast[]): InputForecast {
  return {
    tokens: together(forecasts.map((each) => each.tokens)),
    audio: together(forecasts.map((each) => each.audio)),
    unknown: forecasts.flatMap((each) => each.unknown),
  };
}

async function partForecast(
  model: EstimatedModel,
  part: Part,
  readFile: (part: FilePart) => Promise<Uint8Array>,
): Promise<InputForecast> {
  if (part.type === "file")
    return fileForecast(model, await contentOf(await readFile(part), part.mediaType, part.name));
  const text =
    part.type === "text" || part.type === "reasoning"
      ? part.text
      : JSON.stringify(part.type === "tool-call" ? part.input : part.output);
  return { tokens: await tokensOfText(model, text), audio: NONE, unknown: [] };
}

/**
 * Tokens of a request for a model.
 * @param readFile the bytes of a file part.
 */
export async function requestForecast(
  model: EstimatedModel,
  request: Request,
  readFile: (part: FilePart) => Promise<Uint8Array>,
): Promise<InputForecast> {
  const all = request.messages.flatMap((message) => message.parts);
  const parts = await Promise.all(all.map((part) => partForecast(model, part, readFile)));
  const definitions = [...(request.tools ?? []), ...(request.schema ? [request.schema] : [])];
  const extra = await Promise.all(definitions.map((each) => tokensOfText(model, JSON.stringify(each))));
  // A text of which a vector is made is no conversation.
  const borders = request.options.embedding ? NONE : messageTokens(model.id, request.messages.length);
  return sumForecasts([{ tokens: together([borders, ...extra]), audio: NONE, unknown: [] }, ...parts]);
}

/** Tokens of an answer: from one to the bound of the request or the model. */
export function outputForecast(model: EstimatedModel, request: Pick<Request, "options">): TokenForecast {
  if (request.options.embedding) return NONE;
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
