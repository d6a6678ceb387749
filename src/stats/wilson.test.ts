import fc from "fast-check";
import { expect, test } from "vitest";
import { normalQuantile } from "./normal.ts";
import { wilsonInterval } from "./wilson.ts";

test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("%i of %i has the bounds that Newcombe published", (successes, n, low, high) => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
  const interval = wilsonInterval(successes, n);
  expect(interval?.value).toBe(successes / n);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

test("none or all of the trials: the interval ends exactly at 0 or 1 and has the known width", () => {
  const z = 1.959963984540054;
  for (const n of [1, 10, 1000]) {
    expect(wilsonInterval(0, n)).toMatchObject({ value: 0, low: 0 });
    expect(wilsonInterval(0, n)?.high).toBeCloseTo((z * z) / (n + z * z), 12);
    expect(wilsonInterval(n, n)).toMatchObject({ value: 1, high: 1 });
    expect(wilsonInterval(n, n)?.low).toBeCloseTo(n / (n + z * z), 12);
  }
});

test("no trial says nothing", () => {
  expect(wilsonInterval(0, 0)).toBe(undefined);
});

test.each([
  [-1, 3],
  [4, 3],
  [0.5, 3],
  [1, Number.NaN],
])("%d of %d is refused", (successes, n) => {
  expect(() => wilsonInterval(successes, n)).toThrow(RangeError);
});

test("a confidence of 0, 1 or none is refused", () => {
  for (const confidence of [0, 1, Number.NaN]) expect(() => wilsonInterval(1, 2, confidence)).toThrow(RangeError);
});

const trials = fc
  .integer({ min: 1, max: 10_000 })
  .chain((n) => fc.record({ n: fc.constant(n), successes: fc.integer({ min: 0, max: n }) }));

test("the bounds are the proportions at which the observed one is just z standard errors away", () => {
  fc.assert(
    fc.property(trials, fc.constantFrom(0.5, 0.9, 0.95, 0.99), ({ n, successes }, confidence) => {
      const interval = wilsonInterval(successes, n, confidence);
      const z = normalQuantile((1 + confidence) / 2);
      for (const bound of [interval?.low ?? 0, interval?.high ?? 0]) {
        const error = Math.sqrt((bound * (1 - bound)) / n);
        expect(Math.abs(bound - successes / n)).toBeCloseTo(z * error, 7);
      }
    }),
  );
});

test("successes and failures swapped mirror the interval, and more confidence widens it", () => {
  fc.assert(
    fc.property(trials, ({ n, successes }) => {
      const one = wilsonInterval(successes, n);
      const other = wilsonInterval(n - successes, n);
      expect(1 - (other?.high ?? 0)).toBeCloseTo(one?.low ?? 0, 12);
      const wide = wilsonInterval(successes, n, 0.99);
      expect(wide?.low).toBeLessThanOrEqual(one?.low ?? 0);
      expect(wide?.high).toBeGreaterThanOrEqual(one?.high ?? 1);
    }),
  );
});
