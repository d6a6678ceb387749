import fc from "fast-check";
import { expect, test } from "vitest";
import { betaQuantile, betaQuantileParts, binomialTerm, regularizedBeta } from "./beta.ts";

function relativeError(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.abs(expected);
}

test.each([
  [0.2, 2, 3, 0.1808],
  [0.5, 0.5, 0.5, 0.5],
  [1e-5, 0.5, 5e4, 0.6826894921431351],
  [0.016, 3000.25, 2e5, 0.9999956047511086],
  [0.4995, 5e5, 5e5, 0.1586552539314459],
  [0.9999, 1e5, 3, 0.0027680339601161104],
  [0.7, 21, 1, 0.7 ** 21],
])("at %d the Beta(%d, %d) distribution has the value that SciPy gives", (x, a, b, expected) => {
  // scipy.special.betainc of SciPy 1.17.1.
  expect(relativeError(regularizedBeta(x, a, b), expected)).toBeLessThan(2e-12);
});

test.each([
  [0.025, 20, 1, 0.8315665290169146],
  [0.975, 0.5, 20.5, 0.11663898290487539],
  [1e-10, 0.5, 0.5, 2.4674011002723397e-20],
  [0.5, 2, 3, 0.3857275681323895],
  [0.999, 3000.25, 2e5, 0.015620808520281623],
  [0.025, 5e5, 5e5, 0.49902001870387463],
  [0.3, 0.01, 0.02, 2.0289416312649547e-35],
])("the quantile %d of Beta(%d, %d) is the one that SciPy gives", (p, a, b, expected) => {
  // scipy.special.betaincinv of SciPy 1.17.1.
  expect(relativeError(betaQuantile(p, a, b), expected)).toBeLessThan(1e-11);
});

test("the ends are exact", () => {
  expect(regularizedBeta(0, 2, 3)).toBe(0);
  expect(regularizedBeta(1, 2, 3)).toBe(1);
  expect(betaQuantile(0, 2, 3)).toBe(0);
  expect(betaQuantile(1, 2, 3)).toBe(1);
});

const shape = fc.double({ min: 0.1, max: 1e5, noNaN: true });
const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

test("quantile and distribution undo each other", () => {
  fc.assert(
    fc.property(share, shape, shape, (p, a, b) => {
      const { x, complement } = betaQuantileParts(p, a, b);
      expect(Math.abs(regularizedBeta(x, a, b, complement) - p)).toBeLessThan(1e-9);
      expect(x + complement).toBeCloseTo(1, 12);
    }),
  );
});

test("shapes swapped mirror the distribution", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), shape, shape, (x, a, b) => {
      expect(regularizedBeta(x, a, b) + regularizedBeta(1 - x, b, a, x)).toBeCloseTo(1, 9);
    }),
  );
});

test("the binomial term of a million is right to 12 digits", () => {
  // scipy.stats.binom.pmf(61000, 1000000, 0.06) of SciPy 1.17.1.
  expect(relativeError(binomialTerm(61_000, 939_000, 0.06, 0.94), 2.4640058857601417e-7)).toBeLessThan(1e-12);
});

test("what is no share or no shape is refused", () => {
  for (const x of [-0.1, 1.1, Number.NaN]) {
    expect(() => regularizedBeta(x, 1, 1)).toThrow(RangeError);
    expect(() => betaQuantile(x, 1, 1)).toThrow(RangeError);
  }
  for (const a of [0, -1, Number.NaN, Infinity]) {
    expect(() => regularizedBeta(0.5, a, 1)).toThrow(RangeError);
    expect(() => betaQuantile(0.5, 1, a)).toThrow(RangeError);
  }
});
