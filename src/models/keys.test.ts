/** Where a key comes from, and what is said where there is none. */
import { describe, expect, test } from "vitest";
import { keyFor, keyNames } from "./keys.ts";
import type { ProviderRow } from "./provider-row.ts";
import { providerRow } from "./provider-table.ts";

function row(name: string): ProviderRow {
  const found = providerRow(name);
  if (!found) throw new Error(name);
  return found;
}

describe("a key", () => {
  test("comes from the environment before the key file", () => {
    expect(keyFor(row("openai"), { OPENAI_API_KEY: "from-env" }, { openai: "from-file" })).toBe("from-env");
    expect(keyFor(row("openai"), {}, { openai: "from-file" })).toBe("from-file");
  });

  test("is looked for under each of the vendor's variables in order", () => {
    expect(keyFor(row("google"), { GOOGLE_API_KEY: "b", GEMINI_API_KEY: "a" }, {})).toBe("a");
    expect(keyFor(row("google"), { GOOGLE_GENERATIVE_AI_API_KEY: "c" }, {})).toBe("c");
  });

  test("that is empty or white space is none", () => {
    expect(keyFor(row("openai"), { OPENAI_API_KEY: "  " }, { openai: "from-file" })).toBe("from-file");
  });

  test("of OpenAI serves its chat protocol too", () => {
    expect(keyFor(row("openai-chat"), {}, { openai: "k" })).toBe("k");
  });

  test("kept under another name of the provider is found", () => {
    expect(keyFor(row("google"), {}, { gemini: "k" })).toBe("k");
  });

  test("is not needed with Amazon's credentials, both of them", () => {
    const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };
    expect(keyFor(row("bedrock"), env, {})).toBeUndefined();
    expect(() => keyFor(row("bedrock"), { AWS_ACCESS_KEY_ID: "a" }, {})).toThrow(/no key for Amazon Bedrock/);
  });

  test("that is missing is told in one sentence with the variable and the command", () => {
    expect(() => keyFor(row("mistral"), {}, { openai: "sk-secret" })).toThrow(
      /^There is no key for Mistral: set MISTRAL_API_KEY in the environment, or run `penny keys set mistral`\.$/,
    );
  });

  test("of a name that every object has is not taken from the prototype", () => {
    const odd: ProviderRow = { ...row("openai"), name: "constructor", keyVariables: ["ODD_KEY"] };
    expect(() => keyFor(odd, {}, {})).toThrow(/ODD_KEY/);
  });
});

test("names tell providers and places, never keys", () => {
  const names = keyNames(
    { OPENAI_API_KEY: "sk-1", AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" },
    { groq: "gsk", mine: "x" },
  );
  expect(names).toEqual([
    { provider: "openai", source: "environment" },
    { provider: "groq", source: "file" },
    { provider: "bedrock", source: "environment" },
    { provider: "mine", source: "file" },
  ]);
  expect(JSON.stringify(names)).not.toMatch(/sk-1|gsk/);
});
