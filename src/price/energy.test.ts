import fc from "fast-check";
import { expect, test } from "vitest";
import { ecoLogitsWh } from "./eco-logits.ts";
import { energyDetails, energyOf, inputWh } from "./energy.ts";
import { carbonGrams, familiarAmounts, zoneOf } from "./energy-units.ts";
import { modelSize } from "./model-size.ts";

test("EcoLogits' own figure for GPT-4o comes out to ten digits: 500 tokens are 1.0626745979 to 1.9168952949 Wh", () => {
  const answer = { totalBillions: 440, outputTokens: 500, pue: 1.2 };
  expect(ecoLogitsWh({ ...answer, activeBillions: 44 })).toBeCloseTo(1.0626745979, 10);
  expect(ecoLogitsWh({ ...answer, activeBillions: 132 })).toBeCloseTo(1.9168952949, 10);
  const details = energyDetails({ model: "openai/gpt-4o", usage: { outputTokens: 500 }, where: "hosted" });
  expect(details?.ecoLogitsWh?.[0]).toBeCloseTo(1.0626745979, 10);
  expect(details?.ecoLogitsWh?.[1]).toBeCloseTo(1.9168952949, 10);
});

test("68,000 answers of 100 tokens from an 8B model in Google's data centre are 0.55 kWh by EcoLogits", () => {
  const wh = ecoLogitsWh({ activeBillions: 8, totalBillions: 8, outputTokens: 100, pue: 1.09 }) * 68_000;
  expect(wh / 1000).toBeCloseTo(0.5507, 4);
});

test("the range for GPT-4o holds what was published of it, and of the median prompt of Gemini", () => {
  const gpt = energyOf({ model: "openai/gpt-4o", usage: { inputTokens: 100, outputTokens: 500 }, where: "hosted" });
  // Epoch AI 0.3 Wh (February 2025), Altman 0.34 Wh (June 2025), EcoLogits 1.06 to 1.92 Wh.
  for (const published of [0.3, 0.34, 1.06, 1.92]) {
    expect(gpt?.lowWh).toBeLessThan(published);
    expect(gpt?.highWh).toBeGreaterThan(published);
  }
  const gemini = energyOf({ model: "google/gemini-2.5-flash", usage: { outputTokens: 300 }, where: "hosted" });
  expect(gemini?.lowWh).toBeLessThan(0.24);
  expect(gemini?.highWh).toBeGreaterThan(0.24);
});

test("the range is at least one order of magnitude, grows with the answer and is never negative", () => {
  const models = [
    "openai/gpt-4o",
    "anthropic/claude-haiku-4-5",
    "groq/llama-3.1-8b-instant",
    "acme/unheard-of",
    "mistral/mistral-large-2411",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...models),
      fc.integer({ min: 1, max: 100_000 }),
      fc.nat(100_000),
      fc.nat(100_000),
      (model, outputTokens, inputTokens, more) => {
        const one = energyDetails({ model, usage: { outputTokens, inputTokens }, where: "hosted" });
        const other = energyDetails({
          model,
          usage: { outputTokens: outputTokens + more, inputTokens },
          where: "hosted",
        });
        if (!one || !other) throw new Error("The energy is unknown.");
        expect(one.lowWh).toBeGreaterThan(0);
        expect(one.highWh / one.lowWh).toBeGreaterThanOrEqual(9.999);
        expect(other.lowWh).toBeGreaterThanOrEqual(one.lowWh);
        expect(other.highWh).toBeGreaterThanOrEqual(one.highWh);
      },
    ),
  );
});

test("an unknown size makes the range wider, and the method says so", () => {
  const usage = { outputTokens: 500 };
  const known = energyDetails({ model: "groq/llama-3.1-8b-instant", usage, where: "hosted" });
  const unknown = energyDetails({ model: "acme/unheard-of", usage, where: "hosted" });
  expect(unknown?.factor).toBeGreaterThan((known?.factor ?? Infinity) * 5);
  expect(known?.method).toContain("size by name");
  expect(unknown?.method).toContain("size unknown");
});

