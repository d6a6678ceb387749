import { expect, test } from "vitest";
import { gammaTail } from "./gamma.ts";
import { normalCdf } from "./normal.ts";

test("chi-square of two degrees of freedom is exponential", () => {
  for (const x of [0, 0.1, 1, 5, 50, 500]) expect(gammaTail(1, x / 2) / Math.exp(-x / 2)).toBeCloseTo(1, 12);
});

test("even degrees of freedom give Poisson sums", () => {
  for (const n of [2, 5, 30])
    for (const x of [0.5, 4, 29, 31, 60]) {
      let [term, sum] = [1, 1];
      for (let k = 1; k < n; k++) {
        term *= x / k;
        sum += term;
      }
      expect(gammaTail(n, x)).toBeCloseTo(Math.exp(-x) * sum, 12);
    }
});

test("one degree of freedom is a squared normal variable", () => {
  for (const z of [0.3, 1.959964, 4]) expect(gammaTail(0.5, (z * z) / 2)).toBeCloseTo(2 * normalCdf(-z), 12);
});

test("large shapes come near the normal distribution", () => {
  expect(gammaTail(1e6, 1e6)).toBeCloseTo(0.5, 3);
  expect(gammaTail(1e6, 1e6 + 3000)).toBeCloseTo(normalCdf(-3), 4);
});

test("shapes and places outside are refused", () => {
  for (const [shape, x] of [
    [0, 1],
    [1, -1],
    [1, Number.NaN],
    [Infinity, 1],
  ] as const)
    expect(() => gammaTail(shape, x)).toThrow(RangeError);
});
