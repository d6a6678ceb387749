import fc from "fast-check";
import { expect, test } from "vitest";
import { meanInterval } from "./mean-interval.ts";
import { pairedDifference } from "./paired.ts";
import { pairsOf } from "./pairs.ts";

const first = [0.9, 0.4, 0.7, 0.55, 0.8, 0.3, 0.65, 1];
const second = [0.7, 0.5, 0.6, 0.35, 0.9, 0.1, 0.6, 0.7];

test("eight pairs have the interval, correlation and p-value that SciPy gives", () => {
  // scipy.stats.ttest_rel and numpy.corrcoef, SciPy 1.17.1.
  const found = pairedDifference(pairsOf(first, second));
  expect(found?.value).toBeCloseTo(0.10625, 14);
  expect(found?.low).toBeCloseTo(-0.017020062830823884, 12);
  expect(found?.high).toBeCloseTo(0.22952006283082393, 12);
  expect(found?.pValue).toBeCloseTo(0.08093504173991735, 12);
  expect(found?.correlation).toBeCloseTo(0.814726585343729, 12);
  expect(found?.n).toBe(8);
});

const score = fc.double({ min: 0, max: 1, noNaN: true });
const scores = fc.array(fc.tuple(score, score), { minLength: 2, maxLength: 40 });

test("the error gains from the correlation as the formula says", () => {
  fc.assert(
    fc.property(scores, (pairs) => {
      const a = pairs.map(([one]) => one);
      const b = pairs.map(([, other]) => other);
      const found = pairedDifference(pairsOf(a, b));
      const errorA = meanInterval(a)?.standardError ?? 0;
      const errorB = meanInterval(b)?.standardError ?? 0;
      const square = errorA ** 2 + errorB ** 2 - 2 * errorA * errorB * (found?.correlation ?? 0);
      expect((found?.standardError ?? 0) ** 2).toBeCloseTo(square, 12);
    }),
  );
});

test("the models swapped mirror the difference", () => {
  fc.assert(
    fc.property(scores, (pairs) => {
      const a = pairs.map(([one]) => one);
      const b = pairs.map(([, other]) => other);
      const one = pairedDifference(pairsOf(a, b));
      const other = pairedDifference(pairsOf(b, a));
      expect(one?.low).toBeCloseTo(-(other?.high ?? 0), 12);
      expect(one?.pValue).toBe(other?.pValue);
    }),
  );
});

test("correlation 0.5 halves the variance of the difference where the errors are equal", () => {
  // E. Miller (2024), section 4.1.
  const a = [1, 1, 1, 0, 0, 0, 1, 0];
  const b = [1, 1, 1, 0, 0, 0, 0, 1];
  const found = pairedDifference(pairsOf(a, b));
  expect(found?.correlation).toBeCloseTo(0.5, 14);
  const alone = (meanInterval(a)?.standardError ?? 0) ** 2 + (meanInterval(b)?.standardError ?? 0) ** 2;
  expect((found?.standardError ?? 0) ** 2 / alone).toBeCloseTo(0.5, 14);
});

test("in clusters the degrees of freedom are those of the clusters", () => {
  const found = pairedDifference(pairsOf(first, second, ["a", "a", "b", "b", "c", "c", "d", "d"]));
  expect(found?.clusters).toBe(4);
  expect(found?.n).toBe(8);
  expect(((found?.high ?? 0) - (found?.value ?? 0)) / (found?.standardError ?? 1)).toBeCloseTo(3.182446305284263, 10);
});

test("differences that are all alike have no p-value, and one pair says nothing", () => {
  const found = pairedDifference(pairsOf([0.3, 0.6, 0.9], [0.2, 0.5, 0.8]));
  expect(found?.value).toBeCloseTo(0.1, 14);
  expect(found).not.toHaveProperty("pValue");
  expect(pairedDifference(pairsOf([1], [0]))).toBe(undefined);
  expect(pairedDifference(pairsOf([1, 0], [0, 1], ["a", "a"]))).toBe(undefined);
});

test("two models that never differ have no p-value, and no error either", () => {
  const same = pairedDifference(pairsOf([1, 0, 1], [1, 0, 1]));
  expect(same?.value).toBe(0);
  expect(same?.pValue).toBeUndefined();
});
