/**
 * Finds the model servers on this machine: asks the usual ports of the loopback address, all at once and briefly. It never asks
 * another machine, follows no redirect, and starts or loads nothing.
 */
import type { JsonValue } from "../record/json.ts";
import {
  type LocalModel,
  type LocalProgram,
  localModels,
  openaiList,
  programOf,
  type Read,
  type Reading,
  usualPorts,
} from "./local-program.ts";
import { isLoopback } from "./loopback.ts";

/** A model server that answered. */
export interface LocalServer {
  /** Which program it is. */
  program: LocalProgram;
  /** Its address without a path or trailing slash: `http://127.0.0.1:11434`. OpenAI's protocol is spoken under `/v1`. */
  url: string;
  /** Its models that make text. Empty: it has none, or does not show them without a key. */
  models: LocalModel[];
  /** True if it asks for a key. Absent: it does not. */
  needsKey?: true;
}

/** How servers are looked for. */
export interface DiscoverOptions {
  /** Makes the requests. */
  fetch: typeof globalThis.fetch;
  /** Ports to ask. Default: the usual ones of Ollama, llama.cpp, MLX, LM Studio, vLLM and SGLang. */
  ports?: readonly number[];
  /** Value of `OLLAMA_HOST`. Its port is asked too if its address is this machine's, else it is left alone. Absent: not set. */
  ollamaHost?: string | undefined;
  /** Most milliseconds for one question. Default 800; a port where nobody listens answers at once. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 800;
const OLLAMA_PORT = 11434;

/**
 * The address in `OLLAMA_HOST`, as Ollama itself reads it: `host`, `host:port`, `:port` or a whole address. `0.0.0.0` and `[::]`,
 * on which a server listens everywhere, become the loopback address. `undefined`: it is no address.
 * Source: https://github.com/ollama/ollama/blob/main/envconfig/config.go (Host), read 2026-11-23.
 */
export function ollamaAddress(value: string): { url: string; loopback: boolean } | undefined {
  const trimmed = value.trim().replace(/^["']|["']$/g, "");
  const whole = /^https?:\/\//.test(trimmed)
    ? trimmed
    : `http://${trimmed.startsWith(":") ? "127.0.0.1" : ""}${trimmed}`;
  const url = URL.parse(whole);
  if (!url || url.username || url.password) return undefined;
  if (url.hostname === "0.0.0.0" || url.hostname === "[::]") url.hostname = "127.0.0.1";
  // An address with a scheme has that scheme's port unless it says another.
  const isBare = !/^https?:\/\//.test(trimmed);
  if (isBare && url.port === "" && !/:80$/.test(trimmed)) url.port = String(OLLAMA_PORT);
  return { url: url.origin, loopback: isLoopback(url.hostname) };
}

async function jsonOf(response: Response): Promise<{ json?: JsonValue }> {
  try {
    return { json: (await response.json()) as JsonValue };
  } catch {
    return {};
  }
}

function reader(url: string, fetch: typeof globalThis.fetch, timeoutMs: number): Read {
  return async (path, body) => {
    const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    try {
      const response = await fetch(url + path, {
        ...(body === undefined ? {} : post),
        redirect: "error",
        credentials: "omit",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const reading: Reading = { status: response.status, server: response.headers.get("server") ?? "" };
      return { ...reading, ...(await jsonOf(response)) };
    } catch {
      // Nobody listens, or not in time: then there is no server here.
      return undefined;
    }
  };
}

/**
 * The model server at an address; `undefined` if none answers there. The address may be on another machine if a person named it.
 * @param url address without a path.
 */
export async function localServerAt(
  url: string,
  fetch: typeof globalThis.fetch,
  timeoutMs: number = TIMEOUT_MS,
): Promise<LocalServer | undefined> {
  const read = reader(url, fetch, timeoutMs);
  const models = await read("/v1/models");
  if (models === undefined) return undefined;
  if (models.status === 401 || models.status === 403) {
    // Any web server may refuse: only one that does so in JSON is taken for a model server.
    if (models.json === undefined) return undefined;
    const program = models.server.startsWith("llama.cpp") ? "llamacpp" : "unknown";
    return { program, url, models: [], needsKey: true };
  }
  const program = await programOf(models, read);
  if (program === "unknown" && !openaiList(models)) return undefined;
  return { program, url, models: await localModels(program, models, read) };
}

/** The model servers of this machine, in the order of their ports. Never throws; where nobody answers there is nothing. */
export async function discoverLocalServers(options: DiscoverOptions): Promise<LocalServer[]> {
  const urls = (options.ports ?? usualPorts).map((port) => `http://127.0.0.1:${port}`);
  const ollama = options.ollamaHost ? ollamaAddress(options.ollamaHost) : undefined;
  if (ollama?.loopback) urls.unshift(ollama.url);
  const found = await Promise.all(
    [...new Set(urls)].map((url) => localServerAt(url, options.fetch, options.timeoutMs)),
  );
  return found.filter((server) => server !== undefined);
}
