/**
 * Bradley–Terry with more than ratings in it: a logistic regression of votes on the two models and on numbers that tell the two
 * answers apart, as their lengths. Newton's method on all parameters together; the sandwich variance of all of them. Pure.
 * Source: A. Agresti, Categorical Data Analysis, 3rd edition (2013), sections 5.4 and 11.6; variance as in rating-variance.ts.
 */
import { POINTS, softplus, winChance } from "./bradley-terry.ts";
import { choleskyFactor, choleskyInverse, choleskySolve } from "./cholesky.ts";
import { squareProduct } from "./square-product.ts";

/** Votes as rows. Equal rows may be added up. */
export interface PairedRows {
  /** Number of models; they are numbered from 0. */
  size: number;
  /** The model of the first answer in each row. */
  a: ArrayLike<number>;
  /** The other. */
  b: ArrayLike<number>;
  /** What the row's votes are worth for the first: 1, ½ or 0. */
  outcome: ArrayLike<number>;
  /** Votes in each row. Absent: one. */
  count?: ArrayLike<number>;
  /** Numbers of a row beside its models. */
  width: number;
  /** Those numbers, row by row, `width` each. */
  features: Float64Array;
}

/** What was fitted, in natural log odds. */
export interface PairedLogit {
  /** One rating for each model; their mean is 0. */
  natural: Float64Array;
  /** One coefficient for each feature: what one unit of it adds to the log odds of the first answer. */
  coefficients: Float64Array;
  /** Covariances of ratings, then coefficients, row by row, `size + width` each; the mean of the ratings held at 0. */
  covariance: Float64Array;
  /** Inverse of the curvature of the loss, likewise; along the ratings' common move it holds what held their mean. */
  inverse: Float64Array;
  /** Newton steps taken. */
  steps: number;
}

/** How much large parameters are held back: half of it times the sum of their squares is added to the loss. 0: not at all. */
export interface Ridge {
  /** Of the natural ratings. */
  ratings: number;
  /** Of the coefficients. */
  coefficients: number;
}

const NONE: Ridge = { ratings: 0, coefficients: 0 };

/** Slope, curvature and loss at some parameters. */
interface Place {
  loss: number;
  slope: Float64Array;
  curved: Float64Array;
  /** Curvature's counterpart from what the votes really scatter: the middle of the sandwich. */
  middle: Float64Array;
}

/** The log odds of one row. */
function oddsOf(rows: PairedRows, parameters: Float64Array, row: number): number {
  const { size, width, features } = rows;
  let odds = (parameters[rows.a[row] as number] as number) - (parameters[rows.b[row] as number] as number);
  for (let k = 0; k < width; k++) odds += (features[row * width + k] as number) * (parameters[size + k] as number);
  return odds;
}

/** Adds value · x·xᵀ to the lower triangle, x having 1 at `a`, −1 at `b` and the features of a row at the end. */
function addSquare(into: Float64Array, all: number, rows: PairedRows, row: number, value: number): void {
  const { size, width, features } = rows;
  const [a, b] = [rows.a[row] as number, rows.b[row] as number];
  const add = (place: number, what: number): void => {
    into[place] = (into[place] as number) + what;
  };
  add(a * all + a, value);
  add(b * all + b, value);
  add(Math.max(a, b) * all + Math.min(a, b), -value);
  for (let k = 0; k < width; k++) {
    const each = value * (features[row * width + k] as number);
    const line = (size + k) * all;
    add(line + a, each);
    add(line + b, -each);
    for (let other = 0; other <= k; other++) add(line + size + other, each * (features[row * width + other] as number));
  }
}

function lossAt(rows: PairedRows, parameters: Float64Array, ridge: Ridge): number {
  let loss = 0;
  for (let row = 0; row < rows.a.length; row++) {
    const odds = oddsOf(rows, parameters, row);
    loss += (rows.count ? (rows.count[row] as number) : 1) * (softplus(odds) - (rows.outcome[row] as number) * odds);
  }
  return parameters.reduce(
    (sum, each, index) => sum + 0.5 * (index < rows.size ? ridge.ratings : ridge.coefficients) * each * each,
    loss,
  );
}

