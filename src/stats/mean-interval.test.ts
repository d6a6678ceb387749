import { expect, test } from "vitest";
import { meanInterval } from "./mean-interval.ts";

test("seven scores have the interval that SciPy gives", () => {
  // scipy.stats.t.interval and sem of SciPy 1.17.1.
  const interval = meanInterval([0.7, 1.1, 0.2, 0.95, 0.6, 0.44, 1.3]);
  expect(interval?.standardError).toBeCloseTo(0.14543624266417263, 14);
  expect(interval?.low).toBeCloseTo(0.3998446199533247, 12);
  expect(interval?.high).toBeCloseTo(1.1115839514752466, 12);
  expect(interval?.n).toBe(7);
});

test("Student's own example: ten differences in hours of sleep", () => {
  // Student (1908), section IX; also R's t.test of the data set "sleep", groups paired: 0.7001142 to 2.4598858.
  const interval = meanInterval([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]);
  expect(interval?.value).toBeCloseTo(1.58, 12);
  expect(interval?.low).toBeCloseTo(0.7001142, 7);
  expect(interval?.high).toBeCloseTo(2.4598858, 7);
});

test("fewer than two values say nothing of their spread", () => {
  expect(meanInterval([])).toBe(undefined);
  expect(meanInterval([1])).toBe(undefined);
});

test("equal values give an interval without width", () => {
  expect(meanInterval([2, 2, 2])).toEqual({ value: 2, low: 2, high: 2, confidence: 0.95, n: 3, standardError: 0 });
});

test("more confidence widens it, and none is refused", () => {
  expect(meanInterval([1, 2, 4], 0.99)?.low).toBeLessThan(meanInterval([1, 2, 4])?.low ?? 0);
  expect(() => meanInterval([1, 2], 1)).toThrow(RangeError);
  expect(() => meanInterval([1, Number.NaN])).toThrow(RangeError);
});
