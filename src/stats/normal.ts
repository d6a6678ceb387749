/** The standard normal distribution. Pure. */

/** Coefficients of the rational approximations, in Wichura's naming: central, then two for the tails, lowest power first, rounded to doubles. */
const CENTRAL = {
  top: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  bottom: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const NEAR_TAIL = {
  top: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  bottom: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const FAR_TAIL = {
  top: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  bottom: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

function ratio({ top, bottom }: { top: readonly number[]; bottom: readonly number[] }, x: number): number {
  return polynomial(top, x) / polynomial(bottom, x);
}

/**
 * The value below which a standard normal variable falls with probability `p`, to about 16 digits.
 * Source: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477–484, https://doi.org/10.2307/2347330.
 * @throws RangeError unless 0 < p < 1.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile: ${p} is not between 0 and 1`);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRAL, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size = r <= 5 ? ratio(NEAR_TAIL, r - 1.6) : ratio(FAR_TAIL, r - 5);
  return q < 0 ? -size : size;
}

/** The density of a standard normal variable at `x`. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/**
 * The probability that a standard normal variable lies below `x`. About 15 digits, in the lower tail too.
 *
 * Source: for |x| < 3 the series of G. Marsaglia, "Evaluating the normal distribution", Journal of Statistical Software 11
 * (2004) issue 4, https://doi.org/10.18637/jss.v011.i04; beyond, Laplace's continued fraction, formula 26.2.14 of Abramowitz
 * and Stegun, Handbook of Mathematical Functions (1964).
 *
 * @throws RangeError if `x` is not a number.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new RangeError("normalCdf: x is not a number");
  const density = normalDensity(x);
  const size = Math.abs(x);
  if (size >= 3) {
    let fraction = size;
    for (let step = 100; step > 0; step--) fraction = size + step / fraction;
    const tail = density / fraction;
    return x < 0 ? tail : 1 - tail;
  }
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + density * sum;
}
