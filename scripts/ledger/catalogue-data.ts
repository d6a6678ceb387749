/**
 * Makes the model catalogue from pi-ai, models.dev, genai-prices and the ids that the AI SDK's packages name. What no source
 * says stays absent; what a vendor says of a whole family is filled in from FAMILIES.
 */
import type { CatalogueEntry } from "../../src/models/catalogue.ts";
import type { Modality } from "../../src/models/model.ts";
import { genaiModels } from "./genai-entries.ts";
import type { DataVendor } from "./ledger-data.ts";
import { aiSdkIds, type ModelsDevModel, type PiAiModel, type SourceData } from "./sources.ts";
import { VENDORS, type Vendor } from "./vendors.ts";

/** One model while the catalogue is being made: its name and what it reads and makes may not be known yet. */
export type CatalogueDatum = Partial<Omit<CatalogueEntry, "id">> & Pick<CatalogueEntry, "source">;

const MODALITIES: readonly string[] = ["text", "image", "audio", "video", "pdf"];

/** What is not a model that answers a conversation: embeddings, rankers, moderation, old completion models. */
const NOT_CHAT =
  /embed|rerank|moderation|^voyage|^(ada|babbage|curie|davinci)$|^text-(ada|babbage|curie|davinci|embedding)|titan-embed|guard|-live-|realtime|decision|lyria|veo-|imagine-video|instruct-0914|web_search/;

/** Names that data sets take for ids and that the vendor's API does not: fine-tunes' stems, Azure's spelling, makers' prefixes. */
const NOT_AN_ID =
  /^(openai\/(ft:|gpt-5-[1-9](-|$)|o[34]-mini-high)|bedrock\/(claude-|gpt-)|google\/(anthropic\/|claude-|.*:)|xai\/x-ai\/)/;

interface Family {
  ids: RegExp;
  fill: Omit<CatalogueDatum, "source">;
}

const ALL_MEDIA: Modality[] = ["text", "image", "audio", "video", "pdf"];
const SEEING: Modality[] = ["text", "image", "pdf"];
const TEXT: Modality[] = ["text"];

/**
 * What vendors say of families, matched on what follows the last slash or vendor prefix; the first that matches counts.
 * Sources: https://ai.google.dev/gemini-api/docs/models, https://platform.claude.com/docs/en/build-with-claude/vision and
 * /pdf-support, https://developers.openai.com/api/docs/guides/images-vision and /pdf-files, https://docs.mistral.ai/models,
 * https://docs.x.ai/docs/models (read 2026-11-23).
 */
