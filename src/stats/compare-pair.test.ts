import { expect, test } from "vitest";
import { comparePair } from "./compare-pair.ts";
import { mcnemarTest } from "./mcnemar.ts";
import { pairedDifference } from "./paired.ts";
import { pairedRateDifference } from "./paired-rate.ts";
import { pairsOf } from "./pairs.ts";
import { createRandom } from "./random.ts";

test("right or wrong answers get Tango's interval and McNemar's test", () => {
  const pairs = pairsOf([1, 1, 1, 1, 0, 1, undefined], [0, 0, 1, 0, 1, 0, 1]);
  const found = comparePair(pairs);
  expect(found).toMatchObject({ n: 6, intervalMethod: "Tango score", test: "exact McNemar" });
  expect(found.outcomes).toEqual({ both: 1, onlyA: 4, onlyB: 1, neither: 0 });
  expect(found.interval).toEqual(pairedRateDifference({ both: 1, onlyA: 4, onlyB: 1, neither: 0 }));
  expect(found.pValue).toBe(mcnemarTest(4, 1).exact);
  expect(found.difference).toBe(0.5);
});

test("few other scores get the t interval and the permutation test", () => {
  const found = comparePair(pairsOf([0.9, 0.5, 0.7], [0.2, 0.3, 0.1]));
  expect(found).toMatchObject({ n: 3, intervalMethod: "t", test: "exact permutation", pValue: 0.25 });
});

test("many other scores get the t test", () => {
  const random = createRandom(1);
  const a = Array.from({ length: 250 }, () => random.unit());
  const b = a.map((score) => (score + random.unit()) / 2);
  const pairs = pairsOf(a, b);
  const found = comparePair(pairs, { confidence: 0.9 });
  expect(found).toMatchObject({ n: 250, intervalMethod: "t", test: "t", pValue: pairedDifference(pairs)?.pValue });
  expect(found.interval?.confidence).toBe(0.9);
});

test("clusters are respected by interval and test, whatever the scores", () => {
  const labels = ["a", "a", "b", "b", "c", "c"];
  const found = comparePair(pairsOf([1, 1, 1, 1, 1, 0], [0, 0, 0, 1, 0, 0], labels));
  expect(found).toMatchObject({ clusters: 3, intervalMethod: "clustered t", test: "exact permutation", pValue: 0.25 });
});

test("differences that are all alike have no t interval", () => {
  const found = comparePair(pairsOf([0.5, 0.5], [0.25, 0.25]));
  expect(found).toMatchObject({ intervalMethod: "none", difference: 0.25, pValue: 0.5 });
  expect(found).not.toHaveProperty("interval");
});

test("no pair says nothing", () => {
  expect(comparePair(pairsOf([1, undefined], [undefined, 0]))).toEqual({
    n: 0,
    intervalMethod: "none",
    test: "none",
    outcomes: { both: 0, onlyA: 0, onlyB: 0, neither: 0 },
  });
});
