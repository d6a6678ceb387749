import { expect, test } from "vitest";
import { createRandom, randomFromState } from "./random.ts";

test("from the state 1, 2, 3, 4 come the published numbers", () => {
  // The test vector of the crate rand_xoshiro, from the reference code.
  const words = new Uint32Array(10);
  randomFromState(Int32Array.of(1, 2, 3, 4)).fill(words);
  expect([...words]).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test("a seed is spread by SplitMix64", () => {
  // From a transcript of both reference codes in Python.
  const words = new Uint32Array(4);
  createRandom(42).fill(words);
  expect([...words]).toEqual([1776835114, 4165204688, 17111135, 2317295270]);
});

test("the same seed repeats, another does not", () => {
  const take = (seed: number): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 300 }, () => random.unit());
  };
  expect(take(5)).toEqual(take(5));
  expect(take(5)).not.toEqual(take(6));
});

test("units lie from 0 up to 1 and spread evenly", () => {
  const random = createRandom(0);
  const counts = new Array<number>(20).fill(0);
  for (let index = 0; index < 20_000; index++) {
    const unit = random.unit();
    expect(unit >= 0 && unit < 1).toBe(true);
    const place = Math.floor(unit * 20);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // The 0.999 quantile of chi-square with 19 degrees of freedom.
  expect(chiSquare).toBeLessThan(43.82);
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])("%d is no seed", (seed) => {
  expect(() => createRandom(seed)).toThrow(RangeError);
});
