/** Chat completions through the official client, from a real server on this machine: pocket models, and a scripted one where those cannot. */
import { APIUserAbortError } from "openai";
import type { ChatCompletionChunk, ChatCompletionMessageParam } from "openai/resources/chat/completions";
import { describe, expect, test } from "vitest";
import { errorOf, servedEndpoint, upstream } from "../../test/support/served-endpoint.ts";

const model = "pocket";
const ask = (content: string): ChatCompletionMessageParam[] => [{ role: "user", content }];
const weather = {
  type: "function" as const,
  function: {
    name: "weather",
    description: "The weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
/** One pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async function chunksOf(stream: PromiseLike<AsyncIterable<ChatCompletionChunk>>): Promise<ChatCompletionChunk[]> {
  const chunks: ChatCompletionChunk[] = [];
  for await (const chunk of await stream) chunks.push(chunk);
  return chunks;
}

const textIn = (chunks: readonly ChatCompletionChunk[]): string =>
  chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");

describe("an answer", () => {
  test("has OpenAI's shape, and is one call in the log that names who asked", async () => {
    const { client, workbench } = await servedEndpoint();
    const { data, response } = await client.chat.completions
      .create({ model, messages: [{ role: "system", content: "Be brief." }, ...ask("What is 2 + 3?")], seed: 7 })
      .withResponse();
    const id = response.headers.get("x-penny-call");
    expect(data).toMatchObject({
      id: `chatcmpl-${id}`,
      object: "chat.completion",
      model: "pocket/pocket-l",
      choices: [{ index: 0, finish_reason: "stop", logprobs: null, message: { role: "assistant", refusal: null } }],
    });
    expect(response.headers.get("x-penny-cost-usd")).toBe("0");
    const calls = await workbench.log.calls();
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      id,
      origin: { command: "endpoint", ref: expect.stringMatching(/^OpenAI\/JS /) },
      request: { options: { seed: 7 }, messages: [{ role: "system" }, { role: "user" }] },
    });
    expect(data.choices[0]?.message.content).toBe(
      calls[0]?.parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
    );
    expect(data.usage?.total_tokens).toBe((calls[0]?.usage.inputTokens ?? 0) + (calls[0]?.usage.outputTokens ?? 0));
  });

  test("comes in chunks with the same text, the usage last", async () => {
    const { client } = await servedEndpoint();
    const asked = { model, messages: ask("Write a haiku about rain."), seed: 1, temperature: 0 };
    const whole = await client.chat.completions.create(asked);
    const chunks = await chunksOf(
      client.chat.completions.create({ ...asked, stream: true, stream_options: { include_usage: true } }),
    );
    expect(textIn(chunks)).toBe(whole.choices[0]?.message.content);
    expect(chunks[0]?.choices[0]?.delta.role).toBe("assistant");
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe(whole.choices[0]?.finish_reason);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  test("is cut at max_tokens, and says so", async () => {
    const { client } = await servedEndpoint();
    for (const limit of [{ max_tokens: 2 }, { max_completion_tokens: 2 }]) {
      const { choices, usage } = await client.chat.completions.create({
        model,
        messages: ask("Write a poem."),
        ...limit,
      });
      expect(choices[0]?.finish_reason).toBe("length");
      expect(usage?.completion_tokens).toBe(2);
    }
  });

  test("holds to a JSON schema, or to any object", async () => {
    const { client } = await servedEndpoint();
    const messages = ask("Ann is 42 years old. Extract name and age as JSON.");
    const schema = {
      type: "object",
      properties: { name: { type: "string" }, age: { type: "integer" } },
      required: ["name", "age"],
      additionalProperties: false,
    };
    const held = await client.chat.completions.create({
      model,
      messages,
      response_format: { type: "json_schema", json_schema: { name: "person", strict: true, schema } },
    });
    expect(JSON.parse(held.choices[0]?.message.content ?? "")).toEqual({
      name: expect.any(String),
      age: expect.any(Number),
    });
    const any = await client.chat.completions.create({ model, messages, response_format: { type: "json_object" } });
    expect(JSON.parse(any.choices[0]?.message.content ?? "")).toEqual(expect.any(Object));
  });

  test("forty clients at once all get theirs", async () => {
    const { client, workbench } = await servedEndpoint();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        client.chat.completions.create({ model: "pocket/pocket-s", max_tokens: 4, messages: ask(`Number ${index}?`) }),
      ),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(40);
    expect(await workbench.log.calls({ limit: 100 })).toHaveLength(40);
  });
});

describe("tools", () => {
  test("are offered, called and answered, whole and in chunks", async () => {
    const { client, workbench } = await servedEndpoint();
    const server = await upstream();
    const call = { text: "Let me look.", calls: [{ name: "weather", arguments: { city: "Bern" }, id: "call_1" }] };
    server.next([{ answer: call }, { answer: call }, { answer: "It rains." }]);
    const asked = { model: server.model, messages: ask("Weather in Bern?"), tools: [weather] };
    const whole = await client.chat.completions.create({ ...asked, tool_choice: "required" });
    const message = whole.choices[0]?.message;
    expect(whole.choices[0]?.finish_reason).toBe("tool_calls");
    expect(message).toMatchObject({
      content: "Let me look.",
      tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Bern"}' } }],
    });
    const runner = client.chat.completions.stream(asked);
    expect((await runner.finalChatCompletion()).choices[0]?.message.tool_calls).toEqual(message?.tool_calls);
    if (!message) throw new Error("no message");
    const last = await client.chat.completions.create({
      ...asked,
      messages: [...asked.messages, message, { role: "tool", tool_call_id: "call_1", content: "rain, 12 degrees" }],
    });
    expect(last.choices[0]?.message.content).toBe("It rains.");
    const [sent] = server.requests.map(({ json }) => json as { tool_choice?: unknown });
    expect(sent?.tool_choice).toBe("required");
    expect(server.requests[2]?.json).toMatchObject({
      messages: [{ role: "user" }, { tool_calls: [{ id: "call_1" }] }, { role: "tool", content: "rain, 12 degrees" }],
    });
    const [newest] = await workbench.log.calls({ limit: 1 });
    expect(newest?.request.messages.at(-1)).toEqual({
      role: "tool",
      parts: [{ type: "tool-result", id: "call_1", name: "weather", output: "rain, 12 degrees" }],
    });
  });

  test("one may be named, and only some allowed", async () => {
    const { client } = await servedEndpoint();
    const server = await upstream();
    const other = { ...weather, function: { ...weather.function, name: "clock" } };
    const asked = { model: server.model, messages: ask("x"), tools: [weather, other] };
    const named = { type: "function" as const, function: { name: "clock" } };
    await client.chat.completions.create({ ...asked, tool_choice: named });
    await client.chat.completions.create({
      ...asked,
      tool_choice: { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [named] } },
    });
    expect(server.requests[0]?.json).toMatchObject({ tool_choice: { function: { name: "clock" } } });
    expect(server.requests[1]?.json).toMatchObject({ tools: [{ function: { name: "clock" } }], tool_choice: "auto" });
    const error = await errorOf(
      client.chat.completions.create({ ...asked, tool_choice: { type: "function", function: { name: "map" } } }),
    );
    expect(error).toMatchObject({ status: 400, param: "tool_choice" });
    expect(error.message).toContain("no tool is named `map`");
  });

  test("a result without its call is refused", async () => {
    const { client } = await servedEndpoint();
    const messages: ChatCompletionMessageParam[] = [...ask("x"), { role: "tool", tool_call_id: "no", content: "y" }];
    const error = await errorOf(client.chat.completions.create({ model, messages }));
    expect(error).toMatchObject({ status: 400, param: "messages[1].tool_call_id" });
  });
});

test("reasoning comes beside the text, as DeepSeek and vLLM give it", async () => {
  const { client } = await servedEndpoint();
  const server = await upstream();
  const answer = { text: "four", reasoning: "two and two" };
  server.next([{ answer }, { answer }]);
  const whole = await client.chat.completions.create({ model: server.model, messages: ask("2+2?") });
  expect(whole.choices[0]?.message).toMatchObject({ content: "four", reasoning_content: "two and two" });
  const chunks = await chunksOf(
    client.chat.completions.create({ model: server.model, messages: ask("2+2?"), stream: true }),
  );
  const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta as { reasoning_content?: string }));
  expect(deltas.map((delta) => delta.reasoning_content ?? "").join("")).toBe("two and two");
});

describe("files", () => {
  test("of data addresses are sent to the model and kept in the log", async () => {
    const { client, workbench } = await servedEndpoint();
    const server = await upstream();
    const url = `data:image/png;base64,${PNG}`;
    await client.chat.completions.create({
      model: server.model,
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url } },
            { type: "file", file: { filename: "notes.txt", file_data: "data:text/plain;base64,aGVsbG8=" } },
            { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } },
          ],
        },
      ],
    });
    expect(server.requests[0]?.body).toContain(PNG);
    expect(server.requests[0]?.body).toContain("hello");
    const [call] = await workbench.log.calls();
    const files = call?.request.messages[0]?.parts.flatMap((part) => (part.type === "file" ? [part] : [])) ?? [];
    expect(files.map(({ mediaType, name }) => [mediaType, name])).toEqual([
      ["image/png", undefined],
      ["text/plain", "notes.txt"],
      ["audio/wav", undefined],
    ]);
    const [image] = files;
    if (!image) throw new Error("no image");
    expect(Buffer.from(await workbench.log.readFile(image)).toString("base64")).toBe(PNG);
  });

  test.each([
    ["https://example.com/cat.png", /does not fetch/],
    ["file:///etc/passwd", /no data address/],
    ["data:image/png;base64,***", /not base64/],
  ])("at %s are refused, and nothing is asked or kept", async (url, why) => {
    const { client, workbench } = await servedEndpoint();
    const content = [{ type: "image_url" as const, image_url: { url } }];
    const error = await errorOf(client.chat.completions.create({ model, messages: [{ role: "user", content }] }));
    expect(error).toMatchObject({ status: 400, param: "messages[0].content[0].image_url.url" });
    expect(error.message).toMatch(why);
    expect(await workbench.log.calls()).toEqual([]);
  });

  test("a model that does not see is named, with one that does", async () => {
    const { client } = await servedEndpoint();
    const content = [{ type: "image_url" as const, image_url: { url: `data:image/png;base64,${PNG}` } }];
    const error = await errorOf(client.chat.completions.create({ model, messages: [{ role: "user", content }] }));
    expect(error.status).toBe(400);
    expect(error.message).toMatch(/pocket\/pocket-l reads only text: ask another model/);
  });
});

describe("what cannot be kept is refused by name", () => {
  const body = { model, messages: ask("x") };
  test.each([
    [{ n: 2 }, "n", "unsupported_parameter"],
    [{ logprobs: true }, "logprobs", "unsupported_parameter"],
    [{ logit_bias: { 5: 1 } }, "logit_bias", "unsupported_parameter"],
    [{ verbosity: "low" }, "verbosity", "unsupported_parameter"],
    [{ parallel_tool_calls: false }, "parallel_tool_calls", "unsupported_parameter"],
    [{ modalities: ["text", "audio"] }, "modalities", "unsupported_parameter"],
    [{ temprature: 1 }, "temprature", "unknown_parameter"],
    [{ messages: [] }, "messages", "invalid_value"],
    [{ messages: undefined }, "messages", "missing_required_parameter"],
    [{ messages: [{ role: "assistant", content: "x" }] }, "messages", "invalid_value"],
    [{ messages: [{ role: "user", content: [{ type: "video" }] }] }, "messages[0].content[0].type", "invalid_value"],
    [{ tools: [{ type: "custom", custom: { name: "x" } }] }, "tools[0].type", "invalid_value"],
    [{ response_format: { type: "json_schema" } }, "response_format.json_schema.schema", "missing_required_parameter"],
  ])("%j", async (more, param, code) => {
    const { client, workbench } = await servedEndpoint();
    const error = await errorOf(client.post("/chat/completions", { body: { ...body, ...more } }));
    expect(error).toMatchObject({ status: 400, type: "invalid_request_error", param, code });
    expect(await workbench.log.calls()).toEqual([]);
  });

  test("what changes no answer is ignored, and so is null", async () => {
    const { client } = await servedEndpoint();
    const harmless = {
      user: "u",
      metadata: { a: "b" },
      store: true,
      n: 1,
      logprobs: false,
      logit_bias: {},
      seed: null,
    };
    await client.post("/chat/completions", { body: { ...body, ...harmless, service_tier: "auto", top_p: null } });
  });

  test("values out of range", async () => {
    const { client } = await servedEndpoint();
    const error = await errorOf(client.chat.completions.create({ ...body, temperature: -1 }));
    expect(error.status).toBe(400);
    expect(error.message).toContain("must be a number from 0");
  });
});

describe("failures", () => {
  test("a wrong key, a foreign page and an unknown route are told in OpenAI's shape", async () => {
    const { client, url, key } = await servedEndpoint();
    const wrong = await errorOf(client.withOptions({ apiKey: "sk-wrong" }).models.list());
    expect(wrong).toMatchObject({ status: 401, code: "invalid_api_key", type: "invalid_request_error" });
    expect(wrong.message).toContain("penny serve --key");
    const headers = { authorization: `Bearer ${key}`, origin: "https://evil.example" };
    const foreign = await fetch(`${url}/models`, { headers });
    expect(foreign.status).toBe(403);
    expect(await foreign.json()).toMatchObject({ error: { type: "invalid_request_error", param: null } });
    expect(await errorOf(client.post("/audio/speech", { body: {} }))).toMatchObject({
      status: 404,
      code: "unknown_url",
    });
  });

  test("an unknown model, and one without a key, are 404 as at OpenAI, with what to do", async () => {
    const { client } = await servedEndpoint();
    const unknown = await errorOf(client.chat.completions.create({ model: "pockett", messages: ask("x") }));
    expect(unknown).toMatchObject({ status: 404, code: "model_not_found", param: "model" });
    expect(unknown.message).toContain("Nearest: pocket");
    const keyless = await errorOf(client.chat.completions.create({ model: "openai/gpt-4o", messages: ask("x") }));
    expect(keyless).toMatchObject({ status: 404, code: "model_not_found" });
    expect(keyless.message).toContain("OPENAI_API_KEY");
  });

  test.each([
    [400, 400, "upstream_bad_request"],
    [401, 401, "upstream_unauthorized"],
  ])("status %i of the provider becomes %i", async (status, mapped, code) => {
    const { client, workbench } = await servedEndpoint();
    const server = await upstream();
    server.next([{ status }, { status }]);
    for (const stream of [false, true]) {
      const error = await errorOf(client.chat.completions.create({ model: server.model, messages: ask("x"), stream }));
      expect(error).toMatchObject({ status: mapped, code });
      const [call] = await workbench.log.calls({ limit: 1 });
      expect(error.headers?.get("x-penny-call")).toBe(call?.id);
      expect(call?.finish.reason).toBe("error");
    }
  });

  test("an answer that breaks off in the middle is told in the stream", async () => {
    const { client, workbench } = await servedEndpoint();
    const server = await upstream();
    server.next([{ answer: "one two three four", fault: "error-event", faultAfter: 3 }]);
    let text = "";
    const stream = await client.chat.completions.create({ model: server.model, messages: ask("x"), stream: true });
    const error = await errorOf(
      (async () => {
        for await (const each of stream) text += each.choices[0]?.delta.content ?? "";
      })(),
    );
    expect(text).toMatch(/^one/);
    expect(error).toMatchObject({ type: "server_error", code: "upstream_error" });
    const [call] = await workbench.log.calls();
    expect(call?.finish.reason).toBe("error");
    expect(call?.parts).toMatchObject([{ type: "text", text }]);
  });

  test("a client that goes away cancels its call, which is kept as far as it came", async () => {
    const { client, workbench, settle } = await servedEndpoint();
    const server = await upstream();
    server.next([{ answer: "one two three", fault: "stall", faultAfter: 3 }, { fault: "never" }]);
    const stream = await client.chat.completions.create({ model: server.model, messages: ask("x"), stream: true });
    for await (const each of stream) if (each.choices[0]?.delta.content) break;
    await server.abandonedBy(1);
    const cancel = new AbortController();
    const whole = client.chat.completions.create(
      { model: server.model, messages: ask("y") },
      { signal: cancel.signal },
    );
    const failed = whole.catch((error: unknown) => error);
    await server.received(2);
    cancel.abort();
    expect(await failed).toBeInstanceOf(APIUserAbortError);
    await server.abandonedBy(2);
    await settle();
    const calls = await workbench.log.calls();
    expect(calls.map(({ finish }) => finish.reason)).toEqual(["aborted", "aborted"]);
    expect(calls[1]?.parts).toMatchObject([{ type: "text", text: expect.stringMatching(/^one/) }]);
  });

  test("the server's end cancels what runs and waits until it is in the log", async () => {
    const { client, workbench, settle } = await servedEndpoint();
    const server = await upstream();
    server.next([{ fault: "never" }]);
    const failed = errorOf(client.chat.completions.create({ model: server.model, messages: ask("x") }));
    await server.received(1);
    await settle();
    expect((await workbench.log.calls()).map(({ finish }) => finish.reason)).toEqual(["aborted"]);
    expect((await failed).code).toBe("cancelled");
  });
});
