/** The local server that other tests and the benches talk to: it must speak the protocol and break exactly as told. */
import { createOpenAI } from "@ai-sdk/openai";
import { afterEach, describe, expect, test } from "vitest";
import { type LocalServer, type LocalServerOptions, startLocalServer } from "../bench/local-server.ts";
import { countedText, tokensOf } from "../bench/server-answer.ts";
import { resetText } from "../bench/server-limits.ts";
import type { Clock } from "../src/run/clock.ts";

const running: LocalServer[] = [];

async function start(options: LocalServerOptions = {}): Promise<LocalServer> {
  const server = await startLocalServer(options);
  running.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

type Body = { [field: string]: unknown };

function post(server: LocalServer, path: string, body: Body, init: RequestInit = {}): Promise<Response> {
  const headers = { "content-type": "application/json", ...(init.headers as { [name: string]: string }) };
  return fetch(`${server.url}${path}`, { method: "POST", body: JSON.stringify(body), ...init, headers });
}

function chat(server: LocalServer, text: string, more: Body = {}, init: RequestInit = {}): Promise<Response> {
  const body = { model: "local-model", messages: [{ role: "user", content: text }], ...more };
  return post(server, "/chat/completions", body, init);
}

interface SentEvent {
  name?: string;
  data: string;
}

function eventsIn(text: string): SentEvent[] {
  return text
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? "";
      return name === undefined ? { data } : { name, data };
    });
}

async function chunksOf(response: Response): Promise<Body[]> {
  const events = eventsIn(await response.text());
  expect(events.at(-1)?.data).toBe("[DONE]");
  return events.slice(0, -1).map((event) => JSON.parse(event.data));
}

// biome-ignore lint/suspicious/noExplicitAny: bodies are looked into field by field
type Loose = any;

function textOf(chunks: Body[]): string {
  return chunks.map((chunk: Loose) => chunk.choices[0]?.delta.content ?? "").join("");
}

async function failureOf(work: Promise<unknown>): Promise<Error & { cause?: { code?: string } }> {
  try {
    await work;
  } catch (error) {
    return error as Error & { cause?: { code?: string } };
  }
  throw new Error("it did not fail");
}

/** A clock that jumps over every wait and remembers it. */
function jumpingClock(): Clock & { slept: number[]; turn: (ms: number) => void } {
  let now = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    turn: (ms) => {
      now += ms;
    },
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  };
}

describe("chat completions", () => {
  test("an answer echoes the last user text and counts it", async () => {
    const server = await start();
    const response = await chat(server, "one two three");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    const body: Loose = await response.json();
    expect(body.object).toBe("chat.completion");
    expect(body.choices[0].message).toEqual({
      role: "assistant",
      content: "one two three",
      refusal: null,
      annotations: [],
    });
    expect(body.choices[0].finish_reason).toBe("stop");
    expect(body.usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 });
  });

  test("a stream sends one token an event, usage only if asked for, and ends with [DONE]", async () => {
    const server = await start();
    const plain = await chunksOf(await chat(server, "one two three", { stream: true }));
    expect(plain).toHaveLength(5);
    expect(textOf(plain)).toBe("one two three");
    expect(plain.some((chunk) => "usage" in chunk)).toBe(false);
    const options = { stream: true, stream_options: { include_usage: true } };
    const counted: Loose[] = await chunksOf(await chat(server, "one two three", options));
    expect(counted.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(counted.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 3 } });
    expect(counted.at(-2).choices[0].finish_reason).toBe("stop");
  });

  test("max_completion_tokens cuts the answer and says so; stop ends it", async () => {
    const server = await start();
    const cut: Loose = await (await chat(server, "a b c d", { max_completion_tokens: 2 })).json();
    expect(cut.choices[0]).toMatchObject({ message: { content: "a b" }, finish_reason: "length" });
    const stopped: Loose = await (await chat(server, "a b c d", { stop: " c" })).json();
    expect(stopped.choices[0]).toMatchObject({ message: { content: "a b" }, finish_reason: "stop" });
  });

  const tool = {
    type: "function",
    function: {
      name: "weather",
      parameters: { type: "object", properties: { city: { type: "string" }, days: { type: "integer" } } },
    },
  };

  test("a tool that must be called is called, whole and streamed alike", async () => {
    const server = await start();
    const asked = { tools: [tool], tool_choice: "required" };
    const whole: Loose = await (await chat(server, "x", asked)).json();
    const called = { name: "weather", arguments: '{"city":"text","days":1}' };
    expect(whole.choices[0].message.content).toBe(null);
    expect(whole.choices[0].message.tool_calls).toEqual([{ id: "call_0", type: "function", function: called }]);
    expect(whole.choices[0].finish_reason).toBe("tool_calls");
    const chunks: Loose[] = await chunksOf(await chat(server, "x", { ...asked, stream: true }));
    const calls = chunks.flatMap((chunk) => chunk.choices[0].delta.tool_calls ?? []);
    expect(calls[0]).toEqual({
      index: 0,
      id: "call_0",
      type: "function",
      function: { name: "weather", arguments: "" },
    });
    expect(calls.map((call) => call.function.arguments).join("")).toBe(called.arguments);
  });

  test("a schema is satisfied, and JSON from the user comes back as it is", async () => {
    const server = await start();
    const schema = { type: "object", properties: { age: { type: "integer" }, tags: { type: "array", items: {} } } };
    const format = { type: "json_schema", json_schema: { name: "dog", schema } };
    const made: Loose = await (await chat(server, "a dog", { response_format: format })).json();
    expect(JSON.parse(made.choices[0].message.content)).toEqual({ age: 1, tags: ["text"] });
    const echoed: Loose = await (await chat(server, '{"age": 7}', { response_format: format })).json();
    expect(echoed.choices[0].message.content).toBe('{"age": 7}');
  });

  test("reasoning comes before the text and is counted apart", async () => {
    const server = await start({ behaviour: { answer: { reasoning: "let me think", text: "done" } } });
    const whole: Loose = await (await chat(server, "x")).json();
    expect(whole.choices[0].message).toMatchObject({ reasoning_content: "let me think", content: "done" });
    expect(whole.usage).toMatchObject({ completion_tokens: 4, completion_tokens_details: { reasoning_tokens: 3 } });
  });

  test("an answer may be a function of the request", async () => {
    const server = await start({ behaviour: { answer: (asked) => `${asked.lastUserText.length} characters` } });
    const body: Loose = await (await chat(server, "four")).json();
    expect(body.choices[0].message.content).toBe("4 characters");
  });
});

