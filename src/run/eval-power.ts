/**
 * What a set of cases can tell, reckoned from a run of it: the power it has, the differences it shows, and how many cases or answers
 * to each would show smaller ones, within a budget if there is one. The formulas are `stats`'. Pure; asks nothing.
 */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Interval } from "../stats/interval.ts";
import {
  bestSplit,
  casesNeeded,
  detectableDifference,
  epochsNeeded,
  noiseOf,
  type PairedNoise,
  powerOf,
  type Split,
} from "../stats/power.ts";
import { isNoisy, nearestToBest } from "./eval-decision.ts";
import type { EvalReport } from "./eval-report.ts";
import { compareWith, type ScoredRow, scoreGrid } from "./eval-statistics.ts";
import { listed } from "./eval-verdict.ts";

/** What a plan is asked for. */
export interface PowerSettings {
  /** Names of the two rows, as the report has them. Absent: the best and the one nearest to it that differs from it somewhere. */
  between?: readonly [string, string];
  /** Differences of pass rates to plan for, each 0 to 1. Absent: 0.02, 0.05, 0.1, 0.15, 0.2, 0.3. */
  differences?: readonly number[];
  /** Chance of finding a difference that is there, 0 to 1. Absent: 0.8. */
  power?: number;
  /** Chance of finding one that is not, two-sided, 0 to 1. Absent: 0.05. */
  alpha?: number;
  /** Dollars that the next run may cost. Absent: no limit. */
  budgetUsd?: number;
  /** Answers that the next run may take, from both rows together. Absent: no limit. */
  budgetAnswers?: number;
  /** Most cases that can be had. Absent: any number. */
  maxCases?: number;
}

/** What it takes to find one difference. */
export interface PowerStep {
  /** Difference of pass rates, 0 to 1. */
  difference: number;
  /** Chance that the set as it was run finds it, 0 to 1. */
  power: number;
  /** Cases that it takes, each asked as often as in the run. */
  cases: number;
  /** Answers to each of the run's cases that it takes instead. Absent: no number would do, or it cannot be told. */
  epochs?: number;
}

/** What a set can tell about two rows. */
export interface PowerPlan {
  /** Name of the suite. */
  suite: string;
  /** Names of the two rows. */
  between: [string, string];
  /** Cases that both have scored answers to. */
  cases: number;
  /** Most answers that a case has from one of them. */
  epochs: number;
  /** Pass rate of the first less that of the second, with its interval. Absent: too few cases. */
  observed?: Interval;
  /** What makes the difference vary. `within` is 0 and all noise counts as `between` where no case was asked twice. */
  noise: PairedNoise;
  /** Whether some case was asked twice, so that the two parts of the noise could be told apart. */
  knowsRepeats: boolean;
  /** The chance wanted of finding a difference that is there, 0 to 1. */
  power: number;
  /** The chance allowed of finding one that is not, 0 to 1. */
  alpha: number;
  /** The least difference that the set as it was run finds with that power. 1 and more: none. */
  detectable: number;
  /** What other differences take, the largest first. */
  steps: PowerStep[];
  /** How a budget is best split into cases and answers. Absent: none was given. */
  split?: Split & { unit: "usd" | "answers" };
}

const DIFFERENCES = [0.3, 0.2, 0.15, 0.1, 0.05, 0.02];

function named(rows: readonly ScoredRow[], name: string): ScoredRow {
  const short = rows.filter((row) => row.name.endsWith(`/${name}`));
  const found = rows.find((row) => row.name === name) ?? (short.length === 1 ? short[0] : undefined);
  if (found) return found;
  const names = rows.map((row) => row.name);
  throw new SetupError(`The run has no model \`${name}\`.${nearestHint(name, names)} It has: ${listed(names)}.`);
}

