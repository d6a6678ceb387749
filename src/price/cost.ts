/**
 * What a call cost, and what calls to come will cost. Exact integer arithmetic; rounded once, at the end, to picodollars.
 * What cannot be known is `undefined`, never 0. Free is 0 and differs from unknown.
 */
import type { Cost } from "../record/call.ts";
import type { Usage } from "../record/usage.ts";
import { type FoundPrice, findPrice, rowKey } from "./ledger.ts";
import { parseUsd, picodollarsOf, picodollarsOfUsd } from "./money.ts";
import { PRICE_UNITS, type PriceRow, type Prices, type PriceUnit } from "./price-row.ts";
import { usageAmounts } from "./usage-amounts.ts";

/** A call to be priced. */
export interface CostInput {
  /** Full name, `provider/model`. */
  model: string;
  /** What it used. */
  usage: Usage;
  /** Milliseconds since 1970 at which it was sent. */
  at: number;
  /** Where the model ran: only `hosted` is billed by use. */
  where: "hosted" | "server" | "process";
  /** The person's own prices. Absent: none. */
  overrides?: readonly PriceRow[];
  /** Service tier asked for; what the provider says in `usage.serviceTier` comes first. Absent: the default one. */
  serviceTier?: string;
}

/** A cost, or in one sentence why it cannot be known. */
export type CostOrReason = { cost: Cost; price?: FoundPrice } | { unknown: string };

/** All `per` of PRICE_UNITS divide this, so sums need no fractions. Seconds are counted in thousandths. */
const COMMON = 9_000_000_000n;

/** Names of the tier that is billed at the usual prices: OpenAI, Anthropic, Google and Bedrock, Groq. */
const USUAL_TIERS = new Set(["default", "standard", "auto", "on_demand", "on-demand"]);

const TOKEN_UNITS = new Set(
  (Object.keys(PRICE_UNITS) as PriceUnit[]).filter((unit) => PRICE_UNITS[unit].counts === "tokens"),
);

/** The prices that hold for a request of this many input tokens: the highest tier that it is over replaces the usual ones. */
function tierPrices(row: PriceRow, inputTokens: number): Prices {
  let prices = row.prices;
  for (const tier of row.tiers ?? []) if (inputTokens > tier.over) prices = { ...prices, ...tier.prices };
  return prices;
}

interface PriceList {
  prices: Prices;
  /** Factor on tokens, a fraction of two integers. */
  factor: [bigint, bigint];
}

/** The price list of a service tier; `undefined` if the tier's price is not known. */
function priceList(row: PriceRow, inputTokens: number, tier: string | undefined): PriceList | undefined {
  const usual: PriceList = { prices: tierPrices(row, inputTokens), factor: [1n, 1n] };
  if (tier === undefined || USUAL_TIERS.has(tier.toLowerCase())) return usual;
  const service = row.services?.[tier.toLowerCase()];
  if (!service) return undefined;
  if (service.prices) {
    // A tier's own list is for requests of usual size; above a threshold it is not published.
    const large = (row.tiers ?? []).some((each) => inputTokens > each.over);
    return large ? undefined : { prices: { ...usual.prices, ...service.prices }, factor: [1n, 1n] };
  }
  const factor = parseUsd(service.factor ?? "");
  return factor === undefined ? undefined : { ...usual, factor: [factor, 10n ** 18n] };
}

/** Thousandths of a unit, so that seconds of audio stay exact to the millisecond. */
function thousandths(count: number): bigint {
  return Number.isSafeInteger(count) ? BigInt(count) * 1000n : BigInt(Math.round(count * 1000));
}

function costOfUsage(row: PriceRow, usage: Usage, tier: string | undefined): number | { unknown: string } {
  const list = priceList(row, usage.inputTokens ?? 0, tier);
  if (!list) return { unknown: `No price is known for the service tier ${tier}.` };
  const found = usageAmounts(usage, list.prices);
  if ("unknown" in found) return found;
  const [over, under] = list.factor;
  let sum = 0n;
  for (const { unit, count } of found.amounts) {
    const price = parseUsd(list.prices[unit] ?? "");
    if (price === undefined) return { unknown: `No price is known for ${unit} of ${row.vendor}/${row.model}.` };
    const share = (thousandths(count) * price * COMMON) / (1000n * BigInt(PRICE_UNITS[unit].per));
    sum += TOKEN_UNITS.has(unit) ? share * over : share * under;
  }
  const picodollars = picodollarsOf(sum, COMMON * under);
  return picodollars ?? { unknown: "The cost is too large to be exact." };
}

