import { expect, test } from "vitest";
import { SetupError } from "../record/setup-error.ts";
import { costOf } from "./cost.ts";
import { parseOwnPrices } from "./own-prices.ts";

test("own prices in numbers or decimal strings price a model that the ledger does not know", () => {
  const overrides = parseOwnPrices(
    [{ model: "acme/mine", prices: { input: 0.1, output: "0.2" }, from: "2026-01-01" }],
    "prices.yaml",
  );
  const call = { model: "acme/mine", usage: { inputTokens: 3, outputTokens: 1 }, where: "hosted", overrides } as const;
  expect(costOf({ ...call, at: Date.UTC(2026, 5, 1) })).toEqual({
    picodollars: 500_000,
    basis: "ledger",
    row: "acme/mine@2026-01-01",
  });
  expect(costOf({ ...call, at: Date.UTC(2025, 5, 1) })).toBeUndefined();
});

test("a wrong shape is refused with its place and what it must be", () => {
  const good = { model: "a/b", prices: { input: 1 } };
  const cases: [unknown, string][] = [
    [{}, "prices.yaml must be a list of prices, each with model and prices."],
    [[1], "prices.yaml, entry 1, is 1; it must be an object with model and prices."],
    [
      [good, { ...good, model: "b" }],
      'prices.yaml, entry 2, has "b" as model; it must be a full name like "openai/gpt-4o".',
    ],
    [
      [{ ...good, prices: {} }],
      'prices.yaml, entry 1, needs prices in USD, like { "input": "2.5", "output": "10" } per million tokens.',
    ],
    [[{ ...good, prices: { inpt: 1 } }], "prices.yaml, entry 1, has an unknown price unit inpt. Nearest: input."],
    [
      [{ ...good, prices: { input: -1 } }],
      "prices.yaml, entry 1, has the price -1 for input; it must be a number of USD, 0 or more.",
    ],
    [[{ ...good, from: "soon" }], 'prices.yaml, entry 1, has "soon" as from; it must be a day like "2026-01-31".'],
    [
      [{ ...good, from: "2026-02-01", to: "2026-01-01" }],
      "prices.yaml, entry 1, ends on 2026-01-01, which is not after its beginning 2026-02-01.",
    ],
    [[{ ...good, until: "2026-02-01" }], "prices.yaml, entry 1, has an unknown field until."],
    [[{ ...good, note: 1 }], "prices.yaml, entry 1, has 1 as note; it must be a text."],
  ];
  for (const [value, message] of cases)
    expect(() => parseOwnPrices(value, "prices.yaml")).toThrow(new SetupError(message));
});
