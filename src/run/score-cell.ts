/**
 * Scores an answer against its case: changes it first where the suite says so, asks each scorer and judge, and sums up. Makes no
 * calls by itself; judges are handed a way to ask.
 */
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { type Part, textOf } from "../record/message.ts";
import type { Score } from "../record/score.ts";
import { messageOf } from "../record/setup-error.ts";
import { EmbeddingFailed } from "../scorers/embed.ts";
import { firstToken } from "../scorers/first-token.ts";
import { JudgeFailed } from "../scorers/judge.ts";
import { scorerNamed, unknownScorer } from "../scorers/registry.ts";
import { OPPOSITE, type Verdict } from "../scorers/scorer.ts";
import type { ScoringInput } from "./scoring-input.ts";
import type { Comparison, Expectation, ExpectationSettings, ScorerExpectation, SuiteCase, Transform } from "./suite.ts";

/** What came of one expectation. */
export interface Outcome extends ExpectationSettings {
  /** Its value, 0 to 1. */
  value: number;
  /** Whether it was met. */
  passed: boolean;
  /** The scores that it is made of, in order. */
  scores: Score[];
}

/** An answer that could not be scored: its change or its judge broke. This says nothing of the model. */
export class NotScored extends Error {
  override readonly name = "NotScored";
}

/** Whether an expectation compares answers with each other. */
export function isComparison(expectation: Expectation): expectation is Comparison {
  return "compare" in expectation;
}

/** Whether some expectation looks at when the answer began: only a streamed answer tells. */
export function needsStream(expect: readonly Expectation[]): boolean {
  return expect.some((each) =>
    "group" in each ? needsStream(each.group) : [firstToken.name, OPPOSITE + firstToken.name].includes(each.scorer),
  );
}

/** An input with its answer changed. */
async function changed(input: ScoringInput, transform: Transform | undefined): Promise<ScoringInput> {
  if (!transform) return input;
  let output: JsonValue;
  try {
    output = await transform(input.output, input);
  } catch (error) {
    throw new NotScored(`The change of the answer before scoring broke: ${messageOf(error)}`);
  }
  const text = typeof output === "string" ? output : JSON.stringify(output);
  const parts: Part[] = input.call.parts.filter((part) => part.type !== "text");
  parts.push({ type: "text", text });
  return { ...input, output, call: { ...input.call, parts } };
}

async function verdictFor(expectation: ScorerExpectation, before: ScoringInput): Promise<Verdict> {
  const input = await changed(before, expectation.transform);
  if (expectation.verdict) return expectation.verdict(input);
  const scorer = scorerNamed(expectation.scorer);
  // Suites are checked when they are read; one that a program made may not be.
  if (!scorer) throw new NotScored(unknownScorer(expectation.scorer));
  return scorer.score({ call: input.call, expected: expectation.expected });
}

function passes({ value, passed, undecided }: Verdict, { threshold }: ExpectationSettings): boolean {
  return threshold === undefined ? passed : undecided !== true && value >= threshold;
}

function settingsOf({ weight, metric, threshold }: ExpectationSettings): ExpectationSettings {
  return {
    ...(weight === undefined ? {} : { weight }),
    ...(metric === undefined ? {} : { metric }),
    ...(threshold === undefined ? {} : { threshold }),
  };
}

/** The outcome of one verdict. What has no weight fails no case, but its score says whether it was met. */
export function outcomeOf(
  expectation: ExpectationSettings & { scorer: string },
  verdict: Verdict,
  call: string,
): Outcome {
  const passed = passes(verdict, expectation);
  const { value, why } = verdict;
  const metric = expectation.metric === undefined ? {} : { metric: expectation.metric };
  const score: Score = { call, scorer: expectation.scorer, value, passed, why, ...metric };
  return { ...settingsOf(expectation), value, passed: passed || expectation.weight === 0, scores: [score] };
}

/** Weighted mean of values; 0 if nothing has weight. */
function weightedMean(outcomes: readonly Outcome[]): number {
  let sum = 0;
  let weights = 0;
  for (const { value, weight = 1 } of outcomes) {
    sum += value * weight;
    weights += weight;
  }
  return weights > 0 ? sum / weights : 0;
}

/** Allowance for sums of decimal fractions. */
const SLACK = 1e-12;

/** Whether outcomes pass together: by their weighted mean where there is a threshold, else all of them. */
export function allPassed(outcomes: readonly Outcome[], threshold: number | undefined): boolean {
  if (threshold !== undefined) return weightedMean(outcomes) >= threshold - SLACK;
  return outcomes.every((outcome) => outcome.passed);
}

/** Weighted mean of a cell's values, where weights or groups make it another than the plain mean of its scores. */
export function weighedValue(outcomes: readonly Outcome[]): number | undefined {
  const plain = outcomes.every(({ weight = 1, scores }) => weight === 1 && scores.length === 1);
  return plain ? undefined : weightedMean(outcomes);
}

async function outcomeFor(expectation: Expectation, input: ScoringInput): Promise<Outcome[]> {
  if (isComparison(expectation)) return [];
  if ("scorer" in expectation) return [outcomeOf(expectation, await verdictFor(expectation, input), input.call.id)];
  const parts: Outcome[] = [];
  for (const part of expectation.group) parts.push(...(await outcomeFor(part, input)));
  const passed = expectation.weight === 0 || allPassed(parts, expectation.threshold);
  const scores = parts.flatMap((part) => part.scores);
  return [{ ...settingsOf(expectation), value: weightedMean(parts), passed, scores }];
}

/** The input with the answer as it is scored: after the change of the model, then that of the case. */
export async function scoringInput(
  call: Call,
  each: SuiteCase,
  about: Pick<ScoringInput, "prompt" | "model" | "ask" | "embed" | "sandbox"> & { transform?: Transform | undefined },
): Promise<ScoringInput> {
  const { transform, ...rest } = about;
  const input = { call, output: textOf(call.parts), vars: each.vars, ...rest };
  return changed(await changed(input, transform), each.transform);
}

/**
 * What came of all expectations but the comparisons.
 * @throws NotScored
 */
export async function outcomesOf(input: ScoringInput, each: SuiteCase): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  try {
    for (const expectation of each.expect) outcomes.push(...(await outcomeFor(expectation, input)));
  } catch (error) {
    if (error instanceof JudgeFailed) {
      const who = error instanceof EmbeddingFailed ? "embedding" : "judge";
      throw new NotScored(`The ${who} failed: ${error.message.replace(/\.$/, "")}.`, { cause: error });
    }
    throw error;
  }
  return outcomes;
}
