import { expect, test } from "vitest";
import { mcnemarTest } from "./mcnemar.ts";
import { createRandom } from "./random.ts";
import { tiedForBest } from "./tied-for-best.ts";

/** Right or wrong answers: the first `right` of `n` are right. */
function answers(right: number, n: number): number[] {
  return Array.from({ length: n }, (_, index) => Number(index < right));
}

test("models not worse beyond doubt are tied with the leader", () => {
  const found = tiedForBest([answers(50, 60), answers(58, 60), answers(20, 60)]);
  expect(found.best).toBe(1);
  expect(found.standings.map(({ isTied }) => isTied)).toEqual([false, true, false]);
  // Three pairs: 30, 38 and 8 cases differ, always to one side; Holm multiplies by 3, 2 and 1.
  expect(found.standings[2]?.adjustedPValue).toBeCloseTo(3 * mcnemarTest(38, 0).exact, 15);
  expect(found.standings[0]?.adjustedPValue).toBeCloseTo(mcnemarTest(8, 0).exact, 15);
  expect(found.standings[0]?.behind?.difference).toBeCloseTo(8 / 60, 14);
  expect(found.standings[1]).toEqual({ n: 60, mean: 58 / 60, isTied: true });
});

test("equally good models are wrongly parted no more often than allowed", () => {
  const random = createRandom(12);
  let parted = 0;
  for (let trial = 0; trial < 400; trial++) {
    const models = Array.from({ length: 6 }, () => Array.from({ length: 40 }, () => Number(random.unit() < 0.6)));
    if (tiedForBest(models).standings.some(({ isTied }) => !isTied)) parted++;
  }
  expect(parted / 400).toBeLessThan(0.05);
});

test("means are over the cases that every model has a score for", () => {
  const found = tiedForBest([
    [1, 1, 0, undefined],
    [1, undefined, 1, 0],
  ]);
  expect(found.commonCases).toBe(2);
  expect(found.standings.map(({ mean, n }) => ({ mean, n }))).toEqual([
    { mean: 0.5, n: 3 },
    { mean: 1, n: 3 },
  ]);
  expect(found.best).toBe(1);
});

test("without a common case nothing can be told apart", () => {
  const found = tiedForBest([
    [1, undefined],
    [undefined, 0],
  ]);
  expect(found).toEqual({
    commonCases: 0,
    standings: [
      { n: 1, isTied: true },
      { n: 1, isTied: true },
    ],
  });
});

test("one model is the best there is, and none are none", () => {
  expect(tiedForBest([[1, 0]])).toEqual({ best: 0, commonCases: 2, standings: [{ n: 2, mean: 0.5, isTied: true }] });
  expect(tiedForBest([])).toEqual({ commonCases: 0, standings: [] });
});

test("clusters weaken what many cases seem to prove", () => {
  const scores = [answers(20, 20), answers(0, 20)];
  expect(tiedForBest(scores).standings[1]?.isTied).toBe(false);
  const clusters = Array.from({ length: 20 }, (_, index) => index % 2);
  expect(tiedForBest(scores, { clusters }).standings[1]?.isTied).toBe(true);
});
