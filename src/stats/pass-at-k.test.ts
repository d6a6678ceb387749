import fc from "fast-check";
import { expect, test } from "vitest";
import { passAtK, passHatK } from "./pass-at-k.ts";

function choose(n: number, k: number): number {
  let ways = 1;
  for (let index = 1; index <= k; index++) ways = (ways * (n - k + index)) / index;
  return k > n ? 0 : ways;
}

const taken = fc
  .integer({ min: 1, max: 40 })
  .chain((n) =>
    fc.record({ n: fc.constant(n), correct: fc.integer({ min: 0, max: n }), k: fc.integer({ min: 1, max: n }) }),
  );

test("both are the ratios of binomial coefficients", () => {
  fc.assert(
    fc.property(taken, ({ n, correct, k }) => {
      expect(passAtK(correct, n, k)).toBeCloseTo(1 - choose(n - correct, k) / choose(n, k), 11);
      expect(passHatK(correct, n, k)).toBeCloseTo(choose(correct, k) / choose(n, k), 11);
    }),
  );
});

test("one try passes as often as answers are right", () => {
  expect(passAtK(3, 10, 1)).toBeCloseTo(0.3, 15);
  expect(passHatK(3, 10, 1)).toBeCloseTo(0.3, 15);
});

test("three of five right: two tries pass with 9/10 once and 3/10 twice", () => {
  expect(passAtK(3, 5, 2)).toBeCloseTo(0.9, 15);
  expect(passHatK(3, 5, 2)).toBeCloseTo(0.3, 15);
});

test("averaged over all outcomes they are the true chances: no bias", () => {
  const [n, k, chance] = [6, 3, 0.4];
  let once = 0;
  let always = 0;
  for (let correct = 0; correct <= n; correct++) {
    const weight = choose(n, correct) * chance ** correct * (1 - chance) ** (n - correct);
    once += weight * (passAtK(correct, n, k) ?? 0);
    always += weight * (passHatK(correct, n, k) ?? 0);
  }
  expect(once).toBeCloseTo(1 - 0.6 ** 3, 12);
  expect(always).toBeCloseTo(0.4 ** 3, 12);
});

test("fewer answers than tries say nothing", () => {
  expect(passAtK(2, 2, 3)).toBe(undefined);
  expect(passHatK(2, 2, 3)).toBe(undefined);
});

test("what is no count of answers or tries is refused", () => {
  expect(() => passAtK(3, 2, 1)).toThrow(RangeError);
  for (const k of [0, 1.5, Number.NaN]) expect(() => passHatK(1, 2, k)).toThrow(RangeError);
});
