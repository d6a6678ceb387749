/**
 * The programs that serve models on a person's own machine: where each listens, how its answers tell it from the others, and
 * where it says more about a model than OpenAI's model list does. Asks only through the `read` it is given.
 *
 * Sources, read 2026-11-23: Ollama https://docs.ollama.com/api (11434; /api/tags, /api/ps, /api/show), llama.cpp
 * https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (8080; /props), LM Studio
 * https://lmstudio.ai/docs/developer/rest (1234; /api/v0/models), vLLM https://docs.vllm.ai/en/latest/serving (8000;
 * max_model_len), SGLang https://docs.sglang.ai (30000), mlx_lm.server
 * https://github.com/ml-explore/mlx-lm/blob/main/mlx_lm/SERVER.md (8080), mlx-omni-server
 * https://github.com/madroidmaq/mlx-omni-server (10240).
 */
import type { JsonValue } from "../record/json.ts";
import { carriedModalities } from "./carried-types.ts";
import type { Capabilities, Modality } from "./model.ts";

/** A program that serves models; `unknown` speaks OpenAI's protocol but does not say what it is. */
export type LocalProgram = "ollama" | "llamacpp" | "lmstudio" | "vllm" | "sglang" | "mlx" | "unknown";

/** Names for people. */
export const programTitles: { readonly [program in LocalProgram]: string } = {
  ollama: "Ollama",
  llamacpp: "llama.cpp",
  lmstudio: "LM Studio",
  vllm: "vLLM",
  sglang: "SGLang",
  mlx: "MLX",
  unknown: "Local server",
};

/** Ports that these programs use unless told otherwise. */
export const usualPorts: readonly number[] = [11434, 8080, 1234, 8000, 10240, 30000];

/** A model on a local server. */
export interface LocalModel {
  /** The name the server knows. */
  name: string;
  /** What it can do, as far as the server says; where it says nothing, all is tried that the protocol carries. */
  capabilities: Capabilities;
  /** Most tokens that the weights allow, where the server is set to fewer or does not say what it is set to. Absent: not said. */
  trainedContextTokens?: number;
  /** Bytes of the weights. Absent: not said. */
  sizeBytes?: number;
  /** Address of the machine that runs it, where this server only passes it on (Ollama's cloud models). Absent: this machine. */
  remoteHost?: string;
}

/** The answer to one question to a server. */
export interface Reading {
  /** HTTP status. */
  status: number;
  /** Its `Server` header. The empty string: none. */
  server: string;
  /** The body as JSON. Absent: it is none. */
  json?: JsonValue;
}

/** Asks a server: GET, or POST with a JSON body. `undefined`: no answer in time. */
export type Read = (path: string, body?: JsonValue) => Promise<Reading | undefined>;

