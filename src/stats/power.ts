/**
 * Planning a comparison of two models on paired cases: power, the least difference that will show, and how many cases and answers
 * to each it takes. Pure. By the normal approximation, so for a hundred cases and more; spends nothing and asks nobody.
 */
import { requireConfidence } from "./interval.ts";
import { moments } from "./moments.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { varianceParts } from "./variance-parts.ts";

/** What makes a paired difference vary. */
export interface PairedNoise {
  /** Variance over cases of the difference of the models' true scores, ω², in the score's unit squared. */
  between: number;
  /** Mean variance of the first model's answers to the same case, σ_A², in the score's unit squared. */
  withinA: number;
  /** The same of the second model, σ_B². */
  withinB: number;
}

/** What a plan has to keep. */
export interface PowerOptions {
  /** Chance of seeing a difference where there is none, two-sided, 0 to 1. Absent: 0.05. */
  alpha?: number;
  /** Chance of seeing the difference where it is there, 0 to 1. Absent: 0.8. */
  power?: number;
  /** Answers taken to each case from each model, from 1. Absent: 1. */
  epochs?: number;
}

/** A number of cases and of answers to each. */
export interface Split {
  /** Number of cases. */
  cases: number;
  /** Answers to each case from each model. */
  epochs: number;
  /** What it costs, in the budget's unit. */
  cost: number;
  /** The least difference that will show. */
  detectable: number;
}

/** What there is to spend, all in one unit: calls, dollars, minutes. */
export interface SplitBudget {
  /** What may be spent. */
  budget: number;
  /** What one answer from each of the two models costs together; in calls, 2. Greater than 0. */
  costPerPair: number;
  /** What a case costs once, however often it is asked: writing it, having it checked. Absent: 0. */
  costPerCase?: number;
  /** How many cases there are. Absent: as many as wanted. */
  maxCases?: number;
  /** How often a case may be asked. Absent: 1,000. */
  maxEpochs?: number;
}

function requireNoise(who: string, { between, withinA, withinB }: PairedNoise): void {
  if (!(between >= 0 && withinA >= 0 && withinB >= 0)) throw new RangeError(`${who}: a variance is negative`);
}

/** (z_α/2 + z_β)²: 7.849 as a rule. */
function factor(who: string, { alpha = 0.05, power = 0.8 }: PowerOptions): number {
  requireConfidence(who, alpha);
  requireConfidence(who, power);
  return (normalQuantile(1 - alpha / 2) + normalQuantile(power)) ** 2;
}

function varianceOf(who: string, noise: PairedNoise, epochs: number): number {
  requireNoise(who, noise);
  if (!(epochs >= 1)) throw new RangeError(`${who}: ${epochs} answers to each case`);
  return noise.between + (noise.withinA + noise.withinB) / epochs;
}

/**
 * The noise of two models over the same cases, from a set already run; cases need not have been asked equally often. `undefined` for
 * fewer than two cases that both answered. Where no case was asked twice the parts cannot be told apart: all noise counts as
 * `between` then, which makes further answers to the same cases look useless.
 *
 * Source: E. Miller, "Adding error bars to evals" (2024), https://arxiv.org/abs/2411.00640, section 5.
 *
 * @param a for each case the scores of the first model's answers.
 * @param b the same of the second model, in the same order.
 * @throws RangeError if the lists are not equally long or a score is not finite.
 */
export function noiseOf(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): PairedNoise | undefined {
  if (a.length !== b.length) throw new RangeError(`noiseOf: ${a.length} and ${b.length} cases`);
  const differences: number[] = [];
  let noiseA = 0;
  let noiseB = 0;
  for (const [index, scores] of a.entries()) {
    const first = moments(scores);
    const second = moments(b[index] ?? []);
    if (!first || !second) continue;
    differences.push(first.mean - second.mean);
    noiseA += 1 / first.n;
    noiseB += 1 / second.n;
  }
  const spread = moments(differences);
  if (spread?.variance === undefined) return undefined;
  const withinA = varianceParts(a)?.within ?? 0;
  const withinB = varianceParts(b)?.within ?? 0;
  const between = spread.variance - (withinA * noiseA + withinB * noiseB) / spread.n;
  return { between: Math.max(0, between), withinA, withinB };
}

/**
 * How many cases it takes to see a true difference of `difference`: (z_α/2 + z_β)² (ω² + σ_A²/K + σ_B²/K) / d², rounded up.
 * Source: E. Miller (2024), https://arxiv.org/abs/2411.00640, section 5.
 * @param difference in the score's unit, not 0.
 * @throws RangeError for a difference of 0, negative variances, and bad options.
 */
