/** Resampled ratings against the sandwich variance and against the golden bootstraps of another program. */
import { expect, test } from "vitest";
import {
  goldenAnchor as anchor,
  goldenColumn as column,
  goldenCounts,
  goldenModels as models,
} from "../../test/support/golden-votes.ts";
import { bradleyTerry, points } from "./bradley-terry.ts";
import { PairCounter } from "./pair-counts.ts";
import { createRandom } from "./random.ts";
import { bootstrapBounds, bootstrapRatings, resampledCounts } from "./rating-bootstrap.ts";
import { ratingErrors, ratingVariance } from "./rating-variance.ts";

const counts = goldenCounts();
const fitted = bradleyTerry(counts);

function mean(values: number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

test("a resample has as many votes, of the same kinds, and each kind its own number on average", () => {
  const random = createRandom(5);
  const total = [0, 0, 0];
  for (let round = 0; round < 20; round++) {
    const drawn = resampledCounts(counts, random);
    const sums = [drawn.won, drawn.tied, drawn.lost].map((each) => each.reduce((sum, votes) => sum + votes, 0));
    expect(sums[0] as number).not.toBe(counts.won.reduce((sum, votes) => sum + votes, 0));
    expect(sums.reduce((sum, each) => sum + each)).toBe(100_000);
    for (const [kind, each] of sums.entries()) total[kind] = (total[kind] as number) + each / 20;
  }
  for (const [kind, votes] of [counts.won, counts.tied, counts.lost].entries())
    expect(Math.abs((total[kind] as number) - votes.reduce((sum, each) => sum + each, 0))).toBeLessThan(150);
});

test("bounds of 300 rounds are as wide as the sandwich and as golden bounds of 1,000 rounds", {
  timeout: 60_000,
}, () => {
  const bootstrap = bootstrapRatings(counts, fitted.natural, createRandom(1), 300);
  expect(bootstrap.roundsWithout).toBe(0);
  const centred = bootstrapBounds(bootstrap);
  const errors = ratingErrors(ratingVariance(counts, fitted.natural));
  const ratios = models.map(
    (_, model) =>
      ((centred.high[model] as number) - (centred.low[model] as number)) / (2 * 1.959964 * (errors[model] as number)),
  );
  expect(mean(ratios)).toBeGreaterThan(0.97);
  expect(mean(ratios)).toBeLessThan(1.03);
  expect(Math.min(...ratios)).toBeGreaterThan(0.8);
  expect(Math.max(...ratios)).toBeLessThan(1.2);
  const rating = points(fitted.natural);
  for (const model of models.keys()) {
    expect(rating[model] as number).toBeGreaterThan(centred.low[model] as number);
    expect(rating[model] as number).toBeLessThan(centred.high[model] as number);
  }
  const anchored = bootstrapBounds(bootstrap, { anchor });
  expect([anchored.low[anchor.model], anchored.high[anchor.model]]).toEqual([1114, 1114]);
  const [low, high] = [column("exact_boot1000_q025"), column("exact_boot1000_q975")];
  const wanted = models.map((_, model) => (high[model] as number) - (low[model] as number));
  const widths = models.map((_, model) => (anchored.high[model] as number) - (anchored.low[model] as number));
  // All models share the anchor's noise, so their widths err together.
  expect(mean(widths) / mean(wanted)).toBeGreaterThan(0.9);
  expect(mean(widths) / mean(wanted)).toBeLessThan(1.1);
});

test("the same seed gives the same rounds", () => {
  const one = bootstrapRatings(counts, fitted.natural, createRandom(3), 2);
  expect(bootstrapRatings(counts, fitted.natural, createRandom(3), 2)).toEqual(one);
  expect(bootstrapRatings(counts, fitted.natural, createRandom(4), 2)).not.toEqual(one);
});

test("rounds without ratings are told", () => {
  const few = new PairCounter();
  few.add(0, 1, 1, 4);
  few.add(0, 1, 0, 1);
  const own = few.counts();
  const bootstrap = bootstrapRatings(own, bradleyTerry(own).natural, createRandom(1), 1000);
  // All five votes for the same: 0.8⁵ + 0.2⁵.
  expect(bootstrap.roundsWithout).toBeGreaterThan(280);
  expect(bootstrap.roundsWithout).toBeLessThan(376);
  expect(bootstrap.rounds + bootstrap.roundsWithout).toBe(1000);
});
