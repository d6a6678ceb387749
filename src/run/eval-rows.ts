/**
 * The leaderboard of a run: one row for each model with each prompt, reckoned from the cells. Answers to the same case are
 * reduced to their mean first, so that a case counts once however often it was asked; failed calls are no wrong answers. Pure.
 * Comparing rows is eval-statistics.ts's.
 */
import { clusteredMean } from "../stats/clustered-error.ts";
import type { Interval } from "../stats/interval.ts";
import { meanInterval } from "../stats/mean-interval.ts";
import { moments } from "../stats/moments.ts";
import { type QuantileInterval, quantileInterval } from "../stats/order-quantile.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import type { EvalCell } from "./eval-cell.ts";
import { metricCases } from "./metric-cases.ts";

/** How an interval of a mean was found. */
export type IntervalMethod = "wilson" | "t" | "clustered t" | "bootstrap";

/** A mean over cases with its interval. */
export interface CaseMean extends Interval {
  /** How the bounds were found. */
  method: IntervalMethod;
  /** Cases that it is the mean of. */
  cases: number;
  /** Groups that the cases fall into. Absent: the cases are independent. */
  clusters?: number;
}

/** One line of the leaderboard. */
export interface EvalRow {
  /** Full model name. */
  model: string;
  /** Name of the prompt. Absent: the run has one. */
  prompt?: string;
  /** Cells of the grid: cases × epochs. */
  cells: number;
  /** Cells answered and scored. */
  scored: number;
  /** Of these, passed. */
  passed: number;
  /** Calls that failed; not counted as wrong answers. */
  errors: number;
  /** Cells not asked, or cut off before their end. */
  unfinished: number;
  /** Mean over cases of the share of answers that passed, 0 to 1, with its 95 % interval. Absent: nothing was scored. */
  passRate?: CaseMean;
  /** Mean over cases of the scorers' values, 0 to 1. Absent: nothing was scored, or every value is 0 or 1 as the pass rate tells. */
  score?: CaseMean;
  /** Mean value by scorer, in the order met. */
  scorers: ScorerMean[];
  /** Mean over cases of each metric that the suite names, in the order met, then those reckoned from others. Empty: it names none. */
  metrics: MetricMean[];
  /** Input tokens. Absent: unknown for some call. */
  inputTokens?: number;
  /** Output tokens. Absent: unknown for some call. */
  outputTokens?: number;
  /** Picodollars of all its calls, earlier ones included. Absent: unknown for some call. */
  picodollars?: number;
  /** Mean picodollars of one answer with its 95 % t interval, without width for one answer or equal ones. Absent: unknown for some call. */
  answerPicodollars?: Interval;
  /** Median milliseconds of the model's own time, without queue and retries. Absent: no call succeeded. */
  medianMs?: number;
  /** The model's own time. Absent: no call succeeded. */
  latency?: Latency;
  /** Output tokens in a second of the model's own time, over all calls. Absent: unknown. */
  tokensPerSecond?: number;
}

/** Milliseconds of the model's own time, without queue and retries. */
export interface Latency {
  /** Answers timed. */
  n: number;
  /** Median. */
  p50: QuantileInterval;
  /** The time within which 95 of 100 answers are done. */
  p95: QuantileInterval;
  /** Median of the time to the first part of the answer. Absent: answers were not streamed. */
  firstToken?: QuantileInterval;
}

/** What one scorer said of a row. */
export interface ScorerMean {
  /** Name of the scorer. */
  scorer: string;
  /** Answers that it judged. */
  n: number;
  /** Of these, passed. */
  passed: number;
  /** Mean of its values, 0 to 1. */
  mean: number;
}

/** A metric that a suite names, of a row. */
export interface MetricMean extends CaseMean {
  /** Its name. */
  metric: string;
}

/** A row's answers to one case. */
export interface CaseAnswers {
  /** Name of the case. */
  case: string;
  /** Its group. Absent: it stands alone. */
  cluster?: string;
  /** 1 for each answer that passed, 0 for each that did not. Empty: none was scored. */
  passes: number[];
  /** Mean of the scorers' values of each answer. */
  values: number[];
}

