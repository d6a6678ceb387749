import { expect, test } from "vitest";
import { bootstrapInterval, type Statistic } from "./bootstrap.ts";
import { clusteredMean } from "./clustered-error.ts";
import { createRandom } from "./random.ts";
import { resample } from "./resample.ts";

const mean: Statistic = (means) => means[0] ?? Number.NaN;

// B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), tables 2.1 (mouse data) and 3.1 (law school data).
const control = [10, 27, 31, 40, 46, 50, 52, 104, 146];
const lsat = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594];
const gpa = [3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96];

test("the mouse data have the intervals that SciPy gives", () => {
  // scipy.stats.bootstrap of SciPy 1.17.1 with 400,000 resamples; the standard error 13.33 stands in the book.
  const found = resample([control], { rounds: 40_000 });
  const bca = bootstrapInterval(found, mean);
  expect(bca?.standardError).toBeCloseTo(13.33, 0);
  expect(Math.abs((bca?.low ?? 0) - 36.11)).toBeLessThan(0.5);
  expect(Math.abs((bca?.high ?? 0) - 91.89)).toBeLessThan(0.7);
  const plain = bootstrapInterval(found, mean, { method: "percentile" });
  expect(Math.abs((plain?.low ?? 0) - 33.11)).toBeLessThan(0.5);
  expect(Math.abs((plain?.high ?? 0) - 84.67)).toBeLessThan(0.7);
});

test("the correlation of the law school data has the intervals that SciPy gives", () => {
  const products = lsat.map((score, index) => score * (gpa[index] ?? 0));
  const columns = [lsat, gpa, products, lsat.map((score) => score ** 2), gpa.map((score) => score ** 2)];
  const correlation: Statistic = ([x = 0, y = 0, xy = 0, xx = 0, yy = 0]) =>
    (xy - x * y) / Math.sqrt((xx - x * x) * (yy - y * y));
  const found = resample(columns, { rounds: 40_000 });
  const bca = bootstrapInterval(found, correlation);
  expect(bca?.value).toBeCloseTo(0.7764, 4);
  expect(bca?.standardError).toBeCloseTo(0.134, 2);
  expect(bca?.low).toBeCloseTo(0.333, 1);
  expect(bca?.high).toBeCloseTo(0.942, 2);
  const plain = bootstrapInterval(found, correlation, { method: "percentile" });
  expect(plain?.low).toBeCloseTo(0.459, 1);
  expect(plain?.high).toBeCloseTo(0.962, 2);
});

test("95 % intervals of forty skewed values hold the truth nearly that often", () => {
  const random = createRandom(9);
  let held = 0;
  for (let trial = 0; trial < 200; trial++) {
    const sample = Array.from({ length: 40 }, () => -Math.log(1 - random.unit()));
    const interval = bootstrapInterval(resample([sample], { rounds: 500, seed: trial }), mean);
    if (interval && interval.low <= 1 && interval.high >= 1) held++;
  }
  expect(held / 200).toBeGreaterThan(0.87);
  expect(held / 200).toBeLessThan(0.99);
});

test("drawing clusters gives nearly the cluster-robust error", () => {
  const random = createRandom(2);
  const labels = Array.from({ length: 400 }, (_, index) => Math.floor(index / 8));
  const effects = Array.from({ length: 50 }, () => random.unit());
  const values = labels.map((label) => (effects[label] ?? 0) + 0.2 * random.unit());
  const found = bootstrapInterval(resample([values], { clusters: labels, rounds: 5000 }), mean);
  expect((found?.standardError ?? 0) / (clusteredMean(values, labels)?.standardError ?? 1)).toBeCloseTo(1, 1);
});

test("rounds without a value are left out and counted", () => {
  const found = bootstrapInterval(resample([[0, 0, 0, 1]], { rounds: 1000 }), ([x = 0]) =>
    x === 0 ? Number.NaN : 1 / x,
  );
  expect(found?.roundsWithout).toBeGreaterThan(200);
  expect((found?.rounds ?? 0) + (found?.roundsWithout ?? 0)).toBe(1000);
});

test("values that are all alike give an interval without width", () => {
  expect(bootstrapInterval(resample([[3, 3, 3]]), mean)).toMatchObject({ value: 3, low: 3, high: 3, standardError: 0 });
});

test("a statistic without a value has no interval", () => {
  expect(bootstrapInterval(resample([[1, 2]]), () => Number.NaN)).toBe(undefined);
});

test("a confidence of 1 is refused", () => {
  expect(() => bootstrapInterval(resample([[1, 2]]), mean, { confidence: 1 })).toThrow(RangeError);
});
