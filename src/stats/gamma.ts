/** The gamma distribution's upper tail, of which chi-square's is a case. Pure. */
import { stirlingError } from "./stirling-error.ts";

/**
 * The probability that a gamma variable of a given shape, and scale 1, lies above `x`. About 12 digits. Chi-square of n degrees of
 * freedom above x: `gammaTail(n / 2, x / 2)`.
 *
 * Source: series 8.7.1 and continued fraction 8.9.2 of https://dlmf.nist.gov/8 (2024), the fraction by Lentz's method.
 *
 * @throws RangeError unless shape > 0 and x ≥ 0, both finite.
 */
export function gammaTail(shape: number, x: number): number {
  if (!(shape > 0 && x >= 0 && Number.isFinite(shape) && Number.isFinite(x)))
    throw new RangeError(`gammaTail: shape ${shape}, x ${x}`);
  if (x === 0) return 1;
  // ln Γ(shape + 1) by Stirling's formula and what it lacks.
  const logGamma = 0.5 * Math.log(2 * Math.PI * shape) + shape * Math.log(shape) - shape + stirlingError(shape);
  const density = Math.exp(shape * Math.log(x) - x - logGamma);
  if (x < shape + 1) {
    let [term, sum] = [1, 1];
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= x / (shape + k);
      sum += term;
    }
    return Math.max(0, 1 - density * sum);
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < 100_000; k++) {
    const a = -k * (k - shape);
    b += 2;
    d = 1 / (a * d + b || 1e-300);
    c = b + a / c || 1e-300;
    value *= c * d;
    if (Math.abs(c * d - 1) < 2e-16) break;
  }
  return Math.min(1, density * shape * value);
}