const FAMILIES: Family[] = [
  {
    ids: /^(whisper|gpt-transcribe|gpt-4o(-mini)?-transcribe|voxtral.*transcribe|voxtral-mini-(2602|latest))/,
    fill: { input: ["audio"], output: TEXT },
  },
  { ids: /(^tts-|-tts)/, fill: { input: TEXT, output: ["audio"] } },
  {
    ids: /^(gpt-audio|gpt-4o(-mini)?-audio)/,
    fill: { input: ["text", "audio"], output: ["text", "audio"], tools: true },
  },
  {
    ids: /^(gpt-image|chatgpt-image|gemini.*-image|gemini-nano-banana)/,
    fill: { input: ["text", "image"], output: ["text", "image"] },
  },
  {
    ids: /^(dall-e|imagen|grok-2-image|grok-imagine-image|nova-canvas|amazon\.nova-canvas)/,
    fill: { input: TEXT, output: ["image"] },
  },
  {
    ids: /^gemini-4-(argon|carbon)/,
    fill: {
      input: ALL_MEDIA,
      output: TEXT,
      tools: true,
      schema: true,
      reasoning: true,
      contextTokens: 1_048_576,
    },
  },
  {
    ids: /^gemini-(2\.5|[3-9])/,
    fill: { input: ALL_MEDIA, output: TEXT, tools: true, schema: true, reasoning: true },
  },
  { ids: /^gemini-/, fill: { input: ALL_MEDIA, output: TEXT, tools: true, schema: true } },
  { ids: /claude-(3-5-haiku|3\.5-haiku)/, fill: { input: SEEING, output: TEXT, tools: true } },
  { ids: /claude-(v?[12]|instant)/, fill: { input: TEXT, output: TEXT } },
  {
    // Every model of the fifth generation, https://platform.claude.com/docs/en/models/haiku-5-5/overview (read 2026-11-23).
    ids: /claude-(opus|sonnet|haiku|fable|mythos)-5/,
    fill: {
      input: SEEING,
      output: TEXT,
      tools: true,
      schema: true,
      reasoning: true,
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
    },
  },
  {
    ids: /claude-(opus|sonnet|haiku)-4[-.][1-9](-|$|@)/,
    fill: { input: SEEING, output: TEXT, tools: true, schema: true, reasoning: true },
  },
  { ids: /claude-/, fill: { input: SEEING, output: TEXT, tools: true } },
  { ids: /^gpt-5.*-chat/, fill: { input: SEEING, output: TEXT, tools: true, schema: true } },
  {
    ids: /^gpt-6/,
    fill: {
      input: SEEING,
      output: TEXT,
      tools: true,
      schema: true,
      reasoning: true,
      contextTokens: 1_050_000,
      maxOutputTokens: 128_000,
    },
  },
  { ids: /^gpt-5/, fill: { input: SEEING, output: TEXT, tools: true, schema: true, reasoning: true } },
  {
    ids: /^(gpt-4o-2024-05-13|gpt-4-turbo$|gpt-4-turbo-2024-04-09)/,
    fill: { input: ["text", "image"], output: TEXT, tools: true },
  },
  {
    ids: /^(gpt-4o|gpt-4\.1|o1(-2024-12-17)?$|o1-pro|o3(-2025-04-16)?$|o3-pro|o4-mini)/,
    fill: { input: SEEING, output: TEXT, tools: true, schema: true },
  },
  { ids: /^(gpt-4-vision|gpt-4-1106-vision)/, fill: { input: ["text", "image"], output: TEXT } },
  { ids: /^(gpt-4|gpt-3\.5|o1-mini|o1-preview|o3-mini|gpt-oss)/, fill: { input: TEXT, output: TEXT } },
  {
    ids: /^(pixtral|mistral-medium-(latest|2505|2508|2604|3)|mistral-small-(latest|2503|2506|2603)|mistral-large-(2512|latest|4)|ministral-.*(2512|latest))/,
    fill: { input: ["text", "image"], output: TEXT, tools: true, schema: true },
  },
  { ids: /^voxtral/, fill: { input: ["text", "audio"], output: TEXT } },
  { ids: /^mistral-ocr/, fill: { input: ["image", "pdf"], output: TEXT } },
  { ids: /^(mistral|ministral|magistral|codestral|devstral|open-mi|mixtral)/, fill: { input: TEXT, output: TEXT } },
  {
    ids: /^grok-4\.[567]/,
    fill: {
      input: ["text", "image"],
      output: TEXT,
      tools: true,
      schema: true,
      reasoning: true,
      contextTokens: 500_000,
    },
  },
  { ids: /^grok-(2-vision|4|latest)/, fill: { input: ["text", "image"], output: TEXT, tools: true, schema: true } },
  { ids: /^grok-(2|3|code|build|beta)/, fill: { input: TEXT, output: TEXT, tools: true } },
  {
    // https://api-docs.deepseek.com/quick_start/pricing (read 2026-11-23).
    ids: /^deepseek-flash$/,
    fill: {
      input: ["text", "image"],
      output: TEXT,
      tools: true,
      reasoning: true,
      contextTokens: 1_000_000,
      maxOutputTokens: 384_000,
    },
  },
  { ids: /^deepseek-.*vision/, fill: { input: ["text", "image"], output: TEXT, tools: true } },
  { ids: /^deepseek/i, fill: { input: TEXT, output: TEXT } },
  {
    ids: /^(meta-)?llama-?4|llama-3\.2-(11b|90b)|^qwen.*-vl|^gemma-(3-(4|12|27)b|4)/i,
    fill: { input: ["text", "image"], output: TEXT },
  },
  {
    ids: /^((meta-|code)?llama-?[23]?|mythomax|qwen(1\.5|2|2\.5|3)?-|openhermes|nous|gemma-[27]|olmo|vicuna|wizardlm|phi-[234])/i,
    fill: { input: TEXT, output: TEXT },
  },
];

function bareId(id: string): string {
  const last = id.slice(id.lastIndexOf("/") + 1);
  return last.replace(/^(us|eu|apac|jp|au|global|us-gov)\./, "").replace(/^(anthropic|openai|mistral|deepseek)\./, "");
}

function familyOf(id: string): Family["fill"] | undefined {
  const bare = bareId(id);
  return FAMILIES.find((family) => family.ids.test(bare))?.fill;
}

function modalities(kinds: readonly string[] | undefined): Modality[] | undefined {
  const known = (kinds ?? []).filter((kind): kind is Modality => MODALITIES.includes(kind));
  return known.length > 0 ? known : undefined;
}

function positive(value: number | undefined): number | undefined {
  return value && value > 0 ? value : undefined;
}

