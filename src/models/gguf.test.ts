import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../record/json.ts";
import { textMessage } from "../record/message.ts";
import type { Options, Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { ggufModel } from "./gguf.ts";
import { type EngineRuntime, engineRuntime } from "./gguf-engine.ts";
import { withText } from "./gguf-fixture.ts";
import { type Model, ModelError, type ModelEvent } from "./model.ts";
import { defaultPocket, type PocketModel, pocketModels } from "./pocket/pocket.ts";

const SVG = "Generate an SVG of a pelican riding a bicycle";
const WHO = "Who are you?";
const ANSWER = "I am Pocket, a tiny language model. I run inside this program, with no key and no network.";

let runtime: EngineRuntime;
let model: Model;
let folder = "";

function pocket(id: string): PocketModel {
  const found = pocketModels.find((each) => each.id === id);
  if (!found) throw new Error(`no pocket model ${id}`);
  return found;
}

beforeAll(async () => {
  runtime = engineRuntime();
  folder = mkdtempSync(join(tmpdir(), "gguf-"));
  const { path, id, defaults } = pocket(defaultPocket);
  model = await ggufModel({ path, id, runtime, defaults });
});

afterAll(async () => {
  await runtime.close();
  rmSync(folder, { recursive: true });
});

interface Heard {
  text: string;
  events: ModelEvent[];
  finish: Extract<ModelEvent, { type: "finish" }> | undefined;
}

async function hear(who: Model, request: Partial<Request>, signal = new AbortController().signal): Promise<Heard> {
  const heard: Heard = { text: "", events: [], finish: undefined };
  const whole = { model: who.id, messages: [], options: {}, ...request };
  const context = {
    signal,
    stream: true,
    readFile: () => Promise.reject(new Error("no file")),
    onRaw: () => undefined,
  };
  for await (const event of who.stream(whole, context)) {
    heard.events.push(event);
    if (event.type === "text-delta") heard.text += event.text;
    if (event.type === "finish") heard.finish = event;
  }
  return heard;
}

function ask(prompt: string, options: Options = {}, more: Partial<Request> = {}): Promise<Heard> {
  return hear(model, { messages: [textMessage("user", prompt)], options, ...more });
}

function warned(heard: Heard): string[] {
  return heard.events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
}

async function failure(heard: Promise<Heard>): Promise<ModelError> {
  const error = await heard.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ModelError);
  return error as ModelError;
}

test("the pocket model answers, in parts, and says why it ended and what it used", async () => {
  const heard = await ask(WHO);
  expect(heard.text).toBe(ANSWER);
  expect(heard.events.filter((event) => event.type === "text-delta").length).toBeGreaterThan(5);
  expect(heard.events.at(-1)).toBe(heard.finish);
  expect(heard.finish?.finish).toEqual({ reason: "stop", raw: "stop" });
  expect(heard.finish?.usage).toMatchObject({ inputTokens: 8 });
  // The end token is written too.
  const written = await model.countTokens?.(ANSWER);
  expect(heard.finish?.usage.outputTokens).toBe((written ?? 0) + 1);
});

test("the model is one of this process that reads and writes text and can be held to a schema", () => {
  expect(model).toMatchObject({ id: "pocket/pocket-l", provider: "pocket", name: "pocket-l", where: "process" });
  expect(model.capabilities).toEqual(pocket("pocket/pocket-l").capabilities);
  expect(model.limitKey).toBeUndefined();
});

test("the same seed gives the same answer, and another seed another", async () => {
  const options = { temperature: 2, topP: 1, topK: 200, minP: 0 };
  const prompt = "Tell me of the sea";
  const [first, again, other] = [
    await ask(prompt, { ...options, seed: 1 }),
    await ask(prompt, { ...options, seed: 1 }),
    await ask(prompt, { ...options, seed: 2 }),
  ];
  expect(again.text).toBe(first.text);
  expect(other.text).not.toBe(first.text);
});

test("with only the likeliest token to choose from, heat changes nothing", async () => {
  expect((await ask(WHO, { temperature: 2, topK: 1, seed: 1 })).text).toBe(ANSWER);
  expect((await ask(WHO, { temperature: 2, minP: 1, seed: 1 })).text).toBe(ANSWER);
});

test("penalties change what is written", async () => {
  const plain = await ask(SVG, { maxOutputTokens: 60 });
  const penalised = await ask(SVG, { maxOutputTokens: 60, frequencyPenalty: 2, presencePenalty: 2 });
  expect(penalised.text).not.toBe(plain.text);
});

test("a stop text ends the answer and is not part of it", async () => {
  const heard = await ask(WHO, { stop: ["tiny", "never"] });
  expect(heard.text).toBe("I am Pocket, a ");
  expect(heard.finish?.finish.reason).toBe("stop");
});

