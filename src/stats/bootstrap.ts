/** Bootstrap intervals of anything that can be reckoned from means. Pure; the random part is resample.ts's. */
import { type Interval, requireConfidence } from "./interval.ts";
import { moments } from "./moments.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { percentileOfSorted } from "./percentile.ts";
import type { Resample } from "./resample.ts";

/** A number reckoned from the means of the columns, in their order. `NaN` where it does not exist, as 0 / 0. */
export type Statistic = (means: Float64Array) => number;

/** Bias-corrected and accelerated, or plain percentiles. */
export type BootstrapMethod = "bca" | "percentile";

/** A statistic with its bootstrap interval. */
export interface BootstrapInterval extends Interval {
  /** How the bounds were found. */
  method: BootstrapMethod;
  /** Standard deviation of the statistic over the rounds. */
  standardError: number;
  /** Rounds that gave a value. */
  rounds: number;
  /** Rounds that gave none and are left out; where they are many the interval is not to be trusted. */
  roundsWithout: number;
}

function valuesOf({ rounds, means, observed }: Resample, statistic: Statistic): Float64Array {
  const width = observed.length;
  const round = new Float64Array(width);
  const values = new Float64Array(rounds);
  for (let index = 0; index < rounds; index++) {
    for (let column = 0; column < width; column++) round[column] = means[index * width + column] as number;
    values[index] = statistic(round);
  }
  return values.filter((value) => Number.isFinite(value));
}

/** The acceleration: the skewness of the statistic's jackknife values, over 6. */
function acceleration({ n, columns, sizes, observed }: Resample, statistic: Statistic): number {
  const width = observed.length;
  const cases = sizes?.reduce((sum, size) => sum + size, 0) ?? n;
  const means = new Float64Array(width);
  const left = new Float64Array(n);
  const lists = columns.map((column) => (column instanceof Float64Array ? column : Float64Array.from(column)));
  const sums = observed.map((mean) => mean * cases);
  for (let index = 0; index < n; index++) {
    const others = cases - (sizes ? (sizes[index] as number) : 1);
    for (let column = 0; column < width; column++) {
      means[column] = ((sums[column] as number) - ((lists[column] as Float64Array)[index] as number)) / others;
    }
    left[index] = statistic(means);
  }
  const known = left.filter((value) => Number.isFinite(value));
  const centre = moments(known)?.mean ?? 0;
  let squares = 0;
  let cubes = 0;
  for (const value of known) {
    const distance = centre - value;
    squares += distance * distance;
    cubes += distance * distance * distance;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/** The shares of the sorted values at which the two bounds lie. */
function bcaShares(sorted: Float64Array, value: number, tail: number, accelerated: () => number): [number, number] {
  // Sums that are equal but for rounding are ties, and a tie counts half.
  const slack = 1e-12 * Math.max(Math.abs(sorted[0] as number), Math.abs(sorted.at(-1) as number));
  let below = 0;
  for (const each of sorted) below += each < value - slack ? 1 : each <= value + slack ? 0.5 : 0;
  // All rounds on one side: there is no correction that would bring them back.
  if (below === 0 || below === sorted.length) return [tail, 1 - tail];
  const bias = normalQuantile(below / sorted.length);
  const acceleration = accelerated();
  const share = (p: number): number => {
    const z = bias + normalQuantile(p);
    const shrink = 1 - acceleration * z;
    // Beyond its pole the formula would come back from the other end.
    return shrink <= 0 ? Number(z > 0) : normalCdf(bias + z / shrink);
  };
  return [share(tail), share(1 - tail)];
}

/**
 * The bootstrap interval of a statistic of the resampled means. `undefined` if the statistic has no value on the data or in fewer
 * than two rounds. With few cases it is as much too narrow as the data are too alike, and where all are alike it has no width:
 * for right or wrong answers use wilson.ts.
 *
 * Sources: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987) 171–185,
 * https://doi.org/10.1080/01621459.1987.10478410 (BCa, with the acceleration from the jackknife as in B. Efron and R. J.
 * Tibshirani, An Introduction to the Bootstrap (1993), formula 14.15); its failure on small sets: S. Bowyer et al. (2025),
 * https://arxiv.org/abs/2503.01747.
 *
 * @throws RangeError for a confidence not between 0 and 1.
 */
export function bootstrapInterval(
  resample: Resample,
  statistic: Statistic,
  options: { confidence?: number; method?: BootstrapMethod } = {},
): BootstrapInterval | undefined {
  const { confidence = 0.95, method = "bca" } = options;
  requireConfidence("bootstrapInterval", confidence);
  const value = statistic(resample.observed.slice());
  const sorted = valuesOf(resample, statistic).sort();
  const spread = moments(sorted)?.variance;
  if (!Number.isFinite(value) || spread === undefined) return undefined;
  const tail = (1 - confidence) / 2;
  const shares: [number, number] =
    method === "bca" ? bcaShares(sorted, value, tail, () => acceleration(resample, statistic)) : [tail, 1 - tail];
  const [low = value, high = value] = shares.map((share) => percentileOfSorted(sorted, share));
  return {
    value,
    low,
    high,
    confidence,
    method,
    standardError: Math.sqrt(spread),
    rounds: sorted.length,
    roundsWithout: resample.rounds - sorted.length,
  };
}