export function casesNeeded(difference: number, noise: PairedNoise, options: PowerOptions = {}): number {
  const variance = varianceOf("casesNeeded", noise, options.epochs ?? 1);
  if (!(Math.abs(difference) > 0)) throw new RangeError(`casesNeeded: a difference of ${difference}`);
  return Math.ceil((factor("casesNeeded", options) * variance) / difference ** 2);
}

/**
 * How many answers to each of `cases` cases it takes to see a true difference. `undefined` if no number of answers would do, and
 * more cases are needed.
 * Source: the formula of `casesNeeded`, solved for K.
 * @throws RangeError for a difference of 0, less than one case, negative variances, and bad options.
 */
export function epochsNeeded(
  difference: number,
  cases: number,
  noise: PairedNoise,
  options: Omit<PowerOptions, "epochs"> = {},
): number | undefined {
  requireNoise("epochsNeeded", noise);
  if (!(Math.abs(difference) > 0)) throw new RangeError(`epochsNeeded: a difference of ${difference}`);
  if (!(cases >= 1)) throw new RangeError(`epochsNeeded: ${cases} cases`);
  const room = (cases * difference ** 2) / factor("epochsNeeded", options) - noise.between;
  const within = noise.withinA + noise.withinB;
  if (within === 0) return room >= 0 ? 1 : undefined;
  return room <= 0 ? undefined : Math.max(1, Math.ceil(within / room));
}

/**
 * The least true difference that a set of `cases` cases shows with the wanted power, in the score's unit.
 * Source: E. Miller (2024), https://arxiv.org/abs/2411.00640, section 5.
 * @throws RangeError for less than one case, negative variances, and bad options.
 */
export function detectableDifference(cases: number, noise: PairedNoise, options: PowerOptions = {}): number {
  const variance = varianceOf("detectableDifference", noise, options.epochs ?? 1);
  if (!(cases >= 1)) throw new RangeError(`detectableDifference: ${cases} cases`);
  return Math.sqrt((factor("detectableDifference", options) * variance) / cases);
}

/**
 * The chance that a set of `cases` cases shows a true difference as significant, 0 to 1.
 * Source: the two-sided z test of known variance, https://en.wikipedia.org/wiki/Power_of_a_test, both tails counted.
 * @throws RangeError for less than one case, negative variances, and bad options.
 */
export function powerOf(
  difference: number,
  cases: number,
  noise: PairedNoise,
  options: Omit<PowerOptions, "power"> = {},
): number {
  const variance = varianceOf("powerOf", noise, options.epochs ?? 1);
  if (!(cases >= 1)) throw new RangeError(`powerOf: ${cases} cases`);
  const { alpha = 0.05 } = options;
  requireConfidence("powerOf", alpha);
  const bound = normalQuantile(1 - alpha / 2);
  if (variance === 0) return difference === 0 ? alpha : 1;
  const shift = difference / Math.sqrt(variance / cases);
  return normalCdf(shift - bound) + normalCdf(-shift - bound);
}

/**
 * The split of a budget into cases and answers to each that lets the least difference show. Without a cost of its own, a new case
 * is always worth more than a second answer to an old one, so that answers are repeated only once cases run out. `undefined` if the
 * budget is not enough for two cases.
 * Source: the formula of `detectableDifference`, tried for every number of answers.
 * @throws RangeError for negative variances, a cost per pair that is not positive, other negative numbers, and bad options.
 */
export function bestSplit(
  noise: PairedNoise,
  spending: SplitBudget,
  options: Omit<PowerOptions, "epochs"> = {},
): Split | undefined {
  const { budget, costPerPair, costPerCase = 0, maxCases = Infinity, maxEpochs = 1000 } = spending;
  if (!(budget >= 0 && budget < Infinity && costPerPair > 0 && costPerCase >= 0 && maxCases >= 0 && maxEpochs >= 1)) {
    throw new RangeError("bestSplit: the budget, its costs or its limits are not positive numbers");
  }
  let best: Split | undefined;
  for (let epochs = 1; epochs <= maxEpochs; epochs++) {
    const price = costPerCase + epochs * costPerPair;
    const cases = Math.floor(Math.min(maxCases, budget / price));
    if (cases < 2) break;
    const detectable = detectableDifference(cases, noise, { ...options, epochs });
    if (!best || detectable < best.detectable) best = { cases, epochs, cost: cases * price, detectable };
  }
  return best;
}