test("a shorter measured time never raises the estimate", () => {
  const call = { model: "openai/gpt-4o", usage: { outputTokens: 500 }, where: "hosted" } as const;
  const fast = energyDetails({ ...call, modelMs: 2000 });
  const plain = energyDetails(call);
  expect(fast?.ecoLogitsWh?.[1]).toBeLessThan(plain?.ecoLogitsWh?.[1] ?? 0);
});

test("reading the prompt counts upward only, and cached tokens are not read", () => {
  expect(inputWh(1000, 100)).toBeCloseTo(0.2, 2);
  expect(inputWh(10_000, 100)).toBeCloseTo(2.2, 1);
  expect(inputWh(100_000, 100)).toBeCloseTo(39.7, 1);
  const of = (usage: object): number | undefined =>
    energyOf({ model: "openai/gpt-4o", usage: { outputTokens: 500, ...usage }, where: "hosted" })?.highWh;
  expect(of({ inputTokens: 50_000 })).toBeGreaterThan((of({}) ?? Infinity) + 10);
  expect(of({ inputTokens: 50_000, cacheReadTokens: 50_000 })).toBe(of({}));
});

test("a model on this machine takes its time at a range of power", () => {
  const energy = energyOf({ model: "pocket/a", usage: {}, modelMs: 3_600_000, where: "process" });
  expect(energy).toEqual({ lowWh: 10, highWh: 200, method: "measured time at 10 to 200 W" });
  expect(energyOf({ model: "ollama/b", usage: {}, modelMs: 36_000, where: "server" })).toMatchObject({ highWh: 6 });
});

test("what cannot be bounded is unknown", () => {
  expect(energyOf({ model: "openai/gpt-4o", usage: {}, where: "hosted" })).toBeUndefined();
  expect(
    energyOf({ model: "google/imagen-4.0-generate-001", usage: { outputImages: 1 }, where: "hosted" }),
  ).toBeUndefined();
  expect(energyOf({ model: "pocket/a", usage: { outputTokens: 5 }, where: "process" })).toBeUndefined();
});

test("sizes are read from names where they say them", () => {
  const cases: [string, [number, number], [number, number]][] = [
    ["openrouter/qwen/qwen3-235b-a22b", [235, 235], [22, 22]],
    ["together/meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo", [70, 70], [70, 70]],
    ["groq/openai/gpt-oss-120b", [117, 117], [5.1, 5.1]],
    ["openrouter/qwen/qwen-2.5-7b-instruct", [7, 7], [7, 7]],
    ["google/gemini-1.5-flash-8b", [8, 8], [8, 8]],
    ["openai/gpt-4o", [440, 440], [44, 132]],
    ["openai/gpt-4o-mini", [8, 28], [8, 28]],
    ["anthropic/claude-opus-4-20250514", [2000, 2000], [200, 600]],
  ];
  for (const [model, total, active] of cases) {
    const size = modelSize(model);
    expect([model, size.totalBillions, size.activeBillions]).toEqual([model, total, active]);
  }
  expect(modelSize("groq/mixtral-8x7b-32768").activeBillions).toEqual([10.5, 14]);
  expect(modelSize("acme/unheard-of").basis).toBe("unknown");
});

test("energy turns into carbon by the zone, and into familiar units with a source each", () => {
  const energy = { lowWh: 1000, highWh: 2000 };
  expect(carbonGrams(energy, "USA")).toEqual({ low: 383.55, high: 767.1 });
  expect(carbonGrams(energy, zoneOf("mistral")).low).toBeCloseTo(35.82, 10);
  expect(zoneOf("ollama")).toBe("WOR");
  const units = familiarAmounts(energy, "USA");
  expect(units.map((each) => each.unit)).toEqual([
    "seconds of an LED lamp",
    "seconds of television",
    "days of a US household",
    "flights London to New York",
  ]);
  expect(units[1]?.amount.low).toBeCloseTo(37_500, 6);
  expect(units[3]?.amount.low).toBeCloseTo(383.55 / 1_421_000, 12);
  expect(units[3]?.amount.high).toBeCloseTo(767.1 / 833_000, 12);
  for (const { amount, source } of units) {
    expect(amount.low).toBeLessThan(amount.high);
    expect(source).toMatch(/20(25|26)/);
  }
});
