/** Vectors over HTTP and in this process, through the names that people write. */
import { afterEach, describe, expect, test } from "vitest";
import { type EmbeddingsServer, startEmbeddingsServer } from "../../test/support/embeddings-server.ts";
import { embeddingRequest, isEmbedder, vectorFrom, vectorIn } from "./embedder.ts";
import { type Model, ModelError, type ModelEvent } from "./model.ts";
import { type ModelRegistry, modelRegistry, type RegistryInput } from "./registry.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function registry(input: Partial<RegistryInput> = {}): ModelRegistry {
  const made = modelRegistry({
    fetch,
    env: {},
    localPorts: [],
    keyFile: async () => ({}),
    settings: async () => ({}),
    ...input,
  });
  closing.push(made.close);
  return made;
}

async function server(...input: Parameters<typeof startEmbeddingsServer>): Promise<EmbeddingsServer> {
  const started = await startEmbeddingsServer(...input);
  closing.push(started.close);
  return started;
}

async function eventsOf(
  model: Model,
  text: string,
  raws: string[] = [],
  signal: AbortSignal = new AbortController().signal,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  const context = {
    signal,
    stream: false,
    readFile: () => Promise.reject(new Error("no file")),
    onRaw: ({ body }: { body: string }) => void raws.push(body),
  };
  for await (const event of model.stream(embeddingRequest(model.id, text), context)) events.push(event);
  return events;
}

async function vectorOf(model: Model, text: string): Promise<number[]> {
  const file = (await eventsOf(model, text)).find((event) => event.type === "file");
  if (file?.type !== "file") throw new Error("no file came");
  return vectorFrom(file.bytes);
}

async function failureOf(model: Model, raws: string[] = []): Promise<ModelError> {
  const error = await eventsOf(model, "some text", raws).catch((thrown: unknown) => thrown);
  if (error instanceof ModelError) return error;
  throw new Error("it did not fail");
}

describe("over HTTP", () => {
  test("a provider's key, the text and the model are sent, and the vector comes as it was", async () => {
    const vector = [0.1, -2.5e-7, 1];
    const { url, asked } = await server(() => vector);
    const env = { OPENAI_API_KEY: "sk-test-123456789", OPENAI_BASE_URL: url };
    const model = await registry({ env }).resolve("openai/text-embedding-3-small");
    const raws: string[] = [];
    const events = await eventsOf(model, "three short words", raws);
    expect(asked).toEqual([
      {
        path: "/v1/embeddings",
        authorization: "Bearer sk-test-123456789",
        body: { model: "text-embedding-3-small", input: "three short words", encoding_format: "float" },
      },
    ]);
    expect(events.map((event) => event.type)).toEqual(["response", "identity", "file", "finish"]);
    expect(events.at(-1)).toMatchObject({ finish: { reason: "stop" }, usage: { inputTokens: 3, outputTokens: 0 } });
    expect(await vectorOf(model, "three short words")).toEqual(vector);
    expect(raws).toEqual([]);
  });

  test("what a provider refuses is an error with its words, without the key, and kept raw", async () => {
    const body = { error: { message: "Wrong key sk-test-123456789." } };
    const { url } = await server(() => ({ status: 401, body }));
    const env = { OPENAI_API_KEY: "sk-test-123456789", OPENAI_BASE_URL: url };
    const raws: string[] = [];
    const error = await failureOf(await registry({ env }).resolve("openai/text-embedding-3-small"), raws);
    expect(error.detail).toMatchObject({ kind: "http", status: 401, message: expect.stringContaining("Wrong key") });
    expect(JSON.stringify([error.detail, raws])).not.toContain("123456789");
    expect(raws).toHaveLength(1);
  });

  test.each([[{ data: [] }], [{ data: [{ embedding: ["a"] }] }], [{ data: [{ embedding: [] }] }], ["nonsense"]])(
    "%j is no vector",
    async (body) => {
      const { url } = await server(() => ({ status: 200, body }));
      expect((await failureOf(await registry().resolve(`${url}#e`))).detail.kind).toBe("parse");
    },
  );

  test("a server that does not answer is a failure of the network, worth another try", async () => {
    const { url, close } = await server(() => [1]);
    const model = await registry().resolve(`${url}#e`);
    await close();
    expect(await failureOf(model)).toMatchObject({ detail: { kind: "network" }, retryable: true });
  });

  test("a cancelled call is no failure of the provider", async () => {
    const { url } = await server(() => [1]);
    const model = await registry().resolve(`${url}#e`);
    await expect(eventsOf(model, "text", [], AbortSignal.abort())).rejects.toMatchObject({
      detail: { kind: "aborted" },
    });
  });

  test("a local server's embedding model is found though it is in no list of models that write", async () => {
    const { url, asked } = await server(() => [1, 2], {
      "/v1/models": { data: [] },
      "/api/tags": { models: [] },
      "/api/ps": { models: [] },
    });
    const models = registry({ localPorts: [Number(new URL(url).port)] });
    await expect(models.resolve("ollama/nomic-embed-text")).rejects.toThrow("Ollama runs but has no model");
    const model = await models.resolve("ollama/nomic-embed-text", { embedding: true });
    expect([model.id, model.where, isEmbedder(model)]).toEqual(["ollama/nomic-embed-text", "server", true]);
    expect(await vectorOf(model, "text")).toEqual([1, 2]);
    expect(asked[0]?.body.model).toBe("nomic-embed-text");
  });

  test("providers without the route are no embedders", async () => {
    const models = registry({ env: { ANTHROPIC_API_KEY: "a-key-of-no-use" } });
    expect(isEmbedder(await models.resolve("anthropic/claude-sonnet-4-5"))).toBe(false);
    expect(isEmbedder(await models.resolve("pocket"))).toBe(true);
  });
});

describe("by a pocket model", () => {
  test("a text has one vector of length one, nearer to its own words than to others", async () => {
    const model = await registry().resolve("pocket/pocket-s");
    const [cat, again, like, other] = [
      await vectorOf(model, "The cat sits on the mat."),
      await vectorOf(model, "The cat sits on the mat."),
      await vectorOf(model, "A cat is sitting on a mat."),
      await vectorOf(model, "Interest rates rose by half a point."),
    ];
    const dot = (one: number[] = [], two: number[] = []): number =>
      one.reduce((sum, value, index) => sum + value * (two[index] ?? 0), 0);
    expect(again).toEqual(cat);
    expect(dot(cat, cat)).toBeCloseTo(1, 4);
    expect(dot(cat, like)).toBeGreaterThan(dot(cat, other) + 0.2);
    const events = await eventsOf(model, "The cat sits on the mat.");
    expect(events.at(-1)).toMatchObject({ usage: { inputTokens: expect.any(Number), outputTokens: 0 } });
  });

  test("a text that is too long is an error that says so, and the next one has its vector", async () => {
    const model = await registry().resolve("pocket/pocket-s");
    await expect(vectorOf(model, "word ".repeat(3000))).rejects.toThrow(
      "The text has 3000 tokens, but pocket/pocket-s makes vectors of at most 1024 here",
    );
    expect((await vectorOf(model, "short")).length).toBeGreaterThan(10);
  });
});

test("a vector is a list of finite numbers", () => {
  expect(vectorIn([1, -0.5])).toEqual([1, -0.5]);
  for (const value of [[], [1, "2"], [null], { 0: 1 }, undefined]) expect(vectorIn(value)).toBeUndefined();
});
