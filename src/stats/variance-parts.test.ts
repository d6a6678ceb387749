import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "./random.ts";
import { varianceParts } from "./variance-parts.ts";

test("a case counts once however often it was asked", () => {
  expect(varianceParts([[1, 0], [1], [], [0.5, 0.25, 0.75]])?.mean).toBeCloseTo(2 / 3, 14);
});

test("variance between and within cases add up to that of the case means", () => {
  const parts = varianceParts([
    [1, 0],
    [1, 1],
    [0, 0],
    [0, 1],
  ]);
  // Case means ½, 1, 0, ½ have variance 1/6; within cases it is ½, 0, 0, ½.
  expect(parts).toEqual({ cases: 4, answers: 8, mean: 0.5, within: 0.25, between: expect.closeTo(1 / 6 - 1 / 8, 14) });
});

test("the published example comes out: Var(x) = 1/12 and E[σ²] = 1/6 for uniform chances of being right", () => {
  // E. Miller (2024), section 3.1: scores with a uniform chance x have Var(x) = 1/12 and E[x (1 − x)] = 1/6.
  const random = createRandom(4);
  const parts = varianceParts(
    Array.from({ length: 40_000 }, () => {
      const chance = random.unit();
      return Array.from({ length: 3 }, () => Number(random.unit() < chance));
    }),
  );
  expect(parts?.between).toBeCloseTo(1 / 12, 2);
  expect(parts?.within).toBeCloseTo(1 / 6, 2);
});

test("one answer each leaves the split unknown", () => {
  expect(varianceParts([[1], [0]])).toEqual({ cases: 2, answers: 2, mean: 0.5 });
  expect(varianceParts([[1, 0]])).toEqual({ cases: 1, answers: 2, mean: 0.5, within: 0.5 });
  expect(varianceParts([[], []])).toBe(undefined);
});

test("the part between cases is never below 0", () => {
  const scores = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }), {
    minLength: 2,
  });
  fc.assert(
    fc.property(scores, (answers) => {
      expect(varianceParts(answers)?.between ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});
