/**
 * Looks up dated prices. An id has a price if the ledger has that very id; a near id (a dated snapshot of a listed name, a
 * regional name at Amazon) gives one that is marked as assumed; anything else has none. Names are never matched by parts of
 * them. Reckons no costs.
 */
import { nearest } from "../record/nearest.ts";
import ledger from "./data/ledger.json" with { type: "json" };
import type { PriceRow, Prices } from "./price-row.ts";

export type { PriceRow } from "./price-row.ts";

/** A price that was found for a model and a moment. */
export interface FoundPrice {
  /** The row. */
  row: PriceRow;
  /** `ledger`: the id itself is listed. `assumed`: a near one is, named in `row`. */
  basis: "ledger" | "assumed";
  /** Why the row is taken to hold, in one sentence. Present exactly if `basis` is `assumed`. */
  assumption?: string;
}

/** A data set that prices were taken from. */
export interface PriceSource {
  /** Package. */
  name: string;
  /** Exact version. */
  version: string;
  /** Licence. */
  licence: string;
  /** Where it is kept. */
  url: string;
  /** Day on which its keepers last checked it. */
  checked: string;
}

type DataRow = Prices & Omit<PriceRow, "prices" | "vendor" | "model" | "source"> & { source: string };

interface DataVendor {
  name: string;
  url: string;
  models: { ids: string[]; near?: string[]; rows: DataRow[] }[];
}

interface Listed {
  rows: DataRow[];
  near: boolean;
}

const VENDORS: { [vendor: string]: DataVendor } = ledger.vendors as unknown as { [vendor: string]: DataVendor };
const SOURCES: { [key: string]: PriceSource } = ledger.sources;

/** Other names of the ledger's vendors. */
const VENDOR_ALIASES: { [provider: string]: string } = {
  "amazon-bedrock": "bedrock",
  aws: "bedrock",
  "azure-openai": "azure",
  claude: "anthropic",
  copilot: "github-copilot",
  "fireworks-ai": "fireworks",
  gemini: "google",
  "google-ai": "google",
  "google-vertex": "google",
  vertex: "google",
  hf: "huggingface",
  kimi: "moonshotai",
  moonshot: "moonshotai",
  "openai-chat": "openai",
  "together-ai": "together",
  togetherai: "together",
  "vercel-ai-gateway": "vercel",
  voyage: "voyageai",
  "workers-ai": "cloudflare",
  "x-ai": "xai",
  "z-ai": "zai",
  "z.ai": "zai",
};

/** Endings and beginnings of ids that leave the model, and mostly the price, the same. */
const NEAR_RULES: { vendors: RegExp; bare: (id: string) => string; why: string }[] = [
  {
    vendors: /./,
    bare: (id) => id.replace(/[-@]20\d{2}-?(0[1-9]|1[0-2])-?([0-2]\d|3[01])$/, ""),
    why: "a dated snapshot",
  },
  { vendors: /^google$/, bare: (id) => id.replace(/-00\d$/, ""), why: "a numbered version" },
  { vendors: /./, bare: (id) => id.replace(/-latest$/, ""), why: "the newest version" },
  {
    vendors: /^bedrock$/,
    bare: (id) => id.replace(/^(us|eu|apac|jp|au|in|ca|us-gov|global)\./, ""),
    why: "a regional name, which may cost 10 % more or less",
  },
  { vendors: /^openai$/, bare: (id) => id.replace(/^(ft:[^:]+):.*$/, "$1"), why: "a fine-tune" },
  {
    vendors: /^openrouter$/,
    bare: (id) => id.replace(/:(nitro|floor|exacto|beta|thinking|extended)$/, ""),
    why: "a routing variant",
  },
];

const indexes = new Map<string, Map<string, Listed>>();

function listed(vendor: string, id: string): Listed | undefined {
  let index = indexes.get(vendor);
  if (!index) {
    index = new Map();
    for (const group of VENDORS[vendor]?.models ?? []) {
      for (const each of group.ids) index.set(each, { rows: group.rows, near: false });
      for (const each of group.near ?? []) index.set(each, { rows: group.rows, near: true });
    }
    indexes.set(vendor, index);
  }
  return index.get(id);
}

/** The ledger's name of the vendor that a provider name stands for; `undefined` if it sells nothing that the ledger knows. */
export function vendorOf(provider: string): string | undefined {
  const name = provider.toLowerCase();
  const vendor = VENDOR_ALIASES[name] ?? name;
  return Object.hasOwn(VENDORS, vendor) ? vendor : undefined;
}

