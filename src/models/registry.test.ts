/** What names lead to, on real servers of this machine with real packages of providers and the real pocket models. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { textMessage } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Model, ModelContext, ModelEvent } from "./model.ts";
import { type ModelRegistry, type ModelSettings, modelRegistry, type RegistryInput } from "./registry.ts";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A registry that knows nothing of this machine: no key, no server but those given. */
function registry(
  input: Partial<RegistryInput> & { known?: ModelSettings; keys?: { [name: string]: string } } = {},
): ModelRegistry {
  const { known = {}, keys = {}, ...rest } = input;
  const made = modelRegistry({
    fetch,
    env: {},
    localPorts: [],
    keyFile: async () => keys,
    settings: async () => known,
    ...rest,
  });
  closing.push(() => made.close());
  return made;
}

async function server(options: Parameters<typeof startLocalServer>[0] = {}): Promise<LocalServer> {
  const started = await startLocalServer(options);
  closing.push(() => started.close());
  return started;
}

/** A server that answers some paths with JSON, as a program of this machine does. */
async function program(pages: { [path: string]: unknown }): Promise<number> {
  const listening: Server = createServer((request, response) => {
    const page = pages[request.url ?? ""];
    response.writeHead(page === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(page ?? { error: "not found" }));
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    listening.closeAllConnections();
    listening.close();
  });
  return (listening.address() as AddressInfo).port;
}

function request(model: Model, more: Partial<Request> = {}): Request {
  return { model: model.id, messages: [textMessage("user", "Hello")], options: {}, ...more };
}

async function answer(model: Model, more: Partial<Request> = {}): Promise<string> {
  const context: ModelContext = {
    signal: new AbortController().signal,
    stream: true,
    readFile: async () => new Uint8Array(),
    onRaw: () => undefined,
  };
  const events: ModelEvent[] = [];
  for await (const event of model.stream(request(model, more), context)) events.push(event);
  return events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
}

describe("provider/model", () => {
  test("leads to the catalogue's model with what it can do through its wire format", async () => {
    const model = await registry({ env: { OPENAI_API_KEY: "k" } }).resolve("openai/gpt-4o-mini");
    expect(model).toMatchObject({ id: "openai/gpt-4o-mini", provider: "openai", name: "gpt-4o-mini", where: "hosted" });
    expect(model.capabilities).toMatchObject({ tools: true, schema: true, contextTokens: 128_000 });
    expect(model.capabilities.input).toContain("image");
    expect(model.capabilities.input).not.toContain("audio");
  });

  test("asks the provider's address with the key, and its answer is the model's", async () => {
    const peer = await server({ apiKey: "secret-key" });
    const env = { OPENAI_BASE_URL: peer.url, OPENAI_API_KEY: "secret-key" };
    for (const name of ["openai/gpt-4o-mini", "openai-chat/gpt-4o-mini"]) {
      const model = await registry({ env }).resolve(name);
      expect(await answer(model)).toContain("Hello");
    }
    expect(peer.requests.map((each) => each.path)).toEqual(["/v1/responses", "/v1/chat/completions"]);
  });

  test("of audio goes through the only protocol that OpenAI has it in", async () => {
    const known = registry({ env: { OPENAI_API_KEY: "k" } });
    const model = await known.resolve("openai/gpt-4o-audio-preview");
    expect(model.id).toBe("openai/gpt-4o-audio-preview");
    expect(model.capabilities.input).toContain("audio");
  });

  test("that the catalogue does not know is taken, with all tried that the wire format carries", async () => {
    const model = await registry({ keys: { anthropic: "k" } }).resolve("anthropic/claude-of-tomorrow");
    expect(model.capabilities).toEqual({ input: ["text", "image", "pdf"], output: ["text"] });
  });

  test("that is a slip of the pen is refused, and taken with an exclamation mark", async () => {
    const known = registry({ keys: { openai: "k" } });
    await expect(known.resolve("openai/gpt-4o-mni")).rejects.toThrow(
      'OpenAI has no model "gpt-4o-mni" as far as is known; did you mean openai/gpt-4o-mini? To ask for it all the same, write `openai/gpt-4o-mni!`.',
    );
    expect((await known.resolve("openai/gpt-4o-mni!")).id).toBe("openai/gpt-4o-mni");
  });

  test("without a key is refused before anything is sent, or later where only a forecast is wanted", async () => {
    await expect(registry().resolve("mistral/mistral-large-latest")).rejects.toThrow(/run `penny keys set mistral`/);
    const model = await registry().resolve("mistral/mistral-large-latest", { keyLater: true });
    expect(model.id).toBe("mistral/mistral-large-latest");
  });

  test("is found by the provider's other name and in any case, and has one id", async () => {
    expect((await registry({ keys: { google: "k" } }).resolve("Gemini/gemini-2.5-flash")).id).toBe(
      "google/gemini-2.5-flash",
    );
  });

  test("shares its rate limit over both of OpenAI's protocols", async () => {
    const known = registry({ keys: { openai: "k" } });
    const [responses, chat] = await Promise.all([known.resolve("openai/gpt-5"), known.resolve("openai-chat/gpt-5")]);
    expect(responses.limitKey).toBe(chat.limitKey);
  });

  test("without a model says what lists them", async () => {
    for (const name of ["openai/", "openai", "OpenAI/!"])
      await expect(registry({ keys: { openai: "k" } }).resolve(name)).rejects.toThrow(
        "Say which model of OpenAI: `penny models --provider openai` lists them.",
      );
  });
});

