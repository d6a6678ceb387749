/**
 * Prices from @pydantic/genai-prices. Its rules that match by prefix or part of a name are used only here, when the ledger is
 * made, and what they match is marked as near (assumed) unless a second data set has the same price for that very id.
 */
import type { MatchLogic, ModelPrice, Provider } from "@pydantic/genai-prices";
import type { PriceTier, PriceUnit } from "../../src/price/price-row.ts";
import { type DataRow, decimal, type Entry } from "./entry.ts";
import type { GenaiModel } from "./sources.ts";

/** Our unit for each of theirs. Hours of heard audio repeat `audio_hours` and are left out. */
const UNITS: { [key: string]: PriceUnit | undefined } = {
  input_mtok: "input",
  output_mtok: "output",
  cache_read_mtok: "cacheRead",
  cache_write_mtok: "cacheWrite",
  cache_write_1h_mtok: "cacheWriteHour",
  input_audio_mtok: "inputAudio",
  output_audio_mtok: "outputAudio",
  cache_audio_read_mtok: "cacheReadAudio",
  input_image_mtok: "inputImage",
  output_image_mtok: "outputImage",
  cache_image_read_mtok: "cacheReadImage",
  input_video_mtok: "inputVideo",
  output_video_mtok: "outputVideo",
  output_reasoning_mtok: "reasoning",
  output_citation_mtok: "citation",
  audio_hours: "audioHour",
  input_document_kpages: "page",
  input_annotated_document_kpages: "annotatedPage",
  web_searches_kcount: "webSearch",
  storage_searches_kcount: "fileSearch",
  requests_kcount: "request",
  input_text_messages_kcount: "textMessage",
};
const LEFT_OUT = new Set(["input_audio_hours"]);

/** Prices that its keepers say are not the vendor's own. */
const SECOND_HAND = /^(Imported from OpenRouter|Seen on OpenRouter|Can't find pricing|I can't find anything)/;

function tiersOf(price: ModelPrice): PriceTier[] {
  const byStart = new Map<number, PriceTier>();
  for (const [key, value] of Object.entries(price)) {
    const unit = UNITS[key];
    if (!unit || typeof value !== "object") continue;
    for (const { start, price: tierPrice } of value.tiers) {
      const tier = byStart.get(start) ?? { over: start, prices: {} };
      tier.prices[unit] = decimal(tierPrice);
      byStart.set(start, tier);
    }
  }
  return [...byStart.values()].sort((a, b) => a.over - b.over);
}

function rowOf(price: ModelPrice): DataRow | undefined {
  const row: DataRow = { source: "genai-prices" };
  let priced = false;
  for (const [key, value] of Object.entries(price)) {
    if (value === undefined || LEFT_OUT.has(key)) continue;
    const unit = UNITS[key];
    if (!unit) throw new Error(`genai-prices has a unit that is not known here: ${key}.`);
    row[unit] = decimal(typeof value === "object" ? value.base : value);
    priced = true;
  }
  const tiers = tiersOf(price);
  if (tiers.length > 0) row.tiers = tiers;
  return priced ? row : undefined;
}

/** Dated rows of one model, oldest first; those for hours of the day follow the row that they interrupt. */
function rowsOf(model: GenaiModel): DataRow[] {
  if (!Array.isArray(model.prices)) {
    const row = rowOf(model.prices);
    return row ? [row] : [];
  }
  const rows: DataRow[] = [];
  for (const { constraint, prices } of model.prices) {
    const row = rowOf(prices);
    if (!row) continue;
    const last = rows.findLast((each) => !each.hoursUtc);
    if (!constraint) {
      rows.push(row);
    } else if (constraint.type === "start_date") {
      if (last) last.to = constraint.start_date;
      rows.push({ ...row, from: constraint.start_date });
    } else {
      const hours = [constraint.start_time, constraint.end_time].map((time) => time.slice(0, 5)) as [string, string];
      rows.push({ ...row, ...(last?.from ? { from: last.from } : {}), hoursUtc: hours });
    }
  }
  return rows;
}

function equalIds(match: MatchLogic): string[] {
  if ("or" in match) return match.or.flatMap(equalIds);
  return "equals" in match ? [match.equals] : [];
}

function matches(match: MatchLogic, id: string): boolean {
  if ("or" in match) return match.or.some((each) => matches(each, id));
  if ("and" in match) return match.and.every((each) => matches(each, id));
  if ("equals" in match) return id === match.equals;
  if ("starts_with" in match) return id.startsWith(match.starts_with);
  if ("ends_with" in match) return id.endsWith(match.ends_with);
  if ("contains" in match) return id.includes(match.contains);
  return new RegExp(match.regex).test(id);
}

function isUsable(model: GenaiModel): boolean {
  return !SECOND_HAND.test(model.price_comments ?? "") && rowsOf(model).length > 0;
}

/** The prices of all exact ids that one provider has. `:free` ids without a price are free; other empty ones are left out. */
export function genaiEntries(provider: Provider): Entry[] {
  const entries: Entry[] = [];
  for (const model of provider.models) {
    const ids = new Set(equalIds(model.match));
    if (matches(model.match, model.id)) ids.add(model.id);
    // OpenRouter's ids name the maker; a bare name is not one of them.
    if (provider.id === "openrouter") for (const id of ids) if (!id.includes("/")) ids.delete(id);
    // Names that stand for several endpoints of Amazon are in no request.
    if (provider.id === "aws") for (const id of ids) if (id.startsWith("regional.")) ids.delete(id);
    if (provider.id === "openrouter" && model.id.endsWith(":free")) {
      const free: DataRow = { input: "0", output: "0", source: "genai-prices" };
      for (const id of ids) entries.push({ id, rows: [free] });
      continue;
    }
    if (!isUsable(model)) continue;
    const retired = model.deprecated ? { retired: "Marked as no longer offered by genai-prices." } : {};
    const rows = rowsOf(model).map((row) => ({ ...row, ...retired }));
    for (const id of ids) entries.push({ id, rows });
  }
  return entries;
}

function fragments(match: MatchLogic): string[] {
  if ("or" in match) return match.or.flatMap(fragments);
  if ("starts_with" in match) return [match.starts_with];
  return "contains" in match ? [match.contains] : [];
}

/** What a family rule says of an id. */
export interface FamilyPrice {
  /** Rows of the model whose rule matches. */
  rows: DataRow[];
  /** True if the rule spells the whole id but for a closing version (`-20251101-v1:0`): then it is no guess. */
  spelled: boolean;
}

/** The model whose family rule (prefix, part of a name, pattern) matches the id; `undefined` if none does. */
export function genaiFamily(provider: Provider, id: string): FamilyPrice | undefined {
  const model = provider.models.find((each) => matches(each.match, id));
  if (!model || !isUsable(model)) return undefined;
  const bare = id.replace(/(-v\d+)?(:\d+)?$/, "");
  const undated = bare.replace(/-20\d{6}$/, "");
  const spellings = new Set([id, bare, ...(id.endsWith(":0") ? [undated] : [])]);
  const spelled = fragments(model.match).some((fragment) => spellings.has(fragment.replace(/-v\d+$/, "")));
  return { rows: rowsOf(model), spelled };
}

/** The models of a provider by every exact id they have. */
export function genaiModels(provider: Provider): Map<string, GenaiModel> {
  return new Map(provider.models.flatMap((model) => [model.id, ...equalIds(model.match)].map((id) => [id, model])));
}
