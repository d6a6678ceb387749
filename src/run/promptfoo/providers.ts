/**
 * Providers of promptfoo configurations as models: names in its form and in ours, options under the names that the providers' APIs
 * use, programs of a person's own.
 * Source: https://www.promptfoo.dev/docs/providers/ (2026-11-27).
 */
import type { Model } from "../../models/model.ts";
import type { JsonObject, JsonValue } from "../../record/json.ts";
import { nearestHint } from "../../record/nearest.ts";
import type { SuiteModel, Transform } from "../suite.ts";
import { type Files, fileReference } from "./files.ts";
import { chosenNames, distinctNames } from "./names.ts";
import { functionModel, type ProgramContext, programMark, programModel, programOptions } from "./program-providers.ts";
import type { ReadPrompt } from "./prompts.ts";
import { codeOutput, readConfig, transformAt, withFiles } from "./provider-config.ts";
import { checkKeys, isMapping, itemsAt, placed, placing, type Spot, shownValue } from "./spot.ts";
import type { Templates } from "./templates.ts";

/** What reading providers needs. */
export interface ProviderContext {
  /** Reads and calls files. */
  files: Files;
  /** Fills templates. */
  templates: Templates;
  /** Asks over HTTP. Absent: none can be asked. */
  fetch: typeof globalThis.fetch | undefined;
  /** Hears what was read otherwise than a person may think. */
  note: (sentence: string) => void;
}

/** Our names of promptfoo's providers. */
const NAMES: { [prefix: string]: string } = {
  openai: "openai",
  anthropic: "anthropic",
  google: "google",
  palm: "google",
  mistral: "mistral",
  groq: "groq",
  ollama: "ollama",
  openrouter: "openrouter",
  deepseek: "deepseek",
  xai: "xai",
  cohere: "cohere",
  bedrock: "bedrock",
  azure: "azure",
  azureopenai: "azure",
  togetherai: "together",
  fireworks: "fireworks",
  cerebras: "cerebras",
  perplexity: "perplexity",
  huggingface: "huggingface",
  hyperbolic: "hyperbolic",
  nvidia: "nvidia",
  "cloudflare-ai": "cloudflare",
  github: "github",
  alibaba: "alibaba",
  dashscope: "alibaba",
  ai21: "ai21",
  sambanova: "sambanova",
  moonshot: "moonshotai",
  novita: "novita",
  deepinfra: "deepinfra",
  vercel: "vercel",
  pocket: "pocket",
};

/** Second parts of names that tell a provider's interface, of which we take the usual one. */
const INTERFACES = new Set([
  "chat",
  "messages",
  "completion",
  "completions",
  "responses",
  "text",
  "text-generation",
  "converse",
  "inference",
]);

/** Our name of a model that is named in promptfoo's way. */
export function modelName(id: string, base: string | undefined, spot: Spot): string {
  const [prefix = "", ...rest] = id.split(":");
  // Ours have a slash after the provider: `pocket/m`, `openai/gpt-5`.
  if (rest.length === 0 || prefix.includes("/")) return id;
  const provider = Object.hasOwn(NAMES, prefix) ? NAMES[prefix] : undefined;
  if (provider === undefined)
    return spot.fail(
      `Provider \`${prefix}\` of \`${id}\` is not known here.${nearestHint(prefix, Object.keys(NAMES)) || ` Known: ${Object.keys(NAMES).join(", ")}, echo, exec, python, file://, http.`}`,
    );
  const name = (rest.length > 1 && INTERFACES.has(rest[0] ?? "") ? rest.slice(1) : rest).join(":");
  if (name === "" || INTERFACES.has(name)) return spot.fail(`\`${id}\` names no model: write it as \`${id}:MODEL\`.`);
  if (base === undefined) return `${provider}/${name}`;
  return `${base.replace(/\/+$/, "")}#${name}`;
}

const PROVIDER_KEYS = ["id", "label", "config", "prompts", "transform", "delay"];
const PROVIDER_BEYOND = { env: "write it at the top, under `env`", inputs: "it belongs to red teaming" };

interface WrittenProvider {
  id: unknown;
  spot: Spot;
  more: Spot | undefined;
}