describe("an address", () => {
  test("leads to any OpenAI-compatible server and its model", async () => {
    const peer = await server({ apiKey: "endpoint-key" });
    const known = registry({ env: { PENNY_ENDPOINT_KEY: "endpoint-key" } });
    const model = await known.resolve(`${peer.url}#some-model`);
    expect(model).toMatchObject({ id: `${peer.url}#some-model`, name: "some-model", where: "server" });
    expect(await answer(model)).toContain("Hello");
    expect((await known.resolve(model.id)).id).toBe(model.id);
  });

  test("sends the key that is kept for its host, and options that only such servers know", async () => {
    const peer = await server({ apiKey: "kept" });
    const model = await registry({ keys: { [new URL(peer.url).host]: "kept" } }).resolve(`${peer.url}#m`);
    await answer(model, { options: { minP: 0.1, provider: { cache_prompt: true } } });
    expect(JSON.parse(peer.requests[0]?.body ?? "")).toMatchObject({ min_p: 0.1, cache_prompt: true });
  });

  test("without a model takes the server's only one, and lists several", async () => {
    const one = await server({ models: ["lone"] });
    expect((await registry().resolve(one.url)).name).toBe("lone");
    const two = await server({ models: ["left", "right"] });
    await expect(registry().resolve(two.url)).rejects.toThrow(/^Say which model of .* It has left, right\.$/);
  });
});

describe("a name of the settings", () => {
  test("that is an alias leads to its model", async () => {
    const known = registry({
      keys: { openai: "k" },
      known: { aliases: { fast: "quick", quick: "openai/gpt-5-nano" } },
    });
    expect((await known.resolve("fast")).id).toBe("openai/gpt-5-nano");
  });

  test("that is the default is asked where none is given", async () => {
    const known = registry({
      keys: { openai: "k" },
      known: { defaultModel: "fast", aliases: { fast: "openai/gpt-5" } },
    });
    expect((await known.resolve()).id).toBe("openai/gpt-5");
  });

  test("that is an endpoint leads to its server, with or without a key", async () => {
    const peer = await server();
    const endpoints = { lab: { url: peer.url }, safe: { url: peer.url, keyVariable: "LAB_KEY" } };
    const known = registry({ known: { endpoints } });
    const model = await known.resolve("lab/anything");
    expect(model).toMatchObject({ id: "lab/anything", where: "server" });
    expect(await answer(model)).toContain("Hello");
    await expect(known.resolve("safe/anything")).rejects.toThrow(
      /set LAB_KEY in the environment, or run `penny keys set safe`/,
    );
  });
});

