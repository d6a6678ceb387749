/** Puts the rows of all sources together into the ledger's data, and says where they disagree. */

import type { DataRow, Entry } from "./entry.ts";
import { genaiEntries, genaiFamily } from "./genai-entries.ts";
import { applyCorrections, type Correction } from "./historic.ts";
import { modelsDevEntries, piAiEntries } from "./models-dev-entries.ts";
import { servicesOf, withFamilyRules } from "./rules.ts";
import type { SourceData } from "./sources.ts";
import { aiSdkIds } from "./sources.ts";
import { HUGGING_FACE, HUGGING_FACE_HOSTS, VENDORS, type Vendor } from "./vendors.ts";

/** Models of one vendor that share all their prices. */
export interface DataGroup {
  /** Exact ids. */
  ids: string[];
  /** Ids that are assumed to cost the same, by the family name. Absent: none. */
  near?: string[];
  /** Dated prices, oldest first. */
  rows: DataRow[];
}

/** One vendor in the data file. */
export interface DataVendor {
  /** Name for people. */
  name: string;
  /** Page with its prices. */
  url: string;
  /** Its models. */
  models: DataGroup[];
}

/** A model whose sources disagree. */
export interface Disagreement {
  /** `vendor/model`. */
  model: string;
  /** Input and output price in the source that was taken. */
  taken: string;
  /** In the other. */
  other: string;
}

function current(rows: readonly DataRow[]): DataRow | undefined {
  return rows.findLast((row) => !row.hoursUtc);
}

function summary(row: DataRow | undefined): string {
  return row ? `${row.input ?? "–"}/${row.output ?? "–"} (${row.source})` : "–";
}

function agree(a: DataRow | undefined, b: DataRow | undefined): boolean {
  return a !== undefined && a.input === b?.input && a.output === b?.output;
}

function entriesOf(key: string, vendor: Vendor, data: SourceData, disagreements: Disagreement[]): Map<string, Entry> {
  const provider = vendor.genai ? data.genai(vendor.genai) : undefined;
  const entries = new Map((provider ? genaiEntries(provider) : []).map((entry) => [entry.id, entry]));
  const others = [
    ...(vendor.piAi ? piAiEntries(data.piAi[vendor.piAi] ?? []) : []),
    ...(vendor.tokenlens ? modelsDevEntries(data.modelsDev[vendor.tokenlens] ?? []) : []),
  ];
  for (const other of others) {
    const before = entries.get(other.id)?.rows;
    if (before) {
      const [taken, found] = [current(before), current(other.rows)];
      if (!agree(taken, found))
        disagreements.push({ model: `${key}/${other.id}`, taken: summary(taken), other: summary(found) });
      continue;
    }
    // Two sources that agree on an id make the richer one's row good for it; else the one with that very id stands.
    const family = provider && genaiFamily(provider, other.id);
    const [taken, found] = [current(family?.rows ?? []), current(other.rows)];
    const agreed = agree(taken, found);
    if (family?.spelled && !agreed)
      disagreements.push({ model: `${key}/${other.id}`, taken: summary(taken), other: summary(found) });
    entries.set(other.id, { id: other.id, rows: family && (agreed || family.spelled) ? family.rows : other.rows });
  }
  for (const id of vendor.aiSdk ? aiSdkIds(vendor.aiSdk) : []) {
    const family = entries.has(id) || !provider ? undefined : genaiFamily(provider, id);
    if (family) entries.set(id, { id, rows: family.rows, ...(family.spelled ? {} : { near: true }) });
  }
  return entries;
}

function huggingFaceEntries(data: SourceData): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const [id, host] of Object.entries(HUGGING_FACE_HOSTS)) {
    for (const entry of genaiEntries(data.genai(id))) {
      const routed = `${entry.id}:${host}`;
      entries.set(routed, { id: routed, rows: entry.rows });
    }
  }
  return entries;
}

function finished(vendor: string, entry: Entry): DataRow[] {
  const services = servicesOf(vendor, entry.id);
  return entry.rows.map((row, index) => {
    const last = index === entry.rows.length - 1 || !row.to;
    const factors = Object.entries(services ?? {}).filter(([, tier]) => last || tier.factor);
    const all = { ...Object.fromEntries(factors), ...row.services };
    const result = withFamilyRules(vendor, entry.id, row);
    return Object.keys(all).length > 0 ? { ...result, services: all } : result;
  });
}

function groups(vendor: string, entries: Iterable<Entry>): DataGroup[] {
  const found = new Map<string, DataGroup>();
  for (const entry of [...entries].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const rows = finished(vendor, entry);
    const key = JSON.stringify(rows);
    const group = found.get(key) ?? { ids: [], rows };
    if (entry.near) group.near = [...(group.near ?? []), entry.id];
    else group.ids.push(entry.id);
    found.set(key, group);
  }
  return [...found.values()];
}

/** The ledger's vendors, and every id on whose price two sources disagree (the richer one is taken). */
export function ledgerData(
  data: SourceData,
  corrections: readonly Correction[],
): { vendors: { [name: string]: DataVendor }; disagreements: Disagreement[] } {
  const vendors: { [name: string]: DataVendor } = {};
  const disagreements: Disagreement[] = [];
  for (const [key, vendor] of Object.entries(VENDORS)) {
    const entries = entriesOf(key, vendor, data, disagreements);
    applyCorrections(key, entries, corrections);
    vendors[key] = { name: vendor.name, url: vendor.url, models: groups(key, entries.values()) };
  }
  vendors.huggingface = { ...HUGGING_FACE, models: groups("huggingface", huggingFaceEntries(data).values()) };
  return { vendors, disagreements };
}
