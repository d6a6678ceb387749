import fc from "fast-check";
import { expect, test } from "vitest";
import type { Usage } from "../record/usage.ts";
import { type CostInput, costOf, costOrReason, forecastCost } from "./cost.ts";
import type { PriceRow } from "./ledger.ts";
import { formatUsd, PICODOLLARS_PER_USD } from "./money.ts";

const NOVEMBER_2024 = Date.UTC(2024, 10, 15);
const NOVEMBER_2026 = Date.UTC(2026, 10, 15);

function usd(model: string, usage: Usage, more: Partial<CostInput> = {}): number | undefined {
  const cost = costOf({ model, usage, at: NOVEMBER_2026, where: "hosted", ...more });
  return cost && cost.picodollars / PICODOLLARS_PER_USD;
}

function reason(model: string, usage: Usage, more: Partial<CostInput> = {}): string | undefined {
  const result = costOrReason({ model, usage, at: NOVEMBER_2026, where: "hosted", ...more });
  return "unknown" in result ? result.unknown : undefined;
}

test("68,000 photos of 260 tokens with 100 tokens of answer on Gemini 1.5 Flash 8B cost $1.683", () => {
  const range = { low: 260, high: 260 };
  const forecast = forecastCost({
    model: "google/gemini-1.5-flash-8b",
    where: "hosted",
    at: NOVEMBER_2024,
    inputTokens: range,
    outputTokens: { low: 100, high: 100 },
    calls: 68_000,
  });
  expect(forecast?.picodollars).toEqual({ low: 1_683_000_000_000, high: 1_683_000_000_000 });
  expect(formatUsd(forecast?.picodollars.high)).toBe("$1.68");
});

test("260 tokens in and 92 out on Gemini 1.5 Flash 8B cost 0.0024 cents", () => {
  const cost = costOf({
    model: "google/gemini-1.5-flash-8b",
    usage: { inputTokens: 260, outputTokens: 92 },
    at: NOVEMBER_2024,
    where: "hosted",
  });
  expect(cost).toEqual({ picodollars: 23_550_000, basis: "ledger", row: "google/gemini-1.5-flash-8b@2024-10-03" });
  expect(formatUsd(cost?.picodollars)).toBe("$0.000024");
});

test("a million tokens cost what the price list says, on its day", () => {
  const million = { inputTokens: 1_000_000, outputTokens: 0 };
  expect(usd("openai/gpt-4", million, { at: Date.UTC(2023, 11, 15) })).toBe(30);
  expect(usd("openai/gpt-4o", million, { at: NOVEMBER_2024 })).toBe(2.5);
  expect(usd("openai/gpt-4o-mini", million, { at: NOVEMBER_2024 })).toBe(0.15);
  expect(usd("anthropic/claude-3-haiku-20240307", million, { at: NOVEMBER_2024 })).toBe(0.25);
  expect(usd("google/gemini-1.5-flash", { inputTokens: 100_000, outputTokens: 0 }, { at: NOVEMBER_2024 })).toBe(0.0075);
});

test("cached input costs its own price, and the total holds it", () => {
  // Checked against another calculator: Sonnet 4.5, 1,000 in of which 500 cached, 100 out.
  expect(usd("anthropic/claude-sonnet-4-5", { inputTokens: 1000, cacheReadTokens: 500, outputTokens: 100 })).toBe(
    0.00315,
  );
});

test("writing to Anthropic's cache costs 1.25 times the input for five minutes and twice for an hour", () => {
  const write = { inputTokens: 1_000_000, cacheWriteTokens: 1_000_000, outputTokens: 0 };
  expect(usd("anthropic/claude-opus-5", write)).toBe(6.25);
  expect(usd("anthropic/claude-opus-5", { ...write, cacheWriteHourTokens: 1_000_000 })).toBe(10);
  expect(usd("anthropic/claude-opus-5", { ...write, cacheWriteHourTokens: 400_000 })).toBe(0.6 * 6.25 + 0.4 * 10);
});

test("newer Anthropic models read their cache for less than a tenth", () => {
  const read = { inputTokens: 1_000_000, cacheReadTokens: 1_000_000, outputTokens: 0 };
  expect(usd("anthropic/claude-opus-5-5", read)).toBe(0.2);
  expect(usd("anthropic/claude-fable-5-1", read)).toBe(0.25);
});

