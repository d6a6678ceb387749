/** The binomial distribution: how many of n independent trials succeed. Pure. Does not draw: see binomial-draw.ts. */
import { binomialTerm, regularizedBeta } from "./beta.ts";
import { requireCount } from "./interval.ts";

function requireProbability(who: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${who}: probability ${p}`);
}

/**
 * The probability of exactly `successes` in `n` trials that each succeed with probability `p`. About 14 digits.
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000),
 * https://www.r-project.org/doc/reports/CLoader-dbinom-2002.pdf.
 * @throws RangeError for counts that are not whole, negative, or more successes than trials, and for a p outside 0 to 1.
 */
export function binomialProbability(successes: number, n: number, p: number): number {
  requireCount("binomialProbability", successes, n);
  requireProbability("binomialProbability", p);
  if (p === 0) return successes === 0 ? 1 : 0;
  if (p === 1) return successes === n ? 1 : 0;
  if (successes === 0) return Math.exp(n * Math.log1p(-p));
  if (successes === n) return p ** n;
  return binomialTerm(successes, n - successes, p, 1 - p);
}

/**
 * The probability of at most `successes` in `n` trials that each succeed with probability `p`. About 13 digits.
 * Source: formula 8.17.5 of the NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/8.17.
 * @throws RangeError for counts that are not whole, negative, or more successes than trials, and for a p outside 0 to 1.
 */
export function binomialCdf(successes: number, n: number, p: number): number {
  requireCount("binomialCdf", successes, n);
  requireProbability("binomialCdf", p);
  return successes === n ? 1 : regularizedBeta(1 - p, n - successes, successes + 1, p);
}
