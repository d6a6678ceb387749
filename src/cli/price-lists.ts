/** Lists of prices as tables: the models of a vendor, the vendors of the ledger. Pure but for the ledger it looks into. */
import { type PriceRow, pricedModels, priceHistory, priceSources, priceVendors } from "../price/ledger.ts";
import { PRICE_UNITS, type PriceUnit } from "../price/price-row.ts";
import { displayWidth } from "./display-width.ts";
import { validity } from "./price-history.ts";
import { priceText, unitName, unitsOf } from "./price-units.ts";
import { renderTable, type TableColumn, type TableSettings } from "./table.ts";

/** A model with the price to show. */
export interface ListedPrice {
  /** Full name. */
  model: string;
  /** The price. Absent: none holds. */
  row?: PriceRow;
  /** True if the price holds no more. */
  ended?: true;
}

/** A vendor of the ledger. */
export interface VendorRow {
  /** First part of its models' names. */
  vendor: string;
  /** Name for people. */
  name: string;
  /** Its page with prices. */
  url: string;
  /** Models with a price. */
  models: number;
  /** Dated prices of all of them; names that share a price are counted each. */
  prices: number;
  /** Day on which the price that was checked last was checked. */
  checked: string;
}

/** Units that have a column, or that come on top of tokens and stand in the model's history only. */
const BESIDE: readonly PriceUnit[] = [
  ...(["input", "cacheRead", "cacheWrite", "cacheWriteHour", "output"] as const),
  ...(["webSearch", "fileSearch", "cacheReadAudio", "cacheReadImage"] as const),
];

/** Prices in units that have no column, in few words. */
function otherUnits(row: PriceRow): string {
  return unitsOf([row.prices])
    .filter((unit) => !BESIDE.includes(unit))
    .map((unit) => {
      const price = priceText(row.prices[unit]);
      return PRICE_UNITS[unit].counts === "tokens" ? `${unitName(unit)} ${price}` : `${price} / ${unitName(unit)}`;
    })
    .join(", ");
}

function remark({ row }: ListedPrice): string {
  if (!row) return "";
  const tiers = row.tiers?.length ? "more when large" : "";
  return [otherUnits(row), tiers, row.hoursUtc ? "by the hour" : ""].filter((text) => text !== "").join("; ");
}

function isGone({ row, ended }: ListedPrice): boolean {
  return ended === true || row?.retired !== undefined;
}

const LEAST_REMARK = 24;

/** The columns from most to fewest, for narrower and narrower terminals. */
function columnSets(): TableColumn<ListedPrice>[][] {
  const price = (unit: "input" | "cacheRead" | "output", title: string): TableColumn<ListedPrice> => ({
    title,
    value: ({ row }) => {
      const isElse = unit === "input" && row && !row.prices.input && otherUnits(row) !== "";
      return isElse ? "other" : priceText(row?.prices[unit]);
    },
    align: "right",
  });
  const model: TableColumn<ListedPrice> = {
    title: "model",
    value: (each) => `${each.model}${isGone(each) ? " †" : ""}`,
    whole: true,
    styles: (each) => (isGone(each) ? ["dim"] : []),
  };
  const [input, cached, output] = [price("input", "$/M in"), price("cacheRead", "cached"), price("output", "out")];
  const holds: TableColumn<ListedPrice> = {
    title: "holds",
    value: ({ row }) => (row ? validity(row).replace("at any time", "") : undefined),
    whole: true,
  };
  const more: TableColumn<ListedPrice> = { title: "", value: remark };
  return [
    [model, input, cached, output, holds, more],
    [model, input, cached, output, holds],
    [model, input, cached, output],
    [model, input, output],
  ];
}

/** Models with their prices for people, in as many columns as fit. */
export function modelsText(models: readonly ListedPrice[], settings: TableSettings): string {
  const fits = (columns: TableColumn<ListedPrice>[]): boolean => {
    // The last column may be cut, but not to nothing.
    const cut = columns.map((each) => (each.title === "" ? { ...each, value: () => "x".repeat(LEAST_REMARK) } : each));
    const lines = renderTable(models, cut, { width: Number.POSITIVE_INFINITY, color: false }).split("\n");
    return lines.every((line) => displayWidth(line) <= settings.width);
  };
  const sets = columnSets();
  const columns = sets.find(fits) ?? sets.at(-1) ?? [];
  const gone = models.some(isGone) ? "† no longer offered, or the price has ended.\n" : "";
  const count = `${models.length.toLocaleString("en-US")} ${models.length === 1 ? "model" : "models"}`;
  const hint = "`penny prices MODEL` shows other units, tiers, services and days.";
  return `${renderTable(models, columns, settings)}\n${gone}${count}; ${hint}\n`;
}

/** The vendors with what the ledger has of them, in the order of their names. */
export function vendorRows(): VendorRow[] {
  const rows = new Map(
    priceVendors().map((each): [string, VendorRow] => [each.vendor, { ...each, models: 0, prices: 0, checked: "" }]),
  );
  for (const model of pricedModels()) {
    const row = rows.get(model.slice(0, model.indexOf("/")));
    if (!row) continue;
    const history = priceHistory(model);
    row.models++;
    row.prices += history.length;
    for (const { checked } of history) if (checked !== undefined && checked > row.checked) row.checked = checked;
  }
  return [...rows.values()].sort((a, b) => (a.vendor < b.vendor ? -1 : 1));
}

/** What the ledger holds, for people. `own`: how many prices of their own the person has. */
export function ledgerText(rows: readonly VendorRow[], own: number, settings: TableSettings): string {
  const columns: TableColumn<VendorRow>[] = [
    { title: "vendor", value: ({ vendor }) => vendor, whole: true },
    { title: "", value: ({ name }) => name },
    { title: "models", value: ({ models }) => models },
    { title: "prices", value: ({ prices }) => prices },
    { title: "last checked", value: ({ checked }) => checked, whole: true },
  ];
  const models = rows.reduce((sum, row) => sum + row.models, 0).toLocaleString("en-US");
  const sources = priceSources().map(
    ({ name, version, checked, licence }) => `  ${name} ${version}, kept until ${checked} (${licence})\n`,
  );
  const ours = own > 0 ? `Your own prices in settings.json: ${own}, taken before these.\n` : "";
  const about = `${models} models of ${rows.length} vendors. Read from:\n${sources.join("")}  and by hand, where a price names it (--sources)\n${ours}`;
  return `${renderTable(rows, columns, settings)}\n${about}\`penny prices --vendor NAME\` lists a vendor's models,\n\`penny prices MODEL\` shows the history of one.\n`;
}