test("above the threshold the whole request takes the higher price, output and cache too", () => {
  const model = "google/gemini-2.5-pro";
  expect(usd(model, { inputTokens: 200_000, outputTokens: 1000 })).toBe(0.25 + 0.01);
  expect(usd(model, { inputTokens: 200_001, outputTokens: 1000 })).toBeCloseTo(0.200001 * 2.5 + 0.015, 12);
  expect(usd(model, { inputTokens: 300_000, cacheReadTokens: 100_000, outputTokens: 0 })).toBeCloseTo(0.5 + 0.025, 12);
  expect(usd("openai/gpt-5.5", { inputTokens: 271_999, outputTokens: 0 })).toBeCloseTo(0.271999 * 5, 12);
  expect(usd("openai/gpt-5.5", { inputTokens: 272_000, outputTokens: 0 })).toBeCloseTo(0.272 * 10, 12);
});

test("a batch costs half, also of cached input and above the threshold", () => {
  const usage = { inputTokens: 1_000_000, cacheReadTokens: 200_000, outputTokens: 100_000 };
  for (const model of ["openai/gpt-4.1", "anthropic/claude-opus-5", "google/gemini-2.5-pro"])
    expect(usd(model, usage, { serviceTier: "batch" })).toBeCloseTo((usd(model, usage) ?? 0) / 2, 12);
});

test("flex and priority have their own prices, and what the provider says served the call comes first", () => {
  const million = { inputTokens: 100_000, outputTokens: 100_000 };
  expect(usd("openai/gpt-5", million, { serviceTier: "flex" })).toBeCloseTo(0.0625 + 0.5, 12);
  expect(usd("openai/gpt-4o", million, { serviceTier: "priority" })).toBeCloseTo(0.425 + 1.7, 12);
  expect(usd("openai/gpt-4o", { ...million, serviceTier: "default" }, { serviceTier: "priority" })).toBeCloseTo(
    1.25,
    12,
  );
  expect(usd("anthropic/claude-opus-5", { ...million, serviceTier: "standard" })).toBe(3);
});

test("a tier without a known price has an unknown cost", () => {
  const usage = { inputTokens: 10, outputTokens: 10 };
  expect(usd("anthropic/claude-opus-5", usage, { serviceTier: "priority" })).toBeUndefined();
  expect(usd("openai/gpt-4o", usage, { serviceTier: "scale" })).toBeUndefined();
});

test("audio tokens never cost what text costs", () => {
  const usage = { inputTokens: 1_000_000, inputAudioTokens: 1_000_000, outputTokens: 0 };
  expect(usd("openai/gpt-4o-audio-preview", usage)).toBe(40);
  expect(usd("google/gemini-2.5-flash", usage)).toBe(1);
  expect(usd("google/gemini-2.5-pro", { ...usage, inputTokens: 1_000_000 })).toBe(2.5);
  expect(usd("openai/gpt-4o", usage)).toBeUndefined();
  const spoken = { inputTokens: 0, outputTokens: 1_000_000, outputAudioTokens: 1_000_000 };
  expect(usd("openai/gpt-4o-audio-preview", spoken)).toBe(80);
});

test("cached audio leaves both the cached and the audio count", () => {
  // All 1,000 tokens are audio and 600 of them are cached: 400 at $1.00 and 600 at $0.10 a million.
  const usage = { inputTokens: 1000, inputAudioTokens: 1000, cacheReadTokens: 600, outputTokens: 0 };
  expect(usd("google/gemini-2.5-flash", usage)).toBeCloseTo((400 * 1 + 600 * 0.1) / 1e6, 15);
});

test("images sent cost what text costs unless they have a price; images made need theirs", () => {
  const seen = { inputTokens: 1000, inputImageTokens: 900, outputTokens: 0 };
  expect(usd("openai/gpt-4o", seen)).toBe(0.0025);
  expect(usd("openai/gpt-image-1", seen)).toBeCloseTo((100 * 5 + 900 * 10) / 1e6, 15);
  const made = { inputTokens: 0, outputTokens: 1290, outputImageTokens: 1290 };
  expect(usd("google/gemini-2.5-flash-image", made)).toBeCloseTo(0.0387, 12);
  expect(usd("openai/gpt-4o", made)).toBeUndefined();
});

test("reasoning is in the output and costs it once", () => {
  expect(usd("openai/gpt-5", { inputTokens: 0, outputTokens: 1000, reasoningTokens: 900 })).toBe(0.01);
  expect(
    usd("perplexity/sonar-deep-research", { inputTokens: 0, outputTokens: 1000, reasoningTokens: 900 }),
  ).toBeCloseTo((100 * 8 + 900 * 3) / 1e6, 15);
});

