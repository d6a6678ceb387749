/**
 * What a run proves: which models may be the best, how far the others are behind, how the run compares with the baseline, and what
 * a set of this size can tell at all. Reckoned from the cells, paired case by case; the formulas are `stats`'. Pure.
 */
import { holm } from "../stats/adjust.ts";
import { comparePair, type PairComparison } from "../stats/compare-pair.ts";
import type { Interval } from "../stats/interval.ts";
import { moments } from "../stats/moments.ts";
import { type Pairs, pairsOf, type Scores } from "../stats/pairs.ts";
import { tiedForBest } from "../stats/tied-for-best.ts";
import type { EvalCell } from "./eval-cell.ts";
import { answersByCase, cellsOfRows, type EvalRow, rowName } from "./eval-rows.ts";

/** One row of the leaderboard against another, over the cases that both have answers to. */
export interface RowComparison {
  /** Name of the row. */
  row: string;
  /** Name of the row that it is compared with. */
  against: string;
  /** Pass rate of `row` less that of `against`, over the pairs, −1 to 1, with its 95 % interval. Absent: too few pairs. */
  difference?: Interval;
  /** How the interval was found. */
  intervalMethod: PairComparison["intervalMethod"];
  /** Correlation of the two over the cases, −1 to 1. Absent: one of them does not vary. */
  correlation?: number;
  /** Cases that both have answers to. */
  pairs: number;
  /** Cases that are left out because one of the two has no scored answer. */
  missing: number;
  /** Cases that `row` alone passed. Absent: some case was asked several times with differing outcomes. */
  won?: number;
  /** Cases that `against` alone passed. Absent as `won`. */
  lost?: number;
  /** Two-sided p-value of "no difference". Absent: there is no pair. */
  pValue?: number;
  /** The same, adjusted by Holm for the number of comparisons. Absent: there is no pair. */
  adjustedPValue?: number;
  /** How the p-value was found. */
  test: PairComparison["test"];
}

/** What a run proves. */
export interface EvalStatistics {
  /** Of all intervals. */
  confidence: number;
  /** Name of the row with the highest pass rate over the cases that all rows have. Absent: there is no such case. */
  best?: string;
  /** Names of the rows that may be the best, the leader among them, in the order of the leaderboard. Empty: nothing was scored. */
  tied: string[];
  /** Cases that every row has a scored answer to. */
  commonCases: number;
  /** Each other row against the best. */
  toBest: RowComparison[];
  /** Name of the row that others are compared with by the suite's wish. Absent: none. */
  baseline?: string;
  /** Each other row against the baseline. Empty: there is none. */
  toBaseline: RowComparison[];
}

/** A row with its score on each case; `undefined` where it has none. */
export interface ScoredRow {
  /** The row. */
  row: EvalRow;
  /** Its name. */
  name: string;
  /** Share of its answers that passed, by case. */
  scores: Scores;
  /** Mean of its scorers' values, by case. */
  values: Scores;
  /** All its answers, by case: 1 passed, 0 not. */
  answers: number[][];
  /** Mean picodollars of its answers, by case. */
  costs: Scores;
  /** Mean milliseconds of its answers, the model's own time, by case. */
  times: Scores;
}

/** Rows laid side by side over the same cases. */
export interface ScoreGrid {
  /** Names of the cases, in the run's order. */
  cases: string[];
  /** The cluster of each case. Absent: cases are independent. */
  clusters?: string[];
  /** One for each row of the leaderboard, in its order. */
  rows: ScoredRow[];
}

/** Means of a figure of scored answers, by case; `undefined` where it is not known of all answers. */
function figureByCase(
  cells: readonly EvalCell[],
  cases: readonly string[],
  figure: (cell: EvalCell) => number | undefined,
): Scores {
  const byCase = Map.groupBy(
    cells.filter((cell) => cell.passed !== undefined),
    (cell) => cell.case,
  );
  return cases.map((name) => {
    const values = byCase.get(name)?.map(figure) ?? [];
    const known = values.filter((value) => value !== undefined);
    return known.length === values.length ? moments(known)?.mean : undefined;
  });
}