/** Providers with their settings: `id`, `{ id, config }` or `{ "openai:gpt-5": { config } }`. */
function written(spot: Spot): WrittenProvider {
  if (typeof spot.value === "string" || typeof spot.value === "function")
    return { id: spot.value, spot, more: undefined };
  if (!isMapping(spot.value))
    return spot.fail(`A provider is ${shownValue(spot.value)}, but must be a name or a mapping with \`id\`.`);
  if ("id" in spot.value) return { id: spot.value.id, spot, more: spot };
  const [only, ...others] = Object.keys(spot.value);
  if (only === undefined || others.length > 0) return spot.fail("A provider has no `id`: add one.");
  return { id: only, spot, more: spot.at(only) };
}

/** Providers that a file lists. */
async function inFile(spot: Spot, files: Files): Promise<Spot[] | undefined> {
  const file = typeof spot.value === "string" ? fileReference(spot.value) : undefined;
  if (!file || !/\.(ya?ml|json)$/.test(file.path)) return undefined;
  const content = await placed(spot, () => files.content(file.path));
  return (Array.isArray(content) ? content : [content]).map((each) => spot.with(each));
}

async function providerModel(
  { id, spot, more }: WrittenProvider,
  prompts: readonly ReadPrompt[],
  context: ProviderContext,
): Promise<SuiteModel> {
  const { files, templates } = context;
  if (more) checkKeys(more, "The provider", PROVIDER_KEYS, PROVIDER_BEYOND);
  const settings = (more?.value ?? {}) as { [key: string]: unknown };
  const name = typeof id === "string" ? placing(spot, () => templates.fill(id, {})) : "function";
  const at = more?.at("config") ?? spot;
  const config = (
    settings.config === undefined
      ? {}
      : await placed(at, async () => {
          const read = await withFiles(settings.config as JsonValue, files);
          const isHttp = /^https?($|:\/\/)/.test(name);
          return isHttp ? read : filledEnv(read, templates);
        })
  ) as JsonObject;
  const transform = more && (await transformAt(more.at("transform"), files));
  const chosen = more && chosenNames(more.at("prompts"), "prompt", prompts);
  const delayMs = settings.delay;
  const shared = {
    label: typeof settings.label === "string" ? settings.label : name,
    ...(chosen ? { prompts: chosen } : {}),
    ...(transform ? { transform } : {}),
    ...(typeof delayMs === "number" ? { delayMs } : {}),
    place: spot.place,
  };
  const program: ProgramContext = { id: name, config, spot: at, files, templates, fetch: context.fetch };
  const model: Model | undefined =
    typeof id === "function"
      ? functionModel(program, id, id.name || "function")
      : await placed(spot, () => programModel(program));
  if (model) {
    const mark = await programMark(program, typeof id === "function" ? String(id) : name);
    return { ...shared, name, make: () => model, options: {}, optionsFor: (vars) => programOptions(vars, mark) };
  }
  const { base, ...read } = readConfig(config, at, context.note);
  const isFunction = config.functions !== undefined;
  // Also where the configuration changes nothing, so that code sees what it would see there.
  const seen: Transform = async (output, input) => {
    const first = codeOutput({ ...input, output }, isFunction);
    return transform ? transform(first, input) : first;
  };
  return { ...shared, name: modelName(name, base, spot), ...read, transform: seen };
}

/** A value with `{{ env.NAME }}` filled; other variables are the case's, and stay. */
function filledEnv(value: JsonValue, templates: Templates): JsonValue {
  if (typeof value === "string")
    return value.replace(/\{\{-?\s*env\.\w+[^}]*\}\}/g, (found) => templates.fill(found, {}));
  if (Array.isArray(value)) return value.map((each) => filledEnv(each, templates));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledEnv(each, templates)]));
}

/** All models, with labels that differ. @throws SetupError with file and line. */
export async function modelsOf(
  spot: Spot,
  prompts: readonly ReadPrompt[],
  context: ProviderContext,
): Promise<SuiteModel[]> {
  const models: SuiteModel[] = [];
  for (const item of itemsAt(spot))
    for (const each of (await inFile(item, context.files)) ?? [item])
      models.push(await providerModel(written(each), prompts, context));
  const labels = distinctNames(models.map(({ label, name }) => label ?? name));
  return models.map((model, index) => ({ ...model, label: labels[index] as string }));
}
