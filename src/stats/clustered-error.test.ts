import fc from "fast-check";
import { expect, test } from "vitest";
import { clusteredMean } from "./clustered-error.ts";
import { meanInterval } from "./mean-interval.ts";

test("the error is the one of the formula, reckoned pair by pair", () => {
  const values = [1, 0, 1, 1, 0, 0.5, 0.25];
  const labels = ["a", "a", "b", "b", "b", "c", "d"];
  const mean = values.reduce((sum, value) => sum + value) / 7;
  let squares = 0;
  for (const [one, value] of values.entries()) {
    for (const [other, second] of values.entries()) {
      if (labels[one] === labels[other]) squares += (value - mean) * (second - mean);
    }
  }
  const found = clusteredMean(values, labels);
  expect(found?.standardError).toBeCloseTo(Math.sqrt((squares * 4) / 3) / 7, 14);
  expect(found?.clusters).toBe(4);
  // 3.182446… is the 0.975 quantile of t with 3 degrees of freedom in every table.
  expect((found?.high ?? 0) - mean).toBeCloseTo(3.182446305284263 * (found?.standardError ?? 0), 12);
});

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });

test("with one case in each cluster it is the usual interval", () => {
  fc.assert(
    fc.property(values, (scores) => {
      const usual = meanInterval(scores);
      const found = clusteredMean(scores, [...scores.keys()]);
      expect(found?.standardError).toBeCloseTo(usual?.standardError ?? Number.NaN, 12);
      expect(found?.low).toBeCloseTo(usual?.low ?? Number.NaN, 10);
      expect(found?.n).toBe(scores.length);
    }),
  );
});

test("cases that only repeat each other count once", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 5 }), (scores, copies) => {
      const usual = meanInterval(scores);
      const repeated = scores.flatMap((score) => new Array<number>(copies).fill(score));
      const labels = scores.flatMap((_, index) => new Array<number>(copies).fill(index));
      expect(clusteredMean(repeated, labels)?.standardError).toBeCloseTo(usual?.standardError ?? Number.NaN, 12);
    }),
  );
});

test("the ratio to the naive error tells how much the clusters matter", () => {
  const found = clusteredMean([1, 1, 1, 0, 0, 0], ["a", "a", "a", "b", "b", "b"]);
  expect(found?.errorRatio).toBeCloseTo(0.5 / Math.sqrt(0.3 / 6), 12);
  expect(clusteredMean([1, 1], ["a", "b"])?.errorRatio).toBe(undefined);
});

test("fewer than two clusters say nothing", () => {
  expect(clusteredMean([1, 0], ["a", "a"])).toBe(undefined);
  expect(clusteredMean([], [])).toBe(undefined);
});

test("labels must be as many as values", () => {
  expect(() => clusteredMean([1, 0], ["a"])).toThrow(RangeError);
  expect(() => clusteredMean([1, Number.NaN], ["a", "b"])).toThrow(RangeError);
  expect(() => clusteredMean([1, 0], ["a", "b"], 0)).toThrow(RangeError);
});
