/** Units and amounts of prices as people read them. Pure. */
import { parseUsd } from "../price/money.ts";
import { PRICE_UNITS, type Prices, type PriceUnit, type ServicePrices } from "../price/price-row.ts";

/** Names where the field's own, taken apart, would not do. */
const NAMES: { readonly [unit in PriceUnit]?: string } = {
  cacheRead: "cached input",
  cacheWrite: "cache write",
  cacheWriteHour: "cache write, 1 h",
  inputAudio: "audio in",
  cacheReadAudio: "cached audio",
  inputImage: "images in",
  cacheReadImage: "cached images",
  inputVideo: "video in",
  outputAudio: "audio out",
  outputImage: "images out",
  outputVideo: "video out",
  audioHour: "hour of audio",
  audioMinute: "minute of audio",
  character: "1M characters",
  page: "1,000 pages",
  annotatedPage: "1,000 pages with notes",
  webSearch: "1,000 web searches",
  fileSearch: "1,000 file searches",
  request: "1,000 requests",
  textMessage: "1,000 messages",
};

const ORDER = Object.keys(PRICE_UNITS) as PriceUnit[];

/** A unit's name: `cached input`, `1,000 web searches`. Of tokens the amount is not named: a million. */
export function unitName(unit: PriceUnit): string {
  return NAMES[unit] ?? unit;
}

/** The units of several price lists, each once, in the usual order. */
export function unitsOf(lists: readonly Prices[]): PriceUnit[] {
  return ORDER.filter((unit) => lists.some((prices) => prices[unit] !== undefined));
}

/** A price for people, exact: `$2.50`, `$0.0375`; the empty string where there is none. */
export function priceText(usd: string | undefined): string {
  if (usd === undefined) return "";
  const [whole = "0", fraction = ""] = usd.split(".");
  return `$${fraction === "" ? whole : `${whole}.${fraction.padEnd(2, "0")}`}`;
}

/** A decimal string times another, exact. `undefined` if either is no price. */
function times(usd: string, factor: string): string | undefined {
  const [price, share] = [parseUsd(usd), parseUsd(factor)];
  if (price === undefined || share === undefined) return undefined;
  const digits = (price * share).toString().padStart(37, "0");
  const fraction = digits.slice(-36).replace(/0+$/, "");
  return `${digits.slice(0, -36)}${fraction ? `.${fraction}` : ""}`;
}

/** The prices of a service tier: its own where it has them, else the usual ones times its factor, of tokens only. */
export function servicePrices(usual: Prices, service: ServicePrices): Prices {
  if (service.prices) return service.prices;
  const prices: Prices = {};
  for (const unit of unitsOf([usual])) {
    const usd = usual[unit];
    const price = PRICE_UNITS[unit].counts === "tokens" && usd ? times(usd, service.factor ?? "") : undefined;
    if (price !== undefined) prices[unit] = price;
  }
  return prices;
}
