/** Failures as they come over the wire, and what is made of them. */
import { describe, expect, test } from "vitest";
import { textMessage } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { aiSdkModel } from "./ai-sdk.ts";
import { ModelError, type ModelEvent } from "./model.ts";
import { providerRow } from "./provider-table.ts";

const KEY = "sk-test-0123456789abcdef";

interface Outcome {
  events: ModelEvent[];
  error: ModelError | undefined;
  raws: string[];
}

/** One attempt at a provider of the table that answers with this. */
async function outcome(
  provider: string,
  answer: () => Response,
  how: { stream?: boolean; signal?: AbortSignal } = {},
): Promise<Outcome> {
  const row = providerRow(provider);
  if (!row) throw new Error(`no row ${provider}`);
  const model = aiSdkModel({
    id: `${provider}/model-1`,
    provider,
    name: "model-1",
    where: "hosted",
    capabilities: { input: ["text"], output: ["text"] },
    format: row.format,
    fetch: async () => answer(),
    load: (fetch) => row.load("model-1", { key: KEY, baseUrl: "https://host.test/v1", env: {}, fetch }),
  });
  const request: Request = { model: model.id, messages: [textMessage("user", "Hi")], options: {} };
  const result: Outcome = { events: [], error: undefined, raws: [] };
  try {
    const events = model.stream(request, {
      signal: how.signal ?? new AbortController().signal,
      stream: how.stream ?? true,
      readFile: async () => new Uint8Array(),
      onRaw: (raw) => void result.raws.push(raw.body),
    });
    for await (const event of events) result.events.push(event);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    result.error = error;
  }
  return result;
}

function json(body: unknown, status = 200, headers: { [name: string]: string } = {}): () => Response {
  return () =>
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

function stream(...payloads: (object | string)[]): () => Response {
  const lines = payloads.map((each) => `data: ${typeof each === "string" ? each : JSON.stringify(each)}\n\n`);
  return () => new Response(lines.join(""), { headers: { "content-type": "text/event-stream" } });
}

const chunk = {
  id: "c",
  created: 1,
  model: "m",
  choices: [{ index: 0, delta: { content: "Hel" }, finish_reason: null }],
};

describe("a provider that repeats the key in its error", () => {
  test("does not bring it into the error or the raw answer", async () => {
    const { error, raws } = await outcome("together", json({ error: { message: `Bad key ${KEY}.` } }, 401));
    expect(error?.message).toBe("The provider answered 401: Bad key [key].");
    expect(JSON.stringify([error?.detail, raws])).not.toContain(KEY);
  });

  test("does not bring it in within a stream either", async () => {
    const { error, raws } = await outcome("together", stream(chunk, { error: { message: `Bad key ${KEY}` } }));
    expect(error?.detail.kind).toBe("provider");
    expect(JSON.stringify([error?.message, error?.detail, raws])).not.toContain(KEY);
  });
});

describe("what the provider says of an error", () => {
  test.each([
    [{ detail: [{ loc: ["body"], msg: "field required" }] }, "field required"],
    [{ message: "Unauthorized" }, "Unauthorized"],
    [{ error: "model not found" }, "model not found"],
    [[{ error: { message: "quota" } }], "quota"],
  ])("is found in %j", async (body, words) => {
    const { error } = await outcome("mistral", json(body, 422));
    expect(error?.message).toBe(`The provider answered 422: ${words}.`);
  });

  test("is not invented where it says nothing", async () => {
    const { error } = await outcome("mistral", () => new Response("", { status: 529 }));
    expect(error?.message).toBe("The provider answered 529 without saying why.");
    expect(error?.detail).toEqual({ kind: "http", status: 529, message: error?.message });
  });

  test("comes with the headers that limit the next try, and no others", async () => {
    const headers = { "retry-after": "7", "x-ratelimit-remaining-requests": "0", "set-cookie": "session=1" };
    const { error } = await outcome("openai", json({ error: { message: "slow down" } }, 429, headers));
    expect(error?.headers).toMatchObject({ "retry-after": "7", "x-ratelimit-remaining-requests": "0" });
    expect(error?.headers).not.toHaveProperty("set-cookie");
    expect(error?.retryable).toBe(true);
  });
});

describe("an error in an answer of good status", () => {
  test("is the provider's, not HTTP's, also where it comes before any output", async () => {
    const failure = { type: "error", sequence_number: 1, error: { type: "insufficient_quota", message: "No credit" } };
    const created = { type: "response.created", response: { id: "r", created_at: 1, model: "m" } };
    const { error } = await outcome("openai", stream(created, failure));
    expect(error?.detail).toMatchObject({ kind: "provider", status: 200 });
    expect(error?.message).toContain("No credit");
    expect(error?.retryable).toBe(false);
  });

  test("is understood in an answer that was not streamed", async () => {
    const body = {
      id: "r",
      object: "response",
      created_at: 1,
      model: "m",
      output: [],
      error: { code: "x", message: "Broken" },
    };
    const { error, raws } = await outcome("openai", json(body), { stream: false });
    expect(error?.detail).toMatchObject({ kind: "provider", status: 200 });
    expect(error?.message).toContain("Broken");
    expect(raws).toHaveLength(1);
  });
});

describe("a stream of OpenAI's protocol without a finish reason", () => {
  test("was cut, which another try may mend", async () => {
    const { error, events } = await outcome("together", stream(chunk));
    expect(error?.detail).toMatchObject({ kind: "truncated", status: 200 });
    expect(error?.retryable).toBe(true);
    expect(events).toContainEqual(expect.objectContaining({ type: "text-delta", text: "Hel" }));
  });

  test("was whole if it says so", async () => {
    const { error, events } = await outcome("together", stream(chunk, "[DONE]"));
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: "finish", finish: { reason: "other" } });
  });

  test("that is empty was cut", async () => {
    expect((await outcome("together", stream())).error?.detail.kind).toBe("truncated");
  });
});