/** The row that a cell belongs to. */
export function rowKey(cell: Pick<EvalCell, "model" | "prompt">): string {
  return JSON.stringify([cell.model, cell.prompt]);
}

/** The name of a row for people: the model, and the prompt where there are several. */
export function rowName(row: Pick<EvalRow, "model" | "prompt">): string {
  return row.prompt === undefined ? row.model : `${row.model} · ${row.prompt}`;
}

/** The cells of each row of a leaderboard, in its order. `prompt` is the row's, also where the row does not name it, being the only one. */
export function cellsOfRows(
  rows: readonly EvalRow[],
  cells: readonly EvalCell[],
): { row: EvalRow; prompt: string; cells: EvalCell[] }[] {
  const groups = Map.groupBy(cells, rowKey);
  const [{ prompt: only } = { prompt: "" }] = cells;
  return rows.map((row) => {
    const { model, prompt = only } = row;
    return { row, prompt, cells: groups.get(rowKey({ model, prompt })) ?? [] };
  });
}

/** The cells case by case, in the order met. */
export function answersByCase(cells: readonly EvalCell[]): CaseAnswers[] {
  const cases = new Map<string, CaseAnswers>();
  for (const cell of cells) {
    let found = cases.get(cell.case);
    if (!found) {
      found = {
        case: cell.case,
        ...(cell.cluster === undefined ? {} : { cluster: cell.cluster }),
        passes: [],
        values: [],
      };
      cases.set(cell.case, found);
    }
    if (cell.passed === undefined) continue;
    found.passes.push(cell.passed ? 1 : 0);
    const mean = cell.value ?? moments(cell.scores.map((score) => score.value))?.mean;
    found.values.push(mean ?? (cell.passed ? 1 : 0));
  }
  return [...cases.values()];
}

function isWhole(value: number): boolean {
  return value === 0 || value === 1;
}

/** Keeps a t interval of values from 0 to 1 there. */
function within(interval: Interval): Interval {
  return { ...interval, low: Math.max(0, interval.low), high: Math.min(1, interval.high) };
}

/**
 * The mean over cases of each case's mean, with the interval that suits: Wilson's where each is right or wrong, else Student's t;
 * over clusters where cases come in groups. `undefined` for no answer. Where all cases agree a t interval would have no width, so
 * all right or all wrong is taken as that many right of the independent things there are: cases, or clusters.
 */
export function caseMean(
  answers: readonly { cluster?: string; case: string; values: number[] }[],
): CaseMean | undefined {
  const asked = answers.filter((each) => each.values.length > 0);
  const means = asked.map((each) => moments(each.values)?.mean ?? 0);
  const cases = means.length;
  if (cases === 0) return undefined;
  const labels = asked.map((each) => (each.cluster === undefined ? `\0${each.case}` : each.cluster));
  const clusters = new Set(labels).size;
  const grouped = clusters < cases ? { clusters } : {};
  const first = means[0] ?? 0;
  if (isWhole(first) && means.every((mean) => mean === first)) {
    const wilson = wilsonInterval(first * clusters, clusters);
    return wilson && { ...wilson, method: "wilson", cases, ...grouped };
  }
  if (clusters < cases) {
    const clustered = clusteredMean(means, labels);
    return clustered && { ...within(pick(clustered)), method: "clustered t", cases, clusters };
  }
  if (means.every(isWhole)) {
    const right = means.reduce((sum, mean) => sum + mean, 0);
    const wilson = wilsonInterval(right, cases);
    return wilson && { ...wilson, method: "wilson", cases };
  }
  const t = meanInterval(means);
  if (t) return { ...within(pick(t)), method: "t", cases };
  // One case, neither right nor wrong: nothing bounds it.
  return { value: first, low: 0, high: 1, confidence: 0.95, method: "t", cases };
}

function pick({ value, low, high, confidence }: Interval): Interval {
  return { value, low, high, confidence };
}

