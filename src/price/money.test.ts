import fc from "fast-check";
import { expect, test } from "vitest";
import { formatUsd, parseUsd, picodollarsOf, picodollarsOfUsd } from "./money.ts";

test("a decimal string becomes exact attodollars", () => {
  expect(parseUsd("0.0375")).toBe(37_500_000_000_000_000n);
  expect(parseUsd("15")).toBe(15n * 10n ** 18n);
  expect(parseUsd("1e-7")).toBe(100_000_000_000n);
  expect(parseUsd("2.5e1")).toBe(25n * 10n ** 18n);
  expect(parseUsd("0.1000000000000000000")).toBe(10n ** 17n);
});

test("what is not an exact price of 0 or more is refused", () => {
  for (const text of ["", "-1", "a", "1,5", "$1", "0x1", "1e-19", "0.0000000000000000001", "NaN", "1.2.3", "."])
    expect(parseUsd(text)).toBeUndefined();
});

test("every number of dollars with up to six decimals survives the way through picodollars", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000_000_000 }), (millionths) => {
      expect(picodollarsOfUsd(millionths / 1e6)).toBe(millionths * 1e6);
    }),
  );
});

test("billed amounts are read as the decimal they were written as", () => {
  expect(picodollarsOfUsd(0.0000086)).toBe(8_600_000);
  expect(picodollarsOfUsd(8.25e-5)).toBe(82_500_000);
  expect(picodollarsOfUsd(1e-12)).toBe(1);
  for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(picodollarsOfUsd(bad)).toBeUndefined();
});

test("attodollars round half up to picodollars, and what is too large is unknown", () => {
  expect(picodollarsOf(1_499_999n, 1n)).toBe(1);
  expect(picodollarsOf(1_500_000n, 1n)).toBe(2);
  expect(picodollarsOf(10n ** 22n, 1n)).toBeUndefined();
});

test("dollars read as people write them", () => {
  const cases: [number | undefined, string][] = [
    [undefined, "–"],
    [0, "$0"],
    [1_683_000_000_000, "$1.68"],
    [23_550_000, "$0.000024"],
    [99_600_000_000, "$0.10"],
    [94_000_000_000, "$0.094"],
    [99_195_000_000_000, "$99.20"],
    [712_914_000_000_000, "$712.91"],
  ];
  for (const [picodollars, usd] of cases) expect(formatUsd(picodollars)).toBe(usd);
});

test("no amount above 0 is shown as 0", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (picodollars) => {
      expect(formatUsd(picodollars)).toMatch(/[1-9]/);
    }),
  );
});
