import { expect, test } from "vitest";
import { moments } from "./moments.ts";
import { createRandom, type Random } from "./random.ts";
import { resample } from "./resample.ts";

function scores(random: Random, n: number, levels: number): Float64Array {
  return Float64Array.from({ length: n }, () => Math.floor(random.unit() * levels) / (levels - 1));
}

function columnOf(found: { means: Float64Array; rounds: number }, width: number, column: number): number[] {
  return Array.from({ length: found.rounds }, (_, round) => found.means[round * width + column] ?? Number.NaN);
}

test.each([
  [300, 2],
  [300, 1e9],
  [20, 1e9],
  [256, 1e9],
  [700, 1e9],
])("means of %i cases with %d levels vary as drawing with return makes them vary", (n, levels) => {
  const random = createRandom(3);
  const columns = Array.from({ length: 7 }, () => scores(random, n, levels));
  const found = resample(columns, { rounds: 4000, seed: 5 });
  for (const [index, column] of columns.entries()) {
    const values = moments(columnOf(found, 7, index));
    const error = Math.sqrt(((moments(column)?.variance ?? 0) * (n - 1)) / n / n);
    expect(Math.abs((values?.mean ?? 0) - (found.observed[index] ?? 0))).toBeLessThan((4 * error) / Math.sqrt(4000));
    expect(Math.sqrt(values?.variance ?? 0) / error).toBeCloseTo(1, 1);
  }
});

test("all columns get the same cases", () => {
  const random = createRandom(3);
  const one = scores(random, 500, 1e9);
  const found = resample([one, one.map((value) => 1 - value), one, one, one, one], { rounds: 50 });
  for (let round = 0; round < 50; round++) {
    const [a = 0, b = 0, ...others] = found.means.subarray(round * 6, round * 6 + 6);
    expect(a + b).toBeCloseTo(1, 12);
    for (const other of others) expect(other).toBeCloseTo(a, 12);
  }
});

test("each round draws exactly as many cases as there are", () => {
  for (const levels of [2, 1e9]) {
    const ones = new Float64Array(700).fill(1);
    const found = resample([ones, scores(createRandom(1), 700, levels)], { rounds: 200 });
    for (const mean of columnOf(found, 2, 0)) expect(mean).toBe(1);
  }
});

test("three cases give the ten possible means as often as they must", () => {
  const found = resample([[0, 1, 10]], { rounds: 27_000, seed: 2 });
  const counts = new Map<number, number>();
  for (const mean of found.means) {
    const sum = Math.round(mean * 3);
    counts.set(sum, (counts.get(sum) ?? 0) + 1);
  }
  const expected = [
    [0, 1],
    [1, 3],
    [2, 3],
    [3, 1],
    [10, 3],
    [11, 6],
    [12, 3],
    [20, 3],
    [21, 3],
    [30, 1],
  ] as const;
  const chiSquare = expected.reduce(
    (sum, [value, ways]) => sum + ((counts.get(value) ?? 0) - 1000 * ways) ** 2 / (1000 * ways),
    0,
  );
  // The 0.999 quantile of chi-square with 9 degrees of freedom.
  expect(chiSquare).toBeLessThan(27.88);
  expect(counts.size).toBe(10);
});

test("clusters are drawn whole, and the mean is over their cases", () => {
  const found = resample([[1, 1, 1, 0]], { clusters: ["a", "a", "a", "b"], rounds: 4000 });
  expect(found.n).toBe(2);
  expect(found.observed[0]).toBe(0.75);
  const values = new Set(found.means);
  expect([...values].sort()).toEqual([0, 0.75, 1]);
  expect(columnOf(found, 1, 0).filter((mean) => mean === 0.75).length / 4000).toBeCloseTo(0.5, 1);
});

test("the same seed gives the same rounds, another seed others", () => {
  const column = scores(createRandom(1), 100, 1e9);
  const take = (seed: number): Float64Array => resample([column], { rounds: 20, seed }).means;
  expect(take(1)).toEqual(take(1));
  expect(take(1)).not.toEqual(take(2));
});

test("what cannot be resampled is refused", () => {
  expect(() => resample([])).toThrow(RangeError);
  expect(() => resample([[]])).toThrow(RangeError);
  expect(() => resample([[1, 2], [1]])).toThrow(RangeError);
  expect(() => resample([[1, Number.NaN]])).toThrow(RangeError);
  expect(() => resample([[1]], { rounds: 0 })).toThrow(RangeError);
  expect(() => resample([[1]], { seed: -1 })).toThrow(RangeError);
  expect(() => resample([[1, 2]], { clusters: ["a"] })).toThrow(RangeError);
});

test("many unlike rows, an odd number of columns: each column keeps its own rows", () => {
  const random = createRandom(3);
  const n = 1000;
  const first = Float64Array.from({ length: n }, () => random.unit());
  const columns = [first, first.map((value) => 3 - 2 * value), new Float64Array(n).fill(7)];
  const { means } = resample(columns, { rounds: 50 });
  for (let round = 0; round < 50; round++) {
    const [a = 0, b = 0, c = 0] = means.subarray(3 * round, 3 * round + 3);
    expect(b).toBeCloseTo(3 - 2 * a, 6);
    expect(c).toBeCloseTo(7, 12);
  }
});