describe("a connection", () => {
  test("that breaks in the middle is a network error, with the raw part kept", async () => {
    let asked = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (asked++ === 0) controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`));
        else controller.error(new TypeError("terminated", { cause: new Error("other side closed") }));
      },
    });
    const { error, raws, events } = await outcome("together", () => new Response(body));
    expect(error?.detail).toMatchObject({ kind: "network", status: 200 });
    expect(error?.retryable).toBe(true);
    expect(raws).toEqual([`data: ${JSON.stringify(chunk)}\n\n`]);
    expect(events).toContainEqual(expect.objectContaining({ type: "text-delta", text: "Hel" }));
  });

  test("that is refused is a network error that names what was tried", async () => {
    const refused = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") });
    const { error, raws } = await outcome("together", () => {
      throw refused;
    });
    expect(error?.detail).toEqual({ kind: "network", message: "No answer came: connect ECONNREFUSED 127.0.0.1:1." });
    expect(raws).toEqual([]);
  });

  test("that the caller ends is no failure of the provider's", async () => {
    const controller = new AbortController();
    const body = new ReadableStream({
      pull(inner) {
        controller.abort();
        inner.error(new DOMException("This operation was aborted", "AbortError"));
      },
    });
    const { error, raws } = await outcome("together", () => new Response(body), { signal: controller.signal });
    expect(error?.detail.kind).toBe("aborted");
    expect(raws).toHaveLength(1);
  });
});

describe("an answer that the package cannot parse", () => {
  test("withheld by a content filter, without a message, is one that was withheld", async () => {
    const choices = [{ index: 0, finish_reason: "content_filter", content_filter_results: {} }];
    const usage = { prompt_tokens: 5, completion_tokens: 0, total_tokens: 5 };
    const body = { id: "c", object: "chat.completion", created: 1, model: "m", choices, usage };
    const { error, events } = await outcome("azure", json(body), { stream: false });
    expect(error).toBeUndefined();
    expect(events.at(-1)).toEqual({
      type: "finish",
      finish: { reason: "content-filter", raw: "content_filter" },
      usage: { inputTokens: 5, outputTokens: 0, raw: usage },
    });
    expect(events).toContainEqual(expect.objectContaining({ type: "warning" }));
  });

  test("gives its text, however long, if it says how it ended", async () => {
    const text = "word ".repeat(20_000);
    const content = [
      { type: "text", text },
      { type: "not_yet_known", data: 1 },
    ];
    const usage = { input_tokens: 5, output_tokens: 7, cache_read_input_tokens: 2 };
    const body = { id: "m", type: "message", role: "assistant", model: "c", content, stop_reason: "end_turn", usage };
    const { error, events } = await outcome("anthropic", json(body), { stream: false });
    expect(error).toBeUndefined();
    expect(events).toContainEqual({ type: "text-delta", text });
    expect(events.at(-1)).toMatchObject({ finish: { reason: "stop" }, usage: { inputTokens: 7, outputTokens: 7 } });
  });

  test("stays an error if it asks for a tool or does not say how it ended", async () => {
    const odd = { type: "not_yet_known" };
    const tool = { type: "tool_use", id: "t", name: "weather", input: {} };
    const base = {
      id: "m",
      type: "message",
      role: "assistant",
      model: "c",
      usage: { input_tokens: 5, output_tokens: 7 },
    };
    for (const body of [
      { ...base, content: [odd, tool], stop_reason: "tool_use" },
      { ...base, content: [odd, { type: "text", text: "Hi" }] },
    ]) {
      const { error } = await outcome("anthropic", json(body), { stream: false });
      expect(error?.detail.kind).toBe("parse");
    }
  });
});

describe("what was used until a stream was cut", () => {
  test("is known as far as the provider said", async () => {
    const candidates = [{ content: { role: "model", parts: [{ text: "Hel" }] } }];
    const usageMetadata = { promptTokenCount: 25, candidatesTokenCount: 1 };
    const { error, events } = await outcome("google", stream({ candidates, usageMetadata }));
    expect(error?.detail.kind).toBe("truncated");
    expect(error?.usage).toMatchObject({ inputTokens: 25, outputTokens: 1 });
    expect(events.map((event) => event.type)).not.toContain("finish");
  });

  test("is of Claude what was read, since what was written is said at the end", async () => {
    const usage = { input_tokens: 25, cache_read_input_tokens: 10, output_tokens: 1 };
    const message = { id: "m", type: "message", role: "assistant", model: "c", content: [], stop_reason: null, usage };
    const delta = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hel" } };
    const start = { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } };
    const { error } = await outcome("anthropic", stream({ type: "message_start", message }, start, delta));
    expect(error?.detail.kind).toBe("truncated");
    expect(error?.usage).toEqual({ inputTokens: 35, cacheReadTokens: 10, raw: usage });
  });

  test("is empty where nothing was said", async () => {
    expect((await outcome("anthropic", stream())).error?.usage).toEqual({});
    expect((await outcome("together", stream(chunk))).error?.usage).toEqual({});
  });
});