test("the token limit ends the answer with that reason", async () => {
  const heard = await ask(WHO, { maxOutputTokens: 3 });
  expect(heard.finish?.finish.reason).toBe("length");
  expect(heard.finish?.usage.outputTokens).toBe(3);
});

test("an answer that fills the context ends with the length as its reason", async () => {
  const heard = await ask(SVG, { provider: { ignore_eos: true } });
  expect(heard.finish?.finish.reason).toBe("length");
  const { inputTokens = 0, outputTokens = 0 } = heard.finish?.usage ?? {};
  expect(inputTokens + outputTokens).toBeLessThanOrEqual(1024);
  expect(inputTokens + outputTokens).toBeGreaterThan(980);
});

test("a prompt that is too long fails in words, and the model answers the next", async () => {
  const error = await failure(ask("x".repeat(3000)));
  expect(error.detail.kind).toBe("engine");
  expect(error.detail.message).toMatch(/^The prompt has 3002 tokens, but pocket\/pocket-l has a context of 1024/);
  expect(error.retryable).toBe(false);
  expect((await ask(WHO)).text).toBe(ANSWER);
});

/** Turns of the person and of the model, nothing else. */
const PLACELESS_TEMPLATE = `{% for m in messages %}{% if m.role == 'user' %}<|user|>{{ m.content }}{% elif m.role == 'assistant' %}<|assistant|>{{ m.content }}<|end|>{% endif %}{% endfor %}
{%- if add_generation_prompt %}<|assistant|>{% endif %}`;

test("a system prompt that the template has no place for is put first, and said so", async () => {
  const path = join(folder, "no-system.gguf");
  writeFileSync(
    path,
    withText(readFileSync(pocket("pocket/pocket-s").path), "tokenizer.chat_template", PLACELESS_TEMPLATE),
  );
  const placeless = await ggufModel({ path, id: `gguf:${path}`, runtime, defaults: { temperature: 0 } });
  const messages = [textMessage("system", "Hello"), textMessage("user", WHO)];
  const heard = await hear(placeless, { messages });
  expect(warned(heard)).toEqual(["The model has no place for a system prompt: it was put before the first user turn."]);
  const joined = await hear(placeless, { messages: [textMessage("user", `Hello\n${WHO}`)] });
  expect(heard.text).toBe(joined.text);
  expect(heard.finish?.usage.inputTokens).toBe(joined.finish?.usage.inputTokens);
  expect(warned(joined)).toEqual([]);
});

test("earlier turns are part of the prompt", async () => {
  const messages = [textMessage("user", "Hi"), textMessage("assistant", "Hello!"), textMessage("user", WHO)];
  const heard = await hear(model, { messages });
  const count = async (text: string): Promise<number> => (await model.countTokens?.(text)) ?? 0;
  const turns = "<|user|>Hi<|assistant|>Hello!<|end|><|user|>Who are you?<|assistant|>";
  expect(heard.finish?.usage.inputTokens).toBe(await count(turns));
});

test("tokens are counted by the model's own tokenizer, also of texts longer than its context", async () => {
  const count = model.countTokens ?? (() => Promise.resolve(0));
  expect(await count("")).toBe(0);
  expect(await count("a")).toBe(1);
  expect(await count("x".repeat(3000))).toBe(3000);
  const prompt = "Reverse the word strawberry.";
  const used = (await ask(prompt)).finish?.usage.inputTokens;
  expect(await count(prompt)).toBe((used ?? 0) - 2);
});

