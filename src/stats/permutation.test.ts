import fc from "fast-check";
import { expect, test } from "vitest";
import { mcnemarTest } from "./mcnemar.ts";
import { permutationTest } from "./permutation.ts";

/** Heights of cross- less self-fertilised plants, in eighths of an inch: Darwin's maize. */
const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

test("Darwin's maize: 1,726 of the 32,768 sign patterns are as great, as Fisher counted", () => {
  // R. A. Fisher, The Design of Experiments (1935), section 21.
  const found = permutationTest(darwin);
  expect(found).toEqual({ pValue: 1726 / 32_768, isExact: true, rounds: 32_768, n: 15 });
});

test("on right or wrong answers it is the exact McNemar test", () => {
  const sides = fc.record({ onlyA: fc.integer({ min: 0, max: 10 }), onlyB: fc.integer({ min: 0, max: 10 }) });
  fc.assert(
    fc.property(sides, ({ onlyA, onlyB }) => {
      const differences = [...new Array<number>(onlyA).fill(1), ...new Array<number>(onlyB).fill(-1), 0, 0, 0];
      expect(permutationTest(differences).pValue).toBeCloseTo(mcnemarTest(onlyA, onlyB).exact, 12);
    }),
    { numRuns: 30 },
  );
});

test("by random patterns it comes near to the exact value", () => {
  const many = Array.from({ length: 60 }, (_, index) => (index < 38 ? 0.1 : -0.1));
  const found = permutationTest(many, { rounds: 40_000 });
  expect(found.isExact).toBe(false);
  expect(found.pValue).toBeCloseTo(mcnemarTest(38, 22).exact, 2);
});

test("by random patterns p is never 0, and the seed decides", () => {
  const many = Array.from({ length: 50 }, (_, index) => 1 + index / 100);
  expect(permutationTest(many, { rounds: 999 }).pValue).toBe(1 / 1000);
  const mixed = many.map((value, index) => (index % 5 < 2 ? -value : value));
  expect(permutationTest(mixed, { seed: 3 })).toEqual(permutationTest(mixed, { seed: 3 }));
  expect(permutationTest(mixed, { seed: 3 })).not.toEqual(permutationTest(mixed, { seed: 4 }));
});

test("in clusters whole clusters change sign", () => {
  const found = permutationTest([1, 1, 1, 1, 1, 1], { clusters: ["a", "a", "a", "b", "b", "b"] });
  expect(found).toEqual({ pValue: 0.5, isExact: true, rounds: 4, n: 2 });
});

test("differences of 0 and clusters that cancel say nothing", () => {
  expect(permutationTest([0, 0])).toEqual({ pValue: 1, isExact: true, rounds: 1, n: 0 });
  expect(permutationTest([0.1, 0.2, -0.3, 1], { clusters: [1, 1, 1, 2] }).n).toBe(1);
  expect(permutationTest([]).pValue).toBe(1);
});

test("what is not finite and bad options are refused", () => {
  expect(() => permutationTest([Number.NaN])).toThrow(RangeError);
  expect(() => permutationTest([1], { rounds: 0 })).toThrow(RangeError);
  expect(() => permutationTest([1, 2], { clusters: ["a"] })).toThrow(RangeError);
});