describe("a server of this machine", () => {
  const tags = { models: [{ name: "llama3.2:latest" }, { name: "qwen3:8b" }] };

  test("leads to its model, and the tag `latest` may be left away", async () => {
    const port = await program({ "/api/tags": tags });
    const model = await registry({ localPorts: [port] }).resolve("ollama/llama3.2");
    expect(model).toMatchObject({ id: "ollama/llama3.2:latest", provider: "ollama", where: "server" });
  });

  test("without that model names those that are near, and how to get it", async () => {
    const port = await program({ "/api/tags": tags });
    await expect(registry({ localPorts: [port] }).resolve("ollama/qwen3:8")).rejects.toThrow(
      'Ollama has no model "qwen3:8". Nearest: qwen3:8b. `ollama pull qwen3:8` gets it.',
    );
  });

  test("that serves one model needs no name for it", async () => {
    const port = await program({ "/v1/models": { data: [{ id: "the-one", owned_by: "llamacpp" }] } });
    expect((await registry({ localPorts: [port] }).resolve("llamacpp")).id).toBe("llamacpp/the-one");
  });

  test("may name its model by file", async () => {
    const port = await program({ "/v1/models": { data: [{ id: "dir/gemma.gguf", owned_by: "llamacpp" }] } });
    expect((await registry({ localPorts: [port] }).resolve("llamacpp/dir/gemma.gguf")).id).toBe(
      "llamacpp/dir/gemma.gguf",
    );
  });

  test("that wants a key gets the one that is kept for its program", async () => {
    const peer = await server({ apiKey: "vllm-key" });
    const known = registry({ localPorts: [peer.port], keys: { vllm: "vllm-key" } });
    expect(await answer(await known.resolve("vllm/any"))).toContain("Hello");
    await expect(registry({ localPorts: [peer.port] }).resolve("vllm/any")).rejects.toThrow(
      /^vLLM at http:\/\/127\.0\.0\.1:\d+ wants a key: run `penny keys set vllm`\.$/,
    );
  });

  test("that does not run is told with the command that starts it", async () => {
    const port = await program({});
    await expect(registry({ localPorts: [port] }).resolve("lmstudio/x")).rejects.toThrow(
      /^LM Studio does not answer at 127\.0\.0\.1:\d+: start it with `lms server start`/,
    );
  });

  test("is not looked for on another machine", async () => {
    const asked: string[] = [];
    const spy: typeof fetch = async (url) => {
      asked.push(String(url));
      throw new TypeError("fetch failed");
    };
    const known = registry({ fetch: spy, env: { OLLAMA_HOST: "http://gpu.example:11434" } });
    await expect(known.resolve("ollama/x")).rejects.toThrow(
      'OLLAMA_HOST is "http://gpu.example:11434", which is not this machine: name the model by address, `http://gpu.example:11434/v1#x`.',
    );
    expect(asked).toEqual([]);
  });

  test("answers", async () => {
    const peer = await server({ models: ["tiny"] });
    const listed = await registry({ localPorts: [peer.port] }).list({ local: true });
    const found = listed.find((each) => each.id.endsWith("tiny"));
    expect(found?.available).toBe(true);
    expect(await answer(await registry().resolve(found?.id ?? ""))).toContain("Hello");
  });
});

