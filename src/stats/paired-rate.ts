/** The difference of two models' pass rates over the same cases, with an interval that holds on small sets. Pure. */
import { type Interval, requireConfidence } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import type { Pairs } from "./pairs.ts";

/** How two models fared on the same cases, each answer right or wrong. */
export interface PairedOutcomes {
  /** Cases that both got right. */
  both: number;
  /** Cases that only the first model got right. */
  onlyA: number;
  /** Cases that only the second model got right. */
  onlyB: number;
  /** Cases that neither got right. */
  neither: number;
}

/** Counts the outcomes of pairs whose scores are all 0 or 1; `undefined` if another score occurs. */
export function pairedOutcomes({ a, b }: Pairs): PairedOutcomes | undefined {
  const counts = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
  for (let index = 0; index < a.length; index++) {
    const first = a[index] as number;
    const second = b[index] as number;
    if ((first !== 0 && first !== 1) || (second !== 0 && second !== 1)) return undefined;
    if (first === 1) counts[second === 1 ? "both" : "onlyA"]++;
    else counts[second === 1 ? "onlyB" : "neither"]++;
  }
  return counts;
}

/** Tango's score statistic: how many standard errors the observed difference lies above a supposed one. */
function score(onlyA: number, onlyB: number, n: number, supposed: number): number {
  const above = onlyA - onlyB - n * supposed;
  if (above === 0) return 0;
  // The likeliest chance of "only B" if the difference is as supposed: the greater root of a quadratic.
  const middle = (2 * n - onlyA + onlyB) * supposed - onlyA - onlyB;
  const constant = -onlyB * supposed * (1 - supposed);
  const chance = (Math.sqrt(Math.max(0, middle * middle - 8 * n * constant)) - middle) / (4 * n);
  return above / Math.sqrt(Math.max(0, n * (2 * chance + supposed * (1 - supposed))));
}

/** Where the falling score crosses `z`, by bisection. */
function crossing(scoreAt: (supposed: number) => number, z: number): number {
  let low = -1;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (scoreAt(middle) > z) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The difference of the two pass rates, first less second, with Tango's score interval: the differences that the score test does
 * not refuse. It keeps within −1 to 1 and has width also where the models never differ, and at 0 it agrees with McNemar's test.
 * `undefined` for no pair.
 *
 * Sources: T. Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design",
 * Statistics in Medicine 17 (1998) 891–908; recommended for small sets by M. W. Fagerland, S. Lydersen and P. Laake,
 * "Recommended tests and confidence intervals for paired binomial proportions", Statistics in Medicine 33 (2014) 2850–2875,
 * https://doi.org/10.1002/sim.6148.
 *
 * @throws RangeError for counts that are not whole or negative, and a confidence not between 0 and 1.
 */
export function pairedRateDifference(outcomes: PairedOutcomes, confidence = 0.95): Interval | undefined {
  const { both, onlyA, onlyB, neither } = outcomes;
  for (const count of [both, onlyA, onlyB, neither]) {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`pairedRateDifference: ${count} is no count`);
  }
  requireConfidence("pairedRateDifference", confidence);
  const n = both + onlyA + onlyB + neither;
  if (n === 0) return undefined;
  const z = normalQuantile((1 + confidence) / 2);
  const scoreAt = (supposed: number): number => score(onlyA, onlyB, n, supposed);
  return {
    value: (onlyA - onlyB) / n,
    low: onlyB === n ? -1 : crossing(scoreAt, z),
    high: onlyA === n ? 1 : crossing(scoreAt, -z),
    confidence,
  };
}
