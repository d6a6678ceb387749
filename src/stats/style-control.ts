/**
 * Ratings with style taken out: what length, headers, lists and bold text do to votes is estimated with the ratings, so that a model
 * is not rated for its style. Coefficients are not shrunk. Pure.
 * Source: T. Li, A. Angelopoulos and W.-L. Chiang, "Does style matter?" (2024-08-28), https://lmsys.org/blog/2024-08-28-style-control/.
 */
import { winChance } from "./bradley-terry.ts";
import { type PairedRows, pairedLogit } from "./paired-logit.ts";
import type { RatingVariance } from "./rating-variance.ts";

/** Votes with what tells the two answers apart. */
export interface StyledVotes {
  /** Number of models; they are numbered from 0. */
  size: number;
  /** The model of the first answer of each vote. */
  a: ArrayLike<number>;
  /** The other. */
  b: ArrayLike<number>;
  /** What the vote is worth for the first: 1, ½ or 0. */
  outcome: ArrayLike<number>;
  /** Names of the features. */
  names: readonly string[];
  /** Feature gaps of each vote, first answer less second (`styleGap`), vote by vote. */
  gaps: ArrayLike<number>;
}

/** What one feature does. */
export interface StyleEffect {
  /** Its name. */
  name: string;
  /** Mean of its gaps over the votes. */
  mean: number;
  /** Their standard deviation over the votes (population). 0: the feature never differs and is left out. */
  deviation: number;
  /** What one standard deviation more adds to the natural log odds of an answer. Absent: left out. */
  coefficient?: number;
  /** Standard error of the coefficient. Absent: left out. */
  error?: number;
}

/** Ratings with style taken out. */
export interface StyleControl {
  /** Ratings in natural log odds; their mean is 0. */
  natural: Float64Array;
  /** Their covariances, for ranks and differences. */
  variance: RatingVariance;
  /** The features' effects, in the order of `names`. */
  effects: StyleEffect[];
}

function momentsOf(gaps: ArrayLike<number>, width: number, column: number): { mean: number; deviation: number } {
  const votes = gaps.length / width;
  let sum = 0;
  for (let vote = 0; vote < votes; vote++) sum += gaps[vote * width + column] as number;
  const mean = sum / votes;
  let squares = 0;
  for (let vote = 0; vote < votes; vote++) squares += ((gaps[vote * width + column] as number) - mean) ** 2;
  const deviation = Math.sqrt(squares / votes);
  // Gaps that are all alike may differ from their mean by rounding.
  return { mean, deviation: deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? deviation : 0 };
}

/**
 * Ratings and the effects of style, together.
 *
 * @param ridge FastChat's regularisation, for comparison with it: half of this times the squares of the coefficients and of the
 * ratings in decimal log odds is added to the loss; FastChat has 0.5. Default: 0, which shrinks nothing.
 * @throws RangeError for gaps that are no numbers or not as many as `names` for each vote, where votes don't rate the models (see comparison-graph.ts), and for
 * features that are made of each other or tell every winner.
 */
export function styleControl(votes: StyledVotes, { ridge = 0 }: { ridge?: number } = {}): StyleControl {
  const all = votes.names.length;
  const count = votes.a.length;
  if (votes.gaps.length !== all * count)
    throw new RangeError(`styleControl: ${votes.gaps.length} gaps of ${count} votes`);
  for (let place = 0; place < votes.gaps.length; place++)
    if (!Number.isFinite(votes.gaps[place])) throw new RangeError(`styleControl: gap ${votes.gaps[place]}`);
  const moments = votes.names.map((_, column) => momentsOf(votes.gaps, all, column));
  const kept = [...votes.names.keys()].filter((column) => (moments[column]?.deviation ?? 0) > 0);
  const features = new Float64Array(kept.length * count);
  for (const [place, column] of kept.entries()) {
    const { mean, deviation } = moments[column] as { mean: number; deviation: number };
    for (let vote = 0; vote < count; vote++)
      features[vote * kept.length + place] = ((votes.gaps[vote * all + column] as number) - mean) / deviation;
  }
  const rows: PairedRows = { ...votes, width: kept.length, features };
  const fitted = pairedLogit(rows, { ratings: ridge / Math.LN10 ** 2, coefficients: ridge });
  const { size } = votes;
  const line = size + kept.length;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    matrix.set(fitted.covariance.subarray(row * line, row * line + size), row * size);
  return {
    natural: fitted.natural,
    variance: { size, matrix, scatter: scatterOf(rows, fitted.natural, fitted.coefficients) },
    effects: votes.names.map((name, column) => {
      const effect: StyleEffect = { name, ...(moments[column] as { mean: number; deviation: number }) };
      const place = kept.indexOf(column);
      if (place < 0) return effect;
      const diagonal = (size + place) * (line + 1);
      effect.coefficient = fitted.coefficients[place] as number;
      effect.error = Math.sqrt(Math.max(0, fitted.covariance[diagonal] as number));
      return effect;
    }),
  };
}

/** Scatter of the votes about their chances, as a share of what it were without ties. */
function scatterOf(rows: PairedRows, natural: Float64Array, coefficients: Float64Array): number {
  let [spread, weight] = [0, 0];
  for (let row = 0; row < rows.a.length; row++) {
    let odds = (natural[rows.a[row] as number] as number) - (natural[rows.b[row] as number] as number);
    for (const [k, each] of coefficients.entries()) odds += each * (rows.features[row * rows.width + k] as number);
    const p = winChance(odds);
    spread += ((rows.outcome[row] as number) - p) ** 2;
    weight += p * (1 - p);
  }
  return weight > 0 ? spread / weight : 1;
}
