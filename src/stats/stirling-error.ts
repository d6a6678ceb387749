/** How far Stirling's formula is from the factorial. Pure. The beta and binomial functions stand on it. */

/** Coefficients of 1/x, 1/x³, …: B(2k) / (2k (2k − 1)) with Bernoulli numbers B. */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400];

/**
 * ln Γ(x + 1) − (½ ln 2πx + x ln x − x) for x > 0, to about 1e-15: what is missing in Stirling's formula. Going through it
 * instead of through ln Γ keeps 15 digits where the logarithms themselves are large and cancel.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000),
 * https://www.r-project.org/doc/reports/CLoader-dbinom-2002.pdf; the series is formula 6.1.41 of Abramowitz and Stegun.
 */
export function stirlingError(x: number): number {
  let below = 0;
  let place = x;
  // Each step up is Γ(x + 2) = (x + 1) Γ(x + 1); from 10 on the series has 16 digits.
  for (; place < 10; place++) below += (place + 0.5) * Math.log1p(1 / place) - 1;
  const inverse = 1 / place;
  return below + inverse * SERIES.reduceRight((sum, coefficient) => sum * inverse * inverse + coefficient, 0);
}
