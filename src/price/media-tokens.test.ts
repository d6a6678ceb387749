import fc from "fast-check";
import { expect, test } from "vitest";
import { anthropicImageSize } from "./anthropic-image-tokens.ts";
import { forecastCost } from "./cost.ts";
import { type MediaAmount, mediaTokens } from "./media-tokens.ts";
import { formatUsd } from "./money.ts";
import { type ImageDetail, imagePatches } from "./openai-image-tokens.ts";

function image(model: string, width: number, height: number, detail?: ImageDetail): [number?, number?] {
  const forecast = mediaTokens(model, { kind: "image", width, height, ...(detail ? { detail } : {}) });
  return [forecast?.low, forecast?.high];
}

function exact(model: string, width: number, height: number, detail?: ImageDetail): number | undefined {
  const [low, high] = image(model, width, height, detail);
  expect(low).toBe(high);
  return low;
}

test("OpenAI's documented examples of tiles come out", () => {
  expect(exact("openai/gpt-4o", 1024, 1024)).toBe(765);
  expect(exact("openai/gpt-4o", 2048, 4096)).toBe(1105);
  expect(exact("openai/gpt-4o", 4096, 8192, "low")).toBe(85);
  expect(exact("openai/gpt-4o", 512, 512)).toBe(255);
  expect(exact("openai/gpt-4o-mini", 1024, 1024)).toBe(2833 + 4 * 5667);
  expect(exact("openai/gpt-5", 1024, 1024)).toBe(70 + 4 * 140);
  expect(exact("openai/o1", 1024, 1024)).toBe(75 + 4 * 150);
});

test("OpenAI's documented examples of patches come out", () => {
  expect(imagePatches(1024, 1024, 1536, Number.POSITIVE_INFINITY)).toBe(1024);
  expect(imagePatches(1800, 2400, 1536, Number.POSITIVE_INFINITY)).toBe(1452);
  expect(exact("openai/gpt-4.1-mini", 1024, 1024)).toBe(Math.ceil(1024 * 1.62));
  expect(exact("openai/o4-mini", 1024, 1024)).toBe(Math.ceil(1024 * 1.72));
  expect(exact("openai/gpt-5.6-sol", 1024, 1024)).toBe(Math.ceil(1024 * 1.2));
});

test("Anthropic's documented examples come out", () => {
  const high = "anthropic/claude-opus-4-7";
  expect(exact(high, 200, 200)).toBe(64);
  expect(exact(high, 1000, 1000)).toBe(1296);
  expect(exact(high, 1092, 1092)).toBe(1521);
  expect(exact(high, 1920, 1080)).toBe(2691);
  expect(exact(high, 3840, 2160)).toBe(4784);
  expect(anthropicImageSize("claude-opus-4-7", 3840, 2160)).toEqual([2576, 1449]);
  const standard = "anthropic/claude-sonnet-4-5";
  expect(exact(standard, 3840, 2160)).toBe(1560);
  expect(anthropicImageSize("claude-sonnet-4-5", 3840, 2160)).toEqual([1456, 819]);
  expect(anthropicImageSize("claude-sonnet-4-5", 1075, 1520)).toEqual([924, 1307]);
});

test("which Claude reads in high resolution is told by its version, not its date", () => {
  for (const id of ["claude-opus-4-20250514", "claude-sonnet-4-5-20250929", "claude-3-7-sonnet-20250219"])
    expect(exact(`anthropic/${id}`, 3840, 2160)).toBe(1560);
  for (const id of ["claude-opus-5", "claude-sonnet-5-5", "claude-fable-5-1", "claude-haiku-5-5", "claude-opus-4-8"])
    expect(exact(`anthropic/${id}`, 3840, 2160)).toBe(4784);
});

test("Google's documented examples come out", () => {
  expect(exact("google/gemini-1.5-flash-8b", 4032, 3024)).toBe(258);
  expect(exact("google/gemini-2.5-flash", 384, 384)).toBe(258);
  expect(image("google/gemini-2.5-flash", 960, 540)[1]).toBe(6 * 258);
  expect(image("google/gemini-2.5-flash-lite", 4032, 3024)).toEqual([4 * 258, 24 * 258]);
  expect(image("google/gemini-3.1-pro-preview", 4032, 3024)).toEqual([258, 1120]);
  expect(mediaTokens("google/gemini-2.5-flash", { kind: "audio", seconds: 60 })).toMatchObject({
    low: 1920,
    high: 1920,
  });
  expect(mediaTokens("google/gemini-3-flash-preview", { kind: "audio", seconds: 60 })).toMatchObject({ low: 1500 });
  expect(mediaTokens("google/gemini-2.5-flash", { kind: "video", seconds: 10 })).toMatchObject({
    low: 2630,
    high: 3320,
  });
  expect(mediaTokens("google/gemini-3-flash-preview", { kind: "pdf", pages: 10 })).toMatchObject({ high: 5600 });
});

test("a model is counted by its maker's rule wherever it is sold", () => {
  expect(exact("openrouter/openai/gpt-4o", 1024, 1024)).toBe(765);
  expect(exact("bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", 1000, 1000)).toBe(1296);
  expect(exact("openrouter/anthropic/claude-sonnet-4.5", 1000, 1000)).toBe(1296);
  expect(exact("azure/gpt-4o", 1024, 1024)).toBe(765);
});

