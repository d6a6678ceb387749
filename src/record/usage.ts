/**
 * How much of everything a call used, in one normal form for all providers. Each field is `undefined` where the provider
 * did not say; it is never 0 for unknown.
 */
import type { JsonValue } from "./json.ts";

/** Amounts used by one call. Totals include their parts: `inputTokens` includes cached, image and audio tokens. */
export interface Usage {
  /** All tokens read: text, media, cached or not. */
  inputTokens?: number;
  /** All tokens written: text, reasoning, media. */
  outputTokens?: number;
  /** Of the input, tokens read from the provider's prompt cache. */
  cacheReadTokens?: number;
  /** Of the input, tokens written to the provider's prompt cache (any lifetime). */
  cacheWriteTokens?: number;
  /** Of `cacheWriteTokens`, those with a lifetime of one hour, which cost more at Anthropic. */
  cacheWriteHourTokens?: number;
  /** Of the output, tokens of reasoning. */
  reasoningTokens?: number;
  /** Of the input, tokens of images. */
  inputImageTokens?: number;
  /** Of the input, tokens of audio. */
  inputAudioTokens?: number;
  /** Of the input, tokens of video. */
  inputVideoTokens?: number;
  /** Of the output, tokens of images. */
  outputImageTokens?: number;
  /** Of the output, tokens of audio. */
  outputAudioTokens?: number;
  /** Images made. */
  outputImages?: number;
  /** Seconds of audio read or written, where that is what is billed. */
  audioSeconds?: number;
  /** Searches and other tool runs that the provider bills singly, by its name for them. */
  requests?: { [unit: string]: number };
  /** Service tier that the provider says served the call: `default`, `batch`, `flex`, `priority`. */
  serviceTier?: string;
  /** What the provider itself says it billed, in USD (OpenRouter). */
  billedUsd?: number;
  /** The provider's own usage object as received. */
  raw?: JsonValue;
}
