/** McNemar's test: do two models get equally many of the same cases right? Pure. */
import { binomialCdf, binomialProbability } from "./binomial.ts";

/** Two-sided p-values of McNemar's test. */
export interface McNemar {
  /** Cases that exactly one of the models got right; the others say nothing. */
  discordant: number;
  /** Exact conditional p-value, 0 to 1: errs no more often than it says, and mostly less. */
  exact: number;
  /** Mid-p-value, 0 to 1: nearer to what it says, and seldom over it. */
  midP: number;
}

/**
 * McNemar's test from the cases that only the first and only the second model got right: if the models are equally good, each of
 * these falls on either side like a coin.
 *
 * Sources: Q. McNemar, Psychometrika 12 (1947) 153–157, https://doi.org/10.1007/BF02295996; mid-p: M. W. Fagerland, S. Lydersen
 * and P. Laake, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than exact conditional", BMC
 * Medical Research Methodology 13 (2013) 91, https://doi.org/10.1186/1471-2288-13-91.
 *
 * @throws RangeError for counts that are not whole or negative.
 */
export function mcnemarTest(onlyA: number, onlyB: number): McNemar {
  const discordant = onlyA + onlyB;
  const fewer = Math.min(onlyA, onlyB);
  const twice = 2 * binomialCdf(fewer, discordant, 0.5);
  return {
    discordant,
    exact: Math.min(1, twice),
    midP: discordant === 0 ? 1 : Math.min(1, twice - binomialProbability(fewer, discordant, 0.5)),
  };
}