describe("responses", () => {
  test("a whole response has its message and its usage", async () => {
    const server = await start();
    const body: Loose = await (await post(server, "/responses", { model: "m", input: "hello there" })).json();
    expect(body).toMatchObject({
      object: "response",
      status: "completed",
      usage: { input_tokens: 2, output_tokens: 2 },
    });
    expect(body.output).toMatchObject([{ type: "message", content: [{ type: "output_text", text: "hello there" }] }]);
  });

  test("a stream names its events as OpenAI does and numbers them", async () => {
    const server = await start();
    const input = [{ role: "user", content: [{ type: "input_text", text: "a b" }] }];
    const response = await post(server, "/responses", { model: "m", input, stream: true });
    const events = eventsIn(await response.text());
    expect(events.map((event) => event.name)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    const data: Loose[] = events.map((event) => JSON.parse(event.data));
    expect(data.map((each) => each.sequence_number)).toEqual(data.map((_, index) => index));
    expect(data.every((each, index) => each.type === events[index]?.name)).toBe(true);
    expect(data.at(-1).response.output[0].content[0].text).toBe("a b");
  });

  test("reasoning and a function call come as items of their own, a cut answer as incomplete", async () => {
    const calls = [{ name: "weather", arguments: { city: "Bern" } }];
    const server = await start({ behaviour: { answer: { reasoning: "think", calls } } });
    const streamed = await post(server, "/responses", { model: "m", input: "x", stream: true });
    const events = eventsIn(await streamed.text()).map((event): Loose => JSON.parse(event.data));
    const names = events.map((event) => event.type);
    expect(names).toContain("response.reasoning_summary_text.delta");
    expect(names).toContain("response.function_call_arguments.done");
    const done = events.filter((event) => event.type === "response.output_item.done").map((event) => event.item);
    expect(done).toMatchObject([
      { type: "reasoning", summary: [{ text: "think" }] },
      { type: "function_call", name: "weather", arguments: '{"city":"Bern"}', call_id: "call_0" },
    ]);
    server.next([{ answer: "a b c" }]);
    const cut: Loose = await (
      await post(server, "/responses", { model: "m", input: "x", max_output_tokens: 1 })
    ).json();
    expect(cut).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
  });
});

describe("a client that others wrote", () => {
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "one two three" }] }];

  test.each(["chat", "responses"] as const)("reads %s streams, reasoning, calls and usage", async (api) => {
    const server = await start({ apiKey: "secret" });
    const model = createOpenAI({ baseURL: server.url, apiKey: "secret" })[api]("gpt-5");
    server.next([{ answer: { text: "a b c", calls: [{ name: "weather", arguments: { city: "Bern" } }] } }]);
    const { stream } = await model.doStream({ prompt });
    const parts = [];
    for await (const part of stream) parts.push(part);
    expect(parts.filter((part) => part.type === "error")).toEqual([]);
    const text = parts.flatMap((part) => (part.type === "text-delta" ? [part.delta] : [])).join("");
    expect(text).toBe("a b c");
    expect(parts.find((part) => part.type === "tool-call")).toMatchObject({ input: '{"city":"Bern"}' });
    expect(parts.at(-1)).toMatchObject({
      type: "finish",
      finishReason: { unified: "tool-calls" },
      usage: { inputTokens: { total: 3 }, outputTokens: { total: 5 } },
    });
  });

  test.each(["chat", "responses"] as const)("reads whole %s answers", async (api) => {
    const server = await start();
    const model = createOpenAI({ baseURL: server.url, apiKey: "any" })[api]("gpt-5");
    const answer = await model.doGenerate({ prompt });
    expect(answer.content).toMatchObject([{ type: "text", text: "one two three" }]);
    expect(answer.usage).toMatchObject({ inputTokens: { total: 3 }, outputTokens: { total: 3 } });
  });
});

