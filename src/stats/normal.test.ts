import { expect, test } from "vitest";
import { normalCdf, normalQuantile } from "./normal.ts";

test.each([
  [0.5, 0],
  [0.3, -0.5244005127080408],
  [0.95, 1.644853626951473],
  [0.975, 1.9599639845400543],
  [0.995, 2.5758293035489008],
  [0.9995, 3.290526731491895],
  [1e-10, -6.361340902404056],
  [1e-100, -21.273453560965326],
  [1e-300, -37.04709629936119],
])("the quantile of %d is right to 14 digits", (p, expected) => {
  // Reference values from 40-digit arithmetic.
  expect(Math.abs(normalQuantile(p) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)));
});

test.each([0, 1, -0.1, 1.1, Number.NaN])("%d is no probability between 0 and 1", (p) => {
  expect(() => normalQuantile(p)).toThrow(RangeError);
});

test.each([
  [-37, 5.725571222524577e-300],
  [-8, 6.220960574271784e-16],
  [-3.0001, 0.0013494549132607172],
  [-2.9999, 0.0013503412829549248],
  [-1, 0.15865525393145705],
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [1.96, 0.9750021048517796],
  [3, 0.9986501019683699],
  [8, 0.9999999999999994],
])("below %d it lies with the known probability, to 13 digits", (x, expected) => {
  // Reference values from 30-digit arithmetic.
  expect(Math.abs(normalCdf(x) - expected) / expected).toBeLessThan(2e-13);
});

test("distribution and quantile undo each other, and the ends are certain", () => {
  for (const p of [1e-300, 1e-10, 0.025, 0.5, 0.9]) expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 11);
  expect(normalCdf(-Infinity)).toBe(0);
  expect(normalCdf(Infinity)).toBe(1);
  expect(() => normalCdf(Number.NaN)).toThrow(RangeError);
});