function placeAt(rows: PairedRows, parameters: Float64Array, ridge: Ridge, wantsMiddle: boolean): Place {
  const { size, width, features } = rows;
  const all = size + width;
  const [slope, curved] = [new Float64Array(all), new Float64Array(all * all)];
  const middle = new Float64Array(wantsMiddle ? all * all : 0);
  for (let row = 0; row < rows.a.length; row++) {
    const count = rows.count ? (rows.count[row] as number) : 1;
    const p = winChance(oddsOf(rows, parameters, row));
    const excess = (rows.outcome[row] as number) - p;
    const [a, b] = [rows.a[row] as number, rows.b[row] as number];
    slope[a] = (slope[a] as number) + count * excess;
    slope[b] = (slope[b] as number) - count * excess;
    for (let k = 0; k < width; k++)
      slope[size + k] = (slope[size + k] as number) + count * excess * (features[row * width + k] as number);
    addSquare(curved, all, rows, row, count * p * (1 - p));
    if (wantsMiddle) addSquare(middle, all, rows, row, count * excess * excess);
  }
  for (let index = 0; index < all; index++) {
    const held = index < size ? ridge.ratings : ridge.coefficients;
    slope[index] = (slope[index] as number) - held * (parameters[index] as number);
    curved[index * all + index] = (curved[index * all + index] as number) + held;
  }
  holdMean(curved, size, all);
  return { loss: lossAt(rows, parameters, ridge), slope, curved, middle };
}

/** Ratings may all be moved together; this holds their mean, and changes no difference. */
function holdMean(curved: Float64Array, size: number, all: number): void {
  let trace = 0;
  for (let index = 0; index < size; index++) trace += curved[index * all + index] as number;
  const hold = Math.max(trace / size, Number.MIN_VALUE) / size;
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++)
      curved[row * all + column] = (curved[row * all + column] as number) + hold;
}

/** Whether some direction is told by nothing but rounding. */
function isFlat(factor: Float64Array, curved: Float64Array, all: number): boolean {
  for (let index = 0; index < all; index++) {
    const diagonal = index * (all + 1);
    if ((factor[diagonal] as number) ** 2 < 1e-12 * (curved[diagonal] as number)) return true;
  }
  return false;
}

/** H⁻¹·B·H⁻¹ of the inverse of H and the lower triangle of B. */
function sandwich(inverse: Float64Array, middle: Float64Array, all: number): Float64Array {
  for (let row = 0; row < all; row++)
    for (let column = row + 1; column < all; column++)
      middle[row * all + column] = middle[column * all + row] as number;
  return squareProduct(squareProduct(inverse, middle, all), inverse, all);
}

const MOST_STEPS = 100;
/** Steps this small, in natural units, end the search: a thousand-millionth of a point. */
const SMALL = 1e-9 / POINTS;

/**
 * The parameters that make the votes likeliest, with their covariances.
 * @throws RangeError if there is no one finite answer: models that votes don't rate among themselves (see comparison-graph.ts), or
 * features that are made of each other or tell every winner.
 */
export function pairedLogit(rows: PairedRows, ridge: Ridge = NONE): PairedLogit {
  const { size } = rows;
  const all = size + rows.width;
  let parameters = new Float64Array(all);
  let last = Infinity;
  for (let steps = 0; steps <= MOST_STEPS; steps++) {
    const { loss, slope, curved } = placeAt(rows, parameters, ridge, false);
    const factor = choleskyFactor(curved, all);
    if (!factor || isFlat(factor, curved, all)) break;
    const step = choleskySolve(factor, all, slope);
    const length = step.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    // Rounding may keep steps from getting smaller yet.
    if (length < SMALL || (length < 1e4 * SMALL && length > last / 2)) {
      const { middle } = placeAt(rows, parameters, ridge, true);
      const mean = parameters.subarray(0, size).reduce((sum, each) => sum + each, 0) / Math.max(1, size);
      const inverse = choleskyInverse(factor, all);
      return {
        natural: parameters.slice(0, size).map((each) => each - mean),
        coefficients: parameters.slice(size),
        covariance: sandwich(inverse, middle, all),
        inverse,
        steps,
      };
    }
    last = length;
    // Far from the best place a whole step may go past it.
    for (let share = 1; ; share /= 2) {
      const next = parameters.map((each, index) => each + share * (step[index] as number));
      if (share < 1e-6 || lossAt(rows, next, ridge) <= loss + 1e-12 * Math.max(1, loss)) {
        parameters = next;
        break;
      }
    }
  }
  throw new RangeError("pairedLogit: the votes have no finite ratings, or the features tell too much or the same");
}
