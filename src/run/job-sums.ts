/** What many calls of one model take together: tokens, dollars, batch price, energy, as ranges. Counts no tokens and sends nothing. */
import type { PriceRow } from "../price/ledger.ts";
import type { TokenForecast } from "../price/token-forecast.ts";
import type { Range } from "./estimate.ts";
import { type CallPrice, type CallTokens, type PriceMoment, priceMoment, priceOfCall } from "./estimate-price.ts";
import type { EstimatedModel, InputForecast } from "./estimate-tokens.ts";

/** Sums of the calls so far. A range that is `undefined` is unknown for at least one of them. */
export interface JobSums {
  /** Who answers. */
  model: EstimatedModel;
  /** Output tokens of one call. */
  output: Range;
  /** Whose price is taken, and what is to be known of it. */
  moment: PriceMoment;
  /** Calls so far. */
  calls: number;
  /** Input tokens. */
  input: Range | undefined;
  /** Picodollars. */
  picodollars: Range | undefined;
  /** Picodollars by the provider's batch service. */
  batch: Range | undefined;
  /** Watt-hours. */
  energy: Range | undefined;
  /** The price. Absent: unknown so far, or the model runs on this machine. */
  row: PriceRow | undefined;
  /** What was assumed, one sentence each. */
  assumptions: Set<string>;
  /** Prices of calls of as many tokens: photos of one camera all have the same. */
  seen: Map<string, CallPrice>;
}

/** Distinct token counts whose price is remembered. */
const MOST_SEEN = 10_000;

/** No calls yet. @param at milliseconds since 1970 whose price is taken. */
export function emptySums(
  model: EstimatedModel,
  output: TokenForecast,
  at: number,
  overrides?: readonly PriceRow[],
): JobSums {
  const moment =
    model.where === "hosted"
      ? priceMoment(model.id, at, overrides)
      : { at, assumptions: [`${model.id} runs on this machine and costs nothing.`] };
  const none: Range = { low: 0, high: 0 };
  return {
    model,
    output: { low: output.low, high: output.high },
    moment,
    calls: 0,
    input: none,
    picodollars: none,
    batch: none,
    energy: none,
    row: undefined,
    assumptions: new Set(output.assumptions),
    seen: new Map(),
  };
}

/** A sum and so many of another; unknown in one is unknown in all. */
function plus(sum: Range | undefined, more: Range | undefined, times: number): Range | undefined {
  return sum && more && { low: sum.low + more.low * times, high: sum.high + more.high * times };
}

/** What one call of these tokens takes. */
function priceWithin(sums: JobSums, input: InputForecast, overrides?: readonly PriceRow[]): CallPrice {
  const { tokens, audio } = input;
  const key = [tokens.low, tokens.high, audio.low, audio.high].join(" ");
  const known = sums.seen.get(key);
  if (known) return known;
  const call: CallTokens = { input: tokens, audio, output: sums.output };
  const price = priceOfCall(sums.model, call, sums.moment.at, overrides);
  if (sums.seen.size < MOST_SEEN) sums.seen.set(key, price);
  return price;
}

/** Adds calls of these input tokens; gives what one of them costs. `undefined`: its tokens are unknown. */
export function addCalls(
  sums: JobSums,
  input: InputForecast,
  times: number,
  overrides?: readonly PriceRow[],
): CallPrice | undefined {
  sums.calls += times;
  for (const each of input.tokens.assumptions) sums.assumptions.add(each);
  if (input.unknown.length > 0) {
    sums.input = sums.batch = sums.energy = undefined;
    // What runs on this machine costs nothing, however many tokens it takes.
    if (sums.model.where === "hosted") sums.picodollars = undefined;
    return undefined;
  }
  const price = priceWithin(sums, input, overrides);
  for (const each of price.assumptions) sums.assumptions.add(each);
  sums.input = plus(sums.input, input.tokens, times);
  sums.picodollars = plus(sums.picodollars, price.picodollars, times);
  sums.batch = plus(sums.batch, price.batchPicodollars, times);
  sums.energy = plus(sums.energy, price.energyWh, times);
  sums.row ??= price.row;
  return price;
}
