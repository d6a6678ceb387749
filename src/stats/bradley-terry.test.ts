/** Ratings against golden figures: a synthetic vote set of 100,000 votes on 100 models, refits of resampled counts among them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  goldenAnchor,
  goldenColumn,
  goldenCounts,
  goldenFolder,
  goldenModels,
  goldenRefits,
  goldenVotes,
} from "../../test/support/golden-votes.ts";
import { bradleyTerry, POINTS, points } from "./bradley-terry.ts";
import { comparisonGraph, countsWithin } from "./comparison-graph.ts";
import { PairCounter, votesByModel } from "./pair-counts.ts";
import { createRandom } from "./random.ts";
import { rankRanges, rankUpperBound } from "./rating-rank.ts";
import { differenceError, ratingErrors, ratingVariance } from "./rating-variance.ts";
import { votesToSeparate } from "./votes-to-separate.ts";

function furthest(found: ArrayLike<number>, wanted: readonly number[]): number {
  return wanted.reduce((most, value, index) => Math.max(most, Math.abs(value - (found[index] as number))), 0);
}

const counts = goldenCounts();
const fitted = bradleyTerry(counts);
const variance = ratingVariance(counts, fitted.natural);

test("ratings are the exact maximum", () => {
  expect(furthest(fitted.natural, goldenColumn("exact_natural_sum0"))).toBeLessThan(1e-8);
  expect(furthest(points(fitted.natural, goldenAnchor), goldenColumn("exact_anchored"))).toBeLessThan(1e-6);
  expect(furthest(points(fitted.natural), goldenColumn("exact_centred_1000"))).toBeLessThan(1e-6);
  // The reference stops early.
  expect(furthest(points(fitted.natural, goldenAnchor), goldenColumn("fastchat_compute_bt"))).toBeLessThan(1.5);
  expect(fitted.slope).toBeLessThan(1e-6);
  expect([...votesByModel(counts)]).toEqual(goldenColumn("num_battles"));
});

test("refits of resampled votes", () => {
  const bytes = gunzipSync(readFileSync(join(goldenFolder, "boot_counts_20xU.i32le.gz")));
  const drawn = new Int32Array(new Uint8Array(bytes).buffer);
  for (const [round, refit] of goldenRefits.entries()) {
    const own = goldenCounts(drawn.subarray(round * goldenVotes.length, (round + 1) * goldenVotes.length));
    const { natural } = bradleyTerry(own, fitted.natural);
    expect(furthest(points(natural, goldenAnchor), refit)).toBeLessThan(1e-6);
  }
});

test("errors are those of the sandwich, about the anchor and about the mean", () => {
  const relative = (found: Float64Array, name: string): number =>
    goldenColumn(name).reduce(
      (most, value, index) => (value === 0 ? most : Math.max(most, Math.abs((found[index] as number) / value - 1))),
      0,
    );
  expect(relative(ratingErrors(variance), "sandwich_se_centred")).toBeLessThan(1e-6);
  const anchored = ratingErrors(variance, goldenAnchor.model);
  expect(relative(anchored, "sandwich_se_anchored")).toBeLessThan(1e-6);
  expect(anchored[goldenAnchor.model]).toBe(0);
});

test("Rank (UB) from stored bounds", () => {
  const ranks = rankUpperBound(goldenColumn("fastchat_boot100_q025"), goldenColumn("fastchat_boot100_q975"));
  expect(ranks).toEqual(goldenColumn("rank_ub_fastchat_boot100"));
  // Named after its gauge; the bounds are those of arena-rank, which adds a small constant.
  const centred = rankUpperBound(goldenColumn("arenarank_lower"), goldenColumn("arenarank_upper"));
  expect(centred).toEqual(goldenColumn("rank_ub_sandwich_centred"));
});

test("rank ranges hold the rank, whatever the scale is held by", () => {
  const rating = points(fitted.natural);
  const ranges = rankRanges(rating, variance);
  const order = [...rating.keys()].sort((a, b) => (rating[b] as number) - (rating[a] as number));
  for (const [place, model] of order.entries()) {
    expect(ranges[model]?.best).toBeLessThanOrEqual(place + 1);
    expect(ranges[model]?.worst).toBeGreaterThanOrEqual(place + 1);
  }
  expect(rankRanges(points(fitted.natural, goldenAnchor), variance)).toEqual(ranges);
});

test("the order of votes and of sides does not matter", () => {
  const one = new PairCounter();
  const other = new PairCounter();
  for (const [a, b, outcome] of goldenVotes.slice(0, 3000)) one.add(a, b, outcome);
  for (const [a, b, outcome] of goldenVotes.slice(0, 3000).toReversed()) other.add(b, a, 1 - outcome);
  expect(other.counts()).toEqual(one.counts());
});

test("models without a finite rating are told", () => {
  const counter = new PairCounter();
  counter.add(0, 1, 1, 3);
  counter.add(1, 2, 1, 3);
  counter.add(1, 2, 0, 2);
  counter.add(3, 4, 0.5);
  const graph = comparisonGraph(counter.counts(6));
  expect(graph).toEqual({ groups: [[1, 2], [3, 4], [0], [5]], unbeaten: [0], winless: [] });
  expect(() => bradleyTerry(counter.counts())).toThrow("no finite ratings");
  const { natural } = bradleyTerry(countsWithin(counter.counts(6), [1, 2]));
  expect((natural[0] as number) - (natural[1] as number)).toBeCloseTo(Math.log(3 / 2), 11);
  expect(comparisonGraph(counts).groups).toHaveLength(1);
});

test("simulated truths lie in 95 % intervals of differences", { timeout: 60_000 }, () => {
  const random = createRandom(7);
  const truth = Float64Array.from({ length: 8 }, (_, model) => model * 0.2);
  let [held, all] = [0, 0];
  for (let round = 0; round < 200; round++) {
    const counter = new PairCounter();
    for (let vote = 0; vote < 1500; vote++) {
      const a = Math.floor(random.unit() * 8);
      const b = (a + 1 + Math.floor(random.unit() * 7)) % 8;
      const p = 1 / (1 + Math.exp((truth[b] as number) - (truth[a] as number)));
      const tie = 1.6 * p * (1 - p);
      const draw = random.unit();
      counter.add(a, b, draw < tie ? 0.5 : draw < tie + p - tie / 2 ? 1 : 0);
    }
    const own = counter.counts();
    const { natural } = bradleyTerry(own);
    const spread = ratingVariance(own, natural);
    for (let model = 1; model < 8; model++) {
      const off = (natural[model] as number) - (natural[0] as number) - (truth[model] as number);
      if (Math.abs(off) * POINTS < 1.96 * differenceError(spread, model, 0)) held++;
      all++;
    }
  }
  expect(held / all).toBeGreaterThan(0.93);
  expect(held / all).toBeLessThan(0.97);
});

test("votes that would tell two models apart do", () => {
  const [one, other] = [
    goldenAnchor.model,
    goldenColumn("exact_anchored").findIndex((value) => Math.abs(value - 1120) < 4),
  ];
  const rating = points(fitted.natural);
  const needed = votesToSeparate(rating, variance, [one, other], { power: 0.5 });
  expect(needed).toBeGreaterThan(100);
  const more = goldenCounts();
  const counter = new PairCounter();
  for (const pair of more.low.keys())
    for (const [outcome, votes] of [
      [1, more.won],
      [0.5, more.tied],
      [0, more.lost],
    ] as const)
      counter.add(more.low[pair] as number, more.high[pair] as number, outcome, votes[pair] as number);
  // As many votes as are said to be needed, scattered as the others are.
  const p = 1 / (1 + Math.exp(((rating[other] as number) - (rating[one] as number)) / POINTS));
  const ties = needed * (1 - variance.scatter);
  counter.add(one, other, 0.5, ties);
  counter.add(one, other, 1, needed * p - ties / 2);
  counter.add(one, other, 0, needed * (1 - p) - ties / 2);
  const after = counter.counts(goldenModels.length);
  const again = bradleyTerry(after);
  const now = points(again.natural);
  const z =
    Math.abs((now[one] as number) - (now[other] as number)) /
    differenceError(ratingVariance(after, again.natural), one, other);
  expect(z).toBeGreaterThan(1.85);
  expect(z).toBeLessThan(2.1);
});
