import { expect, test } from "vitest";
import { normalQuantile } from "./normal.ts";

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
