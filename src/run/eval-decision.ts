/**
 * Quality, cost and time of a run's rows weighed together: which rows nothing beats in all three, which is the cheapest that is
 * not worse than the best, and what a set of this size can tell at all. The formulas are `stats`'. Pure.
 */
import { holm } from "../stats/adjust.ts";
import { cheapestNotWorse } from "../stats/cheapest-not-worse.ts";
import { comparePair } from "../stats/compare-pair.ts";
import type { Interval } from "../stats/interval.ts";
import { meanRatio, typicalRatio } from "../stats/mean-ratio.ts";
import { pairsOf } from "../stats/pairs.ts";
import { paretoSet } from "../stats/pareto-set.ts";
import { casesNeeded, detectableDifference, noiseOf, type PairedNoise } from "../stats/power.ts";
import type { EvalStatistics, RowComparison, ScoredRow, ScoreGrid } from "./eval-statistics.ts";

/** The cheapest row that is surely not much worse than the best. */
export interface Choice {
  /** By how much it may be worse, 0 to 1. */
  margin: number;
  /** Its name. Absent: no row is shown not to be worse by more than the margin. */
  row?: string;
  /** Names of all rows that are not worse than any other by more than the margin at 95 %. */
  notWorse: string[];
  /** By what the cheapest was told: cost, or the median time where all cost the same or some cost is unknown. */
  by: "cost" | "time";
}

/** What a set of this size can tell. */
export interface Detectable {
  /** Cases that the two rows have in common. */
  cases: number;
  /** Difference of pass rates, 0 to 1, that would be found in 80 of 100 such runs, by the normal approximation. */
  difference: number;
  /** The power that this is for, 0 to 1. */
  power: number;
  /** Names of the two rows that it was reckoned from: the leader and the one nearest to it that differs from it somewhere. */
  between: [string, string];
  /** Cases needed to find the difference that was observed between them. Absent: none was observed, or it is found already. */
  casesNeeded?: number;
}

/** What speaks for one of the rows that are tied for best. */
export interface Advantage {
  /** Name of the row. */
  row: string;
  /** Name of the row that it is compared with: the leader, or the next if it leads itself. */
  against: string;
  /** In what. */
  by: "cost" | "time";
  /** Its cost or time over that of the other, paired case by case, with its 95 % interval: 0.4 is 60 % less. */
  ratio: Interval;
}

/** One of the rows that are tied in pass rate whose mean score is higher than that of every other of them, beyond doubt. */
export interface ScoreLead {
  /** Name of the row. */
  row: string;
  /** Name of the row that comes nearest. */
  against: string;
  /** Mean score of `row` less that of `against` over the cases that both have, −1 to 1, with its 95 % interval. */
  difference: Interval;
  /** Two-sided p-value, adjusted by Holm for the number of rows that it was compared with. */
  adjustedPValue: number;
}

/** What may be decided. */
export interface Decision {
  /** Names of the rows that no other row beats in quality, cost and time at once, in the order of the leaderboard. */
  frontier: string[];
  /** The cheapest that does. Absent: fewer than two rows were scored, or the margin is 0. */
  choice?: Choice;
  /** Whose scores are higher, of several rows that are tied for best. Absent: scores are not graded, or nobody's beyond doubt. */
  scoreLead?: ScoreLead;
  /** What speaks for one of several rows that are tied for best. Absent: nothing beyond doubt, or they are not several. */
  advantage?: Advantage;
  /** What this set can tell. Absent: fewer than two rows, or they never differ. */
  detectable?: Detectable;
}

const POWER = 0.8;

function choiceOf(scored: readonly ScoredRow[], clusters: string[] | undefined, margin: number): Choice | undefined {
  if (scored.length < 2 || margin <= 0) return undefined;
  const costs = scored.map(({ row }) => row.answerPicodollars?.value);
  const tells = costs.every((cost) => cost !== undefined) && new Set(costs).size > 1;
  const candidates = scored.map(({ row, scores }) => ({
    scores,
    cost: tells ? row.answerPicodollars?.value : row.medianMs,
  }));
  const { chosen, shortfalls } = cheapestNotWorse(candidates, margin, clusters ? { clusters } : {});
  const row = chosen === undefined ? undefined : scored[chosen]?.name;
  return {
    margin,
    ...(row === undefined ? {} : { row }),
    notWorse: scored.flatMap(({ name }, index) => (shortfalls[index]?.isNotWorse ? [name] : [])),
    by: tells ? "cost" : "time",
  };
}

/** Whether two rows differ anywhere, over cases or from answer to answer. */
export function isNoisy({ between, withinA, withinB }: PairedNoise): boolean {
  return between + withinA + withinB > 0;
}