describe("other routes", () => {
  test("models are listed", async () => {
    const server = await start({ models: ["a", "b"] });
    const body: Loose = await (await fetch(`${server.url}/models`)).json();
    expect(body.data.map((model: Loose) => model.id)).toEqual(["a", "b"]);
  });

  test("embeddings depend on the text alone, have length 1, and come as base64 when asked", async () => {
    const server = await start();
    const asked = { model: "e", input: ["cat", "dog", "cat"], dimensions: 4 };
    const body: Loose = await (await post(server, "/embeddings", asked)).json();
    const [first, second, third] = body.data.map((each: Loose) => each.embedding as number[]);
    expect(first).toEqual(third);
    expect(first).not.toEqual(second);
    expect(Math.hypot(...first)).toBeCloseTo(1, 9);
    const packed: Loose = await (await post(server, "/embeddings", { ...asked, encoding_format: "base64" })).json();
    const bytes = Buffer.from(packed.data[0].embedding, "base64");
    expect(bytes.readFloatLE(0)).toBeCloseTo(first[0], 5);
  });

  test("wrong requests are refused as OpenAI refuses them", async () => {
    const server = await start({ apiKey: "secret" });
    const authorization = { authorization: "Bearer secret" };
    const keyless: Loose = await (await chat(server, "x")).json();
    expect(keyless.error.code).toBe("invalid_api_key");
    const init = { headers: authorization };
    expect((await post(server, "/nothing", {}, init)).status).toBe(404);
    const empty = await post(server, "/chat/completions", { model: "m" }, init);
    expect(empty.status).toBe(400);
    expect(await empty.json()).toMatchObject({
      error: { type: "invalid_request_error", param: "messages", code: "missing_required_parameter" },
    });
    const broken = await post(server, "/chat/completions", {}, { ...init, body: "{" });
    expect(broken.status).toBe(400);
  });

  test("every request is recorded as it was sent", async () => {
    const server = await start();
    await chat(server, "hällo", {}, { headers: { "X-Odd-Name": "yes" } });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: "POST", path: "/v1/chat/completions", status: 200, abandoned: false });
    expect(request?.header("x-odd-name")).toBe("yes");
    expect(request?.header("authorization")).toBe(undefined);
    expect(request?.json).toMatchObject({ messages: [{ role: "user", content: "hällo" }] });
    expect(request?.headers.some(([name]) => name.toLowerCase() === "host")).toBe(true);
  });
});

