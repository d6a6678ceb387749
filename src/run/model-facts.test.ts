/** Facts of models beside their ratings. */
import { expect, test } from "vitest";
import type { Row, RowValues } from "../store/row-source.ts";
import { modelFacts, publishedFacts } from "./model-facts.ts";

const at = Date.parse("2026-11-24");

function rows(...values: RowValues[]): Row[] {
  return values.map((each, index) => ({ index, line: index + 2, values: each }));
}

test("a full name has the maker and the dated price of the ledger", () => {
  const facts = modelFacts(["openai/gpt-4-0314", "anthropic/claude-3-haiku-20240307"], { at });
  expect(facts.get("openai/gpt-4-0314")).toEqual({
    organization: "OpenAI",
    price: {
      inputUsd: "30",
      outputUsd: "60",
      basis: "ledger",
      model: "openai/gpt-4-0314",
      from: "2023-03-14",
      checked: "2026-11-23",
    },
  });
  expect(facts.get("anthropic/claude-3-haiku-20240307")?.organization).toBe("Anthropic");
});

test("a bare name is known if a maker sells exactly that, in small letters or large, and never by half", () => {
  const facts = modelFacts(["gpt-4-0314", "GPT-4-0314", "gpt-4-03", "claude-3-haiku", "Claude 3 Haiku"], { at });
  expect(facts.get("gpt-4-0314")?.price?.inputUsd).toBe("30");
  expect(facts.get("GPT-4-0314")).toEqual(facts.get("gpt-4-0314"));
  expect(facts.get("gpt-4-03")).toEqual({});
  expect(facts.get("Claude 3 Haiku")).toEqual({});
  // Google lists Claude, too: it is not who makes it.
  expect(facts.get("claude-3-haiku")?.organization).toBe("Anthropic");
});

test("at a host the maker is told by the name, and a host that is no maker is none", () => {
  const facts = modelFacts(
    [
      "openrouter/meta-llama/llama-3.1-8b-instruct",
      "openrouter/openai/gpt-4o",
      "groq/llama-3.1-8b-instant",
      "google/claude-opus-4",
    ],
    { at },
  );
  expect([...facts.values()].map((each) => each.organization)).toEqual(["Meta", "OpenAI", undefined, undefined]);
  expect(facts.get("groq/llama-3.1-8b-instant")?.price?.model).toBe("groq/llama-3.1-8b-instant");
});

test("what no source tells is absent, and a price of one's own comes first", () => {
  expect(modelFacts(["model-001", "acme/x"], { at })).toEqual(
    new Map([
      ["model-001", {}],
      ["acme/x", {}],
    ]),
  );
  const own = [{ vendor: "acme", model: "x", prices: { input: "1.5" }, source: "own" }];
  expect(modelFacts(["acme/x"], { at, own }).get("acme/x")?.price).toEqual({
    inputUsd: "1.5",
    basis: "ledger",
    model: "acme/x",
  });
});

test("pocket models are free, and their licence is that of their data card", () => {
  expect(modelFacts(["pocket/pocket-m"], { at }).get("pocket/pocket-m")).toMatchObject({
    license: "Apache-2.0",
    price: { inputUsd: "0", outputUsd: "0", basis: "free" },
  });
});

test("energy is that of an answer, over the answers whose energy is known", () => {
  const spend = [
    { key: "acme/x", calls: 9, failed: 1, unknownCost: 0, energyLowWh: 2, energyHighWh: 40, energyCalls: 4 },
  ];
  expect(modelFacts(["acme/x", "acme/y"], { at, spend })).toEqual(
    new Map([
      ["acme/x", { energy: { lowWh: 0.5, highWh: 10, answers: 4 } }],
      ["acme/y", {}],
    ]),
  );
});

test("a published leaderboard tells organisation and licence, by the name but for its case", () => {
  const published = publishedFacts(
    rows(
      { model: "GPT-4-0314", organization: "OpenAI", license: "Proprietary" },
      { model: "Llama-X", organization: "Meta", license: "Llama 3" },
      { model: "llama-x", organization: "Other", license: "" },
      { model: "LLAMA-X", organization: "Third" },
    ),
    "board.csv",
  );
  const facts = modelFacts(["gpt-4-0314", "Llama-X", "llama-x", "LLaMa-x"], { at, published });
  expect(facts.get("gpt-4-0314")).toMatchObject({ organization: "OpenAI", license: "Proprietary" });
  expect(facts.get("gpt-4-0314")?.price?.inputUsd).toBe("30");
  expect(facts.get("Llama-X")).toEqual({ organization: "Meta", license: "Llama 3" });
  expect(facts.get("llama-x")).toEqual({ organization: "Other" });
});

test("a table without facts, and a row without a model, are refused", () => {
  expect(() => publishedFacts(rows({ model: "x", organisations: "y" }), "b.csv")).toThrow(
    /b\.csv tells neither organisation nor licence.*Nearest: organisations/,
  );
  expect(() => publishedFacts(rows({ name: "x", license: "MIT" }), "b.csv")).toThrow("b.csv:2: No model is named.");
});