function sumKnown(values: (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

function latencyOf(cells: readonly EvalCell[]): Latency | undefined {
  const times = cells.flatMap((cell) => cell.figures?.modelMs ?? []);
  const firsts = cells.flatMap((cell) => cell.figures?.firstTokenMs ?? []);
  const [p50, p95] = [quantileInterval(times, 0.5), quantileInterval(times, 0.95)];
  const firstToken = quantileInterval(firsts, 0.5);
  if (!p50 || !p95) return undefined;
  return { n: times.length, p50, p95, ...(firstToken ? { firstToken } : {}) };
}

function speedOf(cells: readonly EvalCell[]): number | undefined {
  let tokens = 0;
  let ms = 0;
  for (const { figures } of cells) {
    if (figures?.modelMs === undefined || figures.outputTokens === undefined) continue;
    tokens += figures.outputTokens;
    ms += figures.modelMs;
  }
  return ms > 0 ? (tokens * 1000) / ms : undefined;
}

function answerCost(answered: readonly EvalCell[]): Interval | undefined {
  const costs = answered.map((cell) => cell.figures?.picodollars);
  const known = costs.filter((cost) => cost !== undefined);
  if (known.length === 0 || known.length < costs.length) return undefined;
  const t = meanInterval(known);
  if (t) return { ...pick(t), low: Math.max(0, t.low) };
  const [only = 0] = known;
  return { value: only, low: only, high: only, confidence: 0.95 };
}

function scorerMeans(answered: readonly EvalCell[]): ScorerMean[] {
  const byScorer = Map.groupBy(
    answered.flatMap((cell) => cell.scores),
    (score) => score.scorer,
  );
  return [...byScorer].map(([scorer, scores]) => ({
    scorer,
    n: scores.length,
    passed: scores.filter((score) => score.passed).length,
    mean: scores.reduce((sum, score) => sum + score.value, 0) / scores.length,
  }));
}

function metricMeans(answered: readonly EvalCell[]): MetricMean[] {
  const names = new Set(answered.flatMap((cell) => cell.scores.flatMap((score) => score.metric ?? [])));
  return [...names].flatMap((metric) => {
    const mean = caseMean(metricCases(answered, metric));
    return mean ? [{ metric, ...mean }] : [];
  });
}

function rowOf(cells: readonly EvalCell[], severalPrompts: boolean): EvalRow {
  const [first] = cells;
  const answered = cells.filter((cell) => cell.passed !== undefined);
  const failed = cells.filter((cell) => cell.error !== undefined);
  const called = cells.filter((cell) => cell.figures !== undefined);
  const answers = answersByCase(cells);
  const isGraded = answered.some((cell) => cell.scores.some((score) => !isWhole(score.value)));
  const latency = latencyOf(answered);
  return {
    model: first?.model ?? "",
    ...(severalPrompts ? { prompt: first?.prompt } : {}),
    cells: cells.length,
    scored: answered.length,
    passed: answered.filter((cell) => cell.passed).length,
    errors: failed.length,
    unfinished: cells.length - answered.length - failed.length,
    passRate: caseMean(answers.map((each) => ({ ...each, values: each.passes }))),
    ...(isGraded ? { score: caseMean(answers) } : {}),
    scorers: scorerMeans(answered),
    metrics: metricMeans(answered),
    inputTokens: sumKnown(answered.map((cell) => cell.figures?.inputTokens)),
    outputTokens: sumKnown(answered.map((cell) => cell.figures?.outputTokens)),
    picodollars: sumKnown(called.map((cell) => cell.figures?.picodollars)),
    answerPicodollars: answerCost(answered),
    ...(latency ? { medianMs: latency.p50.value, latency } : {}),
    tokensPerSecond: speedOf(answered),
  };
}

/** The leaderboard, best first: by pass rate, then mean score, then cost, then time. */
export function rowsOf(cells: readonly EvalCell[]): EvalRow[] {
  const severalPrompts = new Set(cells.map((cell) => cell.prompt)).size > 1;
  const rows = [...Map.groupBy(cells, rowKey).values()].map((group) => rowOf(group, severalPrompts));
  const rate = (row: EvalRow): number => row.passRate?.value ?? -1;
  const score = (row: EvalRow): number => row.score?.value ?? 0;
  return rows.sort(
    (a, b) =>
      rate(b) - rate(a) ||
      score(b) - score(a) ||
      (a.picodollars ?? 0) - (b.picodollars ?? 0) ||
      (a.medianMs ?? 0) - (b.medianMs ?? 0),
  );
}
