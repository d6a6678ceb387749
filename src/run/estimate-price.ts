/**
 * Dollars, batch price and energy of calls to come, for counts of tokens that are given. A model that is no longer sold takes its
 * last known price, and says so. Counts no tokens.
 */
import { type CostForecast, costOrReason, type ForecastInput, forecastCost, type TokenRange } from "../price/cost.ts";
import { energyOf } from "../price/energy.ts";
import { findPrice, type PriceRow, priceHistory } from "../price/ledger.ts";
import type { Range } from "./estimate.ts";
import type { EstimatedModel } from "./estimate-tokens.ts";

/** Which price is taken. */
export interface PriceMoment {
  /** Milliseconds since 1970 whose price is taken. */
  at: number;
  /** What is to be known of it, one sentence each. Empty: nothing. */
  assumptions: string[];
}

/** What one call takes; ranges. */
export interface CallPrice {
  /** Picodollars. Absent: unknown. */
  picodollars?: Range;
  /** Picodollars by the provider's batch service. Absent: no such price is known. */
  batchPicodollars?: Range;
  /** Watt-hours. Absent: unknown. */
  energyWh?: Range;
  /** The price. Absent: unknown, or the model runs on this machine. */
  row?: PriceRow;
  /** What was assumed, one sentence each. */
  assumptions: string[];
}

/** Tokens of one call. */
export interface CallTokens {
  /** That go in. */
  input: TokenRange;
  /** Of these, audio. */
  audio: TokenRange;
  /** That come out. */
  output: TokenRange;
}

const DAY_MS = 86_400_000;

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function sentence(text: string): string {
  return text.replace(/\.?$/, ".");
}

function coversDay(row: PriceRow, day: string): boolean {
  return (row.from === undefined || row.from <= day) && (row.to === undefined || day < row.to);
}

function notesOn(model: string, at: number, history: readonly PriceRow[], row: PriceRow): string[] {
  const byHour = history.some((each) => each.hoursUtc && coversDay(each, dayOf(at)));
  return [
    ...(row.retired ? [`${model} is no longer offered. ${sentence(row.retired)} Its last known price is taken.`] : []),
    ...(byHour
      ? [`The price of ${model} depends on the hour; that of ${new Date(at).toISOString().slice(11, 16)} UTC is taken.`]
      : []),
  ];
}

/** The moment whose price holds for a model: the one that was asked for, or the last day of the last price before it. */
export function priceMoment(model: string, at: number, overrides: readonly PriceRow[] = []): PriceMoment {
  const history = priceHistory(model, overrides);
  const found = findPrice(model, at, overrides);
  if (found) return { at, assumptions: notesOn(model, at, history, found.row) };
  const ended = history.filter((row) => row.to !== undefined && Date.parse(row.to) <= at);
  const last = ended.reduce<string>((latest, row) => (row.to !== undefined && row.to > latest ? row.to : latest), "");
  if (last !== "") {
    // Noon of the last day on which it held.
    const moment = Date.parse(last) - DAY_MS / 2;
    const row = findPrice(model, moment, overrides)?.row;
    const dates = row?.from === undefined ? `until ${dayOf(moment)}` : `from ${row.from} to ${dayOf(moment)}`;
    const why = `No price of ${model} is known for ${dayOf(at)}; the last known one, which held ${dates}, is taken.`;
    return { at: moment, assumptions: [why, ...(row?.retired ? [sentence(row.retired)] : [])] };
  }
  const first = history.reduce<string | undefined>(
    (least, row) => (row.from !== undefined && (least === undefined || row.from < least) ? row.from : least),
    undefined,
  );
  const why =
    first === undefined ? `No price of ${model} is known.` : `No price of ${model} is known for days before ${first}.`;
  return { at, assumptions: [why] };
}

function energyOfCall(model: EstimatedModel, tokens: CallTokens): Range | undefined {
  const at = (end: keyof TokenRange): ReturnType<typeof energyOf> =>
    energyOf({
      model: model.id,
      where: model.where,
      usage: { inputTokens: Math.ceil(tokens.input[end]), outputTokens: Math.ceil(tokens.output[end]) },
    });
  const [low, high] = [at("low"), at("high")];
  return low && high && { low: low.lowWh, high: high.highWh };
}

/** Why a model that has a price has none for such a call. `undefined`: it has no price at all, which `priceMoment` says. */
function reasonOf({ model, where, at, overrides, inputTokens, outputTokens }: ForecastInput): string | undefined {
  if (!findPrice(model, at, overrides)) return undefined;
  const usage = { inputTokens: Math.ceil(inputTokens.high), outputTokens: Math.ceil(outputTokens.high) };
  const result = costOrReason({ model, where, at, usage, ...(overrides ? { overrides } : {}) });
  return "unknown" in result ? result.unknown : undefined;
}

/** What one call of so many tokens takes at the price of a moment. */
export function priceOfCall(
  model: EstimatedModel,
  tokens: CallTokens,
  at: number,
  overrides?: readonly PriceRow[],
): CallPrice {
  const input: ForecastInput = {
    model: model.id,
    where: model.where,
    at,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    ...(tokens.audio.high > 0 ? { inputAudioTokens: tokens.audio } : {}),
    ...(overrides ? { overrides } : {}),
  };
  const usual: CostForecast | undefined = forecastCost(input);
  const batch = model.where === "hosted" ? forecastCost({ ...input, serviceTier: "batch" }) : undefined;
  const energyWh = energyOfCall(model, tokens);
  const why = usual ? undefined : reasonOf(input);
  return {
    ...(usual ? { picodollars: usual.picodollars } : {}),
    ...(batch ? { batchPicodollars: batch.picodollars } : {}),
    ...(energyWh ? { energyWh } : {}),
    ...(usual?.row ? { row: usual.row } : {}),
    assumptions: usual?.assumptions ?? (why === undefined ? [] : [why]),
  };
}
