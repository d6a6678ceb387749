import { expect, test } from "vitest";
import { binomialCdf, binomialProbability } from "./binomial.ts";

test.each([
  [3, 10, 0.3, 0.2668279319999998, 0.6496107184000002],
  [0, 20, 0.1, 0.12157665459056922, 0.12157665459056925],
  [500, 1000, 0.5, 0.025225018178360804, 0.5126125090891802],
  [61_000, 1_000_000, 0.06, 2.4640058857601417e-7, 0.999986806466087],
  [20, 20, 0.9, 0.12157665459056935, 1],
])("%d of %d with probability %d are as likely as SciPy says", (successes, n, p, probability, below) => {
  // scipy.stats.binom of SciPy 1.17.1.
  expect(binomialProbability(successes, n, p) / probability).toBeCloseTo(1, 11);
  expect(binomialCdf(successes, n, p)).toBeCloseTo(below, 11);
});

test("the probabilities add up to the distribution", () => {
  let sum = 0;
  for (let successes = 0; successes <= 30; successes++) {
    sum += binomialProbability(successes, 30, 0.37);
    expect(binomialCdf(successes, 30, 0.37)).toBeCloseTo(sum, 12);
  }
});

test("what is certain is certain", () => {
  expect(binomialProbability(0, 5, 0)).toBe(1);
  expect(binomialProbability(1, 5, 0)).toBe(0);
  expect(binomialProbability(5, 5, 1)).toBe(1);
  expect(binomialProbability(4, 5, 1)).toBe(0);
  expect(binomialCdf(3, 5, 0)).toBe(1);
  expect(binomialCdf(3, 5, 1)).toBe(0);
  expect(binomialProbability(0, 0, 0.5)).toBe(1);
});

test("what is no count or no probability is refused", () => {
  expect(() => binomialProbability(4, 3, 0.5)).toThrow(RangeError);
  expect(() => binomialCdf(-1, 3, 0.5)).toThrow(RangeError);
  for (const p of [-0.1, 1.1, Number.NaN]) {
    expect(() => binomialProbability(1, 3, p)).toThrow(RangeError);
    expect(() => binomialCdf(1, 3, p)).toThrow(RangeError);
  }
});
