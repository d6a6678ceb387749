/**
 * The beta distribution: the regularized incomplete beta function and its inverse. Pure. The binomial and Student's t
 * distributions, and the intervals of proportions, are made of it.
 */
import { stirlingError } from "./stirling-error.ts";

/** a − (a + b) x, which is also (a + b) y − b, from the smaller of x and y = 1 − x: the other one is rounded. */
function gapOf(a: number, b: number, x: number, y: number): number {
  return x <= y ? a - (a + b) * x : (a + b) * y - b;
}

/** count ln(count / expected) − gap with gap = count − expected, without cancellation where that is small: Loader's term. */
function deviance(count: number, expected: number, gap: number): number {
  const sum = count + expected;
  if (Math.abs(gap) >= 0.1 * sum) return count * Math.log(count / expected) - gap;
  const ratio = gap / sum;
  const square = ratio * ratio;
  let total = gap * ratio;
  let power = 2 * count * ratio;
  for (let odd = 3; ; odd += 2) {
    power *= square;
    const next = total + power / odd;
    if (next === total) return total;
    total = next;
  }
}

/**
 * The binomial term Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) xᵃ yᵇ for a, b > 0, 0 < x < 1 and y = 1 − x: with whole a and b the
 * probability of a successes and b failures. About 14 digits at any size.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000),
 * https://www.r-project.org/doc/reports/CLoader-dbinom-2002.pdf.
 */
export function binomialTerm(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const error = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const gap = gapOf(a, b, x, y);
  return Math.sqrt(n / (2 * Math.PI * a * b)) * Math.exp(error - deviance(a, n * x, gap) - deviance(b, n * y, -gap));
}

/** xᵃ yᵇ / B(a, b): the density times x y, which is also the slope of the distribution over ln(x / y). */
function slope(a: number, b: number, x: number, y: number): number {
  return ((a * b) / (a + b)) * binomialTerm(a, b, x, y);
}

/** Keeps Lentz's method from dividing by 0. */
function apart(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/**
 * What `slope` must be divided by to give the distribution at `x`; quick for x below the mean.
 * Source: formula 9 of A. R. DiDonato and A. H. Morris, "Algorithm 708", ACM Transactions on Mathematical Software 18 (1992)
 * 360–373, https://doi.org/10.1145/131766.131776, by Lentz's method. It does not cancel where x is near 1, unlike the better
 * known fraction 8.17.22 of https://dlmf.nist.gov/8.17.
 */
function fraction(a: number, b: number, x: number, y: number): number {
  const gap = gapOf(a, b, x, y);
  const part = (m: number): number =>
    (m === 0 ? 0 : m + (m * (b - m) * x) / (a + 2 * m - 1)) + ((a + m) * (gap + 1 + m * (1 + y))) / (a + 2 * m + 1);
  let value = apart(part(0));
  let c = value;
  let d = 0;
  for (let m = 1; ; m++) {
    const ratio = x / (a + 2 * m - 1);
    const top = (a + m - 1) * (a + b + m - 1) * m * (b - m) * ratio * ratio;
    const bottom = part(m);
    d = 1 / apart(bottom + top * d);
    c = apart(bottom + top / c);
    value *= c * d;
    // It takes about √max(a, b) steps; the second bound only keeps a rounding error from circling for ever.
    if (Math.abs(c * d - 1) < 2e-16 || m > 1e6) return value;
  }
}

function requireShape(who: string, a: number, b: number): void {
  if (!(a > 0 && b > 0 && Number.isFinite(a) && Number.isFinite(b))) {
    throw new RangeError(`${who}: shapes ${a} and ${b} are not positive numbers`);
  }
}

/**
 * I(x; a, b): the probability that a Beta(a, b) variable lies below `x`. About 13 digits.
 * @param x 0 to 1.
 * @param complement 1 − x, where the caller knows it more exactly than the subtraction gives it.
 * @throws RangeError for an x outside 0 to 1 or shapes that are not positive.
 */
export function regularizedBeta(x: number, a: number, b: number, complement: number = 1 - x): number {
  requireShape("regularizedBeta", a, b);
  if (!(x >= 0 && x <= 1)) throw new RangeError(`regularizedBeta: ${x} is not between 0 and 1`);
  if (x === 0) return 0;
  if (complement === 0) return 1;
  const isBelow = x * (a + b + 2) < a + 1;
  const part = isBelow
    ? slope(a, b, x, complement) / fraction(a, b, x, complement)
    : slope(a, b, x, complement) / fraction(b, a, complement, x);
  return Math.min(1, Math.max(0, isBelow ? part : 1 - part));
}

/** The quantile for p ≤ ½, as x and 1 − x. */
function lowerQuantile(p: number, a: number, b: number): { x: number; y: number } {
  // Over the logit the density is log-concave, so Newton's steps on the logarithm of the distribution come up to the
  // quantile from below without passing it, from wherever they start; they are stopped where they stop growing.
  let logit = Math.log(a / b);
  let low = -Infinity;
  let high = Infinity;
  const at = (place: number): { x: number; y: number } => ({
    x: 1 / (1 + Math.exp(-place)),
    y: 1 / (1 + Math.exp(place)),
  });
  for (let step = 0; step < 500; step++) {
    const { x, y } = at(logit);
    if (x === 0) return { x: 0, y: 1 };
    const below = regularizedBeta(x, a, b, y);
    if (below > p) high = Math.min(high, logit);
    else low = Math.max(low, logit);
    let next = logit - ((Math.log(below) - Math.log(p)) * below) / slope(a, b, x, y);
    if (!(next > low && next < high))
      next = Number.isFinite(low + high) ? (low + high) / 2 : logit + (below > p ? -1 : 1);
    if (Math.abs(next - logit) <= 1e-15 * Math.max(1, Math.abs(logit))) break;
    logit = next;
  }
  return at(logit);
}

/**
 * The x below which a Beta(a, b) variable lies with probability `p`, and 1 − x with digits of its own: the inverse of
 * `regularizedBeta`. About 12 digits of either.
 * @throws RangeError for a p outside 0 to 1 or shapes that are not positive.
 */
export function betaQuantileParts(p: number, a: number, b: number): { x: number; complement: number } {
  requireShape("betaQuantile", a, b);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`betaQuantile: ${p} is not between 0 and 1`);
  if (p === 0 || p === 1) return { x: p, complement: 1 - p };
  const { x, y } = p <= 0.5 ? lowerQuantile(p, a, b) : lowerQuantile(1 - p, b, a);
  return p <= 0.5 ? { x, complement: y } : { x: y, complement: x };
}

/**
 * The x below which a Beta(a, b) variable lies with probability `p`. About 12 digits.
 * @throws RangeError for a p outside 0 to 1 or shapes that are not positive.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  return betaQuantileParts(p, a, b).x;
}
