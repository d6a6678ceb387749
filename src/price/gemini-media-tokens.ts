/**
 * Tokens of images, audio, video and PDF pages at Google. The vendor's own pages disagree in places; then the range holds
 * both figures and says so. What is billed is known only from the answer.
 *
 * Sources: https://ai.google.dev/gemini-api/docs/tokens, /media-resolution, /document-processing (read 2026-11-23).
 */
import { between, exactly, type TokenForecast } from "./token-forecast.ts";

type Generation = 1 | 2 | 3;

const PER_IMAGE = 258;

function generationOf(id: string): Generation | undefined {
  const found = /gemini-(\d)/.exec(id);
  if (!found) return undefined;
  const number = Number(found[1]);
  return number <= 1 ? 1 : number === 2 ? 2 : 3;
}

/** Tiles whose side is two thirds of the image's shorter one. */
function cropTiles(width: number, height: number): number {
  const unit = Math.max(1, Math.floor(Math.min(width, height) / 1.5));
  return Math.ceil(width / unit) * Math.ceil(height / unit);
}

function fixedTiles(width: number, height: number): number {
  return Math.ceil(width / 768) * Math.ceil(height / 768);
}

function newestImage(): TokenForecast {
  return between(
    PER_IMAGE,
    1120,
    "1,120 tokens are the most for an image at Gemini 3's default resolution; small ones take less.",
  );
}

/**
 * Tokens of an image at Google.
 * @param id model id.
 * @param width and height in pixels, 1 or more. Absent: not known.
 * @returns `undefined` if it is no Gemini model, or one of the second generation and the size is not known.
 */
export function geminiImageTokens(
  id: string,
  width: number | undefined,
  height: number | undefined,
): TokenForecast | undefined {
  const generation = generationOf(id);
  if (generation === 1) return exactly(PER_IMAGE);
  if (generation === 3) return newestImage();
  if (generation === undefined || width === undefined || height === undefined) return undefined;
  if (width <= 384 && height <= 384) return exactly(PER_IMAGE);
  const [crop, fixed] = [cropTiles(width, height), fixedTiles(width, height)];
  if (crop === fixed) return exactly(PER_IMAGE * crop);
  return between(
    PER_IMAGE * crop,
    PER_IMAGE * fixed,
    "Google's pages give two rules for the tiles of an image (two thirds of its shorter side, or 768 pixels); both are counted.",
  );
}

/** Tokens of audio at Google, by its length in seconds. `undefined`: no Gemini model. */
export function geminiAudioTokens(id: string, seconds: number): TokenForecast | undefined {
  const generation = generationOf(id);
  if (generation === undefined) return undefined;
  const most = Math.ceil(seconds * 32);
  if (generation < 3) return exactly(most);
  return between(
    Math.ceil(seconds * 25),
    most,
    "Google's pages give 25 and 32 tokens for a second of audio; both are counted.",
  );
}

/** Tokens of video with its sound at Google at one frame a second, by its length in seconds. `undefined`: no Gemini model. */
export function geminiVideoTokens(id: string, seconds: number): TokenForecast | undefined {
  const generation = generationOf(id);
  if (generation === undefined) return undefined;
  const [low, high] = generation < 3 ? [263, 332] : [95, 102];
  const why =
    generation < 3
      ? "Google's pages give 263 to 332 tokens for a second of video; both are counted."
      : "A second of video is one frame of 70 tokens at the default resolution and 25 to 32 tokens of sound.";
  return between(Math.ceil(seconds * low), Math.ceil(seconds * high), why);
}

/** Tokens of a page of a PDF at Google. `undefined`: no Gemini model. */
export function geminiPageTokens(id: string): TokenForecast | undefined {
  const generation = generationOf(id);
  if (generation === undefined) return undefined;
  if (generation < 3) return exactly(PER_IMAGE);
  return between(PER_IMAGE, 560, "560 tokens are the most for a page of a PDF at Gemini 3's default resolution.");
}
