import fc from "fast-check";
import { expect, test } from "vitest";
import { normalQuantile } from "./normal.ts";
import { studentTCdf, studentTQuantile } from "./student-t.ts";

function relativeError(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.abs(expected);
}

test.each([
  [-2.5, 0.5, 0.2004852645266466],
  [1, 1, 0.75],
  [12, 2, 0.9965635331614208],
  [-8, 30.5, 2.779077200918083e-9],
  [0.3, 1000, 0.617880247916378],
  [-2.5, 1e6, 0.006209744751081627],
])("at %d with %d degrees of freedom the distribution has the value that SciPy gives", (t, degrees, expected) => {
  // scipy.special.stdtr of SciPy 1.17.1.
  expect(relativeError(studentTCdf(t, degrees), expected)).toBeLessThan(1e-12);
});

test.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 9, 2.262157162798205],
  [0.95, 29, 1.6991270265334972],
  [0.995, 4.5, 4.272823993011293],
  [1e-12, 3, -10331.108244292487],
  [0.3, 100, -0.5260762706003465],
  [0.025, 99_999, -1.9599877077718448],
  [0.8, 1e6, 0.8416215930139844],
  [0.975, 1e8, 1.9599640082627663],
])("the quantile %d with %d degrees of freedom is the one that SciPy gives", (p, degrees, expected) => {
  // scipy.special.stdtrit of SciPy 1.17.1; the first four stand in every printed table.
  expect(relativeError(studentTQuantile(p, degrees), expected)).toBeLessThan(1e-12);
});

test("without end of degrees of freedom it is the normal distribution", () => {
  expect(studentTQuantile(0.9, Infinity)).toBe(normalQuantile(0.9));
  expect(studentTCdf(normalQuantile(0.9), Infinity)).toBeCloseTo(0.9, 14);
});

test("the median is 0 and the ends are certain", () => {
  expect(studentTQuantile(0.5, 3)).toBe(0);
  expect(studentTCdf(0, 3)).toBeCloseTo(0.5, 15);
  expect(studentTCdf(-Infinity, 3)).toBe(0);
  expect(studentTCdf(Infinity, 3)).toBe(1);
});

test("quantile and distribution undo each other", () => {
  const degrees = fc.double({ min: 0.5, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), degrees, (p, each) => {
      expect(studentTCdf(studentTQuantile(p, each), each)).toBeCloseTo(p, 10);
    }),
  );
});

test("what is no probability or no degree of freedom is refused", () => {
  for (const p of [0, 1, Number.NaN]) expect(() => studentTQuantile(p, 3)).toThrow(RangeError);
  for (const degrees of [0, -1, Number.NaN]) {
    expect(() => studentTQuantile(0.5, degrees)).toThrow(RangeError);
    expect(() => studentTCdf(0.5, degrees)).toThrow(RangeError);
  }
  expect(() => studentTCdf(Number.NaN, 3)).toThrow(RangeError);
});
