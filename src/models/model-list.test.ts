/** What is listed, from where, and by which conditions. Pocket models are handed in; servers are real ones on free ports. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type ListSources, listModels, modelAble } from "./model-list.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function sources(more: Partial<ListSources> = {}): ListSources {
  const capabilities = { input: ["text" as const], output: ["text" as const] };
  return {
    fetch,
    env: {},
    keyFile: {},
    settings: {},
    localPorts: [],
    pocket: async () => [
      { id: "pocket/large", title: "Large", capabilities },
      { id: "pocket/small", title: "Small", capabilities },
    ],
    ...more,
  };
}

async function server(json: unknown): Promise<number> {
  const listening = createServer((request, response) => {
    response.writeHead(request.url === "/v1/models" ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(request.url === "/v1/models" ? json : {}));
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    listening.closeAllConnections();
    listening.close();
  });
  return (listening.address() as AddressInfo).port;
}

async function ids(...args: Parameters<typeof listModels>): Promise<string[]> {
  return (await listModels(...args)).map((each) => each.id);
}

describe("the list", () => {
  test("has models in process first, then those of servers here, then own endpoints, then the catalogue", async () => {
    const port = await server({ data: [{ id: "own-model", owned_by: "vllm" }] });
    const settings = { endpoints: { lab: { url: "https://lab.example/v1", models: ["far"] } } };
    const all = await ids(sources({ localPorts: [port], settings }));
    expect(all.slice(0, 4)).toEqual(["pocket/large", "pocket/small", "vllm/own-model", "lab/far"]);
    expect(all).toContain("openai/gpt-4o-mini");
    expect(new Set(all).size).toBe(all.length);
  });

  test("names models of an unknown server by address", async () => {
    const port = await server({ data: [{ id: "m" }] });
    expect(await ids(sources({ localPorts: [port] }), { local: true })).toContain(`http://127.0.0.1:${port}/v1#m`);
  });

  test("says what can be asked now", async () => {
    const listed = await listModels(sources({ env: { OPENAI_API_KEY: "k" } }));
    const available = (id: string): boolean | undefined => listed.find((each) => each.id === id)?.available;
    expect(available("pocket/large")).toBe(true);
    expect(available("openai/gpt-4o-mini")).toBe(true);
    expect(available("anthropic/claude-opus-4-1")).toBe(false);
  });

  test("marks the default and the short names", async () => {
    const settings = { defaultModel: "fast", aliases: { fast: "openai/gpt-5", quick: "fast" } };
    const marked = (await listModels(sources({ settings }))).filter(
      (each) => each.isDefault || each.aliases.length > 0,
    );
    expect(marked.map(({ id, isDefault, aliases }) => [id, isDefault, aliases])).toEqual([
      ["openai/gpt-5", true, ["fast", "quick"]],
    ]);
    expect((await listModels(sources())).find((each) => each.isDefault)?.id).toBe("pocket/large");
  });

  test("shows what a model does as it is asked from here", async () => {
    const [model] = await listModels(sources(), { text: "openai/gpt-4o-audio-preview", local: false });
    expect(model?.capabilities.input).toContain("audio");
    const mini = await listModels(sources(), { provider: "openai", text: "gpt-4o-mini" });
    expect(mini.find((each) => each.id === "openai/gpt-4o-mini")?.capabilities.input).not.toContain("audio");
  });
});

describe("a condition", () => {
  test("on what is read holds for every model listed, and leaves some out", async () => {
    const seeing = await listModels(sources(), { reads: ["image"] });
    expect(seeing.length).toBeGreaterThan(50);
    expect(seeing.every((each) => each.capabilities.input.includes("image"))).toBe(true);
    expect(seeing.length).toBeLessThan((await listModels(sources())).length);
  });

  test("on abilities leaves out what is unknown", async () => {
    for (const ability of ["tools", "schema", "reasoning"] as const) {
      const able = await listModels(sources(), { [ability]: true });
      expect(able.length).toBeGreaterThan(0);
      expect(able.every((each) => each.capabilities[ability] === true)).toBe(true);
    }
  });

  test("on the provider takes its other names, and looks for no server", async () => {
    const asked: unknown[] = [];
    const spy: typeof fetch = async (url) => {
      asked.push(url);
      throw new TypeError("fetch failed");
    };
    const found = await listModels(sources({ fetch: spy, localPorts: [9] }), { provider: "gemini" });
    expect(found.length).toBeGreaterThan(5);
    expect(found.every((each) => each.provider === "google")).toBe(true);
    expect(asked).toEqual([]);
  });

  test("on the place holds models here apart from hosted ones", async () => {
    expect(await ids(sources(), { local: true })).toEqual(["pocket/large", "pocket/small"]);
    expect(await ids(sources(), { local: false })).not.toContain("pocket/large");
  });

  test("on availability and text narrows further", async () => {
    expect(await ids(sources(), { available: true })).toEqual(["pocket/large", "pocket/small"]);
    expect(await ids(sources(), { text: "LARGE", available: true })).toEqual(["pocket/large"]);
  });

  test("brings back models that are no longer offered", async () => {
    const offered = await ids(sources(), { provider: "openai" });
    const all = await listModels(sources(), { provider: "openai", retired: true });
    const retired = all.filter((each) => each.retired !== undefined);
    expect(retired.length).toBeGreaterThan(0);
    expect(offered).not.toContain(retired[0]?.id);
  });
});

describe("a model that can", () => {
  test("is one of a provider with a key, if there is one", () => {
    expect(modelAble({ reads: "image" }, new Set(["anthropic"]))).toMatch(/^anthropic\//);
    expect(modelAble({ reads: "video" }, new Set(["openai"]))).toMatch(/^(?!openai\/)/);
    expect(modelAble({ tools: true }, new Set())).toMatch(/^openai\//);
  });
});
