import { expect, test } from "vitest";
import { costOf } from "./cost.ts";
import {
  findPrice,
  nearestPriced,
  type PriceRow,
  pricedModels,
  priceHistory,
  priceSources,
  priceVendors,
  rowKey,
  vendorOf,
} from "./ledger.ts";

function day(text: string): number {
  return Date.parse(`${text}T12:00:00Z`);
}

function inputAndOutput(model: string, at: string): (string | undefined)[] {
  const { input, output } = findPrice(model, day(at))?.row.prices ?? {};
  return [input, output];
}

test("the known price points stand in the ledger on their days", () => {
  expect(inputAndOutput("openai/gpt-4", "2023-12-15")).toEqual(["30", "60"]);
  expect(inputAndOutput("openai/gpt-4o", "2024-12-15")).toEqual(["2.5", "10"]);
  expect(inputAndOutput("openai/gpt-4o", "2024-06-01")).toEqual(["5", "15"]);
  expect(inputAndOutput("openai/gpt-4o-mini", "2024-12-15")).toEqual(["0.15", "0.6"]);
  expect(inputAndOutput("anthropic/claude-3-haiku-20240307", "2024-12-15")).toEqual(["0.25", "1.25"]);
  expect(inputAndOutput("google/gemini-1.5-flash", "2024-12-15")).toEqual(["0.075", "0.3"]);
  expect(inputAndOutput("google/gemini-1.5-flash", "2024-07-01")).toEqual(["0.35", "1.05"]);
  expect(inputAndOutput("google/gemini-1.5-flash-8b", "2024-12-15")).toEqual(["0.0375", "0.15"]);
  expect(inputAndOutput("anthropic/claude-sonnet-5", "2026-10-01")).toEqual(["2", "10"]);
  expect(inputAndOutput("openai/o3", "2025-05-01")).toEqual(["10", "40"]);
  expect(inputAndOutput("openai/o3", "2025-06-10")).toEqual(["2", "8"]);
});

test("Gemini 1.5 Flash 8B has its own price and is marked as deleted", () => {
  const found = findPrice("google/gemini-1.5-flash-8b", day("2024-11-01"));
  expect(found?.basis).toBe("ledger");
  expect(found?.row.retired).toMatch(/^Deleted/);
});

test("the price of a call at GPT-4's level fell from $30 within two years", () => {
  const least = ["2023-06-01", "2024-01-01", "2024-06-01", "2024-11-01", "2025-05-01"].map((at) => {
    const models = ["gpt-4", "gpt-4-1106-preview", "gpt-4o", "gpt-4.1"];
    const inputs = models.map((model) => Number(findPrice(`openai/${model}`, day(at))?.row.prices.input ?? Infinity));
    return Math.min(...inputs);
  });
  expect(least).toEqual([30, 10, 5, 2.5, 2]);
});

test("a model has no price before its first day", () => {
  expect(findPrice("openai/gpt-4", day("2023-01-01"))).toBeUndefined();
  expect(findPrice("google/gemini-1.5-flash-8b", day("2024-01-01"))).toBeUndefined();
});

test("a row begins on its first day and ends before its last, UTC", () => {
  const at = (text: string): string | undefined => findPrice("openai/gpt-4o", Date.parse(text))?.row.prices.input;
  expect(at("2024-10-01T23:59:59.999Z")).toBe("5");
  expect(at("2024-10-02T00:00:00Z")).toBe("2.5");
});

test("hours of the day have their own price where the vendor says so", () => {
  const at = (text: string): string | undefined =>
    findPrice("deepseek/deepseek-chat", Date.parse(text))?.row.prices.input;
  expect(at("2025-05-05T12:00:00Z")).toBe("0.27");
  expect(at("2025-05-05T16:30:00Z")).toBe("0.135");
  expect(at("2025-05-05T00:29:00Z")).toBe("0.135");
  expect(at("2025-05-05T00:30:00Z")).toBe("0.27");
  expect(findPrice("deepseek/deepseek-v4-pro", Date.parse("2026-09-01T02:00:00Z"))?.row.prices.input).toBe("1.32");
  expect(findPrice("deepseek/deepseek-v4-pro", Date.parse("2026-09-01T05:00:00Z"))?.row.prices.input).toBe("0.66");
  expect(findPrice("deepseek/deepseek-v4-pro", Date.parse("2026-08-01T02:00:00Z"))?.row.prices.input).toBe("0.435");
});

test("a peak of the working week does not hold on Saturdays and Sundays", () => {
  const at = (text: string): string | undefined =>
    findPrice("deepseek/deepseek-flash", Date.parse(text))?.row.prices.input;
  expect(at("2026-11-20T02:00:00Z")).toBe("0.3");
  expect(at("2026-11-20T05:00:00Z")).toBe("0.15");
  expect(at("2026-11-21T02:00:00Z")).toBe("0.15");
});