/** What a call cost, with the price used, or why it is not known. */
export function costOrReason(input: CostInput): CostOrReason {
  if (input.where !== "hosted") return { cost: { picodollars: 0, basis: "local" } };
  const { billedUsd } = input.usage;
  if (billedUsd !== undefined) {
    const picodollars = picodollarsOfUsd(billedUsd);
    if (picodollars !== undefined) return { cost: { picodollars, basis: "billed" } };
  }
  const price = findPrice(input.model, input.at, input.overrides);
  if (!price) return { unknown: `The ledger has no price of ${input.model} for that day.` };
  const result = costOfUsage(price.row, input.usage, input.usage.serviceTier ?? input.serviceTier);
  if (typeof result !== "number") return result;
  return { cost: { picodollars: result, basis: price.basis, row: rowKey(price.row) }, price };
}

/**
 * What a call cost; `undefined` if that cannot be known: no price, a tier without one, a count that the provider did not
 * give. What the provider says it billed comes first; models on this machine cost 0.
 */
export function costOf(input: CostInput): Cost | undefined {
  const result = costOrReason(input);
  return "cost" in result ? result.cost : undefined;
}

/** Tokens that calls will take, as a range. */
export interface TokenRange {
  /** At least, 0 or more. */
  low: number;
  /** At most. */
  high: number;
}

/** Calls to come, all alike. */
export interface ForecastInput {
  /** Full name, `provider/model`. */
  model: string;
  /** Where it runs. */
  where: CostInput["where"];
  /** Milliseconds since 1970 at which they will be sent. */
  at: number;
  /** Input tokens of one call. */
  inputTokens: TokenRange;
  /** Output tokens of one call. */
  outputTokens: TokenRange;
  /** Of the input, tokens of audio. Absent: none. */
  inputAudioTokens?: TokenRange;
  /** How many calls. Default 1. */
  calls?: number;
  /** Service tier. Absent: the default one. */
  serviceTier?: string;
  /** The person's own prices. Absent: none. */
  overrides?: readonly PriceRow[];
}

/** What calls to come will cost. */
export interface CostForecast {
  /** Integer picodollars of all calls together. */
  picodollars: TokenRange;
  /** How the price is known. */
  basis: Cost["basis"];
  /** The row used. Absent: the model runs on this machine. */
  row?: PriceRow;
  /** What was assumed, one sentence each. Empty: nothing. */
  assumptions: string[];
}

/** The usage of one call at one end of the forecast. */
function usageAt(input: ForecastInput, end: keyof TokenRange): Usage {
  const audio = input.inputAudioTokens ? { inputAudioTokens: Math.ceil(input.inputAudioTokens[end]) } : {};
  return { inputTokens: Math.ceil(input.inputTokens[end]), outputTokens: Math.ceil(input.outputTokens[end]), ...audio };
}

/** What calls to come will cost, from the least to the most tokens; `undefined` if the price is not known. No cache is assumed. */
export function forecastCost(input: ForecastInput): CostForecast | undefined {
  const { model, where, at, overrides, serviceTier, calls = 1 } = input;
  const ends = (["low", "high"] as const).map((end) =>
    costOrReason({ model, where, at, overrides, serviceTier, usage: usageAt(input, end) }),
  );
  const [low, high] = ends;
  if (!low || !high || !("cost" in low) || !("cost" in high)) return undefined;
  const assumptions = high.price?.assumption ? [high.price.assumption] : [];
  if (high.price?.row.note) assumptions.push(high.price.row.note);
  return {
    picodollars: { low: low.cost.picodollars * calls, high: high.cost.picodollars * calls },
    basis: high.cost.basis,
    ...(high.price ? { row: high.price.row } : {}),
    assumptions,
  };
}
