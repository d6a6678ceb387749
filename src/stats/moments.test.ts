import fc from "fast-check";
import { expect, test } from "vitest";
import { moments } from "./moments.ts";

test("the variance has the divisor n − 1", () => {
  expect(moments([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ n: 8, mean: 5, variance: 32 / 7 });
});

test("one value has no variance, and none has no mean", () => {
  expect(moments([3])).toEqual({ n: 1, mean: 3 });
  expect(moments([])).toBe(undefined);
});

test("values far from 0 keep their variance", () => {
  // NIST StRD, NumAcc4: https://www.itl.nist.gov/div898/strd/univ/numacc4.html (standard deviation exactly 0.1).
  const values = Array.from({ length: 1001 }, (_, index) =>
    index === 0 ? 10_000_000.2 : 10_000_000.1 + 0.2 * (index % 2 ? 0 : 1),
  );
  expect(Math.sqrt(moments(values)?.variance ?? 0)).toBeCloseTo(0.1, 8);
});

test("equal values have no variance, exactly", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.integer({ min: 2, max: 50 }), (value, n) => {
      expect(moments(new Array<number>(n).fill(value))?.variance).toBeLessThanOrEqual(1e-18 * value * value);
    }),
  );
});

test("what is not a finite number is refused", () => {
  for (const value of [Number.NaN, Infinity]) expect(() => moments([1, value])).toThrow(RangeError);
});
