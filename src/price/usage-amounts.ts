/**
 * Takes a call's usage apart into amounts that have one price each, so that nothing is counted twice: the totals minus
 * their parts are what is left for the plain price. Knows no prices, only which units have one.
 */
import type { Usage } from "../record/usage.ts";
import type { Prices, PriceUnit } from "./price-row.ts";

/** An amount of one unit: tokens, images, seconds, characters, pages, searches, requests. */
export interface Amount {
  /** Unit whose price it takes. */
  unit: PriceUnit;
  /** How many, 0 or more; only seconds may be fractional. */
  count: number;
}

/** The amounts, or in one sentence why they cannot be known. */
export type Amounts = { amounts: Amount[] } | { unknown: string };

/** Names that providers give to what they bill singly. */
const REQUEST_UNITS: { [name: string]: PriceUnit } = {
  web_search_requests: "webSearch",
  web_search_request: "webSearch",
  web_searches: "webSearch",
  web_search: "webSearch",
  web_search_call: "webSearch",
  web_search_calls: "webSearch",
  webSearch: "webSearch",
  webSearchRequests: "webSearch",
  num_search_queries: "webSearch",
  google_search: "webSearch",
  file_search: "fileSearch",
  file_search_call: "fileSearch",
  file_search_calls: "fileSearch",
  fileSearch: "fileSearch",
  pages: "page",
  pages_processed: "page",
  page: "page",
  annotated_pages: "annotatedPage",
  characters: "character",
  character: "character",
  text_messages: "textMessage",
};

/**
 * What providers count and do not bill beside its tokens:
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-fetch-tool (2026).
 */
const NOT_BILLED = new Set(["web_fetch_requests", "tool_search_requests"]);

const TOKEN_FIELDS = [
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWriteHourTokens",
  "reasoningTokens",
  "inputImageTokens",
  "inputAudioTokens",
  "inputVideoTokens",
  "outputImageTokens",
  "outputAudioTokens",
  "outputImages",
] as const satisfies readonly (keyof Usage)[];

function malformed(usage: Usage): string | undefined {
  for (const field of TOKEN_FIELDS) {
    const value = usage[field];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) return `${field} is ${value}.`;
  }
  const seconds = usage.audioSeconds;
  if (seconds !== undefined && !(Number.isFinite(seconds) && seconds >= 0)) return `audioSeconds is ${seconds}.`;
  return undefined;
}

/** What is left of the whole after its parts; `undefined` if they are more than it. */
function rest(whole: number, ...parts: number[]): number | undefined {
  const left = whole - parts.reduce((sum, part) => sum + part, 0);
  return left >= 0 ? left : undefined;
}

function cacheAmounts(usage: Usage, prices: Prices): Amounts {
  const write = usage.cacheWriteTokens ?? 0;
  const hour = usage.cacheWriteHourTokens ?? 0;
  const short = rest(write, hour);
  if (short === undefined) return { unknown: "More tokens were written to the one-hour cache than to any cache." };
  // A vendor without a price for cache writes bills them as plain input (OpenAI before GPT-5.6).
  const shortUnit = prices.cacheWrite === undefined ? "input" : "cacheWrite";
  const hourUnit = prices.cacheWrite === undefined && prices.cacheWriteHour === undefined ? "input" : "cacheWriteHour";
  const readUnit = prices.cacheRead === undefined ? "input" : "cacheRead";
  return {
    amounts: [
      { unit: readUnit, count: usage.cacheReadTokens ?? 0 },
      { unit: shortUnit, count: short },
      { unit: hourUnit, count: hour },
    ],
  };
}

/**
 * Input by price. Audio without a price of its own is unknown, since it is dearer than text nearly everywhere; images and
 * video without one cost what text costs. Cached tokens are taken to be text as far as there is text.
 */
function inputAmounts(usage: Usage, prices: Prices): Amounts {
  const whole = usage.inputTokens ?? 0;
  const media: Amount[] = [
    { unit: "inputAudio", count: usage.inputAudioTokens ?? 0 },
    { unit: prices.inputImage === undefined ? "input" : "inputImage", count: usage.inputImageTokens ?? 0 },
    { unit: prices.inputVideo === undefined ? "input" : "inputVideo", count: usage.inputVideoTokens ?? 0 },
  ];
  const cache = cacheAmounts(usage, prices);
  if ("unknown" in cache) return cache;
  const cached = cache.amounts.reduce((sum, amount) => sum + amount.count, 0);
  if (rest(whole, ...media.map((each) => each.count)) === undefined || rest(whole, cached) === undefined)
    return { unknown: "The parts of the input are more than the input." };
  const dearer = media.filter((each) => each.unit !== "input");
  const apart = dearer.reduce((sum, each) => sum + each.count, 0);
  const overlap = Math.max(0, cached + apart - whole);
  if (overlap === 0) {
    return { amounts: [{ unit: "input", count: whole - cached - apart }, ...cache.amounts, ...dearer] };
  }
  return cachedMedia(dearer, cache.amounts, overlap, prices);
}

