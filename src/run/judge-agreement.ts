/**
 * How far the scorers of a run, judges above all, agree with what people said of the same answers, and whether they favour anything: kind
 * verdicts, long answers, their own. The formulas are `stats`'. Pure.
 */
import { SetupError } from "../record/setup-error.ts";
import { comparingJudgeNamed, judgeNamed } from "../scorers/judges.ts";
import { BY_ORDER } from "../scorers/preferred.ts";
import { OPPOSITE } from "../scorers/scorer.ts";
import { type Agreement, cohenKappa, rawAgreement } from "../stats/agreement.ts";
import type { Interval } from "../stats/interval.ts";
import { type JudgeBias, judgeBias } from "../stats/judge-bias.ts";
import { type MeanGap, meanGap } from "../stats/mean-gap.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import type { EvalCell } from "./eval-cell.ts";
import type { EvalReport } from "./eval-report.ts";

/** One scorer against people. */
export interface ScorerAgreement {
  /** Name of the scorer. */
  scorer: string;
  /** Whether it asks a model. */
  isJudge: boolean;
  /** Answers that both the scorer and a person judged. */
  answers: number;
  /** Of these: both passed them, the scorer alone, the person alone, neither. */
  passedBy: { both: number; scorer: number; person: number; neither: number };
  /** Share of answers judged alike. */
  agreement: Agreement;
  /** Cohen's kappa: 0 is what chance gives, 1 full agreement. Absent: one of the two always said the same. */
  kappa?: Agreement;
  /** Share that the scorer passes less that of the person. */
  bias: JudgeBias;
  /** How much kinder it is than the person to the longer half of the answers than to the shorter. Absent: too few, or no difference varies. */
  length?: MeanGap;
  /** How much kinder it is than the person to answers of the model that judges than to others. Absent: it judged none of its own, or too few. */
  own?: MeanGap;
  /** Share of answers in which the judge went by the order they were shown in, at least once. Absent: it does not compare answers. */
  byOrder?: Interval;
  /** One sentence on what to do, without a full stop. */
  advice: string;
}

/** The scorers of a run against people. */
export interface JudgeReport {
  /** Answers that a person judged. */
  labelled: number;
  /** Answers that may be judged. */
  answers: number;
  /** One for each scorer, in the order met. */
  scorers: ScorerAgreement[];
}

interface Judged {
  cell: EvalCell;
  passed: boolean;
  human: boolean;
  why: string;
}

/** What each scorer and a person said, each call once. */
function judgedBy(cells: readonly EvalCell[]): Map<string, Judged[]> {
  const found = new Map<string, Judged[]>();
  const seen = new Set<string>();
  for (const cell of cells) {
    if (!cell.human) continue;
    for (const { scorer, passed, why, call } of cell.scores) {
      const key = JSON.stringify([scorer, call]);
      if (seen.has(key)) continue;
      seen.add(key);
      const list = found.get(scorer) ?? [];
      list.push({ cell, passed, human: cell.human.passed, why });
      found.set(scorer, list);
    }
  }
  return found;
}

function kindness({ passed, human }: Judged): number {
  return Number(passed) - Number(human);
}

function gapBetween(all: readonly Judged[], isFirst: (judged: Judged) => boolean): MeanGap | undefined {
  return meanGap(all.filter(isFirst).map(kindness), all.filter((each) => !isFirst(each)).map(kindness));
}

function lengthGap(all: readonly Judged[]): MeanGap | undefined {
  const length = ({ cell }: Judged): number => cell.answer?.length ?? 0;
  const sorted = all.map(length).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return gapBetween(all, (each) => length(each) >= middle);
}

/** From here on two raters are commonly said to agree substantially (Landis and Koch 1977, https://doi.org/10.2307/2529310). */
const GOOD_KAPPA = 0.6;
/** The bootstrap of a few answers that all agree has no width: the agreement itself must be bounded too. */
const GOOD_AGREEMENT = 0.8;
const FEW = 20;

