/**
 * How far two raters agree, as a judge with a human: raw agreement and Cohen's kappa. Pure; seeded. For more than two raters see
 * krippendorff-alpha.ts; for a judge that is too kind, judge-bias.ts.
 */
import { bootstrapInterval, type Statistic } from "./bootstrap.ts";
import { requireConfidence } from "./interval.ts";
import { type ResampleOptions, resample } from "./resample.ts";
import { wilsonInterval } from "./wilson.ts";

/** What a rater said of a case. */
export type Rating = string | number | boolean;

/** Ratings by case. `undefined`: not rated. */
export type Ratings = readonly (Rating | undefined)[];

/** A measure of agreement with its interval. */
export interface Agreement {
  /** The measure. Raw agreement: 0 to 1. Kappa and alpha: 1 is full agreement, 0 what chance gives. */
  value: number;
  /** Lower bound. Absent: it is not known. */
  low?: number;
  /** Upper bound. Absent: it is not known. */
  high?: number;
  /** Probability with which such intervals hold the true value, 0 to 1. */
  confidence: number;
  /** Cases that count. */
  n: number;
  /** Cases left out, as a rating is missing. */
  missing: number;
}

/** How to reckon kappa. */
export interface KappaOptions extends Omit<ResampleOptions, "clusters"> {
  /** Probability with which the interval holds the true value, 0 to 1. Absent: 0.95. */
  confidence?: number;
  /**
   * How grave a disagreement is: all the same, by its distance in steps, or by the square of it. Weights need ordered
   * categories. Absent: `none`.
   */
  weights?: "none" | "linear" | "quadratic";
  /** The categories in their order. Absent: those that occur, numbers by size, other ratings by their text. */
  categories?: readonly Rating[];
}

function ratedByBoth(who: string, a: Ratings, b: Ratings): [Rating, Rating][] {
  if (a.length !== b.length) throw new RangeError(`${who}: ${a.length} and ${b.length} ratings`);
  return a.flatMap((first, index): [Rating, Rating][] => {
    const second = b[index];
    return first === undefined || second === undefined ? [] : [[first, second]];
  });
}

function inOrder(ratings: readonly Rating[]): Rating[] {
  const compare = (one: Rating, other: Rating): number =>
    typeof one === "number" && typeof other === "number" ? one - other : String(one) < String(other) ? -1 : 1;
  return [...new Set(ratings)].sort(compare);
}

/**
 * The share of the cases that both raters rated alike, with its Wilson interval. It says little where one category is frequent: see
 * `cohenKappa`. `undefined` if no case was rated by both.
 * @throws RangeError for lists that are not equally long and a confidence not between 0 and 1.
 */
export function rawAgreement(a: Ratings, b: Ratings, confidence = 0.95): Agreement | undefined {
  requireConfidence("rawAgreement", confidence);
  const pairs = ratedByBoth("rawAgreement", a, b);
  const found = wilsonInterval(pairs.filter(([first, second]) => first === second).length, pairs.length, confidence);
  return found && { ...found, n: pairs.length, missing: a.length - pairs.length };
}

/** Kappa from the shares of the k × k table: 1 less observed over expected disagreement. */
function kappaOf(shares: Float64Array, costs: Float64Array, k: number): number {
  const rows = new Float64Array(k);
  const columns = new Float64Array(k);
  let observed = 0;
  for (let place = 0; place < shares.length; place++) {
    const share = shares[place] as number;
    rows[Math.floor(place / k)] = (rows[Math.floor(place / k)] as number) + share;
    columns[place % k] = (columns[place % k] as number) + share;
    observed += share * (costs[place] as number);
  }
  let expected = 0;
  for (let place = 0; place < shares.length; place++) {
    expected += (rows[Math.floor(place / k)] as number) * (columns[place % k] as number) * (costs[place] as number);
  }
  return 1 - observed / expected;
}

/**
 * Cohen's kappa of two raters: agreement beyond what their habits would give by chance, with a bootstrap interval over cases
 * (percentiles). `undefined` if no case was rated by both, or if chance alone would give full agreement, as where both always say
 * the same word.
 *
 * Sources: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960) 37–46,
 * https://doi.org/10.1177/001316446002000104; weights: J. Cohen, Psychological Bulletin 70 (1968) 213–220,
 * https://doi.org/10.1037/h0026256.
 *
 * @throws RangeError for lists that are not equally long, a rating that is not among the categories, and bad options.
 */
export function cohenKappa(a: Ratings, b: Ratings, options: KappaOptions = {}): Agreement | undefined {
  const { confidence = 0.95, weights = "none", rounds, seed } = options;
  requireConfidence("cohenKappa", confidence);
  const pairs = ratedByBoth("cohenKappa", a, b);
  if (pairs.length === 0) return undefined;
  const categories = options.categories ?? inOrder(pairs.flat());
  const k = categories.length;
  const placeOf = new Map(categories.map((category, index) => [category, index]));
  const indexOf = (rating: Rating): number => {
    const index = placeOf.get(rating);
    if (index === undefined) throw new RangeError(`cohenKappa: ${String(rating)} is not among the categories`);
    return index;
  };
  const places = pairs.map(([first, second]) => indexOf(first) * k + indexOf(second));
  const costs = Float64Array.from({ length: k * k }, (_, place) => {
    const distance = Math.abs(Math.floor(place / k) - (place % k));
    return weights === "none" ? Number(distance > 0) : weights === "linear" ? distance : distance ** 2;
  });
  // Only cells that occur get a column; those that do not are 0 in every round.
  const cells = [...new Set(places)];
  const columns = cells.map((cell) => Float64Array.from(places, (place) => Number(place === cell)));
  const statistic: Statistic = (means) => {
    const shares = new Float64Array(k * k);
    for (const [index, cell] of cells.entries()) shares[cell] = means[index] as number;
    return kappaOf(shares, costs, k);
  };
  const resampling = { ...(rounds === undefined ? {} : { rounds }), ...(seed === undefined ? {} : { seed }) };
  const found = bootstrapInterval(resample(columns, resampling), statistic, { confidence, method: "percentile" });
  if (!found) return undefined;
  const { value, low, high } = found;
  return { value, low, high, confidence, n: pairs.length, missing: a.length - pairs.length };
}
