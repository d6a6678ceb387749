/** All that is known of one model, as lines for people. Pure but for the ledger it looks into. */
import { findPrice } from "../price/ledger.ts";
import { PRICE_UNITS, type PriceRow, type PriceUnit } from "../price/price-row.ts";
import type { PricedModel } from "../run/priced-models.ts";
import { tokens } from "./amounts.ts";
import { styled } from "./wrap-text.ts";

const PLACES: { readonly [where in PricedModel["where"]]: string } = {
  process: "in this process, on this machine",
  server: "on a server of this machine",
  hosted: "hosted",
};

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? "–" : value ? "yes" : "no";
}

/** `cacheRead` as `cache read`. */
function words(unit: string): string {
  return unit.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function unitText(unit: PriceUnit): string {
  const { counts, per } = PRICE_UNITS[unit];
  const amount = per === 1_000_000 ? "M " : per === 1 ? "" : `${per} `;
  return `per ${amount}${counts}`;
}

function priceLines(model: PricedModel, at: number, own: readonly PriceRow[]): [string, string][] {
  if (model.where !== "hosted") return [["price", "none: it runs here"]];
  const found = findPrice(model.id, at, own);
  if (!found) return [["price", "– (`penny prices` knows none)"]];
  const { row, assumption } = found;
  const lines = Object.entries(row.prices).map(([unit, usd]): [string, string] => [
    words(unit),
    `$${usd} ${unitText(unit as PriceUnit)}`,
  ]);
  for (const { over, prices } of row.tiers ?? []) {
    const tier = Object.entries(prices).map(([unit, usd]) => `${words(unit)} $${usd}`);
    lines.push([`over ${tokens(over)}`, tier.join(", ")]);
  }
  const source = [row.source, row.checked && `checked ${row.checked}`, row.url].filter((each) => each).join(", ");
  lines.push(["price from", source]);
  if (assumption) lines.push(["assumed", assumption]);
  return lines;
}

/**
 * The sheet of a model, each line ended.
 * @param at milliseconds since 1970: the moment of the prices.
 * @param own the person's own prices.
 */
export function modelSheet(model: PricedModel, at: number, own: readonly PriceRow[], color: boolean): string {
  const { input, output, tools, schema, reasoning, contextTokens, maxOutputTokens } = model.capabilities;
  const key = `no: there is no key, \`penny keys set ${model.provider}\``;
  const lines: [string, string][] = [
    ["name", model.title],
    ["runs", PLACES[model.where]],
    ["can be asked", model.available ? "yes" : key],
    ["reads", input.join(", ")],
    ["makes", output.join(", ")],
    ["tools", yesOrNo(tools)],
    ["schema", yesOrNo(schema)],
    ["reasoning", yesOrNo(reasoning)],
    ["context", contextTokens === undefined ? "–" : `${contextTokens} tokens`],
    ["longest answer", maxOutputTokens === undefined ? "–" : `${maxOutputTokens} tokens`],
    ...(model.released === undefined ? [] : ([["released", model.released]] as [string, string][])),
    ...(model.retired === undefined ? [] : ([["retired", model.retired]] as [string, string][])),
    ...(model.aliases.length === 0 ? [] : ([["aliases", model.aliases.join(", ")]] as [string, string][])),
    ...priceLines(model, at, own),
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  const title = `${styled(model.id, ["bold"], color)}${model.isDefault ? " (default)" : ""}\n`;
  return title + lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join("");
}