function member(value: JsonValue | undefined, ...path: string[]): JsonValue | undefined {
  let found = value;
  for (const key of path) {
    if (found === null || typeof found !== "object" || Array.isArray(found)) return undefined;
    found = found[key];
  }
  return found;
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function count(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function modelOf(
  name: string,
  input: readonly Modality[],
  more: Omit<Partial<Capabilities>, "input" | "output">,
): LocalModel {
  const said = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  return { name, capabilities: { input, output: ["text"], ...said } };
}

function withTrained(model: LocalModel, trained: number | undefined): LocalModel {
  return trained === undefined || trained === model.capabilities.contextTokens
    ? model
    : { ...model, trainedContextTokens: trained };
}

/** Entries of OpenAI's model list, `{ "data": [{ "id": … }] }`. `undefined`: it is no such list. */
export function openaiList(reading: Reading | undefined): JsonValue[] | undefined {
  const data = reading?.status === 200 ? member(reading.json, "data") : undefined;
  if (!Array.isArray(data)) return undefined;
  return data.filter((entry) => text(member(entry, "id")) !== undefined);
}

/**
 * Which program answers, judged by its model list; where that does not say, by paths that only one program has. MLX's server
 * says nothing, but is written on Python's `BaseHTTP`, which none of the others is.
 */
export async function programOf(models: Reading, read: Read): Promise<LocalProgram> {
  const owners = new Set((openaiList(models) ?? []).map((entry) => member(entry, "owned_by")));
  if (owners.has("llamacpp") || models.server.startsWith("llama.cpp")) return "llamacpp";
  if (owners.has("vllm")) return "vllm";
  if (owners.has("sglang")) return "sglang";
  if (owners.has("organization_owner")) return "lmstudio";
  const [tags, studio] = await Promise.all([read("/api/tags"), read("/api/v0/models")]);
  if (Array.isArray(member(tags?.json, "models"))) return "ollama";
  if (openaiList(studio)?.some((entry) => member(entry, "state") !== undefined)) return "lmstudio";
  return models.server.startsWith("BaseHTTP") ? "mlx" : "unknown";
}

function plainModels(models: Reading): LocalModel[] {
  const tried = carriedModalities("openai-compatible");
  return (openaiList(models) ?? []).map((entry) =>
    modelOf(text(member(entry, "id")) ?? "", tried, { contextTokens: count(member(entry, "max_model_len")) }),
  );
}

function llamaCppInput(entry: JsonValue, props: JsonValue | undefined): Modality[] {
  const said = list(member(entry, "architecture", "input_modalities"));
  const kinds = { image: "vision", audio: "audio" } as const;
  const reads = (kind: "image" | "audio"): boolean =>
    said.includes(kind) || member(props, "modalities", kinds[kind]) === true;
  return ["text", ...(["image", "audio"] as const).filter(reads)];
}

/** llama.cpp says in `/props` what its one model reads and how long a slot's context is; newer ones also in the list. */
async function llamaCppModels(models: Reading, read: Read): Promise<LocalModel[]> {
  const entries = openaiList(models) ?? [];
  // A router of several models has no properties of its own.
  const props = entries.length === 1 ? (await read("/props"))?.json : undefined;
  const slot = count(member(props, "default_generation_settings", "n_ctx"));
  return entries.map((entry) => {
    const contextTokens = slot ?? count(member(entry, "meta", "n_ctx"));
    // The server holds any model to a JSON Schema by grammar.
    const schema = true;
    const model = modelOf(text(member(entry, "id")) ?? "", llamaCppInput(entry, props), { contextTokens, schema });
    const sizeBytes = count(member(entry, "meta", "size"));
    return withTrained(
      sizeBytes === undefined ? model : { ...model, sizeBytes },
      count(member(entry, "meta", "n_ctx_train")),
    );
  });
}

async function lmStudioModels(models: Reading, read: Read): Promise<LocalModel[]> {
  const entries = openaiList(await read("/api/v0/models"));
  if (!entries) return plainModels(models);
  return entries
    .filter((entry) => member(entry, "type") !== "embeddings")
    .map((entry) => {
      const isVision = member(entry, "type") === "vlm";
      const can = member(entry, "capabilities");
      const model = modelOf(text(member(entry, "id")) ?? "", isVision ? ["text", "image"] : ["text"], {
        contextTokens: count(member(entry, "loaded_context_length")),
        tools: Array.isArray(can) ? can.includes("tool_use") : undefined,
      });
      return withTrained(model, count(member(entry, "max_context_length")));
    });
}

/** The context that a model is loaded with: `/api/ps`, else `num_ctx` of its own settings. Ollama cuts longer prompts silently. */
function ollamaContext(name: string, show: JsonValue | undefined, loaded: JsonValue[]): number | undefined {
  const running = loaded.find((entry) => member(entry, "name") === name);
  const set = /^num_ctx\s+(\d+)$/m.exec(text(member(show, "parameters")) ?? "")?.[1];
  return count(member(running, "context_length")) ?? (set === undefined ? undefined : Number(set));
}

function ollamaModel(entry: JsonValue, show: JsonValue | undefined, loaded: JsonValue[]): LocalModel | undefined {
  const name = text(member(entry, "name")) ?? text(member(entry, "model"));
  if (name === undefined) return undefined;
  const can = member(show, "capabilities");
  const said = Array.isArray(can);
  if (said && !can.includes("completion")) return undefined;
  const model = modelOf(name, said && can.includes("vision") ? ["text", "image"] : ["text"], {
    contextTokens: ollamaContext(name, show, loaded),
    ...(said ? { tools: can.includes("tools"), reasoning: can.includes("thinking") } : {}),
  });
  const architecture = text(member(show, "model_info", "general.architecture"));
  const trained = architecture && count(member(show, "model_info", `${architecture}.context_length`));
  const sizeBytes = count(member(entry, "size"));
  const remoteHost = text(member(entry, "remote_host"));
  const described = {
    ...model,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(remoteHost === undefined ? {} : { remoteHost }),
  };
  return withTrained(described, trained || undefined);
}

async function ollamaModels(read: Read): Promise<LocalModel[]> {
  const [tags, running] = await Promise.all([read("/api/tags"), read("/api/ps")]);
  const entries = list(member(tags?.json, "models"));
  const loaded = list(member(running?.json, "models"));
  const models = await Promise.all(
    entries.map(async (entry) => {
      const shown = await read("/api/show", { model: member(entry, "name") ?? null });
      return ollamaModel(entry, shown?.status === 200 ? shown.json : undefined, loaded);
    }),
  );
  return models.filter((model) => model !== undefined);
}

/** The models of a server that make text, with what it says of them. Models for embeddings are left out where they can be told. */
export async function localModels(program: LocalProgram, models: Reading, read: Read): Promise<LocalModel[]> {
  if (program === "ollama") return ollamaModels(read);
  if (program === "llamacpp") return llamaCppModels(models, read);
  if (program === "lmstudio") return lmStudioModels(models, read);
  return plainModels(models);
}
