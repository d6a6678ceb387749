/** What becomes of the usage objects that providers send, through their packages. Forms as documented by each provider. */
import { expect, test } from "vitest";
import { textMessage } from "../record/message.ts";
import type { Usage } from "../record/usage.ts";
import { aiSdkModel } from "./ai-sdk.ts";
import { usageInBody } from "./ai-sdk-usage.ts";
import { providerRow } from "./provider-table.ts";

/** Usage of one answer with this body, without the provider's own object. */
async function usageOf(provider: string, body: string | object, stream = false): Promise<Usage> {
  const row = providerRow(provider);
  if (!row) throw new Error(`no row ${provider}`);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = stream ? "text/event-stream" : "application/json";
  const model = aiSdkModel({
    id: `${provider}/m`,
    provider,
    name: "m",
    where: "hosted",
    capabilities: { input: ["text"], output: ["text"] },
    format: row.format,
    fetch: async () => new Response(text, { headers: { "content-type": type } }),
    load: (fetch) =>
      row.load("m", { key: "test-key", baseUrl: "https://host.test/v1", env: { AWS_REGION: "us-east-1" }, fetch }),
  });
  const events = model.stream(
    { model: model.id, messages: [textMessage("user", "Hi")], options: {} },
    { signal: new AbortController().signal, stream, readFile: async () => new Uint8Array(), onRaw: () => undefined },
  );
  for await (const event of events) {
    if (event.type !== "finish") continue;
    const { raw, ...usage } = event.usage;
    return usage;
  }
  throw new Error("no end");
}

function chat(usage: object | undefined): object {
  const choices = [{ index: 0, message: { role: "assistant", content: "Hi" }, finish_reason: "stop" }];
  return { id: "c", object: "chat.completion", created: 1, model: "m", choices, ...(usage ? { usage } : {}) };
}

function gemini(usageMetadata: object): object {
  return { candidates: [{ content: { role: "model", parts: [{ text: "Hi" }] }, finishReason: "STOP" }], usageMetadata };
}

function claude(usage: object): object {
  const content = [{ type: "text", text: "Hi" }];
  return { id: "m", type: "message", role: "assistant", model: "m", content, stop_reason: "end_turn", usage };
}

test("what a provider does not say stays unknown", async () => {
  expect(await usageOf("together", chat(undefined))).toEqual({});
  expect(await usageOf("together", chat({}))).toEqual({});
  expect(await usageOf("together", chat({ prompt_tokens: 5, completion_tokens: 2 }))).toEqual({
    inputTokens: 5,
    outputTokens: 2,
  });
  expect(await usageOf("google", gemini({ candidatesTokenCount: 3, totalTokenCount: 3 }))).toEqual({ outputTokens: 3 });
});

test("what a provider says is 0 is 0", async () => {
  const usage = { prompt_tokens: 5, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 0 } };
  expect(await usageOf("together", chat(usage))).toEqual({ inputTokens: 5, outputTokens: 0, cacheReadTokens: 0 });
});

test("audio tokens of OpenAI's chat answers are kept, streamed or not", async () => {
  const usage = {
    prompt_tokens: 50,
    completion_tokens: 20,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 40 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 15 },
  };
  const expected = {
    inputTokens: 50,
    outputTokens: 20,
    cacheReadTokens: 0,
    reasoningTokens: 0,
    inputAudioTokens: 40,
    outputAudioTokens: 15,
  };
  expect(await usageOf("openai-chat", chat(usage))).toEqual(expected);
  const chunk = { id: "c", created: 1, model: "m" };
  const lines = [
    { ...chunk, choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: "stop" }], usage: null },
    { ...chunk, choices: [], usage },
  ].map((each) => `data: ${JSON.stringify(each)}\n\n`);
  expect(await usageOf("openai-chat", `${lines.join("")}data: [DONE]\n\n`, true)).toEqual(expected);
});

test("reasoning that is counted beside the written tokens is added to them", async () => {
  const beside = {
    prompt_tokens: 12,
    completion_tokens: 2,
    total_tokens: 334,
    completion_tokens_details: { reasoning_tokens: 320 },
  };
  expect(await usageOf("together", chat(beside))).toMatchObject({ outputTokens: 322, reasoningTokens: 320 });
  const within = { ...beside, completion_tokens: 322 };
  expect(await usageOf("together", chat(within))).toMatchObject({ outputTokens: 322, reasoningTokens: 320 });
});

