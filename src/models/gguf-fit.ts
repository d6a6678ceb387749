/**
 * What memory a GGUF model needs in the in-process engine and whether it fits. Pure: it reads no file and asks no machine.
 * It says nothing of speed, which only a run can tell.
 */
import type { GgufHeader } from "./gguf-header.ts";

/** What is asked. */
export interface GgufFitInput {
  /** Tokens of context. Absent: what the model was trained for, at most 4,096. */
  contextTokens?: number;
  /** Memory that is free, bytes. */
  freeMemoryBytes: number;
  /** All memory of the machine, bytes. */
  totalMemoryBytes: number;
}

/** What a model needs. All sizes in bytes. */
export interface GgufFit {
  /** Tokens of context that the sizes are for. */
  contextTokens: number;
  /** Weights. */
  weightBytes: number;
  /** Keys and values of the context. */
  cacheBytes: number;
  /** Working space while it computes. */
  computeBytes: number;
  /** The engine itself, once for each model. */
  engineBytes: number;
  /** All of it. */
  neededBytes: number;
  /** Number format of the keys and values that is chosen. */
  cacheType: "f16" | "f32";
  /** Whether it fits into free memory and into what the engine can address. */
  fits: boolean;
  /** Why not. Absent: it fits. */
  limit?: "free-memory" | "total-memory" | "engine";
  /** Most tokens of context that fit, at most what the model was trained for; 0 if not even one does. */
  largestContextTokens: number;
}

/** Tokens of context where nobody asks for more. */
const usualContextTokens = 4096;
/** Tokens of a prompt that are computed at once; a cancel waits for no more than these. */
export const batchTokens = 128;
/** Most memory that the engine can address: 4 GiB (its build's MAXIMUM_MEMORY), less what it takes itself. */
const ADDRESSABLE_BYTES = 4 * 2 ** 30 - 64 * 2 ** 20;
/** Measured: bytes that a thread with the engine takes beside the model once its code is compiled, 170 to 197 MB (docs/decisions/2026-11-23-in-process-engine.md). */
const ENGINE_BYTES = 190e6;
/** Keys and values are kept as 32-bit numbers, which is faster, while they take no more than this. */
const MOST_F32_CACHE_BYTES = 256 * 2 ** 20;

function cacheNumbersPerToken(header: GgufHeader): number {
  const heads = header.keyValueHeads.reduce((sum, each) => sum + each, 0);
  return heads * (header.keyLength + header.valueLength);
}

/**
 * llama.cpp's working space for one batch without flash attention: scores of every head and the mask over the whole context,
 * and the widest of the layers. Matches its own report for two models and two contexts to 4 % (2026-11-23, build b11364).
 */
function computeBytes(header: GgufHeader, contextTokens: number): number {
  const widest = Math.max(header.vocabularySize, 2 * header.feedForwardLength) + header.embeddingLength;
  return 4 * batchTokens * (contextTokens * (header.heads + 1) + widest);
}

function needs(header: GgufHeader, contextTokens: number): Omit<GgufFit, "fits" | "limit" | "largestContextTokens"> {
  const numbers = cacheNumbersPerToken(header) * contextTokens;
  const cacheType = numbers * 4 <= MOST_F32_CACHE_BYTES ? "f32" : "f16";
  const cacheBytes = numbers * (cacheType === "f32" ? 4 : 2);
  const compute = computeBytes(header, contextTokens);
  const { weightBytes } = header;
  return {
    contextTokens,
    weightBytes,
    cacheBytes,
    computeBytes: compute,
    engineBytes: ENGINE_BYTES,
    neededBytes: weightBytes + cacheBytes + compute + ENGINE_BYTES,
    cacheType,
  };
}

function limitOf(neededBytes: number, input: GgufFitInput): GgufFit["limit"] {
  if (neededBytes - ENGINE_BYTES > ADDRESSABLE_BYTES) return "engine";
  if (neededBytes > input.totalMemoryBytes) return "total-memory";
  return neededBytes > input.freeMemoryBytes ? "free-memory" : undefined;
}

/** Most tokens, up to `most`, for which nothing limits. Needs grow with tokens but for one step down where the format changes. */
function largestContext(header: GgufHeader, input: GgufFitInput, most: number): number {
  const fits = (tokens: number): boolean => limitOf(needs(header, tokens).neededBytes, input) === undefined;
  const search = (from: number, to: number): number => {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const perToken = cacheNumbersPerToken(header) * 4;
  const lastF32 = perToken === 0 ? most : Math.min(most, Math.floor(MOST_F32_CACHE_BYTES / perToken));
  const withF16 = lastF32 < most && fits(lastF32 + 1) ? search(lastF32 + 1, most) : 0;
  return withF16 || search(0, lastF32);
}

/** What memory a model needs with a context, and the largest context that fits. */
export function ggufFit(header: GgufHeader, input: GgufFitInput): GgufFit {
  const most = header.contextTokens ?? usualContextTokens;
  const contextTokens = input.contextTokens ?? Math.min(most, usualContextTokens);
  const need = needs(header, contextTokens);
  const limit = limitOf(need.neededBytes, input);
  return {
    ...need,
    fits: limit === undefined,
    ...(limit === undefined ? {} : { limit }),
    largestContextTokens: largestContext(header, input, most),
  };
}
