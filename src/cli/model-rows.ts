/** Models as people and programs see them in lists: joined with their price of today. Pure but for the ledger it looks into. */
import type { ListedModel } from "../models/registry.ts";
import { findPrice, type PriceRow } from "../price/ledger.ts";
import { tokens, unknown } from "./amounts.ts";
import { priceText as usdText } from "./price-units.ts";
import { renderTable, type TableColumn, type TableSettings } from "./table.ts";

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

/** A price per million tokens for people: `$0.15`, `$0`, `–`; `~$0.15` where it is that of a near id. */
export function priceText(price: ModelPrice | undefined, side: "inputUsd" | "outputUsd"): string {
  const usd = price?.[side];
  return usd === undefined ? unknown : `${price?.basis === "assumed" ? "~" : ""}${usdText(usd)}`;
}

/** What a model reads beside text and does, in few words: `image pdf tools`. */
export function abilities(model: ListedModel): string {
  const { input, output, tools, schema, reasoning } = model.capabilities;
  const reads = input.filter((kind) => kind !== "text");
  const makes = output.filter((kind) => kind !== "text").map((kind) => `→${kind}`);
  const does = Object.entries({ tools, schema, reasoning }).flatMap(([name, can]) => (can ? [name] : []));
  return [...reads, ...makes, ...does].join(" ");
}

/** Marks of a model: the default, its aliases. */
function marks(model: ListedModel): string {
  return [...(model.isDefault ? ["default"] : []), ...model.aliases].join(", ");
}

/** The table of models. */
export function modelTable(models: readonly PricedModel[], settings: TableSettings): string {
  const columns: TableColumn<PricedModel>[] = [
    { title: "model", value: ({ id }) => id, whole: true, styles: ({ available }) => (available ? ["bold"] : []) },
    { title: "$/M in", value: ({ price }) => priceText(price, "inputUsd"), align: "right" },
    { title: "out", value: ({ price }) => priceText(price, "outputUsd"), align: "right" },
    { title: "context", value: ({ capabilities }) => tokens(capabilities.contextTokens), align: "right" },
    { title: "reads and does", value: (model) => abilities(model) },
  ];
  if (models.some((model) => marks(model) !== "")) columns.push({ title: "", value: (model) => marks(model) });
  return renderTable(models, columns, settings);
}
