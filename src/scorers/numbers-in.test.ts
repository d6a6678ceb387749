import fc from "fast-check";
import { expect, test } from "vitest";
import { numbersIn } from "./numbers-in.ts";

test.each<[string, number[]]>([
  ["1,234.50 and 1.234,50", [1234.5, 1234.5]],
  ["1,234 is not 1.234 nor 1,23", [1234, 1.234, 1.23]],
  ["1 234 567, 12'345, 1_000, 1.234.567 and 1\u202f000\u202f000,5", [1234567, 12345, 1000, 1234567, 1000000.5]],
  ["-5, −5, (-5), x=-5, +5", [-5, -5, -5, -5, 5]],
  ["3-5 and 2026-11-24 and pages 7–9", [3, 5, 2026, 11, 24, 7, 9]],
  ["GPT4, v1.2.3 and Qwen2.5-7B", [7]],
  ["4, 5 and 6.", [4, 5, 6]],
  ["1,2,3", [1, 2, 3]],
  ["$1,234.50, -$5, $-5, € 7", [1234.5, -5, -5, 7]],
  ["1.2e5, 1.2 × 10^5, 3 \\times 10^{-4}, 6·10^−2", [120000, 120000, 0.0003, 0.06]],
  ["\\boxed{42}, **7**, 7km, .5", [42, 7, 7, 0.5]],
  ["none, 1e999", []],
])("%s", (text, values) => {
  expect(numbersIn(text).map((each) => each.value)).toEqual(values);
});

test("a percent sign is told apart", () => {
  expect(numbersIn("42 %, 42% and 42\\%, 42").map((each) => [each.value, each.percent])).toEqual([
    [42, true],
    [42, true],
    [42, true],
    [42, false],
  ]);
});

test("any number is found as it was written", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(numbersIn(`It is ${value}.`).map((each) => each.value)).toEqual([Object.is(value, -0) ? 0 : value]);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
      for (const language of ["en-US", "de-CH", "fr-FR"]) {
        expect(numbersIn(`It is ${value.toLocaleString(language)}.`).map((each) => each.value)).toEqual([value]);
      }
    }),
  );
});
