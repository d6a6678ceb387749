/** Models, embeddings, cache and budget of the endpoint through the official client. */
import { describe, expect, test } from "vitest";
import { errorOf, insteadOfOpenai, servedEndpoint, upstream } from "../../test/support/served-endpoint.ts";

const ask = (content: string) => [{ role: "user" as const, content }];

describe("models", () => {
  test("that can be asked here are listed, with their aliases; others can be looked up", async () => {
    const { client, workbench } = await servedEndpoint();
    await workbench.settings.change({ aliases: { tiny: "pocket/pocket-s" } });
    const ids: string[] = [];
    for await (const { id, object, created } of client.models.list()) {
      ids.push(id);
      expect([object, Number.isInteger(created)]).toEqual(["model", true]);
    }
    expect(ids).toEqual(expect.arrayContaining(["pocket/pocket-s", "tiny", "pocket/pocket-l"]));
    expect(
      ids.some((id) => id.startsWith("openai/")),
      "without a key",
    ).toBe(false);
    expect(await client.models.retrieve("tiny")).toMatchObject({ id: "tiny", owned_by: "pocket" });
    expect(await client.models.retrieve("openai/gpt-4o")).toMatchObject({ owned_by: "openai" });
    expect((await errorOf(client.models.retrieve("pockett"))).status).toBe(404);
  });

  test("answer by alias, under their full name", async () => {
    const { client, workbench } = await servedEndpoint();
    await workbench.settings.change({ aliases: { tiny: "pocket/pocket-s" } });
    const answer = await client.chat.completions.create({ model: "tiny", messages: ask("hi"), max_tokens: 2 });
    expect(answer.model).toBe("pocket/pocket-s");
  });
});

describe("embeddings", () => {
  test("come as numbers, the same through base64, one call in the log for each text", async () => {
    const { client, workbench } = await servedEndpoint();
    const asked = { model: "pocket", input: ["a red bicycle", "a green boat"] };
    const packed = await client.embeddings.create(asked);
    const plain = await client.embeddings.create({ ...asked, encoding_format: "float" });
    expect(packed.data.map(({ index }) => index)).toEqual([0, 1]);
    for (const [index, { embedding }] of plain.data.entries()) {
      expect(embedding.length).toBeGreaterThan(10);
      expect([...(packed.data[index]?.embedding ?? [])]).toEqual([...Float32Array.from(embedding)]);
    }
    expect(plain.data[0]?.embedding).not.toEqual(plain.data[1]?.embedding);
    const calls = await workbench.log.calls();
    expect(calls).toHaveLength(4);
    expect(calls.every(({ origin }) => origin.command === "endpoint")).toBe(true);
    const counted = calls.slice(0, 2).reduce((sum, { usage }) => sum + (usage.inputTokens ?? 0), 0);
    expect(plain.usage).toEqual({ prompt_tokens: counted, total_tokens: counted });
  });

  test("of tokens, of nothing and of another length are refused", async () => {
    const { client } = await servedEndpoint();
    for (const input of [[1, 2, 3], [[1, 2]], "", []])
      expect((await errorOf(client.embeddings.create({ model: "pocket", input }))).param).toMatch(/^input/);
    const { data } = await client.embeddings.create({ model: "pocket", input: "x", encoding_format: "float" });
    const length = data[0]?.embedding.length ?? 0;
    await client.embeddings.create({ model: "pocket", input: "x", dimensions: length });
    const error = await errorOf(client.embeddings.create({ model: "pocket", input: "x", dimensions: 8 }));
    expect(error).toMatchObject({ status: 400, param: "dimensions" });
    expect(error.message).toContain(String(length));
  });
});

describe("the cache", () => {
  test("answers an equal request where the client wishes, whole, in chunks and for vectors", async () => {
    const { client, workbench } = await servedEndpoint();
    const server = await upstream();
    server.next([{ answer: { text: "one two", reasoning: "hm" } }]);
    const headers = { "x-penny-cache": "1" };
    const asked = { model: server.model, messages: ask("x") };
    const { data: first, response } = await client.chat.completions.create(asked, { headers }).withResponse();
    expect(response.headers.get("x-penny-cache")).toBe(null);
    const hit = await client.chat.completions.create(asked, { headers }).withResponse();
    expect(hit.data).toEqual(first);
    expect(hit.response.headers.get("x-penny-cache")).toBe("hit");
    expect(hit.response.headers.get("x-penny-cost-usd")).toBe("0");
    let text = "";
    for await (const each of await client.chat.completions.create({ ...asked, stream: true }, { headers }))
      text += each.choices[0]?.delta.content ?? "";
    expect(text).toBe("one two");
    await client.embeddings.create({ model: "pocket", input: ["a", "a", "b"] }, { headers });
    expect(server.requests).toHaveLength(1);
    expect(await workbench.log.calls()).toHaveLength(3);
  });

  test("is asked first where the server says so, unless the client does not want it", async () => {
    const { client } = await servedEndpoint({ cache: true });
    const server = await upstream();
    const asked = { model: server.model, input: "x" };
    const ids = [
      await client.responses.create(asked),
      await client.responses.create(asked),
      await client.responses.create(asked, { headers: { "x-penny-cache": "0" } }),
    ].map(({ id }) => id);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(server.requests).toHaveLength(2);
  });
});

