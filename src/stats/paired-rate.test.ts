import fc from "fast-check";
import { expect, test } from "vitest";
import { pairedOutcomes, pairedRateDifference } from "./paired-rate.ts";
import { pairsOf } from "./pairs.ts";
import { createRandom } from "./random.ts";

test("the airway data have the bounds that were published", () => {
  // M. W. Fagerland, S. Lydersen and P. Laake, Statistics in Medicine 33 (2014) 2850–2875: Bentur's data, Tango's interval.
  const found = pairedRateDifference({ both: 1, onlyA: 1, onlyB: 7, neither: 12 });
  expect(found?.value).toBeCloseTo(-6 / 21, 15);
  expect(found?.low).toBeCloseTo(-0.517, 3);
  expect(found?.high).toBeCloseTo(-0.026, 3);
});

test("25 against 28 of 618 have the bounds that R gives", () => {
  // scoreci.mp(25, 28, 618, 0.9) of PropCIs, which reckons second less first: −0.0148 to 0.0247.
  const found = pairedRateDifference({ both: 565, onlyA: 28, onlyB: 25, neither: 0 }, 0.9);
  expect(found?.low).toBeCloseTo(-0.0148, 4);
  expect(found?.high).toBeCloseTo(0.0247, 4);
});

test("models that never differ on 20 cases may yet differ, by Wilson's bound", () => {
  const z = 1.959963984540054;
  const found = pairedRateDifference({ both: 20, onlyA: 0, onlyB: 0, neither: 0 });
  expect(found?.high).toBeCloseTo((z * z) / (20 + z * z), 12);
  expect(found?.low).toBeCloseTo(-(z * z) / (20 + z * z), 12);
});

const count = fc.integer({ min: 0, max: 60 });
const outcomes = fc
  .record({ both: count, onlyA: count, onlyB: count, neither: count })
  .filter(({ both, onlyA, onlyB, neither }) => both + onlyA + onlyB + neither > 0);

test("it holds the estimate, keeps within −1 to 1, and is mirrored by swapping the models", () => {
  fc.assert(
    fc.property(outcomes, (each) => {
      const { value = 0, low = 1, high = -1 } = pairedRateDifference(each) ?? {};
      expect(low).toBeGreaterThanOrEqual(-1);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(value + 1e-12);
      expect(high).toBeGreaterThanOrEqual(value - 1e-12);
      const mirror = pairedRateDifference({ ...each, onlyA: each.onlyB, onlyB: each.onlyA });
      expect(mirror?.low).toBeCloseTo(-high, 9);
    }),
  );
});

test("it leaves out 0 just where McNemar's statistic is greater than z", () => {
  fc.assert(
    fc.property(outcomes, (each) => {
      const statistic = (each.onlyA - each.onlyB) / Math.sqrt(each.onlyA + each.onlyB);
      if (Number.isNaN(statistic) || Math.abs(Math.abs(statistic) - 1.959964) < 1e-5) return;
      const { low = 0, high = 0 } = pairedRateDifference(each) ?? {};
      expect(low > 0 || high < 0).toBe(Math.abs(statistic) > 1.959964);
    }),
  );
});

test("on 30 cases it holds the truth about as often as it says", () => {
  const random = createRandom(6);
  let held = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const counts = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
    for (let index = 0; index < 30; index++) {
      const u = random.unit();
      counts[u < 0.6 ? "both" : u < 0.8 ? "onlyA" : u < 0.9 ? "onlyB" : "neither"]++;
    }
    const found = pairedRateDifference(counts);
    if (found && found.low <= 0.1 && found.high >= 0.1) held++;
  }
  expect(held / 2000).toBeGreaterThan(0.935);
  expect(held / 2000).toBeLessThan(0.97);
});

test("outcomes are counted from scores of 0 and 1 only", () => {
  expect(pairedOutcomes(pairsOf([1, 1, 0, 0, 1], [1, 0, 1, 0, 1]))).toEqual({
    both: 2,
    onlyA: 1,
    onlyB: 1,
    neither: 1,
  });
  expect(pairedOutcomes(pairsOf([1, 0.5], [1, 0]))).toBe(undefined);
});

test("no pair says nothing, and what is no count or confidence is refused", () => {
  expect(pairedRateDifference({ both: 0, onlyA: 0, onlyB: 0, neither: 0 })).toBe(undefined);
  expect(() => pairedRateDifference({ both: -1, onlyA: 0, onlyB: 0, neither: 2 })).toThrow(RangeError);
  expect(() => pairedRateDifference({ both: 1, onlyA: 0, onlyB: 0, neither: 2 }, 1)).toThrow(RangeError);
});
