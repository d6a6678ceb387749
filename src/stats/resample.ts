/**
 * Resamples cases with return, many times over: what the bootstrap's intervals are read from. Pure; seeded. Knows only means of
 * columns: statistics of them are bootstrap.ts's.
 */
import { type ClusterLabel, clusterSums, clustersOf } from "./clusters.ts";
import { createRandom } from "./random.ts";
import { resampledSums } from "./resampled-sums.ts";

/** How to resample. */
export interface ResampleOptions {
  /** Number of rounds, from 1. Absent: 10,000. */
  rounds?: number;
  /** Seed of the random numbers, a whole number from 0. Absent: 1. The same seed and data give the same result. */
  seed?: number;
  /** The cluster of each case: whole clusters are drawn then. Absent: cases are independent. */
  clusters?: readonly ClusterLabel[];
}

/** Columns of values, case by case, and their means in each round. */
export interface Resample {
  /** Number of things drawn in each round: cases, or clusters if given. */
  n: number;
  /** Number of rounds. */
  rounds: number;
  /** The columns, each thing's sum. */
  columns: readonly ArrayLike<number>[];
  /** Number of cases of each thing. Absent: one each. */
  sizes?: Float64Array;
  /** Means of the columns as given. */
  observed: Float64Array;
  /** Means of the columns in each round: round r, column c at r × (number of columns) + c. */
  means: Float64Array;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] as number;
  return sum;
}

function requireTable(columns: readonly ArrayLike<number>[], rounds: number): number {
  const n = columns[0]?.length ?? 0;
  if (n === 0) throw new RangeError("resample: no values");
  const odd = columns.find((column) => column.length !== n);
  if (odd) throw new RangeError(`resample: one column has ${n} values, another ${odd.length}`);
  if (!columns.every((column) => Number.isFinite(total(column)))) {
    throw new RangeError("resample: a value is not a finite number");
  }
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new RangeError(`resample: ${rounds} rounds`);
  return n;
}

/**
 * Draws the cases (or whole clusters of them) with return, as many as there are, in each round, and takes the means of the columns
 * over them. All columns get the same cases, so that differences between columns stay paired.
 *
 * Source: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979) 1–26,
 * https://doi.org/10.1214/aos/1176344552; clusters: A. C. Cameron and D. L. Miller, Journal of Human Resources 50 (2015) 317–372,
 * https://doi.org/10.3368/jhr.50.2.317.
 *
 * @param columns each with one value for every case, for instance the scores of one model.
 * @throws RangeError for no values, columns of unequal length, values that are not finite, and bad rounds or seed.
 */
export function resample(columns: readonly ArrayLike<number>[], options: ResampleOptions = {}): Resample {
  const { rounds = 10_000, seed = 1, clusters: labels } = options;
  const cases = requireTable(columns, rounds);
  const random = createRandom(seed);
  if (!labels) {
    const means = resampledSums(columns, cases, rounds, random).map((sum) => sum / cases);
    return {
      n: cases,
      rounds,
      columns,
      observed: Float64Array.from(columns, (column) => total(column) / cases),
      means,
    };
  }
  const clusters = clustersOf(labels);
  const sums = columns.map((column) => clusterSums(column, clusters));
  const drawn = resampledSums([...sums, clusters.sizes], clusters.count, rounds, random);
  const width = columns.length;
  const means = Float64Array.from({ length: rounds * width }, (_, place) => {
    const round = Math.floor(place / width);
    const from = round * (width + 1);
    return (drawn[from + (place % width)] as number) / (drawn[from + width] as number);
  });
  return {
    n: clusters.count,
    rounds,
    columns: sums,
    sizes: clusters.sizes,
    observed: Float64Array.from(columns, (column) => total(column) / cases),
    means,
  };
}