test("speech is billed by the minute, the hour, the character", () => {
  expect(usd("openai/whisper-1", { audioSeconds: 90 })).toBe(0.009);
  expect(usd("openai/whisper-1", { audioSeconds: 0.5 })).toBe(0.00005);
  expect(usd("groq/whisper-large-v3-turbo", { audioSeconds: 3600 })).toBe(0.04);
  expect(usd("openai/tts-1", { requests: { characters: 2_000_000 } })).toBe(30);
  expect(usd("openai/whisper-1", { inputTokens: 10, outputTokens: 10 })).toBeUndefined();
});

test("images, pages, searches and requests are billed singly", () => {
  expect(usd("google/imagen-4.0-fast-generate-001", { outputImages: 3 })).toBe(0.06);
  expect(usd("mistral/mistral-ocr-2512", { requests: { pages_processed: 500 } })).toBe(1);
  const searched = { inputTokens: 0, outputTokens: 0, requests: { web_search_requests: 3 } };
  expect(usd("anthropic/claude-opus-5", searched)).toBe(0.03);
  expect(usd("perplexity/sonar", { inputTokens: 0, outputTokens: 0 })).toBe(0.012);
  const fetched = { ...searched, requests: { web_search_requests: 0, web_fetch_requests: 4 } };
  expect(usd("anthropic/claude-opus-5", fetched)).toBe(0);
  expect(reason("openai/gpt-4o", { inputTokens: 1, outputTokens: 1, requests: { teleport: 1 } })).toBe(
    "No price is known for teleport.",
  );
});

test("what the provider says it billed is taken as it is", () => {
  const cost = costOf({
    model: "openrouter/openai/gpt-4.1-mini",
    usage: { inputTokens: 5, outputTokens: 4, billedUsd: 0.0000086 },
    at: NOVEMBER_2026,
    where: "hosted",
  });
  expect(cost).toEqual({ picodollars: 8_600_000, basis: "billed" });
  expect(usd("nobody/nothing", { billedUsd: 0 })).toBe(0);
});

test("the ledger reproduces what OpenRouter really billed", () => {
  // usage.cost of real answers of 2026; the first is in github.com/simonw/llm-openrouter, the last was sold at its maker's price.
  const bills: [string, Usage, number][] = [
    ["openrouter/openai/gpt-5-nano", { inputTokens: 20, outputTokens: 19 }, 0.0000086],
    [
      "openrouter/google/gemini-3.1-pro-preview",
      { inputTokens: 818, outputTokens: 260, reasoningTokens: 228 },
      0.004756,
    ],
    ["xai/grok-4.6", { inputTokens: 43_958, cacheReadTokens: 128, outputTokens: 11_105 }, 0.154354],
  ];
  for (const [model, usage, billed] of bills)
    expect([model, usd(model, usage, { at: Date.UTC(2026, 8, 1) })]).toEqual([model, billed]);
});

test("models on this machine cost 0 whatever they used", () => {
  for (const where of ["server", "process"] as const)
    expect(costOf({ model: "pocket/a", usage: {}, at: 0, where })).toEqual({ picodollars: 0, basis: "local" });
});

test("free is 0 and unknown is not", () => {
  const usage = { inputTokens: 10, outputTokens: 10 };
  expect(usd("openrouter/qwen/qwen3-coder:free", usage)).toBe(0);
  expect(usd("openrouter/nobody/nothing", usage)).toBeUndefined();
  expect(usd("openai/gpt-4o", {})).toBeUndefined();
  expect(usd("openai/gpt-4o", { inputTokens: 10 })).toBeUndefined();
  expect(usd("openai/gpt-4o", { outputTokens: 10 })).toBeUndefined();
  expect(usd("openai/text-embedding-3-small", { inputTokens: 1_000_000 })).toBe(0.02);
});

test("parts that are more than their whole make the cost unknown", () => {
  for (const usage of [
    { inputTokens: 10, cacheReadTokens: 11, outputTokens: 0 },
    { inputTokens: 10, inputImageTokens: 11, outputTokens: 0 },
    { inputTokens: 10, outputTokens: 5, reasoningTokens: 6 },
    { inputTokens: 10, cacheWriteTokens: 5, cacheWriteHourTokens: 6, outputTokens: 0 },
    { inputTokens: -1, outputTokens: 0 },
    { inputTokens: 1.5, outputTokens: 0 },
    { inputTokens: Number.NaN, outputTokens: 0 },
  ])
    expect(usd("anthropic/claude-opus-5", usage)).toBeUndefined();
});

test("the reason for an unknown cost is one sentence", () => {
  const usage = { inputTokens: 1, outputTokens: 1 };
  expect(reason("openai/nothing", usage)).toBe("The ledger has no price of openai/nothing for that day.");
  expect(reason("openai/gpt-4o", {})).toBe("The provider did not say how much was read.");
  expect(reason("openai/gpt-4o", usage, { serviceTier: "scale" })).toBe(
    "No price is known for the service tier scale.",
  );
});