/** The rows of a leaderboard over all cases of the run. */
export function scoreGrid(rows: readonly EvalRow[], cells: readonly EvalCell[]): ScoreGrid {
  const all = answersByCase(cells);
  const labels = all.map((each) => each.cluster ?? `\0${each.case}`);
  const cases = all.map((each) => each.case);
  return {
    cases,
    ...(new Set(labels).size < labels.length ? { clusters: labels } : {}),
    rows: cellsOfRows(rows, cells).map(({ row, cells: own }) => {
      const byCase = new Map(answersByCase(own).map((each) => [each.case, each]));
      const answers = all.map((each) => byCase.get(each.case)?.passes ?? []);
      return {
        row,
        name: rowName(row),
        answers,
        scores: answers.map((each) => moments(each)?.mean),
        values: all.map((each) => moments(byCase.get(each.case)?.values ?? [])?.mean),
        costs: figureByCase(own, cases, (cell) => cell.figures?.picodollars),
        times: figureByCase(own, cases, (cell) => cell.figures?.modelMs),
      };
    }),
  };
}

function turned({ value, low, high, confidence }: Interval): Interval {
  return { value: -value, low: -high, high: -low, confidence };
}

/** A comparison "`against` less `row`" told the other way round. */
function behind(row: string, against: string, pairs: Pairs, found: PairComparison): RowComparison {
  const { outcomes, interval, correlation, pValue } = found;
  return {
    row,
    against,
    ...(interval ? { difference: turned(interval) } : {}),
    intervalMethod: found.intervalMethod,
    ...(correlation === undefined ? {} : { correlation }),
    pairs: found.n,
    missing: pairs.missingA + pairs.missingB,
    ...(outcomes ? { won: outcomes.onlyB, lost: outcomes.onlyA } : {}),
    ...(pValue === undefined ? {} : { pValue }),
    test: found.test,
  };
}

/** Each other row against one, p-values adjusted for their number. */
export function compareWith(grid: ScoreGrid, against: ScoredRow): RowComparison[] {
  const others = grid.rows.filter((each) => each !== against);
  const found = others.map((each) => {
    const pairs = pairsOf(against.scores, each.scores, grid.clusters);
    return behind(each.name, against.name, pairs, comparePair(pairs));
  });
  const adjusted = holm(found.map((each) => each.pValue ?? 1));
  return found.map((each, index) => ({
    ...each,
    ...(each.pValue === undefined ? {} : { adjustedPValue: adjusted[index] ?? 1 }),
  }));
}

/** What the rows and cells of a run prove. `baseline`: model that the others are compared with, by name; absent: none. */
export function statisticsOf(grid: ScoreGrid, baseline: string | undefined): EvalStatistics {
  const scored = grid.rows.filter((each) => each.row.scored > 0);
  const { best, commonCases, standings } = tiedForBest(
    scored.map((each) => each.scores),
    grid.clusters ? { clusters: grid.clusters } : {},
  );
  const leader = best === undefined ? undefined : scored[best];
  const toBest = scored.flatMap((each, index): RowComparison[] => {
    const standing = standings[index];
    if (!leader || !standing?.behind) return [];
    const pairs = pairsOf(leader.scores, each.scores, grid.clusters);
    const found = behind(each.name, leader.name, pairs, standing.behind);
    return [standing.adjustedPValue === undefined ? found : { ...found, adjustedPValue: standing.adjustedPValue }];
  });
  const base = scored.find((each) => each.row.model === baseline);
  return {
    confidence: 0.95,
    ...(leader ? { best: leader.name } : {}),
    tied: scored.flatMap((each, index) => (leader && standings[index]?.isTied ? [each.name] : [])),
    commonCases,
    toBest,
    ...(base ? { baseline: base.name } : {}),
    toBaseline: base ? compareWith({ ...grid, rows: scored }, base) : [],
  };
}
