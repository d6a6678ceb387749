import { expect, test } from "vitest";
import { clusterSums, clustersOf } from "./clusters.ts";

test("clusters are numbered as they first appear", () => {
  const clusters = clustersOf(["b", "a", "b", 1, "1"]);
  expect(clusters.count).toBe(4);
  expect([...clusters.of]).toEqual([0, 1, 0, 2, 3]);
  expect([...clusters.sizes]).toEqual([2, 1, 1, 1]);
});

test("values are summed by cluster, and must be as many as the labels", () => {
  const clusters = clustersOf(["b", "a", "b"]);
  expect([...clusterSums([1, 2, 4], clusters)]).toEqual([5, 2]);
  expect(() => clusterSums([1, 2], clusters)).toThrow(RangeError);
});
