/**
 * Inference scaling: what several answers to the same case give, reckoned from a run that asked each case several times. Of k answers
 * the majority counts, or the one that a scorer (a judge of weight 0) rates highest; every point is the mean over all ways to choose k
 * of the answers at hand, so nothing is asked again and no luck of the draw is in it. The cost of k answers, and of judging them, is
 * counted in full. Pure.
 */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { holm } from "../stats/adjust.ts";
import { comparePair } from "../stats/compare-pair.ts";
import type { Interval } from "../stats/interval.ts";
import { pairsOf, type Scores } from "../stats/pairs.ts";
import { paretoSet } from "../stats/pareto-set.ts";
import { passAtK } from "../stats/pass-at-k.ts";
import { bestOfK, voteChances } from "../stats/vote.ts";
import type { EvalCell } from "./eval-cell.ts";
import type { EvalReport, JudgeCalls } from "./eval-report.ts";
import { type CaseMean, caseMean, cellsOfRows, type EvalRow, rowName } from "./eval-rows.ts";
import { votePart } from "./vote-answer.ts";

/** How several answers become one. */
export interface ScalingSettings {
  /**
   * What of an answer votes: see `votePart`. Absent: the last number where a case is scored by `numeric`, else the whole text. Not
   * with `by`.
   */
  answer?: string;
  /** Scorer or metric that chooses: the answer that it rates highest counts. Absent: the majority does. */
  by?: string;
}

/** What one row comes to with so many answers to each case. */
export interface ScalingPoint {
  /** Name of the row. */
  row: string;
  /** Answers to each case. */
  samples: number;
  /** Mean over cases of the chance that the answer chosen passes, 0 to 1. */
  quality: CaseMean;
  /** Mean over cases of the chance that one of the answers passes (pass@k), 0 to 1: what a faultless choice would reach. */
  anyPasses: number;
  /** Quality less that of one answer, over the same cases, with its 95 % interval. Absent: this is one answer, or too few cases tell. */
  gain?: Interval;
  /** Two-sided p-value of "no gain", adjusted by Holm for all points of all rows. Absent as `gain`. */
  adjustedPValue?: number;
  /** Input tokens for one case, judging included. Absent: unknown for some call. */
  inputTokens?: number;
  /** Output tokens for one case, judging included. Absent: unknown for some call. */
  outputTokens?: number;
  /** Picodollars for one case, judging included. Absent: unknown for some call. */
  picodollars?: number;
  /** Watt-hours for one case, judging not included. Absent: unknown for some call. */
  energyWh?: { low: number; high: number };
  /** Whether no other point is as good for less money, or for fewer output tokens where no price is known or all is free. */
  isFrontier: boolean;
}

/** What more answers bring. */
export interface Scaling {
  /** One sentence, without a full stop. */
  verdict: string;
  /** How several answers became one: `majority`, or the scorer's or metric's name. */
  by: string;
  /** Points, row by row in the order of the leaderboard, fewest answers first. */
  points: ScalingPoint[];
  /** What the points were set against: dollars, or output tokens where no price is known or all is free. */
  against: "cost" | "tokens";
  /** What is to be known beside them, one sentence each, without full stops. */
  notes: string[];
}

/** One case of a row: its scored answers. */
type CaseCells = readonly EvalCell[];

/** More are not reckoned: a vote of so many is hardly ever paid. */
const MOST_SAMPLES = 64;

/** 1, 2, 4, 8, … and the most that there are. */
function sampleCounts(most: number): number[] {
  const counts: number[] = [];
  for (let k = 1; k < most && k <= MOST_SAMPLES; k *= 2) counts.push(k);
  return most <= MOST_SAMPLES ? [...counts, most] : counts;
}