const CACHED: { [unit: string]: PriceUnit } = { inputAudio: "cacheReadAudio", inputImage: "cacheReadImage" };

/** So much is cached that some of it must be media: those tokens leave both counts and take the price of cached media. */
function cachedMedia(media: Amount[], cache: Amount[], overlap: number, prices: Prices): Amounts {
  const read = cache.find((amount) => amount.unit === "cacheRead");
  if (!read || read.count < overlap)
    return { unknown: "Media were written to the cache, for which no price is known." };
  read.count -= overlap;
  let left = overlap;
  const moved: Amount[] = [];
  for (const each of media) {
    const count = Math.min(left, each.count);
    const unit = CACHED[each.unit];
    each.count -= count;
    left -= count;
    moved.push({ unit: unit && prices[unit] !== undefined ? unit : "cacheRead", count });
  }
  return { amounts: [...media, ...cache, ...moved] };
}

/** Output by price. Reasoning costs what other output costs unless it has a price; made audio and images need their own. */
function outputAmounts(usage: Usage, prices: Prices): Amounts {
  const whole = usage.outputTokens ?? 0;
  const reasoning = usage.reasoningTokens ?? 0;
  const audio = usage.outputAudioTokens ?? 0;
  // Images priced singly are not priced by their tokens too.
  const image = prices.image !== undefined && usage.outputImages !== undefined ? 0 : (usage.outputImageTokens ?? 0);
  const plain = rest(whole, reasoning, audio, usage.outputImageTokens ?? 0);
  if (plain === undefined) return { unknown: "The parts of the output are more than the output." };
  return {
    amounts: [
      { unit: "output", count: plain },
      { unit: prices.reasoning === undefined ? "output" : "reasoning", count: reasoning },
      { unit: "outputAudio", count: audio },
      { unit: "outputImage", count: image },
    ],
  };
}

function singleAmounts(usage: Usage, prices: Prices): Amounts {
  const amounts: Amount[] = [];
  if (usage.audioSeconds !== undefined && prices.input === undefined) {
    amounts.push({ unit: prices.audioMinute === undefined ? "audioHour" : "audioMinute", count: usage.audioSeconds });
  }
  if (usage.outputImages !== undefined && prices.image !== undefined)
    amounts.push({ unit: "image", count: usage.outputImages });
  for (const [name, count] of Object.entries(usage.requests ?? {})) {
    if (count === 0 || NOT_BILLED.has(name)) continue;
    const unit = REQUEST_UNITS[name];
    if (!unit || !Number.isSafeInteger(count) || count < 0) return { unknown: `No price is known for ${name}.` };
    amounts.push({ unit, count });
  }
  if (prices.request !== undefined) amounts.push({ unit: "request", count: 1 });
  return { amounts };
}

/** What a price list needs and the usage does not say, in one sentence. */
function missing(usage: Usage, prices: Prices): string | undefined {
  if (prices.input !== undefined && usage.inputTokens === undefined)
    return "The provider did not say how much was read.";
  if (prices.output !== undefined && prices.input !== undefined && usage.outputTokens === undefined)
    return "The provider did not say how much was written.";
  const single = prices.input === undefined && prices.output === undefined;
  if (!single) return undefined;
  const needs: [boolean, boolean, string][] = [
    [prices.audioMinute !== undefined || prices.audioHour !== undefined, usage.audioSeconds === undefined, "audio"],
    [prices.image !== undefined, usage.outputImages === undefined, "images"],
    [prices.page !== undefined, !singleUnits(usage).has("page"), "pages"],
    [prices.character !== undefined, !singleUnits(usage).has("character"), "characters"],
  ];
  const gap = needs.find(([priced, unsaid]) => priced && unsaid);
  return gap ? `The provider did not say how much was used (${gap[2]}).` : undefined;
}

function singleUnits(usage: Usage): Set<PriceUnit | undefined> {
  return new Set(Object.keys(usage.requests ?? {}).map((name) => REQUEST_UNITS[name]));
}

/** The amounts of a call by unit, for a list of prices. Amounts of 0 are left out. */
export function usageAmounts(usage: Usage, prices: Prices): Amounts {
  const wrong = malformed(usage);
  if (wrong) return { unknown: `The usage is not sound: ${wrong}` };
  const gap = missing(usage, prices);
  if (gap) return { unknown: gap };
  const byTokens = prices.input !== undefined || prices.output !== undefined;
  const parts = [
    ...(byTokens ? [inputAmounts(usage, prices), outputAmounts(usage, prices)] : []),
    singleAmounts(usage, prices),
  ];
  const amounts: Amount[] = [];
  for (const part of parts) {
    if ("unknown" in part) return part;
    amounts.push(...part.amounts.filter((amount) => amount.count > 0));
  }
  return { amounts };
}