function adviceOf(found: Omit<ScorerAgreement, "advice">): string {
  const { scorer, kappa, bias, length, own, passedBy } = found;
  const said: string[] = [];
  if (kappa?.low === undefined || kappa.high === undefined) {
    const who =
      passedBy.both + passedBy.scorer === 0 || passedBy.neither + passedBy.person === 0 ? scorer : "the person";
    said.push(
      `${who} said the same of all ${found.answers} answers, so agreement beyond chance cannot be told: score more`,
    );
  } else if (kappa.low >= GOOD_KAPPA && (found.agreement.low ?? 0) >= GOOD_AGREEMENT)
    said.push(`${scorer} agrees with people well enough to decide by`);
  else if (kappa.high < GOOD_KAPPA && found.answers >= FEW)
    said.push(
      `do not decide by ${scorer}: it does not agree with people; change what it asks, or who judges, and score again`,
    );
  else said.push(`${found.answers} answers are too few to tell whether ${scorer} can be trusted: score more`);
  const points = (value: number): string => `${Math.round(100 * Math.abs(value))} points`;
  const { interval } = bias;
  if (interval && interval.low > 0) said.push(`it is too kind, by ${points(interval.value)}`);
  if (interval && interval.high < 0) said.push(`it is too strict, by ${points(interval.value)}`);
  if (length && length.low > 0) said.push(`it favours long answers, by ${points(length.value)}`);
  if (length && length.high < 0) said.push(`it favours short answers, by ${points(length.value)}`);
  if (own && own.low > 0)
    said.push(`it favours answers of its own model, by ${points(own.value)}: let another model judge`);
  return said.join("; ");
}

function agreementOf(scorer: string, all: readonly Judged[], judges: readonly string[]): ScorerAgreement | undefined {
  const by = all.map((each) => each.passed);
  const human = all.map((each) => each.human);
  const agreement = rawAgreement(by, human);
  if (!agreement) return undefined;
  const name = scorer.startsWith(OPPOSITE) ? scorer.slice(OPPOSITE.length) : scorer;
  const compares = comparingJudgeNamed(name) !== undefined;
  const isJudge = compares || judgeNamed(name) !== undefined;
  const count = (passed: boolean, good: boolean): number =>
    all.filter((each) => each.passed === passed && each.human === good).length;
  // Of a rater who always says the same kappa is 0 whatever the other does.
  const bothVary = new Set(by).size > 1 && new Set(human).size > 1;
  const kappa = bothVary ? cohenKappa(by, human) : undefined;
  const length = lengthGap(all);
  const own = isJudge ? gapBetween(all, ({ cell }) => judges.includes(cell.model)) : undefined;
  const byOrder = compares
    ? wilsonInterval(all.filter(({ why }) => why.toLowerCase().includes(BY_ORDER)).length, all.length)
    : undefined;
  const found = {
    scorer,
    isJudge,
    answers: all.length,
    passedBy: {
      both: count(true, true),
      scorer: count(true, false),
      person: count(false, true),
      neither: count(false, false),
    },
    agreement,
    ...(kappa ? { kappa } : {}),
    bias: judgeBias(by.map(Number), human.map(Number)),
    ...(length ? { length } : {}),
    ...(own ? { own } : {}),
    ...(byOrder ? { byOrder } : {}),
  };
  return { ...found, advice: adviceOf(found) };
}

/**
 * The scorers of a run against what people said of its answers.
 * @throws SetupError if no person has judged any of them, or nothing was scored.
 */
export function judgeReportOf(report: Pick<EvalReport, "id" | "cells" | "judging">): JudgeReport {
  const { id, cells, judging } = report;
  const answered = new Map(
    cells.flatMap((cell) => (cell.call && cell.answer !== undefined ? [[cell.call, cell]] : [])),
  );
  const labelled = [...answered.values()].filter((cell) => cell.human).length;
  if (labelled === 0)
    throw new SetupError(
      `Nobody has judged answers of run ${id} yet: \`penny eval score ${id} --human\` shows them one by one.`,
    );
  const scorers = [...judgedBy(cells)].flatMap(
    ([scorer, all]) => agreementOf(scorer, all, judging?.models ?? []) ?? [],
  );
  return { labelled, answers: answered.size, scorers };
}
