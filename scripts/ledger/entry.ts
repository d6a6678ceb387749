/** The price of one model id while the ledger is being made, and the exact decimal text of numbers. */
import type { PriceRow, Prices, PriceTier, ServicePrices } from "../../src/price/price-row.ts";

/** A row without its vendor and model, as the data file has it. */
export interface DataRow extends Prices {
  /** See `PriceRow.tiers`. */
  tiers?: PriceTier[];
  /** See `PriceRow.from`. */
  from?: string;
  /** See `PriceRow.to`. */
  to?: string;
  /** See `PriceRow.hoursUtc`. */
  hoursUtc?: PriceRow["hoursUtc"];
  /** See `PriceRow.weekdaysOnly`. */
  weekdaysOnly?: true;
  /** See `PriceRow.services`. */
  services?: { [tier: string]: ServicePrices };
  /** See `PriceRow.retired`. */
  retired?: string;
  /** Short name of the data set, or `hand`. */
  source: string;
  /** Page, where it is not the vendor's price page. */
  url?: string;
  /** Day checked, where it is not the data set's. */
  checked?: string;
  /** See `PriceRow.note`. */
  note?: string;
}

/** All rows of one model id, oldest first. */
export interface Entry {
  /** Exact id. */
  id: string;
  /** Its dated prices. */
  rows: DataRow[];
  /** True if the id was not found priced anywhere and takes these rows by its family name. */
  near?: true;
}

/**
 * A price as exact decimal text. Binary noise (`0.19999999999999998`) is cut at 12 significant digits.
 * @throws Error if it is not a price.
 */
export function decimal(value: number): string {
  if (!Number.isFinite(value) || value < 0) throw new Error(`${value} is not a price.`);
  const text = String(Number(value.toPrecision(12)));
  return text.includes("e") ? Number(text).toFixed(18).replace(/0+$/, "").replace(/\.$/, "") : text;
}
