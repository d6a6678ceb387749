/**
 * What vendors' pages say of whole families of models and the data sets do not say model by model: the price of one-hour cache
 * writes, of audio where there is one price for all input, of made images and speech, and of service tiers.
 */

import { parseUsd } from "../../src/price/money.ts";
import type { Prices, PriceTier, ServicePrices } from "../../src/price/price-row.ts";
import type { DataRow } from "./entry.ts";
import { decimal } from "./entry.ts";

type Fill = (prices: Prices) => Prices;

interface FamilyRule {
  vendors: RegExp;
  ids: RegExp;
  fill: Fill;
}

function twice(price: string | undefined): string | undefined {
  return price === undefined || parseUsd(price) === undefined ? undefined : decimal(Number(price) * 2);
}

const FAMILIES: FamilyRule[] = [
  {
    // "1-hour cache write tokens are 2 times the base input tokens price", https://platform.claude.com/docs/en/build-with-claude/prompt-caching (2026)
    vendors: /./,
    ids: /claude/,
    fill: (prices) => (prices.cacheWrite && !prices.cacheWriteHour ? { cacheWriteHour: twice(prices.input) } : {}),
  },
  {
    // One input price for text, image, video and audio unless audio has its own, https://ai.google.dev/gemini-api/docs/pricing (2026)
    vendors: /^google$/,
    ids: /^gemini-(?!.*(tts|image|embedding|live|native-audio|transcribe|translate))/,
    fill: (prices) =>
      prices.inputAudio
        ? {}
        : { inputAudio: prices.input, ...(prices.cacheRead ? { cacheReadAudio: prices.cacheRead } : {}) },
  },
  {
    // The output of a speech model is audio, https://ai.google.dev/gemini-api/docs/pricing, https://developers.openai.com/api/docs/models/gpt-4o-mini-tts (2026)
    vendors: /^(google|openai)$/,
    ids: /-tts/,
    fill: (prices) => (prices.outputAudio ? {} : { outputAudio: prices.output }),
  },
  {
    // The output of these models is images, https://developers.openai.com/api/docs/pricing (2026)
    vendors: /^openai$/,
    ids: /^gpt-image-/,
    fill: (prices) => (prices.outputImage ? {} : { outputImage: prices.output }),
  },
];

function filled<Priced extends Prices>(prices: Priced, fill: Fill): Priced {
  const added = Object.fromEntries(Object.entries(fill(prices)).filter(([, value]) => value !== undefined));
  return { ...prices, ...added };
}

/** A row with the family rules applied to it and to its tiers. */
export function withFamilyRules(vendor: string, id: string, row: DataRow): DataRow {
  let result = row;
  for (const rule of FAMILIES) {
    if (!rule.vendors.test(vendor) || !rule.ids.test(id)) continue;
    result = filled(result, rule.fill);
    const tiers = result.tiers?.map((tier): PriceTier => ({ ...tier, prices: filled(tier.prices, rule.fill) }));
    if (tiers) result = { ...result, tiers };
  }
  return result;
}

interface ServiceRule {
  vendor: string;
  ids: RegExp;
  tiers: { [tier: string]: ServicePrices };
}

const HALF: ServicePrices = { factor: "0.5" };
const OPENAI_BATCH =
  /^(gpt-(3\.5|4|4o|4\.1|4\.5|5|6)(?!.*(audio|realtime|transcribe|tts|search|image))|o[134]|text-embedding)/;

function standard(input: string, cacheRead: string | undefined, output: string): ServicePrices {
  return { prices: { input, ...(cacheRead ? { cacheRead } : {}), output } };
}

/**
 * Service tiers. Sources: batch ½ at OpenAI, Anthropic, Google (https://platform.openai.com/docs/guides/batch,
 * https://docs.anthropic.com/en/docs/build-with-claude/batch-processing, https://ai.google.dev/gemini-api/docs/batch-api, 2025);
 * Mistral and Groq ½ (second-hand, https://docs.mistral.ai/capabilities/batch/, https://console.groq.com/docs/batch, 2025);
 * Voyage −33 % (https://docs.voyageai.com/docs/pricing, 2026); OpenAI flex = batch rates for gpt-5, o3, o4-mini and later
 * families and priority as listed (https://platform.openai.com/docs/pricing, 2025-11); Gemini 3.7 and 3.8 Flash flex ½, priority
 * 1.8 (genai-prices 0.1.8).
 */
const SERVICES: ServiceRule[] = [
  { vendor: "openai", ids: OPENAI_BATCH, tiers: { batch: HALF } },
  {
    vendor: "openai",
    ids: /^(gpt-5(-mini|-nano)?(-2025-08-07)?|gpt-5\.[1-5](-\d{4}-\d{2}-\d{2})?|o3(-2025-04-16)?|o4-mini(-2025-04-16)?)$/,
    tiers: { flex: HALF },
  },
  { vendor: "openai", ids: /^gpt-5(\.1)?(-2025-\d{2}-\d{2})?$/, tiers: { priority: { factor: "2" } } },
  { vendor: "openai", ids: /^gpt-5-mini/, tiers: { priority: standard("0.45", "0.045", "3.6") } },
  { vendor: "openai", ids: /^gpt-4\.1(-mini)?(-2025-04-14)?$/, tiers: { priority: { factor: "1.75" } } },
  { vendor: "openai", ids: /^gpt-4\.1-nano/, tiers: { priority: { factor: "2" } } },
  { vendor: "openai", ids: /^gpt-4o(-2024-08-06|-2024-11-20)?$/, tiers: { priority: standard("4.25", "2.125", "17") } },
  { vendor: "openai", ids: /^gpt-4o-2024-05-13$/, tiers: { priority: standard("8.75", undefined, "26.25") } },
  { vendor: "openai", ids: /^gpt-4o-mini(-2024-07-18)?$/, tiers: { priority: standard("0.25", "0.125", "1") } },
  { vendor: "openai", ids: /^o3(-2025-04-16)?$/, tiers: { priority: standard("3.5", "0.875", "14") } },
  { vendor: "openai", ids: /^o4-mini(-2025-04-16)?$/, tiers: { priority: standard("2", "0.5", "8") } },
  { vendor: "anthropic", ids: /^claude-(?!1|2|instant|v1)/, tiers: { batch: HALF } },
  { vendor: "google", ids: /^gemini-(?!.*(live|native-audio|embedding-001))/, tiers: { batch: HALF } },
  { vendor: "google", ids: /^gemini-3\.[5-8]-flash/, tiers: { flex: HALF } },
  { vendor: "google", ids: /^gemini-3\.[78]-flash/, tiers: { priority: { factor: "1.8" } } },
  { vendor: "mistral", ids: /^(?!.*(ocr|voxtral-mini))/, tiers: { batch: HALF } },
  { vendor: "groq", ids: /./, tiers: { batch: HALF, flex: { factor: "1" } } },
  { vendor: "voyageai", ids: /^voyage-/, tiers: { batch: { factor: "0.67" } } },
];

/** The service tiers known for a model; `undefined` if none is. Only its newest row has them. */
export function servicesOf(vendor: string, id: string): { [tier: string]: ServicePrices } | undefined {
  const found = SERVICES.filter((rule) => rule.vendor === vendor && rule.ids.test(id)).map((rule) => rule.tiers);
  return found.length > 0 ? Object.assign({}, ...found) : undefined;
}