describe("behaviour", () => {
  test("the script comes before the header, the header before the model's name, the name before the server's", async () => {
    const server = await start({ behaviour: { answer: "server" } });
    const statusOf = async (model: string, headers = {}): Promise<number> =>
      (await chat(server, "x", { model }, { headers })).status;
    expect(await statusOf("plain")).toBe(200);
    expect(await statusOf("status-500")).toBe(500);
    expect(await statusOf("status-500", { "x-behaviour": '{"status":502}' })).toBe(502);
    server.next([{ status: 503 }, {}]);
    expect(await statusOf("status-500", { "x-behaviour": '{"status":502}' })).toBe(503);
    expect(await statusOf("plain")).toBe(200);
    expect(await statusOf("plain")).toBe(200);
  });

  test.each([408, 409, 429, 500, 502, 503, 529])("status %i has OpenAI's error body", async (status) => {
    const server = await start();
    server.next([{ status, headers: { "retry-after": "7", "retry-after-ms": "6500" } }]);
    const response = await chat(server, "x", { stream: true });
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(response.headers.get("retry-after-ms")).toBe("6500");
    const { error } = (await response.json()) as Loose;
    expect(Object.keys(error)).toEqual(["message", "type", "param", "code"]);
  });

  test("delays, intervals and gaps are waited for", async () => {
    const clock = jumpingClock();
    const server = await start({ clock, behaviour: { gap: { after: 2, wait: 9000 } } });
    await (await chat(server, "a b", { model: "delay-20+interval-5", stream: true })).text();
    expect(clock.slept).toEqual([20, 5, 5, 9000, 5, 5]);
  });

  test("an answer waits for a promise", async () => {
    const server = await start();
    let open = (): void => undefined;
    server.next([{ delay: new Promise<void>((resolve) => (open = resolve)) }]);
    const order: string[] = [];
    const answered = chat(server, "x").then(() => order.push("answered"));
    await server.received(1);
    order.push("received");
    open();
    await answered;
    expect(order).toEqual(["received", "answered"]);
  });

  test("20,000 tokens arrive whole, however they are cut", async () => {
    const server = await start();
    const expected = countedText(20_000);
    for (const model of ["tokens-20000", "tokens-20000+chunk-7+write-50", "tokens-20000+one-write"]) {
      const chunks = await chunksOf(await chat(server, "x", { model, stream: true }));
      expect(textOf(chunks)).toBe(expected);
    }
  });

  test("one write or one byte a write, also inside a character: the stream is the same", async () => {
    const server = await start();
    const bodyOf = async (model: string): Promise<string> =>
      (await chat(server, "ä ö 😀", { model, stream: true })).text();
    const plain = (text: string): string => text.replace(/"(id|created|model)":("[^"]*"|\d+),/g, "");
    const usual = plain(await bodyOf("usual"));
    expect(usual).toContain("😀");
    expect(plain(await bodyOf("one-write"))).toBe(usual);
    expect(plain(await bodyOf("bytes-1"))).toBe(usual);
  });

  test("tokens are counted as the answer is cut: joined they are the text", () => {
    expect(tokensOf(" a  b\nc \n")).toEqual([" a", "  b", "\nc", " \n"]);
    expect(tokensOf("")).toEqual([]);
    expect(tokensOf(countedText(123))).toHaveLength(123);
  });
});

describe("faults", () => {
  test("a reset before headers is a connection error", async () => {
    const server = await start();
    const error = await failureOf(chat(server, "x", { model: "reset-before-headers" }));
    expect(error.cause?.code).toMatch(/^(ECONNRESET|UND_ERR_SOCKET)$/);
  });

  test("a reset in the middle of a stream leaves what came before", async () => {
    const server = await start();
    const response = await chat(server, "a b c d", { model: "reset-mid-body+after-3", stream: true });
    const reads: Uint8Array[] = [];
    const reading = (async () => {
      for await (const read of response.body ?? []) reads.push(read as Uint8Array);
    })();
    await failureOf(reading);
    expect(server.stats).toMatchObject({ answered: 0, abandoned: 0 });
    expect(eventsIn(Buffer.concat(reads).toString("utf8")).length).toBeLessThanOrEqual(3);
  });

  test("a cut body has an honest Content-Length and too few bytes", async () => {
    const server = await start();
    const response = await chat(server, "a b c", { model: "cut-body" });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(400);
    await failureOf(response.text());
  });

  test("a truncated body is well framed and no JSON; a truncated stream has no [DONE]", async () => {
    const server = await start();
    const body = await (await chat(server, "a b c", { model: "truncated" })).text();
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
    const stream = await (await chat(server, "a b c", { model: "truncated+after-3", stream: true })).text();
    const events = eventsIn(stream);
    expect(events).toHaveLength(3);
    expect(textOf(events.map((event) => JSON.parse(event.data)))).toBe("a b");
  });

  test("an error in mid-stream comes as an event, in each protocol's form", async () => {
    const server = await start();
    const inChat = eventsIn(await (await chat(server, "a b", { model: "error-event", stream: true })).text());
    expect(inChat).toHaveLength(3);
    expect(JSON.parse(inChat[2]?.data ?? "")).toMatchObject({ error: { type: "server_error" } });
    const asked = { model: "error-event+after-5", input: "a b", stream: true };
    const inResponses = eventsIn(await (await post(server, "/responses", asked)).text());
    expect(inResponses.slice(-2).map((event) => event.name)).toEqual(["error", "response.failed"]);
    expect(JSON.parse(inResponses.at(-1)?.data ?? "").response.error.code).toBe("server_error");
  });

  test("a stalled stream stays open until the client leaves, and is counted as abandoned", async () => {
    const server = await start();
    const cancel = new AbortController();
    const init = { signal: cancel.signal };
    const response = await chat(server, "a b", { model: "stall+after-2", stream: true }, init);
    const reader = response.body?.getReader();
    await reader?.read();
    cancel.abort();
    await server.abandonedBy(1);
    expect(server.requests[0]?.abandoned).toBe(true);
    expect(server.stats).toMatchObject({ answered: 0, abandoned: 1 });
  });

  test("a request that is never answered ends when the client leaves", async () => {
    const server = await start();
    const cancel = new AbortController();
    const failed = failureOf(chat(server, "x", { model: "never" }, { signal: cancel.signal }));
    await server.received(1);
    cancel.abort();
    expect((await failed).name).toBe("AbortError");
    await server.abandonedBy(1);
    expect(server.requests[0]?.status).toBe(undefined);
  });

  test("closing ends what is open, and the port is free again", async () => {
    const server = await startLocalServer();
    const failed = failureOf(chat(server, "x", { model: "never" }));
    await server.received(1);
    await server.close();
    await failed;
    const again = await start({ port: server.port });
    expect(again.port).toBe(server.port);
    await expect(startLocalServer({ port: server.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

describe("rate limits", () => {
  test("answers state the limits; an empty bucket refuses with Retry-After in whole seconds", async () => {
    const clock = jumpingClock();
    const server = await start({ clock, limits: { requestsPerMinute: 60, burstSeconds: 2 } });
    const first = await chat(server, "x");
    expect(first.headers.get("x-ratelimit-limit-requests")).toBe("60");
    expect(first.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    expect(first.headers.get("x-ratelimit-reset-requests")).toBe("1s");
    expect(first.headers.get("x-ratelimit-limit-tokens")).toBe(null);
    expect((await chat(server, "x")).status).toBe(200);
    const refused = await chat(server, "x");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(refused.headers.get("x-ratelimit-remaining-requests")).toBe("0");
    expect(((await refused.json()) as Loose).error).toMatchObject({ type: "requests", code: "rate_limit_exceeded" });
    clock.turn(1000);
    expect((await chat(server, "x")).status).toBe(200);
    expect(server.stats).toMatchObject({ requests: 4, answered: 3, refused: 1 });
  });

  test("tokens are counted by what a call reads and writes", async () => {
    const clock = jumpingClock();
    const server = await start({ clock, limits: { tokensPerMinute: 600, burstSeconds: 6 } });
    const response = await chat(server, "a b c", { model: "tokens-17" });
    expect(response.headers.get("x-ratelimit-remaining-tokens")).toBe("40");
    expect(response.headers.get("x-ratelimit-reset-tokens")).toBe("2s");
    expect((await chat(server, "a", { model: "tokens-50" })).headers.get("retry-after")).toBe("2");
    clock.turn(2000);
    // Larger than a full bucket: a full one lets it pass and then owes.
    expect((await chat(server, "a", { model: "tokens-89" })).status).toBe(200);
    clock.turn(4000);
    expect((await chat(server, "a", { model: "tokens-19" })).status).toBe(429);
    clock.turn(1000);
    expect((await chat(server, "a", { model: "tokens-19" })).status).toBe(200);
  });

  test("a limit that is halved refills half as fast from then on", async () => {
    const clock = jumpingClock();
    const server = await start({ clock, limits: { requestsPerMinute: 120, burstSeconds: 1 } });
    const passes = async (): Promise<number> => {
      let passed = 0;
      while ((await chat(server, "x")).status === 200) passed++;
      return passed;
    };
    expect(await passes()).toBe(2);
    clock.turn(1000);
    expect(await passes()).toBe(2);
    server.setLimits({ requestsPerMinute: 60 });
    clock.turn(1000);
    expect(await passes()).toBe(1);
    const refused = await chat(server, "x");
    expect(refused.headers.get("x-ratelimit-limit-requests")).toBe("60");
  });

  test("resets are written as OpenAI writes them", () => {
    expect([0, 19.2, 1000, 8640, 60_000, 362_000].map(resetText)).toEqual([
      "0ms",
      "20ms",
      "1s",
      "8.64s",
      "1m0s",
      "6m2s",
    ]);
  });
});
