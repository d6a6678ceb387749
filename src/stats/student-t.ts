/** Student's t distribution. Pure. */
import { betaQuantileParts, regularizedBeta } from "./beta.ts";
import { normalCdf, normalQuantile } from "./normal.ts";

/** From here on the normal distribution with one correction term has 12 digits, and the continued fraction grows slow. */
const MANY_DEGREES = 1e7;

function requireDegrees(who: string, degreesOfFreedom: number): void {
  if (!(degreesOfFreedom > 0)) throw new RangeError(`${who}: ${degreesOfFreedom} degrees of freedom`);
}

/**
 * The probability that a Student's t variable lies below `t`. About 12 digits, in the lower tail too.
 * Source: formulas 26.7.1 and 26.7.8 of Abramowitz and Stegun, Handbook of Mathematical Functions (1964).
 * @param degreesOfFreedom greater than 0, not necessarily whole; `Infinity` gives the normal distribution.
 * @throws RangeError for degrees of freedom that are not positive or a `t` that is not a number.
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  requireDegrees("studentTCdf", degreesOfFreedom);
  if (Number.isNaN(t)) throw new RangeError("studentTCdf: t is not a number");
  if (Math.abs(t) === Infinity) return t < 0 ? 0 : 1;
  const square = t * t;
  if (degreesOfFreedom > MANY_DEGREES) {
    return normalCdf((t * (1 - 1 / (4 * degreesOfFreedom))) / Math.sqrt(1 + square / (2 * degreesOfFreedom)));
  }
  const whole = degreesOfFreedom + square;
  const tail = regularizedBeta(degreesOfFreedom / whole, degreesOfFreedom / 2, 0.5, square / whole) / 2;
  return t < 0 ? tail : 1 - tail;
}

/**
 * The value below which a Student's t variable falls with probability `p`. About 12 digits.
 * @param degreesOfFreedom greater than 0, not necessarily whole; `Infinity` gives the normal distribution.
 * @throws RangeError unless 0 < p < 1 and the degrees of freedom are positive.
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  requireDegrees("studentTQuantile", degreesOfFreedom);
  if (!(p > 0 && p < 1)) throw new RangeError(`studentTQuantile: ${p} is not between 0 and 1`);
  if (degreesOfFreedom > MANY_DEGREES) {
    const z = normalQuantile(p);
    // The first term of the Cornish–Fisher series, formula 26.7.5 of Abramowitz and Stegun.
    return z + (z * z * z + z) / (4 * degreesOfFreedom);
  }
  const both = p < 0.5 ? 2 * p : 2 * (1 - p);
  // ν / (ν + t²) has a beta distribution.
  const { x, complement } = betaQuantileParts(both, degreesOfFreedom / 2, 0.5);
  const size = Math.sqrt((degreesOfFreedom * complement) / x);
  return p < 0.5 ? -size : size;
}
