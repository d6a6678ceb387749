/** The Bayesian credible interval of a proportion. Pure. */
import { betaQuantile } from "./beta.ts";
import { type Interval, requireConfidence, requireCount } from "./interval.ts";

/** How sure the true proportion is, given the data and a prior. */
export interface CredibleInterval extends Interval {
  /** Mean of the posterior: the observed proportion drawn a little towards one half, 0 to 1. */
  posteriorMean: number;
}

/** Both shapes of the beta prior: nothing preferred, or Jeffreys' rule. */
const PRIOR = { uniform: 1, jeffreys: 0.5 };

/**
 * The equal-tailed credible interval of `successes` in `n` independent trials: quantiles of the posterior, which is
 * Beta(1 + s, 1 + n − s) under the uniform prior (the default) and Beta(½ + s, ½ + n − s) under Jeffreys'. `value` is the
 * observed proportion. With no success the interval is let down to 0, with nothing but successes up to 1, as otherwise it would
 * exclude what was observed. `undefined` for no trial.
 *
 * Sources: S. Bowyer, L. Aitchison and D. R. Ivanova, "Position: don't use the CLT in LLM evals with fewer than a few hundred
 * datapoints" (2025), https://arxiv.org/abs/2503.01747 (uniform); L. D. Brown, T. T. Cai and A. DasGupta, Statistical Science 16
 * (2001) 101–133, https://doi.org/10.1214/ss/1009213286 (Jeffreys, and the ends).
 *
 * @throws RangeError for counts that are not whole, negative, or more successes than trials, and for a confidence not between 0 and 1.
 */
export function betaBinomialInterval(
  successes: number,
  n: number,
  options: { confidence?: number; prior?: "uniform" | "jeffreys" } = {},
): CredibleInterval | undefined {
  const { confidence = 0.95, prior = "uniform" } = options;
  requireCount("betaBinomialInterval", successes, n);
  requireConfidence("betaBinomialInterval", confidence);
  if (n === 0) return undefined;
  const shape = PRIOR[prior];
  const a = shape + successes;
  const b = shape + n - successes;
  const tail = (1 - confidence) / 2;
  return {
    value: successes / n,
    low: successes === 0 ? 0 : betaQuantile(tail, a, b),
    high: successes === n ? 1 : betaQuantile(1 - tail, a, b),
    confidence,
    posteriorMean: a / (a + b),
  };
}
