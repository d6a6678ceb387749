import { expect, test } from "vitest";
import { textMessage } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { chatBody, templateAbilities, unheldKeywords } from "./gguf-request.ts";

const noFile = (): Promise<Uint8Array> => Promise.reject(new Error("no file is asked for"));

const plain = { defaults: {}, contextTokens: 640 };

function ask(request: Partial<Request>): Request {
  return { model: "gguf:a", messages: [textMessage("user", "Hi")], options: {}, ...request };
}

test("a template tells by its text what it can do", () => {
  const chatMl = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] }}{% endfor %}";
  expect(templateAbilities(chatMl)).toEqual({ system: true, tools: false, reasoning: false });
  const gemma = "{% if m['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}";
  expect(templateAbilities(gemma).system).toBe(false);
  const qwen =
    "{%- if tools %}# Tools{% endif %}{%- if messages[0].role == 'system' %}{% endif %}{% if enable_thinking %}";
  expect(templateAbilities(qwen)).toEqual({ system: true, tools: true, reasoning: true });
  expect(templateAbilities("{% if m.role == 'user' %}{{ m.content }}{% endif %}").system).toBe(false);
  expect(templateAbilities(undefined)).toEqual({ system: true, tools: false, reasoning: false });
});

test("every option goes to the engine under its name, and the request's stand before the defaults", async () => {
  const options = {
    temperature: 0.7,
    topP: 0.9,
    topK: 20,
    minP: 0.1,
    maxOutputTokens: 9,
    seed: 5,
    stop: ["\n"],
    presencePenalty: 1,
    frequencyPenalty: 0.5,
    reasoning: "none" as const,
    provider: { mirostat: 2 },
  };
  const body = await chatBody(ask({ options }), { defaults: { temperature: 0, topK: 1 }, contextTokens: 640 }, noFile);
  expect(body).toMatchObject({
    temperature: 0.7,
    top_p: 0.9,
    top_k: 20,
    min_p: 0.1,
    max_tokens: 9,
    seed: 5,
    stop: ["\n"],
    presence_penalty: 1,
    frequency_penalty: 0.5,
    repeat_last_n: 640,
    chat_template_kwargs: { enable_thinking: false },
    mirostat: 2,
  });
});

test("what is not asked for is left to the engine", async () => {
  const body = await chatBody(ask({}), plain, noFile);
  expect(Object.keys(body).sort()).toEqual(["cache_prompt", "messages", "stream", "stream_options"]);
});

test("the prompt cache is used only where the answer may differ from time to time anyhow", async () => {
  const cached = async (options: Request["options"]): Promise<unknown> =>
    (await chatBody(ask({ options }), plain, noFile)).cache_prompt;
  expect(await cached({ temperature: 1 })).toBe(true);
  expect(await cached({ temperature: 0 })).toBe(false);
  expect(await cached({ temperature: 1, seed: 1 })).toBe(false);
});

test("the seed that asks the engine for a random one is never sent", async () => {
  expect((await chatBody(ask({ options: { seed: 2 ** 32 - 1 } }), plain, noFile)).seed).toBe(2 ** 32 - 2);
  expect((await chatBody(ask({ options: { seed: -1 } }), plain, noFile)).seed).toBe(2 ** 32 - 2);
  expect((await chatBody(ask({ options: { seed: 0 } }), plain, noFile)).seed).toBe(0);
});

test("a conversation with tools, reasoning and a text file keeps all of it", async () => {
  const file = { type: "file" as const, mediaType: "text/csv", sha256: "0".repeat(64), size: 3, name: "a.csv" };
  const request = ask({
    messages: [
      textMessage("system", "Be brief."),
      { role: "user", parts: [{ type: "text", text: "Sum" }, file] },
      {
        role: "assistant",
        parts: [
          { type: "reasoning", text: "Hm." },
          { type: "text", text: "Let me see." },
          { type: "tool-call", id: "c1", name: "sum", input: { a: 1 } },
        ],
      },
      { role: "tool", parts: [{ type: "tool-result", id: "c1", name: "sum", output: { total: 3 } }] },
    ],
    tools: [
      { name: "sum", description: "Adds.", inputSchema: { type: "object" } },
      { name: "sub", description: "Takes away.", inputSchema: { type: "object" } },
    ],
    toolChoice: { name: "sum" },
  });
  const body = await chatBody(request, plain, async () => new TextEncoder().encode("1,2"));
  expect(body.messages).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: 'Sum\n<document name="a.csv">\n1,2\n</document>' },
    {
      role: "assistant",
      content: "Let me see.",
      reasoning_content: "Hm.",
      tool_calls: [{ id: "c1", type: "function", function: { name: "sum", arguments: '{"a":1}' } }],
    },
    { role: "tool", tool_call_id: "c1", name: "sum", content: '{"total":3}' },
  ]);
  expect(body.tool_choice).toBe("required");
  expect(body.tools).toEqual([
    { type: "function", function: { name: "sum", description: "Adds.", parameters: { type: "object" } } },
  ]);
});

test("keywords that a grammar leaves out are found wherever they stand, and names of properties are none", () => {
  const schema = {
    type: "object",
    properties: {
      not: { type: "string" },
      price: { type: "number", minimum: 0 },
      age: { type: "integer", minimum: 0 },
      tags: { type: "array", items: { enum: ["multipleOf"] }, uniqueItems: true },
    },
    $defs: { even: { type: "integer", multipleOf: 2 } },
  };
  expect(unheldKeywords(schema)).toEqual([
    "minimum and maximum of numbers that are no integers",
    "multipleOf",
    "uniqueItems",
  ]);
  expect(unheldKeywords({ type: "object", properties: { a: { type: "string" } } })).toEqual([]);
});
