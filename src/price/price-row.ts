/**
 * The shape of one dated price and the units prices are in. Data only: finding a row is `ledger.ts`, reckoning is `cost.ts`.
 */

/** What is counted for each unit, and how many of it the price is for. */
export const PRICE_UNITS = {
  /** Input tokens that have no price of their own. */
  input: { counts: "tokens", per: 1_000_000 },
  /** Output tokens that have no price of their own. */
  output: { counts: "tokens", per: 1_000_000 },
  /** Input tokens read from a prompt cache. */
  cacheRead: { counts: "tokens", per: 1_000_000 },
  /** Input tokens written to a prompt cache of five minutes, or of any lifetime where there is one price. */
  cacheWrite: { counts: "tokens", per: 1_000_000 },
  /** Input tokens written to a prompt cache of one hour. */
  cacheWriteHour: { counts: "tokens", per: 1_000_000 },
  /** Input tokens of audio. */
  inputAudio: { counts: "tokens", per: 1_000_000 },
  /** Input tokens of audio read from a prompt cache. */
  cacheReadAudio: { counts: "tokens", per: 1_000_000 },
  /** Input tokens of images. */
  inputImage: { counts: "tokens", per: 1_000_000 },
  /** Input tokens of images read from a prompt cache. */
  cacheReadImage: { counts: "tokens", per: 1_000_000 },
  /** Input tokens of video. */
  inputVideo: { counts: "tokens", per: 1_000_000 },
  /** Output tokens of audio. */
  outputAudio: { counts: "tokens", per: 1_000_000 },
  /** Output tokens of images. */
  outputImage: { counts: "tokens", per: 1_000_000 },
  /** Output tokens of video. */
  outputVideo: { counts: "tokens", per: 1_000_000 },
  /** Output tokens of reasoning, where they differ from other output. */
  reasoning: { counts: "tokens", per: 1_000_000 },
  /** Tokens of citations (Perplexity). */
  citation: { counts: "tokens", per: 1_000_000 },
  /** Images made. */
  image: { counts: "images", per: 1 },
  /** Hours of audio heard or spoken; seconds are billed in proportion. */
  audioHour: { counts: "seconds", per: 3600 },
  /** Minutes of audio; seconds are billed in proportion. */
  audioMinute: { counts: "seconds", per: 60 },
  /** Characters of text turned into speech. */
  character: { counts: "characters", per: 1_000_000 },
  /** Pages of a document read. */
  page: { counts: "pages", per: 1000 },
  /** Pages read with annotations. */
  annotatedPage: { counts: "pages", per: 1000 },
  /** Web searches run by the provider. */
  webSearch: { counts: "searches", per: 1000 },
  /** Searches in stored files run by the provider. */
  fileSearch: { counts: "searches", per: 1000 },
  /** Requests, where each one has a fee. */
  request: { counts: "requests", per: 1000 },
  /** Text messages in a voice session. */
  textMessage: { counts: "messages", per: 1000 },
} as const;

/** Name of a unit. */
export type PriceUnit = keyof typeof PRICE_UNITS;

/** USD per unit (see `PRICE_UNITS` for how many that is) as exact decimal strings. Absent: no such price is known. */
export type Prices = { [Unit in PriceUnit]?: string };

/** Prices that replace the usual ones for the whole request once its input is large. */
export interface PriceTier {
  /** The tier holds for requests of more input tokens than this, cached ones included. */
  over: number;
  /** The prices that differ. */
  prices: Prices;
}

/** How a service tier (`batch`, `flex`, `priority`) changes the prices of tokens. */
export interface ServicePrices {
  /** Factor on all token prices as a decimal string. Absent: `prices` says them. */
  factor?: string;
  /** The tier's own prices. Absent: `factor` says them. */
  prices?: Prices;
}

/** One dated price of one model. */
export interface PriceRow {
  /** Whom one pays: the provider's name as in `provider/model`. */
  vendor: string;
  /** Model id exactly as the vendor's API has it. */
  model: string;
  /** USD per unit. */
  prices: Prices;
  /** Tiers by total input, ascending. Absent: one price for every size. */
  tiers?: PriceTier[];
  /** Service tiers with known prices. Absent: none is known. */
  services?: { [tier: string]: ServicePrices };
  /** First day of validity, UTC, `2024-05-13`. Absent: open. */
  from?: string;
  /** First day on which it no longer holds, UTC. Absent: open. */
  to?: string;
  /** Hours of the day in which it holds, UTC, from (inclusive) to (exclusive), `00:30`; may pass midnight. Absent: all day. */
  hoursUtc?: [string, string];
  /** True if `hoursUtc` holds on Mondays to Fridays only, by UTC. Absent: on all days. */
  weekdaysOnly?: true;
  /** That the model is no longer offered, in words. Absent: it is, as far as is known. */
  retired?: string;
  /** Where the price was read: name and version of a data set, or `hand`, or `own` for a person's own price. */
  source: string;
  /** Page with the price. Absent: a person's own price. */
  url?: string;
  /** Day on which the source was read, or last checked by its keepers. Absent: a person's own price. */
  checked?: string;
  /** What else to know, in one sentence. Absent: nothing. */
  note?: string;
}
