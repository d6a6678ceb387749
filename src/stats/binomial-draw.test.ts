import { expect, test } from "vitest";
import { binomialProbability } from "./binomial.ts";
import { binomialDraw } from "./binomial-draw.ts";
import { normalQuantile } from "./normal.ts";
import { createRandom } from "./random.ts";

/** Wilson and Hilferty's approximation, PNAS 17 (1931) 684–688, to the 0.999 quantile of chi-square. */
function chiSquareLimit(degreesOfFreedom: number): number {
  const part = 2 / (9 * degreesOfFreedom);
  return degreesOfFreedom * (1 - part + normalQuantile(0.999) * Math.sqrt(part)) ** 3;
}

test.each([
  [1, 0.3],
  [12, 0.5],
  [40, 0.1],
  [100, 0.05],
  [25, 0.4],
  [60, 0.5],
  [300, 0.08],
  [1000, 0.9],
  [100_000, 0.00256],
  [100_000, 0.5],
])("of %i trials with chance %d as many succeed as the distribution says", (n, p) => {
  const random = createRandom(11);
  const draws = 20_000;
  const counts = new Map<number, number>();
  for (let index = 0; index < draws; index++) {
    const drawn = binomialDraw(random, n, p);
    counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
  }
  let chiSquare = 0;
  let bins = 0;
  let expected = 0;
  let observed = 0;
  for (let successes = 0; successes <= n; successes++) {
    expected += draws * binomialProbability(successes, n, p);
    observed += counts.get(successes) ?? 0;
    if (expected < 10) continue;
    chiSquare += (observed - expected) ** 2 / expected;
    bins++;
    expected = 0;
    observed = 0;
  }
  expect(observed).toBeLessThan(60);
  expect(chiSquare).toBeLessThan(chiSquareLimit(Math.max(1, bins - 1)));
});

test("what is certain is not drawn", () => {
  const random = createRandom(1);
  expect(binomialDraw(random, 0, 0.5)).toBe(0);
  expect(binomialDraw(random, 9, 0)).toBe(0);
  expect(binomialDraw(random, 9, 1)).toBe(9);
});