test("Gemini's thoughts are part of the output, and images and audio are told apart", async () => {
  const usage = {
    promptTokenCount: 300,
    candidatesTokenCount: 1290,
    thoughtsTokenCount: 10,
    promptTokensDetails: [
      { modality: "TEXT", tokenCount: 10 },
      { modality: "IMAGE", tokenCount: 258 },
      { modality: "AUDIO", tokenCount: 32 },
    ],
    candidatesTokensDetails: [{ modality: "IMAGE", tokenCount: 1290 }],
  };
  expect(await usageOf("google", gemini(usage))).toEqual({
    inputTokens: 300,
    outputTokens: 1300,
    reasoningTokens: 10,
    inputImageTokens: 258,
    inputAudioTokens: 32,
    outputImageTokens: 1290,
  });
});

test("Claude's input includes what was read from and written to the cache, by lifetime", async () => {
  const usage = {
    input_tokens: 1,
    output_tokens: 2,
    cache_creation_input_tokens: 10,
    cache_read_input_tokens: 5,
    cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 6 },
    server_tool_use: { web_search_requests: 3, web_fetch_requests: 2 },
    service_tier: "standard",
  };
  expect(await usageOf("anthropic", claude(usage))).toEqual({
    inputTokens: 16,
    outputTokens: 2,
    cacheReadTokens: 5,
    cacheWriteTokens: 10,
    cacheWriteHourTokens: 6,
    requests: { web_search_requests: 3 },
    serviceTier: "standard",
  });
});

test("Bedrock's cache writes are told apart by lifetime", async () => {
  const usage = {
    inputTokens: 1,
    outputTokens: 2,
    totalTokens: 7,
    cacheWriteInputTokens: 4,
    cacheDetails: [
      { ttl: "1h", inputTokens: 3 },
      { ttl: "5m", inputTokens: 1 },
    ],
  };
  const body = { output: { message: { role: "assistant", content: [{ text: "Hi" }] } }, stopReason: "end_turn", usage };
  expect(await usageOf("bedrock", body)).toMatchObject({
    inputTokens: 5,
    cacheWriteTokens: 4,
    cacheWriteHourTokens: 3,
  });
});

test("what the provider says it billed is known in dollars", async () => {
  const tokens = { prompt_tokens: 12, completion_tokens: 322, total_tokens: 334 };
  const cost = { input_tokens_cost: 0.1, total_cost: 0.0061 };
  expect((await usageOf("perplexity", chat({ ...tokens, cost }))).billedUsd).toBe(0.0061);
  expect((await usageOf("together", chat({ ...tokens, cost_in_usd_ticks: 1_641_500 }))).billedUsd).toBe(0.00016415);
  expect((await usageOf("openrouter", chat({ ...tokens, cost: 0.0000086 }))).billedUsd).toBe(0.0000086);
});

test("searches that OpenAI ran are counted", async () => {
  const search = (id: string) => ({
    type: "web_search_call",
    id,
    status: "completed",
    action: { type: "search", query: "x" },
  });
  const text = { type: "output_text", text: "Hi", annotations: [] };
  const output = [search("ws_1"), search("ws_2"), { type: "message", id: "msg_1", role: "assistant", content: [text] }];
  const usage = { input_tokens: 5, output_tokens: 2 };
  const body = { id: "r", object: "response", created_at: 1, model: "m", output, usage };
  expect(await usageOf("openai", body)).toEqual({ inputTokens: 5, outputTokens: 2, requests: { web_search_call: 2 } });
});

test("images that were made are counted", async () => {
  const parts = [{ text: "Here" }, { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }];
  const body = {
    candidates: [{ content: { role: "model", parts }, finishReason: "STOP" }],
    usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 1290 },
  };
  expect((await usageOf("google", body)).outputImages).toBe(1);
});

test("the usage object is found in a body, whole, streamed or cut", () => {
  expect(usageInBody('{"usage":{"a":1}}')).toEqual({ a: 1 });
  expect(usageInBody('data: {"usage":{"a":1}}\r\n\r\ndata: [DONE]\n\n')).toEqual({ a: 1 });
  expect(usageInBody('data: {"usage":{"a":1}}\n\ndata: {"usage":{"a"')).toEqual({ a: 1 });
  expect(usageInBody('data: {"usage":null}\n\n')).toBeUndefined();
  expect(usageInBody("")).toBeUndefined();
});
