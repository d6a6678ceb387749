/** The cheapest model that is surely not much worse than the best. Pure; seeded. */
import type { ClusterLabel } from "./clusters.ts";
import { comparePair } from "./compare-pair.ts";
import { requireConfidence } from "./interval.ts";
import { pairsOf, type Scores } from "./pairs.ts";

/** A model that may be chosen. */
export interface Candidate {
  /** Its scores by case, higher is better. */
  scores: Scores;
  /** What it costs, in any one unit. Absent: unknown, and so never the cheapest. */
  cost?: number | undefined;
}

/** How a model stands against the others. */
export interface Shortfall {
  /** By how much some other model's mean is above this one's, at most; 0 or less for the best. Absent: there is no other or no pair. */
  behind?: number;
  /** Bound that this shortfall does not pass, at the confidence asked for. Absent: not known. */
  bound?: number;
  /** Whether `bound` is below the margin. */
  isNotWorse: boolean;
}

/** The outcome. */
export interface CheapestNotWorse {
  /** Index of the cheapest model that is not worse, the better of two equally cheap. Absent: there is none, or no cost is known. */
  chosen?: number;
  /** One for each model, in the order given. */
  shortfalls: Shortfall[];
}

function shortfallOf(
  candidates: readonly Candidate[],
  index: number,
  margin: number,
  confidence: number,
  clusters: readonly ClusterLabel[] | undefined,
): Shortfall {
  const own = candidates[index]?.scores ?? [];
  // One-sided: a two-sided interval that leaves twice as much out.
  const compared = candidates.flatMap(({ scores }, other) =>
    other === index ? [] : [comparePair(pairsOf(scores, own, clusters), { confidence: 2 * confidence - 1, rounds: 1 })],
  );
  const differences = compared.flatMap(({ difference }) => difference ?? []);
  const bounds = compared.flatMap(({ interval }) => interval?.high ?? []);
  const isKnown = bounds.length === candidates.length - 1;
  const bound = bounds.length > 0 && isKnown ? Math.max(...bounds) : undefined;
  return {
    ...(differences.length > 0 ? { behind: Math.max(...differences) } : {}),
    ...(bound === undefined ? {} : { bound }),
    isNotWorse: candidates.length === 1 || (bound !== undefined && bound < margin),
  };
}

/**
 * The cheapest model that is not worse than the best by `margin` or more, at the confidence given. A model passes if the upper
 * bound of every other model's lead over it is below the margin. That needs no correction for the number of others, since all must
 * hold, but one for the number of models that may pass: the error is divided by their number less one, the best being no risk.
 * A model whose differences show no spread, other than of right and wrong answers, has no bound and does not pass.
 *
 * Sources: non-inferiority: G. Piaggio et al., "Reporting of noninferiority and equivalence randomized trials", JAMA 308 (2012)
 * 2594–2604, https://doi.org/10.1001/jama.2012.87802; that all must hold: R. L. Berger, Technometrics 24 (1982) 295–300,
 * https://doi.org/10.1080/00401706.1982.10487790.
 *
 * @param margin loss of quality that does not matter, in the scores' unit, greater than 0.
 * @throws RangeError for a margin that is not positive, a confidence not from ½ to 1, lists that are not equally long, and costs or
 * scores that are not numbers.
 */
export function cheapestNotWorse(
  candidates: readonly Candidate[],
  margin: number,
  options: { confidence?: number; clusters?: readonly ClusterLabel[] } = {},
): CheapestNotWorse {
  const { confidence = 0.95, clusters } = options;
  requireConfidence("cheapestNotWorse", confidence);
  if (!(margin > 0)) throw new RangeError(`cheapestNotWorse: margin ${margin}`);
  if (confidence < 0.5) throw new RangeError(`cheapestNotWorse: confidence ${confidence}`);
  if (candidates.some(({ cost }) => Number.isNaN(cost)))
    throw new RangeError("cheapestNotWorse: a cost is not a number");
  const each = 1 - (1 - confidence) / Math.max(1, candidates.length - 1);
  const shortfalls = candidates.map((_, index) => shortfallOf(candidates, index, margin, each, clusters));
  let chosen: number | undefined;
  for (const [index, { isNotWorse, behind = 0 }] of shortfalls.entries()) {
    const cost = candidates[index]?.cost;
    if (!isNotWorse || cost === undefined) continue;
    const other = chosen === undefined ? undefined : candidates[chosen]?.cost;
    const isBetter = chosen !== undefined && cost === other && behind < (shortfalls[chosen]?.behind ?? 0);
    if (other === undefined || cost < other || isBetter) chosen = index;
  }
  return { ...(chosen === undefined ? {} : { chosen }), shortfalls };
}