function fromPiAi(model: PiAiModel): CatalogueDatum {
  return {
    name: model.name,
    input: modalities(model.input),
    output: ["text"],
    // pi-ai lists only models that call tools.
    tools: true,
    reasoning: model.reasoning,
    contextTokens: positive(model.contextWindow),
    maxOutputTokens: positive(model.maxTokens),
    source: "pi-ai",
  };
}

function fromModelsDev(model: ModelsDevModel): CatalogueDatum {
  return {
    name: model.name,
    input: modalities(model.modalities?.input),
    output: modalities(model.modalities?.output),
    tools: model.tool_call,
    schema: model.structured_output,
    reasoning: model.reasoning,
    contextTokens: positive(model.limit?.context),
    maxOutputTokens: positive(model.limit?.output),
    released: model.release_date,
    source: "models.dev",
  };
}

function united(a: readonly Modality[] | undefined, b: readonly Modality[] | undefined): Modality[] | undefined {
  if (!a && !b) return undefined;
  const both = new Set([...(a ?? []), ...(b ?? [])]);
  return MODALITIES.filter((kind): kind is Modality => both.has(kind as Modality));
}

/** What the first says, filled from the second. Kinds of content are united: a source that leaves one out says nothing. */
function merged(first: CatalogueDatum, second: Omit<CatalogueDatum, "source">): CatalogueDatum {
  const filled = { ...second, ...Object.fromEntries(Object.entries(first).filter(([, value]) => value !== undefined)) };
  return {
    ...filled,
    source: first.source,
    input: united(first.input, second.input),
    output: united(first.output, second.output),
  };
}

function put(models: Map<string, CatalogueDatum>, id: string, datum: CatalogueDatum): void {
  const before = models.get(id);
  models.set(id, before ? merged(before, datum) : datum);
}

function vendorModels(key: string, vendor: Vendor, data: SourceData, prices: DataVendor): Map<string, CatalogueDatum> {
  const models = new Map<string, CatalogueDatum>();
  for (const model of vendor.piAi ? (data.piAi[vendor.piAi] ?? []) : []) put(models, model.id, fromPiAi(model));
  for (const model of vendor.tokenlens ? (data.modelsDev[vendor.tokenlens] ?? []) : [])
    put(models, model.id, fromModelsDev(model));
  const genai = vendor.genai ? data.genai(vendor.genai) : undefined;
  const infos = genai ? genaiModels(genai) : undefined;
  for (const group of prices.models) {
    for (const id of [...group.ids, ...(group.near ?? [])]) {
      const info = infos?.get(id);
      const retired = group.rows.at(-1)?.retired;
      put(models, id, {
        name: info?.id === id ? info.name : undefined,
        contextTokens: info?.context_window,
        retired,
        source: group.rows.at(-1)?.source ?? "hand",
      });
    }
  }
  for (const id of vendor.aiSdk ? aiSdkIds(vendor.aiSdk) : []) put(models, id, { source: `@ai-sdk/${vendor.aiSdk}` });
  return new Map(
    [...models]
      .filter(([id]) => !NOT_CHAT.test(id) && !NOT_AN_ID.test(`${key}/${id}`))
      .map(([id, datum]) => [id, complete(key, id, datum)]),
  );
}

/** OpenAI-compatible hosts pass on no documents: a PDF is read only by the vendors themselves and by OpenRouter. */
const PDF_VENDORS = /^(openai|anthropic|google|bedrock|openrouter|azure|vercel)$/;

function complete(vendor: string, id: string, datum: CatalogueDatum): CatalogueDatum {
  const family = familyOf(id);
  const full = family ? merged(datum, family) : datum;
  if (!PDF_VENDORS.test(vendor) && full.input && !/ocr/.test(id))
    full.input = full.input.filter((kind) => kind !== "pdf");
  return full;
}

/** The catalogue: `provider/model` to what is known. Models of which not even the kinds of content are known are left out. */
export function catalogueData(
  data: SourceData,
  prices: { [vendor: string]: DataVendor },
): { [id: string]: CatalogueDatum } {
  const catalogue: { [id: string]: CatalogueDatum } = {};
  for (const [key, vendor] of Object.entries(VENDORS)) {
    const vendorPrices = prices[key];
    if (!vendorPrices) continue;
    const models = [...vendorModels(key, vendor, data, vendorPrices)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [id, datum] of models) if (datum.input && datum.output) catalogue[`${key}/${id}`] = datum;
  }
  return catalogue;
}

/** JSON with one model a line. */
export function serialiseCatalogue(catalogue: { [id: string]: CatalogueDatum }): string {
  const lines = Object.entries(catalogue).map(([id, datum]) => {
    const { name, input, output, source, ...rest } = datum;
    return `${JSON.stringify(id)}:${JSON.stringify({ name, input, output, ...rest, source })}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}
