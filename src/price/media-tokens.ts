/**
 * Tokens of an attachment before it is sent, by the rule of the maker of the model. A model whose maker publishes no rule
 * has no forecast. Reads no files: sizes come from the caller.
 */
import { anthropicImageTokens, anthropicPageTokens } from "./anthropic-image-tokens.ts";
import { geminiAudioTokens, geminiImageTokens, geminiPageTokens, geminiVideoTokens } from "./gemini-media-tokens.ts";
import { type ImageDetail, openaiImageTokens } from "./openai-image-tokens.ts";
import { exactly, type TokenForecast } from "./token-forecast.ts";

/** An attachment as far as its tokens go. */
export interface MediaAmount {
  /** What it is. */
  kind: "image" | "audio" | "video" | "pdf";
  /** Width of an image as seen, in pixels, 1 or more. Absent: unknown. */
  width?: number;
  /** Height of an image as seen, in pixels, 1 or more. Absent: unknown. */
  height?: number;
  /** Length of audio or video in seconds. Absent: unknown. */
  seconds?: number;
  /** Pages of a PDF. Absent: unknown. */
  pages?: number;
  /** Detail asked of OpenAI. Absent: `auto`. */
  detail?: ImageDetail;
}

type Maker = "openai" | "anthropic" | "google";

/** Whose rule a model follows, and the id that the rule knows; wherever the model is sold. */
function makerOf(model: string): { maker: Maker; id: string } | undefined {
  const id = model.slice(model.lastIndexOf("/") + 1).replace(/^[a-z-]+\.(?=(anthropic|openai)\.)/, "");
  const bare = id.replace(/^(anthropic|openai)\./, "");
  if (/claude-/.test(bare)) return { maker: "anthropic", id: bare };
  if (/^gemini-/.test(bare)) return { maker: "google", id: bare };
  if (/^(gpt-(?!oss)|o[134](-|$)|chatgpt-|computer-use|whisper)/.test(bare)) return { maker: "openai", id: bare };
  return undefined;
}

function imageTokens(maker: Maker, id: string, media: MediaAmount): TokenForecast | undefined {
  const { width, height, detail } = media;
  if (maker === "openai") return openaiImageTokens(id, width, height, detail);
  return maker === "anthropic" ? anthropicImageTokens(id, width, height) : geminiImageTokens(id, width, height);
}

function audioTokens(maker: Maker, id: string, seconds: number): TokenForecast | undefined {
  if (maker === "google") return geminiAudioTokens(id, seconds);
  if (maker !== "openai" || !/audio|realtime|transcribe/.test(id)) return undefined;
  // Second-hand: one token for 100 ms of heard audio, https://platform.openai.com/docs/guides/realtime-costs (2025).
  return exactly(Math.ceil(seconds * 10), "OpenAI counts ten tokens for a second of audio, by second-hand figures.");
}

/** A page at OpenAI is an image of it and its text; neither size is published, so the bounds are wide. */
function openaiPageTokens(id: string): TokenForecast | undefined {
  const image = openaiImageTokens(id, 1700, 2200);
  if (!image) return undefined;
  const why = "A page of a PDF is taken to be up to 3,000 tokens of text beside an image of 1700 × 2200 pixels.";
  return { low: 100, high: image.high + 3000, assumptions: [why] };
}

function pageTokens(maker: Maker, id: string): TokenForecast | undefined {
  if (maker === "openai") return openaiPageTokens(id);
  return maker === "anthropic" ? anthropicPageTokens(id) : geminiPageTokens(id);
}

/**
 * Tokens of one attachment for a model.
 * @param model full name, `provider/model`.
 * @returns `undefined` if the model's maker publishes no rule for that kind, or the size it needs is not known.
 */
export function mediaTokens(model: string, media: MediaAmount): TokenForecast | undefined {
  const found = makerOf(model);
  if (!found) return undefined;
  const { maker, id } = found;
  if (media.kind === "image") return imageTokens(maker, id, media);
  if (media.kind === "pdf") {
    const page = pageTokens(maker, id);
    if (!page || media.pages === undefined) return undefined;
    return { ...page, low: page.low * media.pages, high: page.high * media.pages };
  }
  if (media.seconds === undefined) return undefined;
  if (media.kind === "audio") return audioTokens(maker, id, media.seconds);
  return maker === "google" ? geminiVideoTokens(id, media.seconds) : undefined;
}