/** The leader, and of the others the nearest to it that differs from it somewhere. `undefined`: there are no such two. */
export function nearestToBest(
  scored: readonly ScoredRow[],
  statistics: EvalStatistics,
): { leader: ScoredRow; other: ScoredRow; noise: PairedNoise; comparison: RowComparison } | undefined {
  const leader = scored.find(({ name }) => name === statistics.best);
  const byDistance = [...statistics.toBest].sort((a, b) => (b.difference?.value ?? -1) - (a.difference?.value ?? -1));
  for (const comparison of byDistance) {
    const other = scored.find(({ name }) => name === comparison.row);
    const noise = leader && other && noiseOf(leader.answers, other.answers);
    if (leader && other && noise && isNoisy(noise)) return { leader, other, noise, comparison };
  }
  return undefined;
}

function detectableOf(scored: readonly ScoredRow[], statistics: EvalStatistics): Detectable | undefined {
  const nearest = nearestToBest(scored, statistics);
  if (!nearest) return undefined;
  const { leader, other, noise, comparison } = nearest;
  const { pairs, difference, adjustedPValue = 1 } = comparison;
  const epochs = Math.max(1, ...leader.answers.map((each) => each.length));
  const found = difference !== undefined && adjustedPValue <= 1 - statistics.confidence;
  const observed = difference?.value ?? 0;
  return {
    cases: pairs,
    difference: detectableDifference(pairs, noise, { power: POWER, epochs }),
    power: POWER,
    between: [leader.name, other.name],
    ...(observed === 0 || found ? {} : { casesNeeded: casesNeeded(observed, noise, { power: POWER, epochs }) }),
  };
}

/** A smaller saving is no reason to choose. */
const MOST_RATIO = { cost: 0.9, time: 0.8 };

function advantageIn(by: "cost" | "time", tied: readonly ScoredRow[]): Advantage | undefined {
  const measure = ({ row }: ScoredRow): number | undefined =>
    by === "cost" ? row.answerPicodollars?.value : row.medianMs;
  if (tied.some((each) => measure(each) === undefined)) return undefined;
  const [least, next] = [...tied].sort((a, b) => (measure(a) ?? 0) - (measure(b) ?? 0));
  const other = least === tied[0] ? next : tied[0];
  if (!least || !other) return undefined;
  const { a, b } = by === "cost" ? pairsOf(least.costs, other.costs) : pairsOf(least.times, other.times);
  if (a.length < 2) return undefined;
  const found = by === "cost" ? meanRatio(a, b) : typicalRatio(a, b);
  if (!found || found.high >= 1 || found.value > MOST_RATIO[by]) return undefined;
  const { value, low, high, confidence } = found;
  return { row: least.name, against: other.name, by, ratio: { value, low, high, confidence } };
}

/** In cost if there is something to save, else in time. */
function advantageOf(scored: readonly ScoredRow[], statistics: EvalStatistics): Advantage | undefined {
  const tied = scored
    .filter(({ name }) => statistics.tied.includes(name))
    .sort((a, b) => Number(b.name === statistics.best) - Number(a.name === statistics.best));
  return advantageIn("cost", tied) ?? advantageIn("time", tied);
}

function scoreLeadOf(scored: readonly ScoredRow[], grid: ScoreGrid, statistics: EvalStatistics): ScoreLead | undefined {
  const [first, ...others] = scored
    .filter(({ name, row }) => statistics.tied.includes(name) && row.score !== undefined)
    .sort((a, b) => (b.row.score?.value ?? 0) - (a.row.score?.value ?? 0));
  if (!first || others.length === 0) return undefined;
  const found = others.map((other) => comparePair(pairsOf(first.values, other.values, grid.clusters)));
  const adjusted = holm(found.map((each) => each.pValue ?? 1));
  const isSure = found.every(({ interval }, index) => interval && interval.low > 0 && (adjusted[index] ?? 1) <= 0.05);
  const [next] = others;
  const difference = found[0]?.interval;
  if (!isSure || !next || !difference) return undefined;
  return { row: first.name, against: next.name, difference, adjustedPValue: adjusted[0] ?? 1 };
}

/** What may be decided from the rows of a run. `margin`: by how much a row may be worse than the best and still do, 0 to 1. */
export function decisionOf(grid: ScoreGrid, statistics: EvalStatistics, margin: number): Decision {
  const scored = grid.rows.filter(({ row }) => row.scored > 0);
  const frontier = paretoSet(
    scored.map(({ row }) => ({
      quality: row.passRate?.value,
      cost: row.answerPicodollars?.value,
      latency: row.medianMs,
    })),
  );
  const choice = choiceOf(scored, grid.clusters, margin);
  const advantage = advantageOf(scored, statistics);
  const scoreLead = scoreLeadOf(scored, grid, statistics);
  const detectable = detectableOf(scored, statistics);
  return {
    frontier: frontier.flatMap((index) => scored[index]?.name ?? []),
    ...(choice ? { choice } : {}),
    ...(scoreLead ? { scoreLead } : {}),
    ...(advantage ? { advantage } : {}),
    ...(detectable ? { detectable } : {}),
  };
}
