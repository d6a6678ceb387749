/** Each program is told by its answers, which are those of its documentation, from a real server on a free port. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { JsonValue } from "../record/json.ts";
import { discoverLocalServers, localServerAt, ollamaAddress } from "./local-servers.ts";

interface Page {
  status?: number;
  headers?: { [name: string]: string };
  json: JsonValue;
}

const servers: Server[] = [];

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}

/** A server that knows some pages; POST bodies are part of the key: `/api/show {"model":"x"}`. */
async function serve(pages: { [path: string]: Page }, asked: string[] = []): Promise<number> {
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const key = [request.url, body].filter(Boolean).join(" ");
      asked.push(key);
      const page: Page = pages[key] ?? { status: 404, json: { error: "not found" } };
      response.writeHead(page.status ?? 200, { "content-type": "application/json", ...page.headers });
      response.end(JSON.stringify(page.json));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function found(pages: { [path: string]: Page }) {
  const port = await serve(pages);
  const [server] = await discoverLocalServers({ fetch, ports: [port] });
  return server;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const modelList = (...entries: { [key: string]: JsonValue }[]): Page => ({
  json: { object: "list", data: entries.map((entry) => ({ object: "model", ...entry })) },
});

describe("a server on this machine", () => {
  test("is told to be Ollama, with what its models can do", async () => {
    const server = await found({
      "/v1/models": modelList({ id: "qwen3-vl:8b", owned_by: "library" }),
      "/api/tags": {
        json: {
          models: [
            { name: "qwen3-vl:8b", size: 6_100_000_000 },
            { name: "nomic-embed-text:latest", size: 270_000_000 },
            { name: "gpt-oss:120b-cloud", size: 384, remote_host: "https://ollama.com:443" },
          ],
        },
      },
      "/api/ps": { json: { models: [{ name: "qwen3-vl:8b", context_length: 8192 }] } },
      '/api/show {"model":"qwen3-vl:8b"}': {
        json: {
          capabilities: ["completion", "vision", "tools"],
          parameters: "temperature 1\nnum_ctx 4096",
          model_info: { "general.architecture": "qwen3vl", "qwen3vl.context_length": 262_144 },
        },
      },
      '/api/show {"model":"nomic-embed-text:latest"}': { json: { capabilities: ["embedding"] } },
      '/api/show {"model":"gpt-oss:120b-cloud"}': {
        json: { capabilities: ["completion", "thinking"], parameters: "num_ctx 32768" },
      },
    });
    expect(server?.program).toBe("ollama");
    expect(server?.models).toEqual([
      {
        name: "qwen3-vl:8b",
        capabilities: {
          input: ["text", "image"],
          output: ["text"],
          contextTokens: 8192,
          tools: true,
          reasoning: false,
        },
        trainedContextTokens: 262_144,
        sizeBytes: 6_100_000_000,
      },
      {
        name: "gpt-oss:120b-cloud",
        capabilities: { input: ["text"], output: ["text"], contextTokens: 32_768, tools: false, reasoning: true },
        sizeBytes: 384,
        remoteHost: "https://ollama.com:443",
      },
    ]);
  });

  test("is told to be Ollama also where it has no OpenAI list and does not describe its models", async () => {
    const server = await found({ "/api/tags": { json: { models: [{ name: "llama2:7b" }] } } });
    expect(server).toMatchObject({ program: "ollama", models: [{ name: "llama2:7b" }] });
    expect(server?.models[0]?.capabilities).toEqual({ input: ["text"], output: ["text"] });
  });

  test("is told to be llama.cpp, with the context of a slot and what it reads", async () => {
    const server = await found({
      "/v1/models": modelList({ id: "gemma.gguf", owned_by: "llamacpp", meta: { n_ctx_train: 131_072, size: 4_000 } }),
      "/props": {
        json: { default_generation_settings: { n_ctx: 16_384 }, modalities: { vision: true, audio: false } },
      },
    });
    expect(server).toMatchObject({ program: "llamacpp" });
    expect(server?.models).toEqual([
      {
        name: "gemma.gguf",
        capabilities: { input: ["text", "image"], output: ["text"], contextTokens: 16_384, schema: true },
        trainedContextTokens: 131_072,
        sizeBytes: 4_000,
      },
    ]);
  });

  test("that routes to several llama.cpp models has each model's own properties", async () => {
    const server = await found({
      "/v1/models": modelList(
        {
          id: "seer",
          owned_by: "llamacpp",
          architecture: { input_modalities: ["text", "image"] },
          meta: { n_ctx: 4096 },
        },
        { id: "reader", owned_by: "llamacpp", architecture: { input_modalities: ["text"] } },
      ),
    });
    expect(server?.models.map((model) => model.capabilities)).toEqual([
      { input: ["text", "image"], output: ["text"], contextTokens: 4096, schema: true },
      { input: ["text"], output: ["text"], schema: true },
    ]);
  });

  test("is told to be LM Studio, without its models for embeddings", async () => {
    const server = await found({
      "/v1/models": modelList({ id: "qwen2-vl", owned_by: "organization_owner" }),
      "/api/v0/models": modelList(
        { id: "qwen2-vl", type: "vlm", state: "not-loaded", max_context_length: 32_768 },
        { id: "nomic", type: "embeddings", state: "not-loaded", max_context_length: 2048 },
        {
          id: "llama",
          type: "llm",
          state: "loaded",
          max_context_length: 131_072,
          loaded_context_length: 4096,
          capabilities: ["tool_use"],
        },
      ),
    });
    expect(server?.program).toBe("lmstudio");
    expect(server?.models).toEqual([
      {
        name: "qwen2-vl",
        capabilities: { input: ["text", "image"], output: ["text"] },
        trainedContextTokens: 32_768,
      },
      {
        name: "llama",
        capabilities: { input: ["text"], output: ["text"], contextTokens: 4096, tools: true },
        trainedContextTokens: 131_072,
      },
    ]);
  });

  test("is told to be vLLM, SGLang or MLX", async () => {
    const vllm = await found({ "/v1/models": modelList({ id: "meta/x", owned_by: "vllm", max_model_len: 8192 }) });
    expect(vllm).toMatchObject({
      program: "vllm",
      models: [{ name: "meta/x", capabilities: { contextTokens: 8192 } }],
    });
    expect(await found({ "/v1/models": modelList({ id: "y", owned_by: "sglang" }) })).toMatchObject({
      program: "sglang",
    });
    const mlx = { ...modelList({ id: "mlx-community/z" }), headers: { server: "BaseHTTP/0.6 Python/3.12.4" } };
    expect(await found({ "/v1/models": mlx })).toMatchObject({ program: "mlx", models: [{ name: "mlx-community/z" }] });
  });

  test("that does not say what it is still shows its models", async () => {
    const server = await found({ "/v1/models": modelList({ id: "a" }, { id: "b" }, { object: "model" }) });
    expect(server?.program).toBe("unknown");
    expect(server?.models.map((model) => model.name)).toEqual(["a", "b"]);
  });

  test("that wants a key says so", async () => {
    const server = await found({
      "/v1/models": { status: 401, headers: { server: "llama.cpp" }, json: { error: { message: "Invalid API Key" } } },
    });
    expect(server).toMatchObject({ program: "llamacpp", models: [], needsKey: true });
  });

  test("that is no model server is not taken for one", async () => {
    expect(await found({})).toBeUndefined();
    expect(await found({ "/v1/models": { json: { data: "none" } } })).toBeUndefined();
    const html = createServer((_, response) => response.writeHead(401).end("<html>log in</html>"));
    servers.push(html);
    await new Promise<void>((resolve) => html.listen(0, "127.0.0.1", resolve));
    expect(await discoverLocalServers({ fetch, ports: [(html.address() as AddressInfo).port] })).toEqual([]);
  });
});

describe("looking for servers", () => {
  test("asks all ports and keeps those that answer, in order", async () => {
    const first = await serve({ "/v1/models": modelList({ id: "one", owned_by: "vllm" }) });
    const second = await serve({ "/v1/models": modelList({ id: "two", owned_by: "vllm" }) });
    const silent = createServer();
    servers.push(silent);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const ports = [second, (silent.address() as AddressInfo).port, first];
    const all = await discoverLocalServers({ fetch, ports, timeoutMs: 100 });
    expect(all.map((server) => server.models[0]?.name)).toEqual(["two", "one"]);
  });

  test("never asks another machine, whatever OLLAMA_HOST says", async () => {
    const asked: string[] = [];
    const spy: typeof fetch = async (input) => {
      asked.push(new URL(String(input)).hostname);
      throw new TypeError("fetch failed");
    };
    await discoverLocalServers({ fetch: spy, ollamaHost: "gpu.example.com:11434" });
    await discoverLocalServers({ fetch: spy, ollamaHost: "0.0.0.0:12345" });
    expect(new Set(asked)).toEqual(new Set(["127.0.0.1"]));
  });

  test("asks the port in OLLAMA_HOST too", async () => {
    const port = await serve({ "/api/tags": { json: { models: [] } } });
    const found = await discoverLocalServers({ fetch, ports: [], ollamaHost: `localhost:${port}` });
    expect(found).toEqual([{ program: "ollama", url: `http://localhost:${port}`, models: [] }]);
  });

  test("follows no redirect", async () => {
    const asked: string[] = [];
    const elsewhere = await serve({ "/v1/models": modelList({ id: "far", owned_by: "vllm" }) }, asked);
    const location = `http://127.0.0.1:${elsewhere}/v1/models`;
    const port = await serve({ "/v1/models": { status: 307, headers: { location }, json: null } });
    expect(await localServerAt(`http://127.0.0.1:${port}`, fetch)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

test("OLLAMA_HOST is read as Ollama reads it", () => {
  const at = (value: string) => ollamaAddress(value)?.url;
  expect(at("127.0.0.1:8000")).toBe("http://127.0.0.1:8000");
  expect(at("0.0.0.0")).toBe("http://127.0.0.1:11434");
  expect(at("[::]:11434")).toBe("http://127.0.0.1:11434");
  expect(at(":1234")).toBe("http://127.0.0.1:1234");
  expect(at("gpu.lan")).toBe("http://gpu.lan:11434");
  expect(at("https://gpu.lan/")).toBe("https://gpu.lan");
  expect(at('"http://localhost:5000"')).toBe("http://localhost:5000");
  expect(at("not an address")).toBeUndefined();
  expect(
    ["127.0.0.1", "[::1]:1", "localhost", "10.0.0.1", "127.evil.com"].map((each) => ollamaAddress(each)?.loopback),
  ).toEqual([true, true, true, false, false]);
});
