import { expect, test } from "vitest";
import { catalogueEntries, catalogueEntry } from "./catalogue.ts";

test("well-known models stand in the catalogue with what they read and make", () => {
  const cases: [string, string[], string[]][] = [
    ["openai/gpt-4o-mini", ["text", "image", "pdf"], ["text"]],
    ["openai/gpt-3.5-turbo", ["text"], ["text"]],
    ["openai/whisper-1", ["audio"], ["text"]],
    ["openai/gpt-image-1", ["text", "image"], ["text", "image"]],
    ["anthropic/claude-sonnet-4-5", ["text", "image", "pdf"], ["text"]],
    ["google/gemini-2.5-flash", ["text", "image", "audio", "video", "pdf"], ["text"]],
    ["google/gemini-1.5-flash-8b", ["text", "image", "audio", "video", "pdf"], ["text"]],
    ["mistral/pixtral-large-latest", ["text", "image"], ["text"]],
    ["deepseek/deepseek-v4-flash", ["text"], ["text"]],
    ["groq/whisper-large-v3", ["audio"], ["text"]],
  ];
  for (const [id, input, output] of cases) {
    const entry = catalogueEntry(id);
    expect([id, entry?.input, entry?.output]).toEqual([id, input, output]);
  }
});

test("limits and abilities are known where a source has them", () => {
  const entry = catalogueEntry("openai/gpt-4o");
  expect(entry).toMatchObject({
    name: "GPT-4o",
    tools: true,
    schema: true,
    reasoning: false,
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
    released: "2024-05-13",
  });
});

test("a model that is no longer offered says so", () => {
  expect(catalogueEntry("google/gemini-1.5-flash-8b")?.retired).toMatch(/^Deleted/);
  expect(catalogueEntry("openai/gpt-4o")?.retired).toBeUndefined();
});

test("an unknown name is not in the catalogue", () => {
  for (const id of ["openai/gpt-99", "gpt-4o", "", "toString", "__proto__"]) expect(catalogueEntry(id)).toBeUndefined();
});

test("every entry has a provider, an id, a name, kinds of content without repeats and sound limits", () => {
  const entries = catalogueEntries();
  expect(entries.length).toBeGreaterThan(1400);
  const faults = entries.filter(
    ({ id, name, input, output, contextTokens = 1, maxOutputTokens = 1, released = "2024-01-01", source }) =>
      !/^[a-z0-9-]+\/\S/.test(id) ||
      !name ||
      input.length === 0 ||
      output.length === 0 ||
      new Set(input).size !== input.length ||
      new Set(output).size !== output.length ||
      !(contextTokens > 0) ||
      !(maxOutputTokens > 0) ||
      !/^\d{4}-\d\d(-\d\d)?$/.test(released) ||
      !source,
  );
  expect(faults).toEqual([]);
});

test("every provider that a key or an adapter exists for has models", () => {
  const providers = new Set(catalogueEntries().map(({ id }) => id.slice(0, id.indexOf("/"))));
  for (const provider of [
    "openai",
    "anthropic",
    "google",
    "mistral",
    "xai",
    "deepseek",
    "groq",
    "bedrock",
    "openrouter",
    "together",
    "fireworks",
    "cerebras",
  ])
    expect(providers).toContain(provider);
});
