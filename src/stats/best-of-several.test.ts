/** The best of several by chance. */
import { expect, test } from "vitest";
import { bestOfSeveral } from "./best-of-several.ts";
import { normalQuantile } from "./normal.ts";
import { createRandom } from "./random.ts";

test("the best of one is no better", () => {
  expect(bestOfSeveral(1)).toBeCloseTo(0, 12);
  expect(() => bestOfSeveral(0)).toThrow(RangeError);
});

test("known expected maxima of normal samples", () => {
  // H. L. Harter, Biometrika 48 (1961) 151–165, table 1.
  for (const [count, wanted] of [
    [2, 0.56419],
    [5, 1.16296],
    [10, 1.53875],
    [25, 1.96531],
    [50, 2.24907],
  ] as const)
    expect(bestOfSeveral(count)).toBeCloseTo(wanted, 5);
});

test("simulated samples have such maxima", () => {
  const random = createRandom(8);
  let sum = 0;
  const rounds = 20_000;
  for (let round = 0; round < rounds; round++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let each = 0; each < 8; each++) most = Math.max(most, normalQuantile(random.unit() || 0.5));
    sum += most;
  }
  expect(sum / rounds).toBeCloseTo(bestOfSeveral(8), 1);
});