function majority(cells: CaseCells, how: string | undefined): { counts: number[]; rates: number[]; silent: number[] } {
  const isNumeric = cells.some((cell) => cell.scores.some((score) => score.scorer === "numeric"));
  const part = votePart(how ?? (isNumeric ? "last-number" : "text"));
  const kinds = Map.groupBy(cells, (cell) => part(cell.answer ?? ""));
  const silent = (kinds.get(undefined) ?? []).map((cell) => Number(cell.passed));
  kinds.delete(undefined);
  const groups = [...kinds.values()];
  return {
    counts: groups.map((group) => group.length),
    rates: groups.map((group) => group.filter((cell) => cell.passed).length / group.length),
    silent,
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;
}

function ratingOf(cell: EvalCell, by: string): number {
  return mean(cell.scores.flatMap(({ scorer, metric, value }) => (by === scorer || by === metric ? [value] : [])));
}

/** The chance that the answer chosen among k passes, by k. */
function chooser(cells: CaseCells, settings: ScalingSettings): (k: number) => number {
  const { by } = settings;
  if (by !== undefined) {
    const ratings = cells.map((cell) => ratingOf(cell, by));
    const passes = cells.map((cell) => Number(cell.passed));
    return (k) => bestOfK(ratings, passes, k) ?? 0;
  }
  const { counts, rates, silent } = majority(cells, settings.answer);
  return (k) => {
    const found = voteChances(counts, k, silent.length);
    return found
      ? found.wins.reduce((sum, win, kind) => sum + win * (rates[kind] ?? 0), found.silent * mean(silent))
      : 0;
  };
}

/** Sums of decimal fractions may miss 0 and 1 by a rounding error. */
function clean(chance: number): number {
  return Math.abs(chance - Math.round(chance)) < 1e-12 ? Math.round(chance) : chance;
}

/** Mean of a figure over a case's answers, then over cases. `undefined`: unknown for some. */
function perAnswer(cases: readonly CaseCells[], figure: (cell: EvalCell) => number | undefined): number | undefined {
  let sum = 0;
  for (const cells of cases) {
    const values = cells.map(figure);
    const known = values.filter((value) => value !== undefined);
    if (known.length < values.length) return undefined;
    sum += mean(known);
  }
  return cases.length === 0 ? undefined : sum / cases.length;
}

/** What judging one answer takes. */
interface JudgingOne {
  input: number | undefined;
  output: number | undefined;
  picodollars: number | undefined;
}

function judgingOf(judging: JudgeCalls | undefined, cells: readonly EvalCell[], by: string | undefined): JudgingOne {
  if (by === undefined) return { input: 0, output: 0, picodollars: 0 };
  const fresh = cells.filter((cell) => cell.scores.some((score) => [score.scorer, score.metric].includes(by))).length;
  const one = (sum: number | undefined): number | undefined =>
    sum === undefined || fresh === 0 ? undefined : sum / fresh;
  // No call of a judge: the scorer asks none.
  if (!judging) return { input: 0, output: 0, picodollars: 0 };
  return {
    input: one(judging.inputTokens),
    output: one(judging.outputTokens),
    picodollars: one(judging.picodollars),
  };
}

function times(k: number, one: number | undefined, judging: number | undefined): number | undefined {
  return one === undefined || judging === undefined ? undefined : k * (one + (k > 1 ? judging : 0));
}

interface Row {
  row: EvalRow;
  /** Scored answers by case, in the run's order. */
  cases: [string, CaseCells][];
}

type Draft = Omit<ScalingPoint, "isFrontier" | "adjustedPValue"> & { pValue?: number };

function pointsOf({ row, cases }: Row, settings: ScalingSettings, judging: JudgingOne): Draft[] {
  const most = Math.max(0, ...cases.map(([, cells]) => cells.length));
  const choosers = new Map(cases.map(([name, cells]) => [name, chooser(cells, settings)]));
  return sampleCounts(most).flatMap((samples): Draft[] => {
    const enough = cases.filter(([, cells]) => cells.length >= samples);
    const chance = (name: string, k: number): number => clean(choosers.get(name)?.(k) ?? 0);
    const values = enough.map(([name, [first]]) => ({
      case: name,
      ...(first?.cluster === undefined ? {} : { cluster: first.cluster }),
      values: [chance(name, samples)],
    }));
    const quality = caseMean(values);
    if (!quality) return [];
    const labels = values.map((each) => each.cluster ?? `\0${each.case}`);
    const now: Scores = values.map((each) => each.values[0]);
    const once: Scores = enough.map(([name]) => chance(name, 1));
    const pairs = pairsOf(now, once, new Set(labels).size < labels.length ? labels : undefined);
    const { interval, pValue } = samples === 1 ? {} : comparePair(pairs);
    const lists = enough.map(([, cells]) => cells);
    const low = perAnswer(lists, (cell) => cell.figures?.energyWh?.low);
    const high = perAnswer(lists, (cell) => cell.figures?.energyWh?.high);
    const inputTokens = times(
      samples,
      perAnswer(lists, (cell) => cell.figures?.inputTokens),
      judging.input,
    );
    const outputTokens = times(
      samples,
      perAnswer(lists, (cell) => cell.figures?.outputTokens),
      judging.output,
    );
    const picodollars = times(
      samples,
      perAnswer(lists, (cell) => cell.figures?.picodollars),
      judging.picodollars,
    );
    return [
      {
        row: rowName(row),
        samples,
        quality,
        anyPasses: mean(
          lists.map((cells) => passAtK(cells.filter((cell) => cell.passed).length, cells.length, samples) ?? 0),
        ),
        ...(interval ? { gain: interval } : {}),
        ...(interval && pValue !== undefined ? { pValue } : {}),
        ...(inputTokens === undefined ? {} : { inputTokens }),
        ...(outputTokens === undefined ? {} : { outputTokens }),
        ...(picodollars === undefined ? {} : { picodollars }),
        ...(low === undefined || high === undefined ? {} : { energyWh: { low: samples * low, high: samples * high } }),
      },
    ];
  });
}

function rowsOfRun({ rows, cells }: Pick<EvalReport, "rows" | "cells">): Row[] {
  return cellsOfRows(rows, cells).map(({ row, cells: own }) => {
    const scored = own.filter((cell) => cell.passed !== undefined);
    return { row, cases: [...Map.groupBy(scored, (cell) => cell.case)] };
  });
}

function isRepeated({ cases }: Row): boolean {
  return cases.some(([, cells]) => cells.length > 1);
}

/** Whether some case has several scored answers of one row, so that there is something to reckon. */
export function hasRepeats(report: Pick<EvalReport, "rows" | "cells">): boolean {
  return rowsOfRun(report).some(isRepeated);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function verdictOf(points: readonly ScalingPoint[], by: string, short: (row: string) => string): string {
  const vote = by === "majority" ? "a majority vote" : `the best by ${by}`;
  const most = Math.max(...points.map((point) => point.samples));
  const better = points.filter(({ gain, adjustedPValue = 1 }) => gain && gain.low > 0 && adjustedPValue <= 0.05);
  const worse = points.filter(({ gain, adjustedPValue = 1 }) => gain && gain.high < 0 && adjustedPValue <= 0.05);
  const best = better.sort((a, b) => b.quality.value - a.quality.value || a.samples - b.samples)[0];
  if (!best?.gain) {
    const harm = worse.sort((a, b) => a.quality.value - b.quality.value)[0];
    const but = harm ? `; of ${harm.samples} answers of ${short(harm.row)} it is worse beyond doubt` : "";
    return `Up to ${most} answers to a case, ${vote} is not better than one answer beyond doubt${but}`;
  }
  const { value, low, high } = best.gain;
  const gain = `${Math.round(100 * value)} points more than once (95 %: ${Math.round(100 * low)} to ${Math.round(100 * high)})`;
  const one = points.find((point) => point.row === best.row && point.samples === 1);
  const ratio = best.picodollars && one?.picodollars ? best.picodollars / one.picodollars : undefined;
  const price = ratio === undefined ? "" : `, for ${Number(ratio.toPrecision(2))} times the money`;
  const said = `Of ${best.samples} answers of ${short(best.row)}, ${vote} passes ${percent(best.quality.value)}: ${gain}${price}`;
  const rival = points.find(
    (point) =>
      point.row !== best.row &&
      point.quality.value >= best.quality.value &&
      point.picodollars !== undefined &&
      best.picodollars !== undefined &&
      point.picodollars < best.picodollars,
  );
  if (!rival) return said;
  const how = rival.samples === 1 ? "asked once" : `of ${rival.samples} answers`;
  return `${said}; but ${short(rival.row)} ${how} passes ${percent(rival.quality.value)} for less`;
}

/** Above this share of cases in which no two answers agree, a majority is chance. */
const DISAGREE = 0.5;

function notesOf(rows: readonly Row[], points: readonly ScalingPoint[], settings: ScalingSettings): string[] {
  const many = rows.flatMap(({ cases }) => cases.filter(([, cells]) => cells.length > 2).map(([, cells]) => cells));
  const apart = many.filter((cells) => Math.max(0, ...majority(cells, settings.answer).counts) <= 1).length;
  const uneven = rows.some(
    ({ row }) => new Set(points.filter((p) => p.row === rowName(row)).map((p) => p.quality.cases)).size > 1,
  );
  return [
    ...(settings.by === undefined && many.length > 0 && apart / many.length > DISAGREE
      ? [
          `In ${apart} of ${many.length} cases no two answers agree, so there is no majority: say with --answer which part of an answer counts, or choose by a judge with --by`,
        ]
      : []),
    ...(uneven ? ["Some calls failed: a point is of the cases that have as many answers as it takes"] : []),
    "any right: one of the answers passes, which is what a faultless choice would reach",
    "Every point is the mean over all ways to choose so many of the answers at hand; tokens, cost and energy are those of all answers to a case" +
      (settings.by === undefined ? "" : ", and of judging them where judges were asked"),
  ];
}

function checked(report: Pick<EvalReport, "id" | "cells">, { by, answer }: ScalingSettings): void {
  if (answer !== undefined) votePart(answer);
  if (by === undefined) return;
  const names = new Set(
    report.cells.flatMap((cell) => cell.scores.flatMap(({ scorer, metric }) => [scorer, metric ?? scorer])),
  );
  if (names.has(by)) return;
  throw new SetupError(
    `Run ${report.id} has no scorer or metric \`${by}\`.${nearestHint(by, [...names])} It has: ${[...names].join(", ")}.`,
  );
}

/**
 * What more answers to a case bring, from a run that asked each several times.
 * @param short names of rows for people. Absent: the rows' own.
 * @throws SetupError if no case has two scored answers, or the settings name a scorer that there is not.
 */
export function scalingOf(
  report: Pick<EvalReport, "id" | "rows" | "cells" | "judging">,
  settings: ScalingSettings = {},
  short: (row: string) => string = plainName,
): Scaling {
  checked(report, settings);
  const rows = rowsOfRun(report);
  if (!rows.some(isRepeated))
    throw new SetupError(
      `Run ${report.id} asked no case twice, so what more answers bring is not known: run the suite with --epochs 8 first.`,
    );
  const judging = judgingOf(report.judging, report.cells, settings.by);
  const drafts = rows.flatMap((row) => pointsOf(row, settings, judging));
  const tested = drafts.filter((draft) => draft.pValue !== undefined);
  const adjusted = new Map(holm(tested.map((draft) => draft.pValue ?? 1)).map((p, index) => [tested[index], p]));
  const isPriced =
    drafts.every((draft) => draft.picodollars !== undefined) && drafts.some((draft) => draft.picodollars);
  const against = isPriced ? "cost" : "tokens";
  const frontier = new Set(
    paretoSet(
      drafts.map((draft) => ({
        quality: draft.quality.value,
        cost: isPriced ? draft.picodollars : draft.outputTokens,
      })),
    ),
  );
  const points = drafts.map(({ pValue: _, ...draft }, index): ScalingPoint => {
    const p = adjusted.get(drafts[index] as Draft);
    return { ...draft, ...(p === undefined ? {} : { adjustedPValue: p }), isFrontier: frontier.has(index) };
  });
  const by = settings.by ?? "majority";
  return { verdict: verdictOf(points, by, short), by, points, against, notes: notesOf(rows, points, settings) };
}

function plainName(row: string): string {
  return row;
}