function splitOf(
  [first, second]: readonly [ScoredRow, ScoredRow],
  noise: PairedNoise,
  settings: PowerSettings,
  options: { power: number; alpha: number },
): PowerPlan["split"] {
  const { budgetUsd, budgetAnswers, maxCases } = settings;
  const limit = maxCases === undefined ? {} : { maxCases };
  if (budgetAnswers !== undefined) {
    const split = bestSplit(noise, { budget: budgetAnswers, costPerPair: 2, ...limit }, options);
    if (!split) throw new SetupError(`${budgetAnswers} answers are too few: two cases take 4 of the two models.`);
    return { ...split, unit: "answers" };
  }
  if (budgetUsd === undefined) return undefined;
  const prices = [first, second].map(({ row }) => row.answerPicodollars?.value);
  const [a, b] = prices;
  if (a === undefined || b === undefined)
    throw new SetupError("What an answer costs is not known of both models: give --answers instead of --budget.");
  const costPerPair = (a + b) / 1e12;
  if (costPerPair === 0) throw new SetupError("Both models cost nothing: give --answers instead of --budget.");
  const split = bestSplit(noise, { budget: budgetUsd, costPerPair, ...limit }, options);
  if (!split)
    throw new SetupError(`$${budgetUsd} is too little: two cases take about $${(2 * costPerPair).toPrecision(2)}.`);
  return { ...split, unit: "usd" };
}

/**
 * What the set of a run can tell about two of its rows, and what it would take to tell more.
 * @throws SetupError if a row is unknown, the run has no two rows that differ anywhere, or a budget is not enough for two cases.
 */
export function powerPlan(report: EvalReport, settings: PowerSettings = {}): PowerPlan {
  const { power = 0.8, alpha = 0.05, differences = DIFFERENCES } = settings;
  const grid = scoreGrid(report.rows, report.cells);
  const rows = grid.rows.filter(({ row }) => row.scored > 0);
  const nearest = settings.between ? undefined : nearestToBest(rows, report.statistics);
  const pair = settings.between
    ? ([named(rows, settings.between[0]), named(rows, settings.between[1])] as const)
    : nearest && ([nearest.leader, nearest.other] as const);
  if (!pair)
    throw new SetupError(
      rows.length < 2
        ? `Run ${report.id} has ${rows.length === 0 ? "no scored answer" : "one model with scored answers"}: a plan takes two models.`
        : `The models of run ${report.id} differ on no case, so nothing can be reckoned from it: add harder cases.`,
    );
  const [first, second] = pair;
  if (first === second) throw new SetupError(`\`${first.name}\` cannot be compared with itself: name two models.`);
  const noise = noiseOf(first.answers, second.answers);
  const found = compareWith({ ...grid, rows: [second, first] }, second)[0];
  const cases = found?.pairs ?? 0;
  if (!noise || cases < 2)
    throw new SetupError(`${first.name} and ${second.name} have fewer than two cases in common.`);
  if (!isNoisy(noise))
    throw new SetupError(`${first.name} and ${second.name} differ on no case: add harder cases, or name two others.`);
  const epochs = Math.max(...[...first.answers, ...second.answers].map((each) => each.length));
  const options = { power, alpha };
  const knowsRepeats = [first, second].every(({ answers }) => answers.some((each) => each.length > 1));
  const steps = differences
    .toSorted((a, b) => b - a)
    .map((difference): PowerStep => {
      const repeats = knowsRepeats ? epochsNeeded(difference, cases, noise, options) : undefined;
      return {
        difference,
        power: powerOf(difference, cases, noise, { alpha, epochs }),
        cases: casesNeeded(difference, noise, { ...options, epochs }),
        ...(repeats === undefined ? {} : { epochs: repeats }),
      };
    });
  const split = splitOf(pair, noise, settings, options);
  return {
    suite: report.suite,
    between: [first.name, second.name],
    cases,
    epochs,
    ...(found?.difference ? { observed: found.difference } : {}),
    noise,
    knowsRepeats,
    power,
    alpha,
    detectable: detectableDifference(cases, noise, { ...options, epochs }),
    steps,
    ...(split ? { split } : {}),
  };
}
