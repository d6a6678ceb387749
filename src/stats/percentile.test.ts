import fc from "fast-check";
import { expect, test } from "vitest";
import { percentile } from "./percentile.ts";

test("the median is the middle value, or the mean of the two middle ones", () => {
  expect(percentile([3, 1, 2], 0.5)).toBe(2);
  expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
});

test("between two values it lies on the line between them", () => {
  expect(percentile([15, 20, 35, 40, 50], 0.4)).toBeCloseTo(29, 12);
  expect(percentile([10, 20], 0.95)).toBeCloseTo(19.5, 12);
});

test("no values have no percentile", () => {
  expect(percentile([], 0.5)).toBe(undefined);
});

test("what is no share or no number is refused", () => {
  for (const p of [-0.1, 1.1, Number.NaN]) expect(() => percentile([1], p)).toThrow(RangeError);
  expect(() => percentile([1, Number.NaN], 0.5)).toThrow(RangeError);
});

test("it does not change its input, runs from the least to the greatest value and never falls", () => {
  const value = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
  const share = fc.double({ noNaN: true, min: 0, max: 1 });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), share, share, (values, a, b) => {
      const before = [...values];
      expect(percentile(values, 0)).toBe(Math.min(...values));
      expect(percentile(values, 1)).toBe(Math.max(...values));
      const low = percentile(values, Math.min(a, b)) ?? 0;
      const high = percentile(values, Math.max(a, b)) ?? 0;
      expect(high - low).toBeGreaterThanOrEqual(-1e-6);
      expect(values).toEqual(before);
    }),
  );
});
