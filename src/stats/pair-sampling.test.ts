import { expect, test } from "vitest";
import { bradleyTerry } from "./bradley-terry.ts";
import { PairCounter, type PairCounts } from "./pair-counts.ts";
import { drawPair, pairWeights } from "./pair-sampling.ts";
import { createRandom } from "./random.ts";
import { ratingVariance } from "./rating-variance.ts";

function arena(votes: readonly (readonly [number, number, number])[], size: number): PairCounts {
  const counter = new PairCounter();
  for (const [a, b, count] of votes) {
    counter.add(a, b, 1, count);
    counter.add(a, b, 0, count);
  }
  return counter.counts(size);
}

test("before any vote all pairs are alike", () => {
  const weights = pairWeights(arena([], 4));
  expect(weights).toHaveLength(6);
  for (const { share, gain } of weights) {
    expect(share).toBeCloseTo(1 / 6, 12);
    expect(gain).toBeGreaterThan(0);
  }
  expect(pairWeights(arena([], 1))).toEqual([]);
});

test("models without votes come first, well known pairs last", () => {
  const weights = pairWeights(
    arena(
      [
        [0, 1, 500],
        [1, 2, 500],
        [0, 2, 40],
        [2, 3, 3],
      ],
      5,
    ),
  );
  expect([weights[0]?.a, weights[0]?.b]).toContain(4);
  expect(weights.at(-1)).toMatchObject({ a: 0, b: 1 });
  expect(weights.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
});

test("importance turns the eye to some models", () => {
  const counts = arena(
    [
      [0, 1, 50],
      [1, 2, 50],
      [2, 3, 50],
      [3, 4, 50],
    ],
    5,
  );
  expect(pairWeights(counts, [0, 0, 0, 0, 1])[0]).toMatchObject({ b: 4 });
  expect(pairWeights(counts, [1, 0, 0, 0, 0])[0]).toMatchObject({ a: 0 });
});

test("a vote shrinks the variances by about what is said", () => {
  const counts = arena(
    [
      [0, 1, 400],
      [1, 2, 300],
      [2, 3, 100],
      [0, 3, 200],
    ],
    4,
  );
  const sum = (own: PairCounts): number => {
    const { size, matrix } = ratingVariance(own, bradleyTerry(own).natural);
    const trace = [...Array(size).keys()].reduce((total, model) => total + (matrix[model * (size + 1)] as number), 0);
    return trace * (400 / Math.LN10) ** 2;
  };
  const [best] = pairWeights(counts);
  const counter = new PairCounter();
  for (const [pair, a] of counts.low.entries()) {
    const b = counts.high[pair] as number;
    counter.add(a, b, 1, counts.won[pair]);
    counter.add(a, b, 0, counts.lost[pair]);
  }
  counter.add(best?.a ?? 0, best?.b ?? 0, 1, 0.5);
  counter.add(best?.a ?? 0, best?.b ?? 0, 0, 0.5);
  expect((sum(counts) - sum(counter.counts(4))) / (best?.gain ?? 0)).toBeCloseTo(1, 1);
});

test("pairs are drawn by their shares, in both orders", () => {
  const weights = [
    { a: 0, b: 1, gain: 3, share: 0.75 },
    { a: 0, b: 2, gain: 1, share: 0.25 },
  ];
  const random = createRandom(1);
  const drawn = Array.from({ length: 4000 }, () => drawPair(weights, random));
  const often = (a: number, b: number): number => drawn.filter((pair) => pair?.a === a && pair.b === b).length / 4000;
  expect(often(0, 1)).toBeCloseTo(0.375, 1);
  expect(often(1, 0)).toBeCloseTo(0.375, 1);
  expect(often(0, 2) + often(2, 0)).toBeCloseTo(0.25, 1);
  expect(drawPair([], random)).toBeUndefined();
});
