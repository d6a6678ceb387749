import { expect, test } from "vitest";
import { stirlingError } from "./stirling-error.ts";

test.each([
  [1e-3, 2.5422704679670947],
  [0.5, 0.15342640972002736],
  [1, 0.08106146679532726],
  [3.7, 0.022468770580143144],
  [9.99, 0.00833889679773433],
  [10, 0.00833056343336287],
  [100, 0.0008333305556349147],
  [1e6, 8.333333333333056e-8],
])("at %d it is right to 15 digits after the point", (x, expected) => {
  // Reference values from 30-digit arithmetic.
  expect(Math.abs(stirlingError(x) - expected)).toBeLessThan(2e-15);
});
