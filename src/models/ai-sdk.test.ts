import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bedrockEvent } from "../../scripts/conformance/recording.ts";
import { sdkModel } from "../../scripts/conformance/sdk-model.ts";
import { sha256 } from "../record/hash.ts";
import type { FilePart, Part } from "../record/message.ts";
import { textMessage } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { type Answer, answerBuilder } from "../run/answer.ts";
import { aiSdkModel } from "./ai-sdk.ts";
import type { WireAnswer } from "./fixtures/wire-answer.ts";
import { wireAnswers } from "./fixtures/wire-answers.ts";
import { type Model, ModelError } from "./model.ts";
import { type RecordedAnswer, replayModel } from "./replay.ts";
import { endsWithDone, type WireFormat } from "./wire-format.ts";

const formats = Object.keys(wireAnswers) as WireFormat[];
const request: Request = {
  model: "test/model-1",
  messages: [textMessage("user", "Hi")],
  options: {},
  tools: [
    {
      name: "weather",
      description: "Tells the weather",
      inputSchema: { type: "object", properties: { city: { type: "string" } } },
    },
  ],
};

/** Stream payloads in the envelope of their format. */
function envelope(format: WireFormat, payloads: readonly object[]): Uint8Array {
  if (format === "bedrock") return Buffer.concat(payloads.map((payload) => bedrockEvent(JSON.stringify(payload))));
  const lines = payloads.map((payload) => {
    const type = "type" in payload && typeof payload.type === "string" ? `event: ${payload.type}\n` : "";
    return `${type}data: ${JSON.stringify(payload)}\n\n`;
  });
  return Buffer.from(lines.join(""));
}

/** A whole stream. */
function streamBytes(format: WireFormat, payloads: readonly object[]): Uint8Array {
  const end = endsWithDone.has(format) ? "data: [DONE]\n\n" : "";
  return Buffer.concat([envelope(format, payloads), Buffer.from(end)]);
}

function streamed(format: WireFormat, payloads: readonly object[]): RecordedAnswer {
  const type = format === "bedrock" ? "application/vnd.amazon.eventstream" : "text/event-stream";
  return { headers: { "content-type": type, "x-request-id": "r1" }, chunks: [streamBytes(format, payloads)] };
}

function whole(body: object, status = 200): RecordedAnswer {
  return { status, headers: { "content-type": "application/json" }, chunks: [JSON.stringify(body)] };
}

function modelOf(format: WireFormat, answer: RecordedAnswer): Model {
  return replayModel({
    format,
    name: "model-1",
    load: (fetch) => sdkModel(format, fetch, "model-1"),
    answers: [answer],
  });
}

interface Heard {
  answer: Answer;
  error?: ModelError;
  raw: string[];
}

async function hear(
  model: Model,
  stream: boolean,
  asked: Request = request,
  files: { [hash: string]: Uint8Array } = {},
): Promise<Heard> {
  const raw: string[] = [];
  const builder = answerBuilder(async (bytes, mediaType) => ({
    type: "file",
    mediaType,
    sha256: sha256(bytes),
    size: bytes.length,
  }));
  const context = {
    signal: new AbortController().signal,
    stream,
    readFile: async (part: FilePart) => files[part.sha256] ?? new Uint8Array(),
    onRaw: ({ body }: { body: string }) => void raw.push(body),
  };
  try {
    for await (const event of model.stream(asked, context)) await builder.take(event);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { answer: builder.answer(), error, raw };
  }
  return { answer: builder.answer(), raw };
}

/** Parts without what providers want back. */
function bare(parts: readonly Part[]): Part[] {
  return parts.map((part) => {
    const { provider: _, ...rest } = part as Part & { provider?: unknown };
    return rest as Part;
  });
}

const expected = {
  text: { parts: [{ type: "text", text: "Hello, world" }], reason: "stop" },
  tool: {
    parts: [{ type: "tool-call", id: "call_1", name: "weather", input: { city: "Oslo" } }],
    reason: "tool-calls",
  },
  reasoning: {
    parts: [
      { type: "reasoning", text: "Thinking" },
      { type: "text", text: "Hello, world" },
    ],
    reason: "stop",
  },
} as const;

