import { expect, test } from "vitest";
import { arithmetic, namesIn } from "./arithmetic.ts";

test.each([
  ["1 + 2 * 3", 7],
  ["(1 + 2) * 3", 9],
  ["2 ^ 3 ^ 2", 512],
  ["-2 ^ 2", -4],
  ["2 ** -1", 0.5],
  ["7 % 4 - -1", 4],
  ["10 - 3 - 2", 5],
  ["sqrt(a * a + 3 ^ 2)", 5],
  ["max(a, 2, .5e1)", 5],
])("%s", (text, value) => {
  expect(arithmetic(text)({ a: 4 })).toBe(value);
});

test.each([
  ["1 +", "`1 +` is no arithmetic: it ends too early."],
  ["(1", "`(1` is no arithmetic: it ends too early."],
  ["1 2", "`1 2` is no arithmetic: `2` stands where nothing like it may."],
  ["a; b", "`a; b` is no arithmetic: `; b` cannot be read."],
  ["squrt(4)", "There is no function `squrt`. Nearest: sqrt."],
])("%s is refused", (text, message) => {
  expect(() => arithmetic(text)).toThrow(message);
});

test("a name without a value is told, the object's own properties are none", () => {
  expect(() => arithmetic("precison")({ precision: 1 })).toThrow("Nearest: precision.");
  expect(() => arithmetic("constructor")({})).toThrow("`constructor`, which is no metric");
  expect(namesIn("2 * max(p, r) / q")).toEqual(["p", "r", "q"]);
});