test("the price of the day counts, not today's", () => {
  const usage = { inputTokens: 1_000_000, outputTokens: 0 };
  expect(usd("openai/gpt-5.6-luna", { inputTokens: 100_000, outputTokens: 0 }, { at: Date.UTC(2026, 6, 29) })).toBe(
    0.1,
  );
  expect(usd("openai/gpt-5.6-luna", { inputTokens: 100_000, outputTokens: 0 }, { at: Date.UTC(2026, 6, 30) })).toBe(
    0.02,
  );
  expect(usd("google/gemini-3.8-flash", usage, { at: Date.UTC(2026, 11, 31) })).toBe(0.75);
  expect(usd("google/gemini-3.8-flash", usage, { at: Date.UTC(2027, 0, 1) })).toBe(1.5);
});

test("a forecast is a range and says what it assumed", () => {
  const forecast = forecastCost({
    model: "openai/gpt-4o-2031-01-01",
    where: "hosted",
    at: NOVEMBER_2026,
    inputTokens: { low: 100, high: 200 },
    outputTokens: { low: 0, high: 100 },
    calls: 10,
    serviceTier: "batch",
  });
  expect(forecast?.picodollars).toEqual({ low: 1_250_000_000, high: 7_500_000_000 });
  expect(forecast?.basis).toBe("assumed");
  expect(forecast?.assumptions).toHaveLength(1);
  const unknown = { low: 1, high: 1 };
  expect(
    forecastCost({ model: "a/b", where: "hosted", at: 0, inputTokens: unknown, outputTokens: unknown }),
  ).toBeUndefined();
});

const flat: PriceRow = {
  vendor: "acme",
  model: "m",
  prices: { input: "0.0375", output: "0.15", cacheRead: "0.01", cacheWrite: "0.046875" },
  source: "own",
};

/** Usage whose parts are never more than their wholes. */
const usages: fc.Arbitrary<Usage> = fc
  .tuple(fc.nat(2_000_000), fc.nat(2_000_000), fc.nat(2_000_000), fc.nat(2_000_000), fc.nat(2_000_000))
  .map(([plain, read, write, output, reasoning]) => ({
    inputTokens: plain + read + write,
    cacheReadTokens: read,
    cacheWriteTokens: write,
    outputTokens: output + reasoning,
    reasoningTokens: reasoning,
  }));

function picodollars(usage: Usage): bigint {
  const cost = costOf({ model: "acme/m", usage, at: 0, where: "hosted", overrides: [flat] });
  if (!cost) throw new Error("The cost is unknown.");
  return BigInt(cost.picodollars);
}

test("the cost of two calls together is the sum of their costs, to the picodollar", () => {
  const sum = (a: Usage, b: Usage): Usage => ({
    inputTokens: (a.inputTokens ?? 0) + (b.inputTokens ?? 0),
    cacheReadTokens: (a.cacheReadTokens ?? 0) + (b.cacheReadTokens ?? 0),
    cacheWriteTokens: (a.cacheWriteTokens ?? 0) + (b.cacheWriteTokens ?? 0),
    outputTokens: (a.outputTokens ?? 0) + (b.outputTokens ?? 0),
    reasoningTokens: (a.reasoningTokens ?? 0) + (b.reasoningTokens ?? 0),
  });
  fc.assert(fc.property(usages, usages, (a, b) => picodollars(sum(a, b)) === picodollars(a) + picodollars(b)));
});

test("more tokens never cost less, and no cost is below 0", () => {
  fc.assert(
    fc.property(usages, fc.nat(1_000_000), (usage, more) => {
      const cost = picodollars(usage);
      expect(cost).toBeGreaterThanOrEqual(0n);
      expect(picodollars({ ...usage, inputTokens: (usage.inputTokens ?? 0) + more })).toBeGreaterThanOrEqual(cost);
      expect(picodollars({ ...usage, outputTokens: (usage.outputTokens ?? 0) + more })).toBeGreaterThanOrEqual(cost);
    }),
  );
});

test("caching never makes a call dearer where reading is the cheaper price", () => {
  fc.assert(
    fc.property(fc.nat(5_000_000), fc.nat(5_000_000), (plain, cached) => {
      const inputTokens = plain + cached;
      const with_ = picodollars({ inputTokens, cacheReadTokens: cached, outputTokens: 0 });
      expect(with_).toBeLessThanOrEqual(picodollars({ inputTokens, outputTokens: 0 }));
    }),
  );
});
