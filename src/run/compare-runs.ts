/** Two runs laid side by side, case by case: what was fixed, what broke, what wavers. Pure; asks nothing. */
import { comparePair, type PairComparison } from "../stats/compare-pair.ts";
import { moments } from "../stats/moments.ts";
import { pairsOf } from "../stats/pairs.ts";
import type { EvalCell } from "./eval-cell.ts";
import type { EvalReport } from "./eval-report.ts";
import { answersByCase, type CaseMean, caseMean, cellsOfRows, type EvalRow, rowName } from "./eval-rows.ts";

/**
 * How a case changed. `fixed`: it failed and passes now. `broken`: the other way round. `flaky`: asked several times, it passed
 * sometimes in one of the runs. `passes` and `fails`: as before. `missing`: one of the runs has no scored answer.
 */
export type CaseChange = "fixed" | "broken" | "flaky" | "passes" | "fails" | "missing";

/** One case in two runs. */
export interface ComparedCase {
  /** Name of the case. */
  case: string;
  /** How it changed. */
  change: CaseChange;
  /** Answers that passed, of how many, before. */
  before: { passed: number; of: number };
  /** The same now. */
  after: { passed: number; of: number };
  /** Ids of the calls before. Empty: it was not asked. */
  callsBefore: string[];
  /** Ids of the calls now. */
  callsAfter: string[];
  /** Why it does not pass now: the scorers' sentences. Empty: it passes, or was not scored. */
  why: string[];
}

/** One row of the leaderboard in two runs. */
export interface ComparedRow {
  /** Name in the earlier run. */
  before: string;
  /** Name in the later run. */
  after: string;
  /** Pass rate before, over all its cases. Absent: nothing was scored. */
  rateBefore?: CaseMean;
  /** Pass rate now. */
  rateAfter?: CaseMean;
  /** Now less before, over the cases that both have, with interval and test. */
  difference: PairComparison;
  /** The same of the mean scores, with both means over all their cases. Absent: every value is 0 or 1, as the pass rate tells. */
  scores?: { before: CaseMean; after: CaseMean; difference: PairComparison };
  /** Every case, in the order of the later run. */
  cases: ComparedCase[];
}

/** Two runs, compared. */
export interface RunComparison {
  /** The earlier run. */
  before: Pick<EvalReport, "id" | "suite" | "startedAt">;
  /** The later run. */
  after: Pick<EvalReport, "id" | "suite" | "startedAt">;
  /** Rows that both have. */
  rows: ComparedRow[];
  /** Names of rows that only the earlier run has. */
  onlyBefore: string[];
  /** Names of rows that only the later run has. */
  onlyAfter: string[];
}

interface CaseCells {
  cells: EvalCell[];
  passes: number[];
  values: number[];
}

function byCase(cells: readonly EvalCell[]): Map<string, CaseCells> {
  const answers = new Map(answersByCase(cells).map((each) => [each.case, each]));
  const groups = Map.groupBy(cells, (cell) => cell.case);
  return new Map(
    [...groups].map(([name, group]) => [
      name,
      { cells: group, passes: answers.get(name)?.passes ?? [], values: answers.get(name)?.values ?? [] },
    ]),
  );
}

function wavers(passes: readonly number[]): boolean {
  return passes.includes(0) && passes.includes(1);
}

function changeOf(before: readonly number[], after: readonly number[]): CaseChange {
  if (before.length === 0 || after.length === 0) return "missing";
  if (wavers(before) || wavers(after)) return "flaky";
  if (before[0] === after[0]) return after[0] === 1 ? "passes" : "fails";
  return after[0] === 1 ? "fixed" : "broken";
}

function tally(passes: readonly number[]): { passed: number; of: number } {
  return { passed: passes.filter((pass) => pass === 1).length, of: passes.length };
}

const NONE: CaseCells = { cells: [], passes: [], values: [] };

