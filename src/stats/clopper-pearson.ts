/** The Clopper–Pearson interval of a proportion, which never holds the truth less often than it says. Pure. */
import { betaQuantile } from "./beta.ts";
import { type Interval, requireConfidence, requireCount } from "./interval.ts";

/**
 * The exact interval of `successes` in `n` independent trials: the proportions that neither tail of the binomial test refuses.
 * Its coverage is at least `confidence` for every true proportion, and often far more, so it is wider than Wilson's.
 * `undefined` for no trial.
 *
 * Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 * Biometrika 26 (1934) 404–413, https://doi.org/10.1093/biomet/26.4.404.
 *
 * @throws RangeError for counts that are not whole, negative, or more successes than trials, and for a confidence not between 0 and 1.
 */
export function clopperPearsonInterval(successes: number, n: number, confidence = 0.95): Interval | undefined {
  requireCount("clopperPearsonInterval", successes, n);
  requireConfidence("clopperPearsonInterval", confidence);
  if (n === 0) return undefined;
  const tail = (1 - confidence) / 2;
  const low = successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1);
  const high = successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes);
  return { value: successes / n, low, high, confidence };
}