describe.each(formats)("%s", (format) => {
  const answers = wireAnswers[format];
  const kinds = (["text", "tool", "reasoning"] as const).filter((kind) => answers[kind]);

  test.each(kinds)("a %s answer comes out the same streamed and whole", async (kind) => {
    const answer = answers[kind] as WireAnswer;
    for (const heard of [
      await hear(modelOf(format, streamed(format, answer.stream)), true),
      await hear(modelOf(format, whole(answer.whole)), false),
    ]) {
      expect(heard.error).toBeUndefined();
      const parts = bare(heard.answer.parts).map((part) =>
        part.type === "tool-call" && format === "google" ? { ...part, id: "call_1" } : part,
      );
      expect(parts).toEqual(expected[kind].parts);
      expect(heard.answer.finish?.reason).toBe(expected[kind].reason);
      expect(heard.answer.usage).toMatchObject({ inputTokens: 5, outputTokens: 3 });
    }
  });

  test("the raw answer is kept as it came; Amazon's binary frames as lines of JSON", async () => {
    const answer = streamed(format, answers.text.stream);
    const { raw } = await hear(modelOf(format, answer), true);
    const lines = answers.text.stream.map((payload) => `${JSON.stringify(payload)}\n`).join("");
    expect(raw).toEqual([format === "bedrock" ? lines : Buffer.from(answer.chunks[0] as Uint8Array).toString()]);
  });

  test("any split into chunks gives the same answer", async () => {
    const kind = answers.reasoning ? "reasoning" : "text";
    const bytes = streamBytes(format, (answers[kind] as WireAnswer).stream);
    const reference = await hear(modelOf(format, streamed(format, (answers[kind] as WireAnswer).stream)), true);
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const edges = [0, ...places.sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, index) => bytes.slice(edges[index], end));
        const heard = await hear(modelOf(format, { ...streamed(format, []), chunks }), true);
        expect(heard).toEqual(reference);
      }),
      { numRuns: 25 },
    );
  });

  test("a stream that is cut is an error, with what arrived kept", async () => {
    const { stream } = answers.text;
    const some = stream.slice(0, 1 + stream.findIndex((payload) => JSON.stringify(payload).includes("Hello")));
    const heard = await hear(modelOf(format, { ...streamed(format, []), chunks: [envelope(format, some)] }), true);
    expect(heard.error?.detail.kind).toBe("truncated");
    expect(bare(heard.answer.parts)).toEqual([{ type: "text", text: "Hello" }]);
    expect(heard.answer.finish).toBeUndefined();
  });

  test("an HTTP error says what the provider says, with status and body", async () => {
    const { error } = await hear(modelOf(format, whole(answers.error, 401)), true);
    expect(error?.detail).toMatchObject({ kind: "http", status: 401 });
    expect(error?.message).toContain("Invalid key");
    expect(error?.detail.body).toContain("Invalid key");
  });

  test("an answer that is no JSON is an error, and its raw body is kept", async () => {
    const answer = { headers: { "content-type": "application/json" }, chunks: ["<html>gateway</html>"] };
    const { error, raw } = await hear(modelOf(format, answer), false);
    expect(error?.detail.kind).toBe("parse");
    expect(raw).toEqual(["<html>gateway</html>"]);
  });

  test("JSON that ends too early was cut, which another try may mend", async () => {
    const body = JSON.stringify(answers.text.whole);
    const answer = { headers: { "content-type": "application/json" }, chunks: [body.slice(0, body.length / 2)] };
    const { error } = await hear(modelOf(format, answer), false);
    expect(error?.detail.kind).toBe("truncated");
  });

  if (answers.streamError) {
    test("an error within a stream is an error of the provider's, with what arrived kept", async () => {
      const { error } = await hear(modelOf(format, streamed(format, answers.streamError ?? [])), true);
      // Some packages wait for the first event and report it like an HTTP error.
      expect(error?.detail.kind).toMatch(/^(provider|http)$/);
      expect(error?.message).toContain("Overloaded");
      expect(error?.retryable).toBe(true);
    });
  }
});

/** A model whose fetch keeps what is sent. */
function watched(format: WireFormat): { model: Model; sent: () => string } {
  let body = "";
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    body = String(init?.body);
    return new Response(JSON.stringify(wireAnswers[format].text.whole), {
      headers: { "content-type": "application/json" },
    });
  };
  const load = (teed: typeof globalThis.fetch) => sdkModel(format, teed, "model-1");
  const capabilities = { input: ["text" as const], output: ["text" as const] };
  const model = aiSdkModel({
    id: "test/model-1",
    provider: "host",
    name: "model-1",
    where: "hosted",
    capabilities,
    format,
    load,
    fetch,
  });
  return { model, sent: () => body };
}

describe.each(formats.filter((format) => format !== "cohere"))("what %s is sent", (format) => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5]);
  const image: FilePart = {
    type: "file",
    mediaType: "image/png",
    sha256: sha256(png),
    size: png.length,
    name: "a.png",
  };
  const csv = new TextEncoder().encode("city,people\nOslo,700000");
  const table: FilePart = {
    type: "file",
    mediaType: "text/csv",
    sha256: sha256(csv),
    size: csv.length,
    name: "cities.csv",
  };
  const files = { [image.sha256]: png, [table.sha256]: csv };

  test("holds the bytes of an image and the text of a text file", async () => {
    const { model, sent } = watched(format);
    const asked: Request = {
      ...request,
      messages: [{ role: "user", parts: [image, table, { type: "text", text: "What?" }] }],
    };
    const { error } = await hear(model, false, asked, files);
    expect(error).toBeUndefined();
    expect(sent()).toContain(Buffer.from(png).toString("base64"));
    expect(sent()).toContain("cities.csv");
    expect(sent()).toContain("Oslo,700000");
  });

  test("holds the options, the tool and its result", async () => {
    const { model, sent } = watched(format);
    const asked: Request = {
      ...request,
      options: { maxOutputTokens: 321, stop: ["END"], temperature: 0.25 },
      messages: [
        textMessage("system", "Be brief."),
        textMessage("user", "Weather?"),
        { role: "assistant", parts: [{ type: "tool-call", id: "call_9", name: "weather", input: { city: "Bergen" } }] },
        { role: "tool", parts: [{ type: "tool-result", id: "call_9", name: "weather", output: "rain" }] },
      ],
    };
    const { error } = await hear(model, false, asked);
    expect(error).toBeUndefined();
    for (const piece of ["321", "0.25", "Be brief.", "Bergen", "rain", "Tells the weather"])
      expect(sent()).toContain(piece);
  });
});

test("OpenAI is told to keep nothing", async () => {
  const { model, sent } = watched("openai-responses");
  await hear(model, false);
  expect(JSON.parse(sent())).toMatchObject({ store: false });
});

test("an option that a provider has not is left out with a warning", async () => {
  const { model } = watched("anthropic");
  const { answer } = await hear(model, false, { ...request, options: { minP: 0.1 } });
  expect(answer.warnings).toContain("Option `minP` was left out: this provider has no such option.");
});
