/**
 * Tokens of an image at Anthropic: cells of 28 pixels, after the image was scaled to what the model reads.
 *
 * Source: https://platform.claude.com/docs/en/build-with-claude/vision (read 2026-11-23); it replaces width × height / 750.
 */
import { between, exactly, type TokenForecast } from "./token-forecast.ts";

const CELL = 28;

/** What a model reads at most. */
interface Limits {
  maxSide: number;
  maxTokens: number;
}

const STANDARD: Limits = { maxSide: 1568, maxTokens: 1568 };
/** Claude Opus 4.7 and later, and the fifth generation. */
const HIGH_RESOLUTION: Limits = { maxSide: 2576, maxTokens: 4784 };

function limitsOf(id: string): Limits | undefined {
  if (/claude-(v?[12]|instant)/.test(id) || !/claude-/.test(id)) return undefined;
  const high = /claude-(opus|sonnet|haiku|fable|mythos)-(4[-.][7-9](?!\d)|[5-9])/.test(id);
  return high ? HIGH_RESOLUTION : STANDARD;
}

function cells(side: number): number {
  return Math.ceil(side / CELL);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The size at which an image is read: the largest with the same sides' ratio that the limits allow. */
function readSize(width: number, height: number, limits: Limits): [number, number] {
  const [long, short] = width >= height ? [width, height] : [height, width];
  const other = (edge: number): number => Math.max(1, roundHalfEven((edge * short) / long));
  const fits = (edge: number): boolean =>
    cells(edge) * CELL <= limits.maxSide && cells(edge) * cells(other(edge)) <= limits.maxTokens;
  let [low, high] = [1, long];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return width >= height ? [low, other(low)] : [other(low), low];
}

/** The size in pixels at which a Claude model reads an image; `undefined` if the model reads none. */
export function anthropicImageSize(id: string, width: number, height: number): [number, number] | undefined {
  const limits = limitsOf(id);
  return limits && readSize(width, height, limits);
}

/**
 * Tokens of an image at Anthropic.
 * @param id model id; those of Bedrock and OpenRouter count too.
 * @param width and height in pixels, 1 or more. Absent: the bounds for any image are given.
 * @returns `undefined` if the model reads no images.
 */
export function anthropicImageTokens(
  id: string,
  width: number | undefined,
  height: number | undefined,
): TokenForecast | undefined {
  const limits = limitsOf(id);
  if (!limits) return undefined;
  if (width === undefined || height === undefined)
    return between(1, limits.maxTokens, "The size of the image is not known.");
  const [w, h] = readSize(width, height, limits);
  return exactly(cells(w) * cells(h));
}

/** Tokens of a page of a PDF at Anthropic: an image of it and 1,500 to 3,000 tokens of text. `undefined`: it reads none. */
export function anthropicPageTokens(id: string): TokenForecast | undefined {
  const limits = limitsOf(id);
  if (!limits) return undefined;
  // Source: https://platform.claude.com/docs/en/build-with-claude/pdf-support (read 2026-11-23).
  return between(
    1500,
    3000 + limits.maxTokens,
    "A page of a PDF holds 1,500 to 3,000 tokens of text beside its image.",
  );
}
