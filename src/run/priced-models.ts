/** Models joined with their price of today, as every face lists them. Pure but for the ledger it looks into. */
import type { ListedModel } from "../models/registry.ts";
import { findPrice, type PriceRow } from "../price/ledger.ts";

/** What a model costs today, USD per million tokens. */
export interface ModelPrice {
  /** Input tokens as an exact decimal string. Absent: unknown or not by tokens. */
  inputUsd?: string;
  /** Output tokens as an exact decimal string. Absent: unknown or not by tokens. */
  outputUsd?: string;
  /** `free`: it runs on this machine. `ledger`: its id is listed. `assumed`: a near one is. */
  basis: "free" | "ledger" | "assumed";
  /** Where the price was read. Absent: it is free, or the person's own price. */
  source?: string;
  /** Day on which the source was last checked. Absent: as for `source`. */
  checked?: string;
}

/** A model with its price. */
export interface PricedModel extends ListedModel {
  /** Price of today. Absent: unknown. */
  price?: ModelPrice;
}

function priceOf(model: ListedModel, at: number, own: readonly PriceRow[]): ModelPrice | undefined {
  if (model.where !== "hosted") return { inputUsd: "0", outputUsd: "0", basis: "free" };
  const found = findPrice(model.id, at, own);
  if (!found) return undefined;
  const { prices, source, checked } = found.row;
  return {
    ...(prices.input === undefined ? {} : { inputUsd: prices.input }),
    ...(prices.output === undefined ? {} : { outputUsd: prices.output }),
    basis: found.basis,
    source,
    ...(checked === undefined ? {} : { checked }),
  };
}

/**
 * Models with their prices at a moment.
 * @param at milliseconds since 1970.
 * @param own the person's own prices, which come first.
 */
export function pricedModels(models: readonly ListedModel[], at: number, own: readonly PriceRow[]): PricedModel[] {
  return models.map((model) => {
    const price = priceOf(model, at, own);
    return price ? { ...model, price } : model;
  });
}

/** Whether a model costs at most so many dollars per million tokens, read and written. Unknown is not at most anything. */
export function costsAtMost(model: PricedModel, usd: number): boolean {
  const { inputUsd, outputUsd } = model.price ?? {};
  return inputUsd !== undefined && outputUsd !== undefined && Number(inputUsd) <= usd && Number(outputUsd) <= usd;
}
