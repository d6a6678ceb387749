import { expect, test } from "vitest";
import { pairsOf } from "./pairs.ts";

test("cases without both scores are left out and counted", () => {
  const pairs = pairsOf([1, undefined, 0, undefined, 1], [0, 1, undefined, undefined, 1], ["p", "q", "r", "s", "t"]);
  expect([...pairs.a]).toEqual([1, 1]);
  expect([...pairs.b]).toEqual([0, 1]);
  expect([...pairs.differences]).toEqual([1, 0]);
  expect(pairs.clusters).toEqual(["p", "t"]);
  expect(pairs).toMatchObject({ missingA: 1, missingB: 1, missingBoth: 1 });
});

test("lists that do not match and scores that are no numbers are refused", () => {
  expect(() => pairsOf([1], [1, 0])).toThrow(RangeError);
  expect(() => pairsOf([1], [1], ["a", "b"])).toThrow(RangeError);
  expect(() => pairsOf([Number.NaN], [1])).toThrow(RangeError);
});
