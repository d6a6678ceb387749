/**
 * What a leaderboard tells of models beside their ratings: who makes them, under which licence, what they cost, what energy an answer
 * takes. From the price ledger, a published leaderboard, and the log. Nothing is guessed: a bare name counts only if a maker sells a
 * model of exactly that name, and what no source says is absent. Pure.
 */

import { findPrice, pricedModels, vendorOf } from "../price/ledger.ts";
import type { PriceRow } from "../price/price-row.ts";
import { SetupError } from "../record/setup-error.ts";
import { columnHint, type Row } from "../store/row-source.ts";
import type { SpendRow } from "../store/spend-report.ts";
import { modelAt, textAt } from "./published-board.ts";

/** What a model costs, USD per million tokens. */
export interface FactPrice {
  /** Input tokens as an exact decimal string. Absent: unknown. */
  inputUsd?: string;
  /** Output tokens as an exact decimal string. Absent: unknown. */
  outputUsd?: string;
  /** `free`: it runs in this program. `ledger`: its id is listed. `assumed`: a near one is. */
  basis: "free" | "ledger" | "assumed";
  /** Name under which it is priced, `vendor/model`. Absent: it is free. */
  model?: string;
  /** First day of the price. Absent: the ledger does not tell. */
  from?: string;
  /** Day on which its source was last checked. Absent: it is free, or the person's own price. */
  checked?: string;
}

/** What is known of a model. */
export interface ModelFacts {
  /** Who makes it. Absent: unknown. */
  organization?: string;
  /** Its licence in the words of the source. Absent: unknown. */
  license?: string;
  /** What it costs at the moment asked for. Absent: unknown. */
  price?: FactPrice;
  /** Watt-hours of an answer, mean of the lower and of the upper bounds in the log, and of how many answers. Absent: none is known. */
  energy?: { lowWh: number; highWh: number; answers: number };
}

/** Where facts come from. */
export interface FactSources {
  /** Moment of the prices, milliseconds since 1970. */
  at: number;
  /** The person's own prices, which come first. */
  own?: readonly PriceRow[] | undefined;
  /** What a published leaderboard tells, by the model's name; comes before what is known here. */
  published?: ReadonlyMap<string, Pick<ModelFacts, "organization" | "license">> | undefined;
  /** Sums of the log by model. */
  spend?: readonly SpendRow[] | undefined;
}

/** Vendors that make models, and which of the ids they list are their own. Google and others resell, too. */
const MAKERS: readonly { vendor: string; organization: string; own: RegExp }[] = [
  { vendor: "openai", organization: "OpenAI", own: /^[^/]+$/ },
  { vendor: "anthropic", organization: "Anthropic", own: /^claude-/ },
  { vendor: "google", organization: "Google", own: /^(gemini|gemma|imagen)-/ },
  { vendor: "mistral", organization: "Mistral", own: /^[^/]+$/ },
  { vendor: "xai", organization: "xAI", own: /^(x-ai\/)?grok-/ },
  { vendor: "deepseek", organization: "DeepSeek", own: /^deepseek-/ },
  { vendor: "cohere", organization: "Cohere", own: /^[^/]+$/ },
  { vendor: "moonshotai", organization: "Moonshot AI", own: /^(kimi|moonshot)-/ },
  { vendor: "minimax", organization: "MiniMax", own: /^minimax-/i },
  { vendor: "zai", organization: "Zhipu AI", own: /^glm-/i },
  { vendor: "zhipuai", organization: "Zhipu AI", own: /^glm-/i },
  { vendor: "inception", organization: "Inception", own: /^mercury/ },
  { vendor: "xiaomi", organization: "Xiaomi", own: /^mimo-/ },
  { vendor: "upstage", organization: "Upstage", own: /^solar-/ },
  { vendor: "perplexity", organization: "Perplexity", own: /^sonar/ },
  { vendor: "voyageai", organization: "Voyage AI", own: /^voyage-/ },
];

/** First parts of names at hosts that sell models of many, `openrouter/meta-llama/…`: organisations by their names there. */
const NAMESPACES: { readonly [name: string]: string } = {
  "01-ai": "01 AI",
  ai21: "AI21 Labs",
  alibaba: "Alibaba",
  allenai: "Allen AI",
  amazon: "Amazon",
  baidu: "Baidu",
  codellama: "Meta",
  "deepseek-ai": "DeepSeek",
  "ibm-granite": "IBM",
  meta: "Meta",
  "meta-llama": "Meta",
  microsoft: "Microsoft",
  minimaxai: "MiniMax",
  mistralai: "Mistral",
  nousresearch: "Nous Research",
  nvidia: "NVIDIA",
  qwen: "Alibaba",
  rekaai: "Reka AI",
  tencent: "Tencent",
  "x-ai": "xAI",
  xiaomimimo: "Xiaomi",
  "z-ai": "Zhipu AI",
  "zai-org": "Zhipu AI",
};