test("what no rule is known for has no forecast", () => {
  const cases: [string, MediaAmount][] = [
    ["mistral/pixtral-large-latest", { kind: "image", width: 10, height: 10 }],
    ["openai/gpt-3.5-turbo", { kind: "image", width: 10, height: 10 }],
    ["openrouter/openai/gpt-oss-120b", { kind: "image", width: 10, height: 10 }],
    ["anthropic/claude-2.1", { kind: "image", width: 10, height: 10 }],
    ["openai/gpt-4o", { kind: "audio", seconds: 10 }],
    ["openai/gpt-4o", { kind: "video", seconds: 10 }],
    ["google/gemini-2.5-flash", { kind: "audio" }],
    ["google/gemini-2.5-flash", { kind: "pdf" }],
  ];
  for (const [model, media] of cases) expect([model, mediaTokens(model, media)]).toEqual([model, undefined]);
});

test("an image of unknown size is at most what any image takes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("openai/gpt-4o", "openai/gpt-4.1-mini", "openai/gpt-5.5", "anthropic/claude-3-haiku-20240307"),
      fc.integer({ min: 1, max: 9000 }),
      fc.integer({ min: 1, max: 9000 }),
      (model, width, height) => {
        const known = mediaTokens(model, { kind: "image", width, height });
        const unknown = mediaTokens(model, { kind: "image" });
        expect(known?.low).toBeGreaterThanOrEqual(unknown?.low ?? Infinity);
        expect(known?.high).toBeLessThanOrEqual(unknown?.high ?? 0);
      },
    ),
  );
});

test("turning an image by a quarter changes nothing", () => {
  const models = ["openai/gpt-4o", "openai/gpt-4.1-nano", "anthropic/claude-opus-5", "google/gemini-2.5-flash"];
  fc.assert(
    fc.property(
      fc.constantFrom(...models),
      fc.integer({ min: 1, max: 8000 }),
      fc.integer({ min: 1, max: 8000 }),
      (model, a, b) => {
        expect(image(model, a, b)).toEqual(image(model, b, a));
      },
    ),
  );
});

test("the budget of patches is never passed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 20_000 }), (width, height) => {
      const count = imagePatches(width, height, 1536, Number.POSITIVE_INFINITY);
      expect(count).toBeGreaterThanOrEqual(1);
      expect(count).toBeLessThanOrEqual(1536);
    }),
  );
});

test("68,000 photos of 4032 × 3024 cost what the worked table says, with two tokens of prompt and 100 of answer", () => {
  const price = (model: string, at: number, tokens: number, serviceTier?: string): string => {
    const range = { low: tokens, high: tokens };
    const forecast = forecastCost({
      model,
      where: "hosted",
      at,
      calls: 68_000,
      inputTokens: range,
      outputTokens: { low: 100, high: 100 },
      ...(serviceTier ? { serviceTier } : {}),
    });
    return formatUsd(forecast?.picodollars.high);
  };
  const photo = (model: string, end: 0 | 1, detail?: ImageDetail): number =>
    (image(model, 4032, 3024, detail)[end] ?? NaN) + 2;
  const year = (number: number): number => Date.UTC(number, 10, 15);
  const rows: [string, number, number, string, string][] = [
    ["google/gemini-1.5-flash-8b", year(2024), photo("google/gemini-1.5-flash-8b", 1), "$1.68", "$0.84"],
    ["google/gemini-2.5-flash-lite", year(2025), photo("google/gemini-2.5-flash-lite", 0), "$9.75", "$4.88"],
    ["google/gemini-2.5-flash-lite", year(2025), photo("google/gemini-2.5-flash-lite", 1), "$44.84", "$22.42"],
    [
      "google/gemini-2.5-flash-lite",
      year(2025),
      (image("google/gemini-2.5-flash-lite", 384, 288)[1] ?? NaN) + 2,
      "$4.49",
      "$2.24",
    ],
    ["openai/gpt-4o", year(2025), photo("openai/gpt-4o", 1), "$198.39", "$99.20"],
    ["openai/gpt-4o", year(2025), photo("openai/gpt-4o", 1, "low"), "$82.79", "$41.40"],
    ["openai/gpt-4o-mini", year(2025), photo("openai/gpt-4o-mini", 1), "$264.21", "$132.11"],
    ["openai/gpt-4o-mini", year(2025), photo("openai/gpt-4o-mini", 1, "low"), "$33.00", "$16.50"],
    ["openai/gpt-4.1-nano", year(2025), photo("openai/gpt-4.1-nano", 1), "$27.02", "$13.51"],
    [
      "anthropic/claude-3-haiku-20240307",
      year(2025),
      photo("anthropic/claude-3-haiku-20240307", 1),
      "$35.12",
      "$17.56",
    ],
    ["anthropic/claude-sonnet-5", year(2026), photo("anthropic/claude-sonnet-5", 1), "$712.91", "$356.46"],
    [
      "anthropic/claude-sonnet-5",
      year(2026),
      (image("anthropic/claude-sonnet-5", 768, 576)[1] ?? NaN) + 2,
      "$148.24",
      "$74.12",
    ],
  ];
  for (const [model, at, tokens, standard, batch] of rows)
    expect([model, tokens, price(model, at, tokens), price(model, at, tokens, "batch")]).toEqual([
      model,
      tokens,
      standard,
      batch,
    ]);
  expect(rows.map((row) => row[2])).toEqual([260, 1034, 6194, 260, 767, 87, 25_503, 2835, 3574, 1566, 4742, 590]);
});
