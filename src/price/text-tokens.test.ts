import { expect, test } from "vitest";
import { messageTokens, textTokens, unpaidTokens } from "./text-tokens.ts";

test("OpenAI's models are counted exactly, each by its own tokenizer", async () => {
  // https://platform.openai.com/tokenizer: "tiktoken is great!" is six tokens in both encodings.
  expect(await textTokens("openai/gpt-4o", "tiktoken is great!")).toEqual({ low: 6, high: 6, assumptions: [] });
  expect(await textTokens("openai/gpt-4", "tiktoken is great!")).toEqual({ low: 6, high: 6, assumptions: [] });
  // The two differ where the older one knew few languages.
  const hindi = "नमस्ते, मेरा नाम जीपीटी है";
  const older = await textTokens("openai/gpt-4", hindi);
  const newer = await textTokens("openai/gpt-4o", hindi);
  expect(older.low).toBeGreaterThan(newer.low * 2);
});

test("which tokenizer counts is told by the family, wherever the model is sold", async () => {
  const hindi = "नमस्ते, मेरा नाम जीपीटी है";
  const newer = await textTokens("openai/gpt-4o", hindi);
  const older = await textTokens("openai/gpt-4", hindi);
  for (const model of [
    "openai/gpt-4.1-nano",
    "openai/gpt-5",
    "openai/o3",
    "openai/ft:gpt-4o-2024-08-06:a::b",
    "openrouter/openai/gpt-4o",
    "groq/openai/gpt-oss-20b",
    "bedrock/openai.gpt-oss-20b-1:0",
  ])
    expect([model, await textTokens(model, hindi)]).toEqual([model, newer]);
  for (const model of ["openai/gpt-4-turbo", "openai/gpt-3.5-turbo", "openai/text-embedding-3-small"])
    expect([model, await textTokens(model, hindi)]).toEqual([model, older]);
});

test("other makers' models have a range and say why", async () => {
  const text = "The quick brown fox jumps over the lazy dog. ".repeat(20);
  const base = await textTokens("openai/gpt-4o", text);
  for (const model of [
    "anthropic/claude-3-haiku-20240307",
    "anthropic/claude-opus-5",
    "google/gemini-2.5-flash",
    "acme/unheard-of",
  ]) {
    const forecast = await textTokens(model, text);
    expect(forecast.low).toBeLessThan(forecast.high);
    expect(forecast.high).toBeGreaterThan(base.high);
    expect(forecast.assumptions).toHaveLength(1);
  }
});

test("tokens told from bytes alone hold those of a real tokenizer, whatever is written", async () => {
  const texts = [
    "The quick brown fox jumps over the lazy dog. ".repeat(20),
    "export function sum(values: readonly number[]): number {\n  return values.reduce((a, b) => a + b, 0);\n}\n",
    "Internationalisierungsmaßnahmen erfordern außergewöhnliche Aufmerksamkeit.",
    "天空为什么是蓝色的？请用三句话解释。",
    '{"id": 10482, "price": 39.95, "codes": [4711, 8150, 1234567]}',
  ];
  for (const text of texts) {
    const { low, high } = unpaidTokens(text);
    const counted = await textTokens("openai/gpt-4o", text);
    expect(low).toBeLessThanOrEqual(counted.low);
    expect(high).toBeGreaterThanOrEqual(counted.high);
  }
  expect(unpaidTokens("")).toMatchObject({ low: 0, high: 0 });
});

test("a text that spells a special token is counted as text", async () => {
  const forecast = await textTokens("openai/gpt-4o", "<|endoftext|>");
  expect(forecast.low).toBeGreaterThan(1);
});

test("an empty text has no tokens", async () => {
  expect(await textTokens("openai/gpt-4o", "")).toEqual({ low: 0, high: 0, assumptions: [] });
  expect(await textTokens("mistral/mistral-small-latest", "")).toMatchObject({ low: 0, high: 0 });
});

test("the borders of messages are counted", () => {
  expect(messageTokens("openai/gpt-4o", 1)).toEqual({ low: 7, high: 7, assumptions: [] });
  expect(messageTokens("anthropic/claude-opus-5", 2)).toMatchObject({ low: 1, high: 23 });
});