test("a near id is assumed, with the id whose price it takes", () => {
  const cases: [string, string][] = [
    ["openai/gpt-4o-2031-02-28", "gpt-4o"],
    ["anthropic/claude-opus-5-20260915", "claude-opus-5"],
    ["google/gemini-2.5-flash-lite-001", "gemini-2.5-flash-lite"],
    ["openai/ft:gpt-4o-2024-08-06:acme::abc", "ft:gpt-4o-2024-08-06"],
    ["bedrock/apac.anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-haiku-20240307-v1:0"],
    ["openrouter/openai/gpt-4.1-mini-2031-04-14", "openai/gpt-4.1-mini"],
    ["openrouter/openai/gpt-4o:nitro", "openai/gpt-4o"],
  ];
  for (const [model, near] of cases) {
    const found = findPrice(model, day("2026-10-01"));
    expect([model, found?.basis, found?.row.model]).toEqual([model, "assumed", near]);
    expect(found?.assumption).toContain(near);
  }
});

test("parts of a name never give a price", () => {
  for (const model of [
    "google/gemini-1.5-flash-9b",
    "openai/gpt-4o-ultra",
    "openai/my-gpt-4o",
    "openai/gpt",
    "anthropic/claude",
    "openrouter/openai/gpt-4o:free",
    "nobody/gpt-4o",
    "gpt-4o",
    "openai/",
    "openai/toString",
    "constructor/gpt-4o",
  ])
    expect([model, findPrice(model, day("2026-10-01"))]).toEqual([model, undefined]);
});

test("an id is found under every name of its provider, and under Google's own spelling", () => {
  expect(vendorOf("Amazon-Bedrock")).toBe("bedrock");
  expect(vendorOf("gemini")).toBe("google");
  expect(vendorOf("ollama")).toBeUndefined();
  expect(findPrice("google/models/gemini-2.5-flash", day("2026-01-01"))?.row.prices.input).toBe("0.3");
  expect(findPrice("x-ai/grok-4", day("2026-01-01"))?.row.vendor).toBe("xai");
});

test("a person's own price comes first, on its days", () => {
  const own: PriceRow = {
    vendor: "openai",
    model: "gpt-4o",
    prices: { input: "1" },
    from: "2026-01-01",
    source: "own",
  };
  expect(findPrice("openai/gpt-4o", day("2026-02-01"), [own])?.row).toBe(own);
  expect(findPrice("openai/gpt-4o", day("2025-02-01"), [own])?.row.prices.input).toBe("2.5");
  expect(findPrice("openai/gpt-4o-mini", day("2026-02-01"), [own])?.row.prices.input).toBe("0.15");
  const host: PriceRow = { vendor: "acme", model: "m/1", prices: { input: "1", output: "2" }, source: "own" };
  expect(findPrice("acme/m/1", day("2026-02-01"), [host])?.basis).toBe("ledger");
});

test("the history of a model is its rows, oldest first, with source, page and day", () => {
  const rows = priceHistory("openai/gpt-4o");
  expect(rows.map((row) => [row.from, row.prices.input])).toEqual([
    ["2024-05-13", "5"],
    ["2024-10-02", "2.5"],
  ]);
  for (const row of rows) {
    expect(row.url).toMatch(/^https:/);
    expect(row.checked).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
  expect(rows.map(rowKey)).toEqual(["openai/gpt-4o@2024-05-13", "openai/gpt-4o@2024-10-02"]);
  expect(priceHistory("openai/nothing")).toEqual([]);
});

test("an unknown name has near ones", () => {
  expect(nearestPriced("openai/gpt-4o-mni")).toContain("openai/gpt-4o-mini");
  expect(nearestPriced("openai/zzzzzzzzzzzz")).toEqual([]);
});

test("the ledger holds more than 900 models of more than 20 vendors, each from a source with a licence", () => {
  const models = new Set(pricedModels());
  expect(models.size).toBeGreaterThan(2000);
  expect(priceVendors().length).toBeGreaterThan(35);
  for (const source of priceSources()) expect(source.licence).toBe("MIT");
});

test("every row is sound: exact prices, days in order, at most one row for any moment", () => {
  const faults: string[] = [];
  for (const model of pricedModels()) {
    const rows = priceHistory(model);
    for (const [index, row] of rows.entries()) {
      const lists = [row.prices, ...(row.tiers ?? []).map((tier) => tier.prices)];
      for (const price of lists.flatMap((list) => Object.values(list)))
        if (!/^\d+(\.\d+)?$/.test(price)) faults.push(`${model}: price ${price}`);
      if (row.from && row.to && row.from >= row.to) faults.push(`${model}: ${row.from} to ${row.to}`);
      const next = rows.slice(index + 1).find((each) => !each.hoursUtc && !row.hoursUtc);
      if (next && (row.to === undefined || (next.from ?? "") < row.to)) faults.push(`${model}: rows overlap`);
      if (!row.url || !/^\d{4}-\d\d-\d\d$/.test(row.checked ?? "")) faults.push(`${model}: no page or day`);
      const over = (row.tiers ?? []).map((tier) => tier.over);
      if (over.some((start, at) => start <= (over[at - 1] ?? 0))) faults.push(`${model}: tiers out of order`);
    }
  }
  expect(faults).toEqual([]);
});

test("every model priced by tokens alone can be priced", () => {
  const faults: string[] = [];
  for (const model of pricedModels()) {
    const row = findPrice(model, day("2026-11-01"))?.row;
    if (!row || row.prices.input === undefined) continue;
    const outputTokens = row.prices.output === undefined ? 0 : 100;
    if (!costOf({ model, usage: { inputTokens: 100, outputTokens }, at: day("2026-11-01"), where: "hosted" }))
      faults.push(model);
  }
  expect(faults).toEqual([]);
});
