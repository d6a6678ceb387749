/**
 * Reads a person's own prices: what their settings say in place of the ledger, for a contract, a fine-tune or a host that
 * the ledger does not know. Checks the shape; reads no files.
 */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { parseUsd } from "./money.ts";
import { PRICE_UNITS, type PriceRow, type Prices, type PriceUnit } from "./price-row.ts";

const FIELDS = ["model", "prices", "from", "to", "note"];
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

function pricesOf(value: unknown, where: string): Prices {
  if (!isObject(value) || Object.keys(value).length === 0)
    throw new SetupError(`${where} needs prices in USD, like { "input": "2.5", "output": "10" } per million tokens.`);
  const prices: Prices = {};
  for (const [unit, price] of Object.entries(value)) {
    if (!Object.hasOwn(PRICE_UNITS, unit))
      throw new SetupError(`${where} has an unknown price unit ${unit}.${nearestHint(unit, Object.keys(PRICE_UNITS))}`);
    const text = typeof price === "number" ? String(price) : price;
    if (typeof text !== "string" || parseUsd(text) === undefined)
      throw new SetupError(
        `${where} has the price ${shown(price)} for ${unit}; it must be a number of USD, 0 or more.`,
      );
    prices[unit as PriceUnit] = text;
  }
  return prices;
}

function dayOf(row: { [key: string]: unknown }, field: "from" | "to", where: string): string | undefined {
  const value = row[field];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !DAY.test(value))
    throw new SetupError(`${where} has ${shown(value)} as ${field}; it must be a day like "2026-01-31".`);
  return value;
}

function rowOf(value: unknown, where: string): PriceRow {
  if (!isObject(value))
    throw new SetupError(`${where} is ${shown(value)}; it must be an object with model and prices.`);
  for (const field of Object.keys(value))
    if (!FIELDS.includes(field))
      throw new SetupError(`${where} has an unknown field ${field}.${nearestHint(field, FIELDS)}`);
  const { model, note } = value;
  if (typeof model !== "string" || !/^[^/]+\/.+$/.test(model))
    throw new SetupError(`${where} has ${shown(model)} as model; it must be a full name like "openai/gpt-4o".`);
  if (note !== undefined && typeof note !== "string")
    throw new SetupError(`${where} has ${shown(note)} as note; it must be a text.`);
  const from = dayOf(value, "from", where);
  const to = dayOf(value, "to", where);
  if (from && to && from >= to)
    throw new SetupError(`${where} ends on ${to}, which is not after its beginning ${from}.`);
  const slash = model.indexOf("/");
  return {
    vendor: model.slice(0, slash),
    model: model.slice(slash + 1),
    prices: pricesOf(value.prices, where),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    source: "own",
    ...(note ? { note } : {}),
  };
}

/**
 * A person's own prices from parsed JSON or YAML: a list of `{ model, prices, from?, to?, note? }`, prices in USD by unit
 * (`PRICE_UNITS`) as decimal strings or numbers.
 * @param where what the value is, for error messages: `prices.yaml`.
 * @throws SetupError if the shape is wrong, with the place and what it must be.
 */
export function parseOwnPrices(value: unknown, where: string): PriceRow[] {
  if (!Array.isArray(value)) throw new SetupError(`${where} must be a list of prices, each with model and prices.`);
  return value.map((row, index) => rowOf(row, `${where}, entry ${index + 1},`));
}