/** A model name taken apart at its first slash. Google's `models/` before an id is no part of it. */
function taken(model: string): { provider: string; id: string } {
  const slash = model.indexOf("/");
  if (slash < 0) return { provider: "", id: model };
  return { provider: model.slice(0, slash), id: model.slice(slash + 1).replace(/^models\//, "") };
}

const BESIDE_PRICES = new Set([
  "tiers",
  "services",
  "from",
  "to",
  "hoursUtc",
  "weekdaysOnly",
  "retired",
  "source",
  "url",
  "checked",
  "note",
]);

function rowOf(vendor: string, model: string, data: DataRow): PriceRow {
  const prices = Object.fromEntries(Object.entries(data).filter(([key]) => !BESIDE_PRICES.has(key))) as Prices;
  const source = SOURCES[data.source];
  return {
    vendor,
    model,
    prices,
    ...(data.tiers ? { tiers: data.tiers } : {}),
    ...(data.services ? { services: data.services } : {}),
    ...(data.from ? { from: data.from } : {}),
    ...(data.to ? { to: data.to } : {}),
    ...(data.hoursUtc ? { hoursUtc: data.hoursUtc } : {}),
    ...(data.weekdaysOnly ? { weekdaysOnly: data.weekdaysOnly } : {}),
    ...(data.retired ? { retired: data.retired } : {}),
    source: source ? `${source.name} ${source.version}` : data.source,
    url: data.url ?? VENDORS[vendor]?.url ?? "",
    checked: data.checked ?? source?.checked ?? "",
    ...(data.note ? { note: data.note } : {}),
  };
}

/** What validity needs of a row. */
type Dated = Pick<PriceRow, "from" | "to" | "hoursUtc" | "weekdaysOnly">;

function holds(row: Dated, at: number): boolean {
  const iso = new Date(at).toISOString();
  const day = iso.slice(0, 10);
  if ((row.from !== undefined && day < row.from) || (row.to !== undefined && day >= row.to)) return false;
  if (!row.hoursUtc) return true;
  if (row.weekdaysOnly && [0, 6].includes(new Date(at).getUTCDay())) return false;
  const time = iso.slice(11, 16);
  const [from, to] = row.hoursUtc;
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

/** The row that holds at a moment: one for that hour of the day before others, then the one that began last. */
function rowAt<Row extends Dated>(rows: readonly Row[], at: number): Row | undefined {
  const holding = rows.filter((row) => holds(row, at));
  const byHour = holding.filter((row) => row.hoursUtc);
  return (byHour.length > 0 ? byHour : holding).reduce<Row | undefined>(
    (best, row) => (best && (best.from ?? "") > (row.from ?? "") ? best : row),
    undefined,
  );
}

function ownRows(model: string, overrides: readonly PriceRow[]): PriceRow[] {
  const { provider, id } = taken(model);
  const vendor = vendorOf(provider) ?? provider;
  return overrides.filter((row) => row.model === id && (row.vendor === provider || vendorOf(row.vendor) === vendor));
}

/** The nearest listed id by the rules of NEAR_RULES, at most two of them in a row, and why it is near. */
function nearListed(vendor: string, id: string): { id: string; rows: DataRow[]; why: string } | undefined {
  let candidates = [{ id, why: "" }];
  for (let step = 0; step < 2; step++) {
    const next: typeof candidates = [];
    for (const candidate of candidates) {
      for (const rule of NEAR_RULES) {
        const bare = rule.vendors.test(vendor) ? rule.bare(candidate.id) : candidate.id;
        if (bare === candidate.id) continue;
        const why = candidate.why || rule.why;
        const found = listed(vendor, bare);
        if (found) return { id: bare, rows: found.rows, why };
        next.push({ id: bare, why });
      }
    }
    candidates = next;
  }
  return undefined;
}

/**
 * The price of a model at a moment.
 * @param model full name, `provider/model`.
 * @param at milliseconds since 1970; must be a valid date.
 * @param overrides the person's own prices, which come first.
 * @returns `undefined` if neither the id nor a near one has a price that holds at that moment. Unknown is never 0.
 */
export function findPrice(model: string, at: number, overrides: readonly PriceRow[] = []): FoundPrice | undefined {
  const own = rowAt(ownRows(model, overrides), at);
  if (own) return { row: own, basis: "ledger" };
  const { provider, id } = taken(model);
  const vendor = vendorOf(provider);
  if (!vendor) return undefined;
  const found = listed(vendor, id);
  if (found) {
    const data = rowAt(found.rows, at);
    if (!data) return undefined;
    const row = rowOf(vendor, id, data);
    if (!found.near) return { row, basis: "ledger" };
    return {
      row,
      basis: "assumed",
      assumption: `${model} is not listed; it is priced like others of its family name.`,
    };
  }
  const near = nearListed(vendor, id);
  const data = near && rowAt(near.rows, at);
  if (!near || !data) return undefined;
  const assumption = `${model} is not listed; the price is that of ${vendor}/${near.id}, of which it is ${near.why}.`;
  return { row: rowOf(vendor, near.id, data), basis: "assumed", assumption };
}

/** All dated prices of a model, oldest first, the person's own last. Empty: none is known. */
export function priceHistory(model: string, overrides: readonly PriceRow[] = []): PriceRow[] {
  const { provider, id } = taken(model);
  const vendor = vendorOf(provider);
  const found = vendor ? listed(vendor, id) : undefined;
  const near = vendor && !found ? nearListed(vendor, id) : undefined;
  const rows = found?.rows ?? near?.rows ?? [];
  return [...rows.map((data) => rowOf(vendor ?? "", near?.id ?? id, data)), ...ownRows(model, overrides)];
}

/** Full names of all models whose id is listed, `vendor/model`. */
export function* pricedModels(): Generator<string> {
  for (const [vendor, { models }] of Object.entries(VENDORS)) {
    for (const group of models) for (const id of group.ids) yield `${vendor}/${id}`;
  }
}

/** Listed names that are near an unknown one, nearest first. */
export function nearestPriced(model: string): string[] {
  const vendor = vendorOf(taken(model).provider);
  const names = vendor ? [...pricedModels()].filter((name) => name.startsWith(`${vendor}/`)) : pricedModels();
  return nearest(model, names);
}

/** Vendors of the ledger: our name and the name for people. */
export function priceVendors(): { vendor: string; name: string; url: string }[] {
  return Object.entries(VENDORS).map(([vendor, { name, url }]) => ({ vendor, name, url }));
}

/** The data sets that the ledger was made from. */
export function priceSources(): PriceSource[] {
  return Object.values(SOURCES);
}

/** Key of a row as a logged cost names it: `vendor/model@2024-10-02`, without `@` where the row has no first day. */
export function rowKey(row: PriceRow): string {
  return `${row.vendor}/${row.model}${row.from ? `@${row.from}` : ""}`;
}
