/** Draws binomial numbers: how many of n trials succeed this time. Draws from a `Random`, otherwise pure. */
import type { Random } from "./random.ts";
import { stirlingError } from "./stirling-error.ts";

/** Corrections of Stirling's formula for the first factorials; later ones are reckoned. */
const CORRECTIONS = Float64Array.from({ length: 64 }, (_, index) => stirlingError(index + 1));

/** What ln k! lacks in Stirling’s formula for Γ(k + 1). */
function correction(k: number): number {
  return k < CORRECTIONS.length ? (CORRECTIONS[k] as number) : stirlingError(k + 1);
}

/** Counts down the probabilities from 0 successes on; quick while n p is small. */
function drawByInversion(random: Random, n: number, p: number): number {
  const odds = p / (1 - p);
  for (;;) {
    let rest = random.unit();
    let probability = Math.exp(n * Math.log1p(-p));
    for (let k = 0; k <= n; k++) {
      if (rest < probability) return k;
      rest -= probability;
      probability *= (odds * (n - k)) / (k + 1);
    }
  }
}

/** Algorithm BTRS: a transformed uniform number, accepted with the right probability. For p ≤ ½ and n p ≥ 10. */
function drawByRejection(random: Random, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const quick = 0.92 - 4.2 / b;
  for (;;) {
    const u = random.unit() - 0.5;
    const v = random.unit();
    const edge = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / edge + b) * u + centre);
    if (edge >= 0.07 && v <= quick) return k;
    if (k < 0 || k > n) continue;
    const odds = p / (1 - p);
    const mode = Math.floor((n + 1) * p);
    const scaled = Math.log((v * (2.83 + 5.1 / b) * deviation) / (a / (edge * edge) + b));
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      correction(mode) +
      correction(n - mode) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) -
      correction(k) -
      correction(n - k);
    if (scaled <= bound) return k;
  }
}

/**
 * The number of successes in `n` trials that each succeed with probability `p`, drawn at random.
 * Source: W. Hörmann, "The generation of binomial random variates", Journal of Statistical Computation and Simulation 46 (1993)
 * 101–110, https://doi.org/10.1080/00949659308811496 (BTRS); inversion where n p < 10.
 * @param n a whole number from 0. Not checked, as it stands in the innermost loops.
 * @param p 0 to 1. Not checked.
 */
export function binomialDraw(random: Random, n: number, p: number): number {
  if (p > 0.5) return n - binomialDraw(random, n, 1 - p);
  if (n === 0 || p <= 0) return 0;
  return n * p < 10 ? drawByInversion(random, n, p) : drawByRejection(random, n, p);
}