const leaf = fc.oneof(
  fc.constant({ type: "boolean" }),
  fc.constant({ type: "null" }),
  fc.tuple(fc.integer({ min: -50, max: 0 }), fc.integer({ min: 0, max: 50 })).map(([minimum, maximum]) => ({
    type: "integer",
    minimum,
    maximum,
  })),
  fc
    .uniqueArray(fc.stringMatching(/^[a-z "\\é]{1,6}$/), { minLength: 1, maxLength: 3 })
    .map((values) => ({ enum: values })),
  fc.integer({ min: 0, max: 6 }).map((maxLength) => ({ type: "string", maxLength })),
);
const list = leaf.map((items) => ({ type: "array", items, minItems: 1, maxItems: 2 }));
const schemas = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(leaf, list), {
    minKeys: 1,
    maxKeys: 3,
    noNullPrototype: true,
  })
  .map(
    (properties): JsonObject => ({
      type: "object",
      properties: properties as unknown as JsonObject,
      required: Object.keys(properties),
      additionalProperties: false,
    }),
  );

test("whatever the schema, the answer satisfies it", async () => {
  const ajv = new Ajv2020({ strict: false });
  await fc.assert(
    fc.asyncProperty(schemas, fc.integer({ min: 0, max: 1000 }), async (schema, seed) => {
      const heard = await ask("Return JSON", { temperature: 1.5, seed }, { schema });
      expect(heard.finish?.finish.reason).toBe("stop");
      expect(ajv.validate(schema, JSON.parse(heard.text)), `${heard.text} for ${JSON.stringify(schema)}`).toBe(true);
    }),
    { numRuns: 25, seed: 1 },
  );
});

test("keywords that an answer is not held to are named", async () => {
  const heard = await ask("Return JSON", {}, { schema: { type: "integer", minimum: 0, maximum: 9, multipleOf: 2 } });
  expect(warned(heard)).toEqual(["The answer is not held to these keywords of the schema: multipleOf."]);
  expect(Number.isInteger(JSON.parse(heard.text))).toBe(true);
});

test("a schema that is none fails in the engine's words", async () => {
  const error = await failure(ask("Return JSON", {}, { schema: { type: "nonsense" } }));
  expect(error.detail.message).toMatch(/^The engine could not run pocket\/pocket-l: .*nonsense/);
});

test("cancelling ends the answer, keeps what came, and leaves the model ready", async () => {
  const controller = new AbortController();
  const heard: string[] = [];
  const context = {
    signal: controller.signal,
    stream: true,
    readFile: () => Promise.reject(new Error("no file")),
    onRaw: () => undefined,
  };
  const request = { model: model.id, messages: [textMessage("user", SVG)], options: {} };
  const run = async (): Promise<Heard> => {
    for await (const event of model.stream(request, context)) {
      if (event.type !== "text-delta") continue;
      heard.push(event.text);
      if (heard.length === 5) controller.abort();
    }
    return { text: "", events: [], finish: undefined };
  };
  const error = await failure(run());
  expect(error.detail.kind).toBe("aborted");
  expect(heard.length).toBe(5);
  expect((await ask(WHO)).text).toBe(ANSWER);
});

test("a call that is cancelled before its turn never begins, and the others keep theirs", async () => {
  const controller = new AbortController();
  const first = ask(WHO);
  const second = failure(hear(model, { messages: [textMessage("user", SVG)] }, controller.signal));
  const third = ask(WHO);
  controller.abort();
  expect((await second).detail.kind).toBe("aborted");
  expect((await first).text).toBe(ANSWER);
  expect((await third).text).toBe(ANSWER);
});

test("a caller that stops listening leaves the model ready", async () => {
  const context = {
    signal: new AbortController().signal,
    stream: true,
    readFile: () => Promise.reject(new Error("no file")),
    onRaw: () => undefined,
  };
  const request = { model: model.id, messages: [textMessage("user", SVG)], options: {} };
  for await (const event of model.stream(request, context)) if (event.type === "text-delta") break;
  expect((await ask(WHO)).text).toBe(ANSWER);
});

test("two models answer at the same time, and several calls to one in their order", async () => {
  const { path, id, defaults } = pocket("pocket/pocket-s");
  const small = await ggufModel({ path, id, runtime, defaults });
  const order: number[] = [];
  const calls = [0, 1, 2].map(async (index) => {
    const heard = await ask(WHO);
    order.push(index);
    return heard.text;
  });
  const other = await hear(small, { messages: [textMessage("user", WHO)] });
  expect(other.text).toBe(ANSWER);
  expect(await Promise.all(calls)).toEqual([ANSWER, ANSWER, ANSWER]);
  expect(order).toEqual([0, 1, 2]);
});

test("more threads give the same answer", async () => {
  const { path, id, defaults } = pocket(defaultPocket);
  const threaded = await ggufModel({ path, id, runtime, defaults, threads: 2 });
  const heard = await hear(threaded, { messages: [textMessage("user", WHO)], options: { maxOutputTokens: 3 } });
  expect(heard.text).toBe((await ask(WHO, { maxOutputTokens: 3 })).text);
});

test("a model whose template knows tools calls them with arguments of their schema, and reads their results", async () => {
  const inputSchema = { type: "object", properties: { expression: { type: "string" } }, required: ["expression"] };
  const request: Partial<Request> = {
    messages: [textMessage("user", "What is 12 * 34?")],
    tools: [{ name: "calculator", description: "Works out arithmetic.", inputSchema }],
  };
  const heard = await hear(model, request);
  const calls = heard.events.flatMap((event) => (event.type === "tool-call" ? [event.part] : []));
  expect(calls).toMatchObject([{ name: "calculator", input: { expression: "12 * 34" } }]);
  expect(heard.text).toBe("");
  expect(heard.finish?.finish.reason).toBe("tool-calls");

  const result = { type: "tool-result" as const, id: calls[0]?.id ?? "", name: "calculator", output: "408" };
  const after: Request["messages"] = [
    ...(request.messages ?? []),
    { role: "assistant", parts: calls },
    { role: "tool", parts: [result] },
  ];
  expect((await hear(model, { ...request, messages: after })).text).toBe("408");
});

test("a model that thinks tells its thoughts apart from its answer, and does without when it is told to", async () => {
  const question = "How many r's are in strawberry?";
  const thought = (heard: Heard): string =>
    heard.events.map((event) => (event.type === "reasoning-delta" ? event.text : "")).join("");
  const heard = await ask(question);
  expect(thought(heard)).toBe("r:s0t0r1a1w1b1e1r2r3y3");
  expect(heard.text).toBe("3");
  const direct = await ask(question, { reasoning: "none" });
  expect(thought(direct)).toBe("");
  expect(direct.text).toMatch(/^\d$/);
  expect(direct.finish?.usage.outputTokens).toBeLessThan(heard.finish?.usage.outputTokens ?? 0);
});

test("a file that is cut, and a context that no memory holds, are refused before anything runs", async () => {
  const path = join(folder, "cut.gguf");
  writeFileSync(path, readFileSync(pocket(defaultPocket).path).subarray(0, 100_000));
  await expect(ggufModel({ path, id: `gguf:${path}`, runtime })).rejects.toThrow(SetupError);
  const whole = pocket(defaultPocket).path;
  const huge = ggufModel({ path: whole, id: "gguf:huge", runtime, contextTokens: 2 ** 29 });
  await expect(huge).rejects.toThrow(/needs .* GB with a context of 536870912 tokens.*at most 1024 tokens/);
});

test("a file of an unknown family fails in the engine's words when it is first asked", async () => {
  const path = join(folder, "family.gguf");
  const bytes = readFileSync(pocket(defaultPocket).path);
  writeFileSync(path, Buffer.from(bytes.toString("latin1").replaceAll("llama", "lemur"), "latin1"));
  const strange = await ggufModel({ path, id: `gguf:${path}`, runtime });
  const error = await failure(hear(strange, { messages: [textMessage("user", "Hi")] }));
  expect(error.detail.message).toMatch(/lemur/);
});

test("after much work a model goes over to faster code and answers the same", async () => {
  const { path } = pocket(defaultPocket);
  const settings = {
    path,
    fileBytes: 1e9,
    contextTokens: 1024,
    batchTokens: 128,
    threads: 1,
    cacheType: "f32" as const,
  };
  const engine = engineRuntime().open(settings);
  const write = async (): Promise<string> => {
    let text = "";
    const body = { messages: [{ role: "user", content: WHO }], temperature: 0, stream: true };
    for await (const chunk of engine.complete(true, body, new AbortController().signal))
      text += (chunk.choices as { delta?: { content?: string } }[])[0]?.delta?.content ?? "";
    return text;
  };
  const first = await write();
  expect(first).toBe(ANSWER);
  expect(await write()).toBe(first);
  await engine.close();
});

test("a model whose memory grew too much is loaded afresh, and answers the same", { timeout: 300_000 }, async () => {
  const { path } = pocket("pocket/pocket-m");
  const own = engineRuntime();
  let threads = 0;
  const count = (): void => {
    threads++;
  };
  process.on("worker", count);
  const engine = own.open({
    path,
    fileBytes: 1,
    contextTokens: 1024,
    batchTokens: 128,
    threads: 1,
    cacheType: "f32",
    mostGrowthBytes: 1e6,
  });
  const answers: string[] = [];
  const ask = async (prompt: string): Promise<string> => {
    let text = "";
    const body = { prompt, max_tokens: 4, temperature: 0, stream: true };
    for await (const chunk of engine.complete(false, body, new AbortController().signal)) text += String(chunk.content);
    return text;
  };
  // Each unlike the one before: what was known of that one is kept, 2 MB; at first there is room for it.
  const prompt = (number: number): string => `${number} is not ${number + 1}. `.repeat(40);
  for (let number = 10; number < 99 && threads < 2; number++) answers.push(await ask(prompt(number)));
  expect(threads).toBe(2);
  expect(await ask(prompt(10))).toBe(answers[0]);
  process.off("worker", count);
  await own.close();
});

test("a loaded model that is not asked any more does not keep its process alive", () => {
  const address = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  const script = `
    const { engineRuntime } = await import(${address("./gguf-engine.ts")});
    const settings = { path: process.argv[1], fileBytes: 1, contextTokens: 64, batchTokens: 64, threads: 1, cacheType: "f32" };
    console.log((await engineRuntime().open(settings).load()).contextTokens);`;
  const path = pocket("pocket/pocket-s").path;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script, path], { encoding: "utf8" });
  expect(output).toMatch(/^\d+\n$/);
});

test("a closed model answers again", async () => {
  await runtime.close();
  expect((await ask(WHO)).text).toBe(ANSWER);
});
