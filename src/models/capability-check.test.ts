/** What is refused before sending, in which words, and what is let through. */
import { describe, expect, test } from "vitest";
import type { FilePart } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { checkCapabilities } from "./capability-check.ts";
import type { Capabilities, Model } from "./model.ts";

function model(capabilities: Partial<Capabilities>): Model {
  return {
    id: "acme/reader",
    provider: "acme",
    name: "reader",
    where: "hosted",
    capabilities: { input: ["text"], output: ["text"], ...capabilities },
    stream: () => {
      throw new Error("A check asks nothing.");
    },
  };
}

function file(mediaType: string, name?: string): FilePart {
  return { type: "file", mediaType, sha256: "0".repeat(64), size: 1, ...(name === undefined ? {} : { name }) };
}

function request(parts: Request["messages"][0]["parts"], more: Partial<Request> = {}): Request {
  return { model: "acme/reader", messages: [{ role: "user", parts }], options: {}, ...more };
}

describe("a file", () => {
  test("of a kind that the model does not read is refused with file, model and another model", () => {
    const check = (): void =>
      checkCapabilities(model({}), request([file("image/png", "cat.png")]), {
        able: ({ reads }) => (reads === "image" ? "acme/seer" : undefined),
      });
    expect(check).toThrow(SetupError);
    expect(check).toThrow(
      "cat.png is image/png, but acme/reader reads only text: ask another model, as in `-m acme/seer` (`penny models` lists more).",
    );
  });

  test("of a kind that the model reads is let through", () => {
    checkCapabilities(model({ input: ["text", "image"] }), request([file("image/png", "cat.png")]), {
      format: "anthropic",
    });
  });

  test("that the wire format would drop is refused though the model reads the kind", () => {
    expect(() =>
      checkCapabilities(model({ input: ["text", "audio"] }), request([file("audio/flac", "a.flac")]), {
        format: "openai-chat",
      }),
    ).toThrow(
      /^a\.flac is audio\/flac, but the API of acme\/reader takes audio\/wav, audio\/mpeg, audio\/mp3: convert/,
    );
  });

  test.each(["text/plain", "text/csv", "application/json", "application/xml", "text/x-python"])(
    "of type %s is always let through",
    (mediaType) => {
      checkCapabilities(model({}), request([file(mediaType)]), { format: "deepseek" });
    },
  );

  test("that no model reads is refused", () => {
    expect(() => checkCapabilities(model({}), request([file("application/zip")]))).toThrow(
      /^The attachment is application\/zip, which no model reads/,
    );
  });

  test("that only one wire format carries is let through there", () => {
    checkCapabilities(model({}), request([file("application/msword")]), { format: "bedrock" });
  });

  test("that the model itself made in an earlier turn is let through", () => {
    checkCapabilities(model({}), {
      ...request([]),
      messages: [{ role: "assistant", parts: [file("image/png")] }],
    });
  });
});

describe("abilities", () => {
  const tools = [{ name: "t", description: "", inputSchema: {} }];

  test("that are missing are refused", () => {
    expect(() => checkCapabilities(model({ tools: false }), request([], { tools }))).toThrow(
      "acme/reader calls no tools: `penny models` lists what models read and do.",
    );
    expect(() => checkCapabilities(model({ schema: false }), request([], { schema: {} }))).toThrow(
      /cannot be held to a schema/,
    );
  });

  test("that are unknown are tried", () => {
    checkCapabilities(model({}), request([], { tools, schema: {} }));
  });
});

describe("the most tokens of an answer", () => {
  test("above what the model writes is refused with both numbers", () => {
    expect(() =>
      checkCapabilities(model({ maxOutputTokens: 4096 }), request([], { options: { maxOutputTokens: 5000 } })),
    ).toThrow("maxOutputTokens is 5000, but acme/reader writes at most 4096 tokens: ask for 4096 or fewer.");
  });

  test("at or below it, or of a model whose limit is unknown, is let through", () => {
    checkCapabilities(model({ maxOutputTokens: 4096 }), request([], { options: { maxOutputTokens: 4096 } }));
    checkCapabilities(model({}), request([], { options: { maxOutputTokens: 1_000_000 } }));
  });
});