/** Models that come with the program; docs/pocket.md is their data card. */
const POCKET: ModelFacts = {
  organization: "Pennyfarthing",
  license: "Apache-2.0",
  price: { inputUsd: "0", outputUsd: "0", basis: "free" },
};

/** Who makes the model of a full name, `provider/model` or `host/maker/model`. */
function makerOf(name: string): string | undefined {
  const [provider = "", ...rest] = name.split("/");
  const vendor = vendorOf(provider) ?? provider.toLowerCase();
  const maker = MAKERS.find((each) => each.vendor === vendor);
  if (maker?.own.test(rest.join("/"))) return maker.organization;
  const [space = "", model] = rest;
  if (model === undefined) return undefined;
  const inner = space.toLowerCase();
  if (Object.hasOwn(NAMESPACES, inner)) return NAMESPACES[inner];
  return MAKERS.find((each) => each.vendor === inner)?.organization;
}

/** Full names that makers sell, by the bare name in small letters. */
let bareNames: Map<string, string> | undefined;

/** The full name of a model that is written without its maker: `gpt-4-0314`, `GPT-4-0314`. `undefined`: no maker lists that very name. */
function soldAs(bare: string): string | undefined {
  if (!bareNames) {
    const makers = new Map(MAKERS.map((each) => [each.vendor, each]));
    bareNames = new Map();
    for (const full of pricedModels()) {
      const slash = full.indexOf("/");
      const id = full.slice(slash + 1);
      if (!makers.get(full.slice(0, slash))?.own.test(id)) continue;
      const key = id.toLowerCase();
      if (!bareNames.has(key)) bareNames.set(key, full);
    }
  }
  return bareNames.get(bare.toLowerCase());
}

function priceOf(full: string, { at, own }: FactSources): FactPrice | undefined {
  const found = findPrice(full, at, own);
  const { input, output } = found?.row.prices ?? {};
  if (!found || (input === undefined && output === undefined)) return undefined;
  const { row, basis } = found;
  return {
    ...(input === undefined ? {} : { inputUsd: input }),
    ...(output === undefined ? {} : { outputUsd: output }),
    basis,
    model: `${row.vendor}/${row.model}`,
    ...(row.from === undefined ? {} : { from: row.from }),
    ...(row.checked === undefined ? {} : { checked: row.checked }),
  };
}

function energyOf(full: string, spend: readonly SpendRow[] = []): ModelFacts["energy"] {
  const { energyLowWh, energyHighWh, energyCalls } = spend.find((row) => row.key === full) ?? {};
  if (energyLowWh === undefined || energyHighWh === undefined || !energyCalls) return undefined;
  return { lowWh: energyLowWh / energyCalls, highWh: energyHighWh / energyCalls, answers: energyCalls };
}

function factsOf(name: string, sources: FactSources): ModelFacts {
  const full = name.includes("/") ? name : soldAs(name);
  const told = sources.published?.get(name) ?? sources.published?.get(name.toLowerCase());
  if (full === undefined) return { ...told };
  const isPocket = full.startsWith("pocket/");
  const organization = makerOf(full);
  const price = isPocket ? undefined : priceOf(full, sources);
  const energy = energyOf(full, sources.spend);
  return {
    ...(isPocket ? POCKET : {}),
    ...(organization === undefined ? {} : { organization }),
    ...told,
    ...(price ? { price } : {}),
    ...(energy ? { energy } : {}),
  };
}

/** What is known of models, by their names as given. */
export function modelFacts(models: readonly string[], sources: FactSources): Map<string, ModelFacts> {
  return new Map(models.map((name) => [name, factsOf(name, sources)]));
}

/**
 * Organisations and licences in a published leaderboard: columns `model`, `organization` or `vendor`, `license`. By the name as it is
 * written there, and by that in small letters, unless two models differ in nothing else.
 * @throws SetupError with file and line.
 */
export function publishedFacts(
  rows: readonly Row[],
  file: string,
): Map<string, Pick<ModelFacts, "organization" | "license">> {
  const facts = new Map<string, Pick<ModelFacts, "organization" | "license">>();
  const small = new Map<string, Pick<ModelFacts, "organization" | "license"> | undefined>();
  for (const row of rows) {
    const model = modelAt(row, file);
    const organization = textAt(row, ["organization", "Organization", "organisation", "vendor"]);
    const license = textAt(row, ["license", "License", "licence"]);
    const told = {
      ...(organization === undefined ? {} : { organization }),
      ...(license === undefined ? {} : { license }),
    };
    facts.set(model, told);
    const key = model.toLowerCase();
    small.set(key, small.has(key) ? undefined : told);
  }
  if (rows.length > 0 && [...facts.values()].every((told) => Object.keys(told).length === 0))
    throw new SetupError(
      `${file} tells neither organisation nor licence: it has no column \`organization\` or \`license\`.${columnHint("organization", rows[0]?.values ?? {})}`,
    );
  for (const [key, told] of small) if (told && !facts.has(key)) facts.set(key, told);
  return facts;
}