describe("a model of this process", () => {
  const GGUF = join(import.meta.dirname, "pocket/pocket-s.gguf");

  test("is what answers where nothing is named and nothing is set", async () => {
    const known = registry();
    const model = await known.resolve();
    expect(model).toMatchObject({ id: "pocket/pocket-l", where: "process" });
    expect(await known.resolve("pocket")).toBe(model);
    expect(await known.resolve(model.id)).toBe(model);
  });

  test("is a GGUF file by its path, and has an id that leads back to it", async () => {
    const known = registry();
    const model = await known.resolve(relative(process.cwd(), GGUF));
    expect(model).toMatchObject({ id: `gguf:${GGUF}`, provider: "gguf", where: "process" });
    expect(await known.resolve(model.id)).toBe(model);
    expect(await answer(model, { options: { maxOutputTokens: 4 } })).not.toBe("");
  });

  test("that is not there is told with those that are", async () => {
    await expect(registry().resolve("pocket/pocket-x")).rejects.toThrow(
      /^There is no pocket model "pocket-x"\. Nearest: pocket\/pocket-[sml]/,
    );
    await expect(registry().resolve("missing.gguf")).rejects.toBeInstanceOf(SetupError);
  });

  test("refuses what it cannot read, and names a model that can", async () => {
    const known = registry();
    const model = await known.resolve("pocket");
    const image = { type: "file" as const, mediaType: "image/png", sha256: "0".repeat(64), size: 1, name: "cat.png" };
    expect(() => known.check(model, request(model, { messages: [{ role: "user", parts: [image] }] }))).toThrow(
      /^cat\.png is image\/png, but pocket\/pocket-l reads only text: ask another model, as in `-m openai\//,
    );
  });
});

test("all names are known without asking a server", async () => {
  const offline: typeof fetch = async () => {
    throw new Error("No server is asked for names.");
  };
  const known = registry({ fetch: offline, known: { aliases: { fast: "openai/gpt-5" } } });
  const names = await known.names();
  expect(names).toEqual(
    expect.arrayContaining(["fast", "pocket/pocket-s", "openai/gpt-5", "anthropic/claude-opus-4-1"]),
  );
});

describe("a bare name", () => {
  test("leads to the one provider with a key", async () => {
    expect((await registry({ keys: { openai: "k" } }).resolve("gpt-4o-mini")).id).toBe("openai/gpt-4o-mini");
  });

  test("of several providers is refused with their names", async () => {
    await expect(registry({ keys: { openai: "k", azure: "k" } }).resolve("gpt-4o-mini")).rejects.toThrow(
      /^Several providers have gpt-4o-mini: say which, openai\/gpt-4o-mini, azure\/gpt-4o-mini/,
    );
  });

  test("or provider that nobody has is refused with near names", async () => {
    await expect(registry().resolve("opnai/gpt-4o-mini")).rejects.toThrow(/Nearest: openai\/gpt-4o-mini/);
    await expect(registry().resolve("pockt")).rejects.toThrow(/Nearest: pocket\b/);
    await expect(registry().resolve("")).rejects.toBeInstanceOf(SetupError);
  });

  test("of a model that was handed in is that model", async () => {
    const own: Model = await registry({ keys: { openai: "k" } }).resolve("openai/gpt-5");
    const extra = { ...own, id: "mine/model" };
    expect(await registry({ extraModels: [extra] }).resolve("mine/model")).toBe(extra);
  });
});

describe("a check before sending", () => {
  const image = { type: "file" as const, mediaType: "image/png", sha256: "0".repeat(64), size: 1, name: "cat.png" };
  const flac = { ...image, mediaType: "audio/flac", name: "a.flac" };

  test("names a model that can, of a provider with a key", async () => {
    const known = registry({ keys: { deepseek: "k", google: "k" } });
    const model = await known.resolve("deepseek/deepseek-chat");
    const asked = request(model, { messages: [{ role: "user", parts: [image] }] });
    expect(() => known.check(model, asked)).toThrow(
      /cat\.png is image\/png, but deepseek\/deepseek-chat reads only text: ask another model, as in `-m google\//,
    );
  });

  test("knows what the wire format of the resolved model carries", async () => {
    const known = registry({ keys: { openai: "k" } });
    const model = await known.resolve("openai/gpt-4o-audio-preview");
    expect(() => known.check(model, request(model, { messages: [{ role: "user", parts: [flac] }] }))).toThrow(
      /takes audio\/wav, audio\/mpeg/,
    );
  });
});
