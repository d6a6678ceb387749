/**
 * Ratings of resampled votes: a check on the sandwich variance, and the intervals LMArena had until July 2025. Draws from a `Random`,
 * otherwise pure. Votes are taken to be independent; many votes of one person are not.
 * Source: arXiv 2403.04132 (2024) and FastChat's rating_systems.py at 0e6d3e4 (2025-04-12), there with 100 rounds, which are few:
 * widths of single models are off by up to a quarter.
 */
import { binomialDraw } from "./binomial-draw.ts";
import { bradleyTerry, MIDDLE, POINTS } from "./bradley-terry.ts";
import { comparisonGraph } from "./comparison-graph.ts";
import { requireConfidence } from "./interval.ts";
import type { PairCounts } from "./pair-counts.ts";
import { percentileOfSorted } from "./percentile.ts";
import type { Random } from "./random.ts";

/** Ratings of each round. */
export interface RatingBootstrap {
  /** Number of models. */
  size: number;
  /** Rounds that gave ratings. */
  rounds: number;
  /** Natural ratings, round by round; their mean is 0 in each. */
  natural: Float64Array;
  /** Rounds whose votes had no finite ratings, left out. Where they are many, bounds are too narrow. */
  roundsWithout: number;
}

/** As many votes as there are, drawn with return: a multinomial draw, one binomial number after another. */
export function resampledCounts(counts: PairCounts, random: Random): PairCounts {
  const columns = [counts.won, counts.tied, counts.lost];
  let left = columns.reduce((sum, column) => sum + column.reduce((total, each) => total + each, 0), 0);
  let draws = left;
  const drawn = columns.map((column) =>
    column.map((count) => {
      const hits = count === 0 ? 0 : binomialDraw(random, draws, Math.min(1, count / left));
      left -= count;
      draws -= hits;
      return hits;
    }),
  );
  const [won, tied, lost] = drawn as [Float64Array, Float64Array, Float64Array];
  return { ...counts, won, tied, lost };
}

/**
 * Draws the votes anew and rates them, many times.
 * @param natural the ratings fitted to `counts`; each round begins there, which saves half its time and changes no result.
 */
export function bootstrapRatings(
  counts: PairCounts,
  natural: Float64Array,
  random: Random,
  rounds = 100,
): RatingBootstrap {
  const { size } = counts;
  const found = new Float64Array(rounds * size);
  let kept = 0;
  for (let round = 0; round < rounds; round++) {
    const drawn = resampledCounts(counts, random);
    if (comparisonGraph(drawn).groups.length > 1) continue;
    found.set(bradleyTerry(drawn, natural).natural, kept++ * size);
  }
  return { size, rounds: kept, natural: found.slice(0, kept * size), roundsWithout: rounds - kept };
}

/** Bounds in points. */
export interface BootstrapBounds {
  /** Lower bound of each model. */
  low: Float64Array;
  /** Upper bound of each model. */
  high: Float64Array;
}

/**
 * Percentile bounds of the rounds' ratings, with the scale held by the mean of all models at 1000, or by an anchor in each round,
 * which then has no width of its own and lends its noise to all others. NaN where no round gave ratings.
 * @throws RangeError for a confidence not between 0 and 1.
 */
export function bootstrapBounds(
  bootstrap: RatingBootstrap,
  { anchor, confidence = 0.95 }: { anchor?: { model: number; points: number } | undefined; confidence?: number } = {},
): BootstrapBounds {
  requireConfidence("bootstrapBounds", confidence);
  const { size, rounds, natural } = bootstrap;
  const [low, high] = [new Float64Array(size), new Float64Array(size)];
  const values = new Float64Array(rounds);
  for (let model = 0; model < size; model++) {
    for (let round = 0; round < rounds; round++) {
      const held = anchor ? (natural[round * size + anchor.model] as number) : 0;
      values[round] = ((natural[round * size + model] as number) - held) * POINTS + (anchor?.points ?? MIDDLE);
    }
    values.sort();
    low[model] = percentileOfSorted(values, (1 - confidence) / 2) ?? Number.NaN;
    high[model] = percentileOfSorted(values, (1 + confidence) / 2) ?? Number.NaN;
  }
  return { low, high };
}
