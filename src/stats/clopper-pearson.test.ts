import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialCdf, binomialProbability } from "./binomial.ts";
import { clopperPearsonInterval } from "./clopper-pearson.ts";

test.each([
  [81, 263, 0.2527, 0.3676],
  [15, 148, 0.0578, 0.1617],
  [0, 20, 0, 0.1684],
  [1, 29, 0.0009, 0.1776],
])("%i of %i has the bounds that Newcombe published", (successes, n, low, high) => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 5.
  const interval = clopperPearsonInterval(successes, n);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

test.each([
  [20, 20, 0.95, 0.8315665290169146, 1],
  [7, 10, 0.95, 0.3475471499399921, 0.9332604888222655],
  [500, 1000, 0.99, 0.45885255330701225, 0.5411474466929878],
])("%i of %i at %d has the bounds that SciPy gives", (successes, n, confidence, low, high) => {
  // scipy.stats.binomtest(...).proportion_ci(method="exact") of SciPy 1.17.1.
  const interval = clopperPearsonInterval(successes, n, confidence);
  expect(interval?.value).toBe(successes / n);
  expect(interval?.low).toBeCloseTo(low, 11);
  expect(interval?.high).toBeCloseTo(high, 11);
});

test("it holds every true proportion at least as often as it says", () => {
  const n = 25;
  const intervals = Array.from({ length: n + 1 }, (_, successes) => clopperPearsonInterval(successes, n, 0.9));
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (p) => {
      let coverage = 0;
      for (const [successes, interval] of intervals.entries()) {
        const holds = interval && interval.low <= p && p <= interval.high;
        if (holds) coverage += binomialProbability(successes, n, p);
      }
      expect(coverage).toBeGreaterThanOrEqual(0.9 - 1e-12);
    }),
  );
});

test("at its bounds just the tail is left over", () => {
  const interval = clopperPearsonInterval(7, 40);
  expect(binomialCdf(7, 40, interval?.high ?? 0)).toBeCloseTo(0.025, 11);
  expect(1 - binomialCdf(6, 40, interval?.low ?? 0)).toBeCloseTo(0.025, 11);
});

test("no trial says nothing, and what is no count or confidence is refused", () => {
  expect(clopperPearsonInterval(0, 0)).toBe(undefined);
  expect(() => clopperPearsonInterval(4, 3)).toThrow(RangeError);
  expect(() => clopperPearsonInterval(1, 3, 1)).toThrow(RangeError);
});
