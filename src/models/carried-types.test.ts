/** Measures on the provider packages which files reach the request's body, and holds the table to it. */
import { describe, expect, test } from "vitest";
import { carriedModalities, carries, modalityOf } from "./carried-types.ts";
import { providerRow } from "./provider-table.ts";
import type { WireFormat } from "./wire-format.ts";

const BYTES = new TextEncoder().encode("the very bytes of the file that is sent");
const BASE64 = Buffer.from(BYTES).toString("base64");

const FORMATS: { [format in WireFormat]: string } = {
  "openai-responses": "openai",
  "openai-chat": "openai-chat",
  anthropic: "anthropic",
  google: "google",
  mistral: "mistral",
  xai: "xai",
  deepseek: "deepseek",
  groq: "groq",
  bedrock: "bedrock",
  cohere: "cohere",
  openrouter: "openrouter",
  "openai-compatible": "together",
};

const TYPES = [
  "image/png",
  "image/jpeg",
  "image/webp",
  "audio/wav",
  "audio/mpeg",
  "audio/flac",
  "video/mp4",
  "application/pdf",
  "application/msword",
  "application/zip",
];

/** Whether the file's bytes are in the body of the request that a format's package makes. */
async function reachesTheWire(format: WireFormat, mediaType: string): Promise<boolean> {
  let body = "";
  const capture: typeof fetch = async (_url, init) => {
    body = typeof init?.body === "string" ? init.body : new TextDecoder().decode(init?.body as Uint8Array);
    return new Response('{"error":{"message":"captured"}}', {
      status: 400,
      headers: { "content-type": "application/json" },
    });
  };
  const model = await providerRow(FORMATS[format])?.load("some-model", {
    key: "k",
    baseUrl: "http://127.0.0.1:9",
    env: { AWS_REGION: "us-east-1" },
    fetch: capture,
  });
  if (!model) throw new Error(format);
  const content = [
    { type: "text" as const, text: "Look." },
    { type: "file" as const, mediaType, filename: "file", data: { type: "data" as const, data: BYTES } },
  ];
  await Promise.resolve(model.doGenerate({ prompt: [{ role: "user", content }] })).catch(() => undefined);
  return body.includes(BASE64);
}

describe.each(Object.keys(FORMATS) as WireFormat[])("%s", (format) => {
  test.each(TYPES)("carries %s exactly if the table says so", async (mediaType) => {
    const listed = carries(format, mediaType);
    // The table may be narrower than the package where the vendor's API takes less: then the package's word is not enough.
    const narrower = ["google", "openrouter"].includes(format) && /msword|zip/.test(mediaType);
    expect(await reachesTheWire(format, mediaType)).toBe(listed || narrower);
  });
});

test("kinds follow from media types", () => {
  expect(modalityOf("image/heic")).toBe("image");
  expect(modalityOf("application/pdf")).toBe("pdf");
  expect(modalityOf("application/zip")).toBeUndefined();
  expect(carriedModalities("openai-responses")).toEqual(["text", "image", "pdf"]);
  expect(carriedModalities("deepseek")).toEqual(["text", "image"]);
});

test("photographs in Apple's format reach only formats that take any image", () => {
  expect(carries("anthropic", "image/heic")).toBe(false);
  expect(carries("google", "image/heic")).toBe(true);
});