describe("the budget", () => {
  const model = "openai/gpt-4o-mini";
  const env = { OPENAI_API_KEY: "sk-test" };

  test("refuses a call that could pass it, as OpenAI says that money is out, and counts what was spent", async () => {
    const server = await upstream();
    const { client, workbench } = await servedEndpoint({ budgetUsd: 0.0001 }, { env, fetch: insteadOfOpenai(server) });
    const asked = { model, messages: ask("x") };
    const dear = await errorOf(client.chat.completions.create({ ...asked, max_tokens: 10_000 }));
    expect(dear).toMatchObject({ status: 429, code: "insufficient_quota", type: "insufficient_quota" });
    expect(dear.message).toMatch(/may cost up to \$0\.006.* and \$0\.0001 is left/);
    expect(await workbench.log.calls(), "nothing was asked").toEqual([]);
    // 120 tokens at $0.60 a million are most of the budget; what the answer really takes is far less.
    const { response } = await client.chat.completions.create({ ...asked, max_tokens: 120 }).withResponse();
    const cost = Number(response.headers.get("x-penny-cost-usd"));
    expect(cost).toBeGreaterThan(0);
    const [call] = await workbench.log.calls();
    expect(cost).toBe((call?.cost?.picodollars ?? 0) / 1e12);
    await client.chat.completions.create({ ...asked, max_tokens: 120 });
  });

  test("counts calls that run as dear as they may become", async () => {
    const server = await upstream();
    const { client } = await servedEndpoint({ budgetUsd: 0.0001 }, { env, fetch: insteadOfOpenai(server) });
    let open = (): void => undefined;
    server.next([{ delay: new Promise<void>((resolve) => (open = resolve)) }]);
    const asked = { model, messages: ask("x"), max_tokens: 120 };
    const first = client.chat.completions.create(asked);
    const done = first.then(() => undefined);
    await server.received(1);
    expect((await errorOf(client.chat.completions.create(asked))).code).toBe("insufficient_quota");
    expect((await errorOf(client.responses.create({ model, input: "x", max_output_tokens: 120 }))).status).toBe(429);
    open();
    await done;
    await client.chat.completions.create(asked);
  });

  test("does not stand in the way of an answer that the log has", async () => {
    const server = await upstream();
    const { client } = await servedEndpoint(
      { budgetUsd: 0.0001, cache: true },
      { env, fetch: insteadOfOpenai(server) },
    );
    const asked = { model, messages: ask("x"), max_tokens: 160 };
    server.next([{ tokens: 100 }]);
    await client.chat.completions.create(asked);
    expect((await errorOf(client.chat.completions.create({ ...asked, messages: ask("y") }))).status).toBe(429);
    await client.chat.completions.create(asked);
    expect(server.requests).toHaveLength(1);
  });

  test("counts vectors", async () => {
    const server = await upstream();
    const { client } = await servedEndpoint({ budgetUsd: 0.0001 }, { env, fetch: insteadOfOpenai(server) });
    const vector = { model: "openai/text-embedding-3-small", input: "a red bicycle" };
    await client.embeddings.create(vector);
    const error = await errorOf(client.embeddings.create({ ...vector, input: "word ".repeat(20_000) }));
    expect(error.code).toBe("insufficient_quota");
  });

  test("stops no model that costs nothing, and refuses one whose price nobody knows", async () => {
    const { client } = await servedEndpoint({ budgetUsd: 0 }, { env });
    await client.chat.completions.create({ model: "pocket", messages: ask("hi"), max_tokens: 2 });
    await client.embeddings.create({ model: "pocket", input: "x" });
    const error = await errorOf(
      client.chat.completions.create({ model: "openai/gpt-99-unheard-of", messages: ask("x") }),
    );
    expect(error.status).toBe(400);
    expect(error.message).toContain("is unknown, so a budget of $0 cannot be kept");
  });
});