function compareCells(before: readonly EvalCell[], after: readonly EvalCell[]): ComparedRow["cases"] {
  const [earlier, later] = [byCase(before), byCase(after)];
  return [...new Set([...later.keys(), ...earlier.keys()])].map((name) => {
    const [was, is] = [earlier.get(name) ?? NONE, later.get(name) ?? NONE];
    const failed = is.cells.flatMap((cell) => cell.scores.filter((score) => !score.passed));
    return {
      case: name,
      change: changeOf(was.passes, is.passes),
      before: tally(was.passes),
      after: tally(is.passes),
      callsBefore: was.cells.flatMap((cell) => cell.call ?? []),
      callsAfter: is.cells.flatMap((cell) => cell.call ?? []),
      why: [...new Set(failed.map((score) => `${score.scorer}: ${score.why}`))],
    };
  });
}

function clustersOf(cells: readonly EvalCell[]): Map<string, string> {
  return new Map(cells.map((cell) => [cell.case, cell.cluster ?? `\0${cell.case}`]));
}

function compareRow(before: [EvalRow, EvalCell[]], after: [EvalRow, EvalCell[]]): ComparedRow {
  const cases = compareCells(before[1], after[1]);
  const [was, is] = [byCase(before[1]), byCase(after[1])];
  const clusters = clustersOf([...before[1], ...after[1]]);
  const labels = cases.map((each) => clusters.get(each.case) ?? each.case);
  const means = (from: Map<string, CaseCells>, of: "passes" | "values"): (number | undefined)[] =>
    cases.map((each) => moments(from.get(each.case)?.[of] ?? [])?.mean);
  const grouped = new Set(labels).size < labels.length;
  const mean = (cells: EvalCell[]): CaseMean | undefined =>
    caseMean(answersByCase(cells).map((each) => ({ ...each, values: each.passes })));
  const compared = (of: "passes" | "values"): PairComparison =>
    comparePair(pairsOf(means(is, of), means(was, of), grouped ? labels : undefined));
  const [rateBefore, rateAfter] = [mean(before[1]), mean(after[1])];
  const isGraded = before[0].score !== undefined || after[0].score !== undefined;
  const [scoreBefore, scoreAfter] = [caseMean(answersByCase(before[1])), caseMean(answersByCase(after[1]))];
  const graded = isGraded && scoreBefore && scoreAfter ? { before: scoreBefore, after: scoreAfter } : undefined;
  return {
    before: rowName(before[0]),
    after: rowName(after[0]),
    ...(rateBefore ? { rateBefore } : {}),
    ...(rateAfter ? { rateAfter } : {}),
    difference: compared("passes"),
    ...(graded ? { scores: { ...graded, difference: compared("values") } } : {}),
    cases,
  };
}

/**
 * Compares two runs row by row. Rows are matched by model and prompt; if each run has a single row, those two are compared
 * whatever they are called, so that two models or two wordings can be set against each other.
 */
export function compareRuns(before: EvalReport, after: EvalReport): RunComparison {
  const withCells = (report: EvalReport): [EvalRow, EvalCell[]][] =>
    cellsOfRows(report.rows, report.cells).map(({ row, cells }) => [row, cells]);
  const [earlier, later] = [withCells(before), withCells(after)];
  const isSingle = earlier.length === 1 && later.length === 1;
  const partnerOf = (row: EvalRow): [EvalRow, EvalCell[]] | undefined =>
    isSingle ? earlier[0] : earlier.find(([each]) => rowName(each) === rowName(row));
  const rows = later.flatMap((each) => {
    const partner = partnerOf(each[0]);
    return partner ? [compareRow(partner, each)] : [];
  });
  const about = ({ id, suite, startedAt }: EvalReport): RunComparison["before"] => ({ id, suite, startedAt });
  return {
    before: about(before),
    after: about(after),
    rows,
    onlyBefore: earlier.map(([row]) => rowName(row)).filter((name) => !rows.some((row) => row.before === name)),
    onlyAfter: later.map(([row]) => rowName(row)).filter((name) => !rows.some((row) => row.after === name)),
  };
}
