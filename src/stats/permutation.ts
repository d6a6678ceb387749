/** The paired permutation test: would differences as great come about if it were chance which model is which? Pure; seeded. */
import { type ClusterLabel, clusterSums, clustersOf } from "./clusters.ts";
import { createRandom } from "./random.ts";

/** How to permute. */
export interface PermutationOptions {
  /** The cluster of each difference: signs are changed by cluster then. Absent: cases are independent. */
  clusters?: readonly ClusterLabel[];
  /** Number of random rounds where there are too many sign patterns to try all. Absent: 10,000. */
  rounds?: number;
  /** Seed of the random numbers, a whole number from 0. Absent: 1. */
  seed?: number;
}

/** The outcome of a permutation test. */
export interface PermutationTest {
  /** Two-sided p-value, above 0 and up to 1. */
  pValue: number;
  /** Whether all sign patterns were tried; otherwise `rounds` of them were drawn. */
  isExact: boolean;
  /** Sign patterns looked at. */
  rounds: number;
  /** Differences (or cluster sums) other than 0; the others say nothing. */
  n: number;
}

/** Up to this many differences all sign patterns are tried: half a million, by symmetry. */
const EXACT_UP_TO = 20;
/** Differences of which all signed sums are held in one table, so that a random byte picks one. */
const GROUP = 8;

/** The sums of the values under all patterns of signs; bit i of the place is set where value i counts negative. */
function signedSums(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  for (let pattern = 0; pattern < sums.length; pattern++) {
    let sum = 0;
    for (let index = 0; index < values.length; index++) {
      sum += (pattern >> index) & 1 ? -(values[index] as number) : (values[index] as number);
    }
    sums[pattern] = sum;
  }
  return sums;
}

function exactShare(values: Float64Array, limit: number): number {
  const [first, ...rest] = values;
  if (first === undefined) return 1;
  // The first sign stands: turning all signs changes no size.
  const half = Math.floor(rest.length / 2);
  const some = signedSums(rest.slice(0, half));
  const others = signedSums(rest.slice(half)).map((sum) => sum + first);
  let reached = 0;
  for (const one of some) for (const other of others) if (Math.abs(one + other) >= limit) reached++;
  return reached / (some.length * others.length);
}

function countRandom(values: Float64Array, limit: number, rounds: number, seed: number): number {
  const random = createRandom(seed);
  const sums = new Float64Array(rounds);
  const words = new Uint32Array(Math.ceil(rounds / 4));
  const patterns = new Uint8Array(words.buffer);
  for (let from = 0; from < values.length; from += GROUP) {
    const group = values.subarray(from, from + GROUP);
    const table = signedSums(group);
    const mask = table.length - 1;
    random.fill(words);
    for (let round = 0; round < rounds; round++) {
      sums[round] = (sums[round] as number) + (table[(patterns[round] as number) & mask] as number);
    }
  }
  return sums.reduce((count, sum) => count + Number(Math.abs(sum) >= limit), 0);
}

/**
 * The paired sign-flip test of mean difference 0: each difference (or cluster) keeps or changes its sign with equal chance. Exact
 * for up to 20 differences other than 0; beyond that by random patterns, the observed one counted among them, so that p is never 0.
 * On right or wrong answers the exact test is McNemar's.
 *
 * Sources: R. A. Fisher, The Design of Experiments (1935), section 21; B. Phipson and G. K. Smyth, "Permutation p-values should
 * never be zero", Statistical Applications in Genetics and Molecular Biology 9 (2010) article 39,
 * https://doi.org/10.2202/1544-6115.1585.
 *
 * @throws RangeError for differences that are not finite, not as many labels as differences, and bad rounds or seed.
 */
export function permutationTest(differences: ArrayLike<number>, options: PermutationOptions = {}): PermutationTest {
  const { clusters, rounds = 10_000, seed = 1 } = options;
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new RangeError(`permutationTest: ${rounds} rounds`);
  const units = clusters ? clusterSums(differences, clustersOf(clusters)) : Float64Array.from(differences);
  const size = units.reduce((sum, unit) => sum + Math.abs(unit), 0);
  if (!Number.isFinite(size)) throw new RangeError("permutationTest: a difference is not a finite number");
  // What rounding leaves of differences that cancel is 0, and sums that are equal but for rounding are ties.
  const values = units.filter((unit) => Math.abs(unit) > 1e-15 * size);
  const observed = Math.abs(values.reduce((sum, value) => sum + value, 0));
  const limit = observed - 1e-12 * size;
  const n = values.length;
  if (n <= EXACT_UP_TO) {
    return { pValue: exactShare(values, limit), isExact: true, rounds: 2 ** n, n };
  }
  const reached = countRandom(values, limit, rounds, seed);
  return { pValue: (1 + reached) / (1 + rounds), isExact: false, rounds, n };
}
