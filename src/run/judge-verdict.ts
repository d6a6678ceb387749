/** Judges and scorers that run the answer, as expectations of a suite: hands them what they need, and turns their opposites round. */
import type { JsonValue } from "../record/json.ts";
import { textOf } from "../record/message.ts";
import type { ComparingJudge, Judge } from "../scorers/judge.ts";
import type { RunScorer } from "../scorers/run-scorer.ts";
import { type Judgement, OPPOSITE, type Verdict } from "../scorers/scorer.ts";
import type { ScoringInput } from "./scoring-input.ts";
import type { Comparison, ScorerExpectation } from "./suite.ts";

/** A judgement as a verdict: it passes by its own word, or at 1. */
export function verdictOf(judgement: Judgement): Verdict {
  return { ...judgement, passed: judgement.passed ?? judgement.value === 1 };
}

/** The opposite of a verdict; what could not be judged stays so. */
export function opposed(verdict: Verdict): Verdict {
  if (verdict.undecided) return verdict;
  const why = verdict.passed ? `${verdict.why.replace(/\.$/, "")}, which is not wanted.` : verdict.why;
  return { value: 1 - verdict.value, passed: !verdict.passed, why };
}

/** The expectation of a judge that compares answers. */
export function compared(judge: ComparingJudge, expected: JsonValue): Comparison {
  return {
    scorer: judge.name,
    expected,
    judges: judge.asks(expected),
    compare: async (inputs) => {
      const [first] = inputs;
      if (!first) return [];
      const answers = inputs.map(({ call, model }) => ({ answer: textOf(call.parts), label: model }));
      const { prompt: question, vars, ask, embed } = first;
      return (await judge.compare({ answers, question, vars, expected, ask, embed })).map(verdictOf);
    },
  };
}

/** The expectation of a judge. */
export function judged(judge: Judge, expected: JsonValue, opposite: boolean): ScorerExpectation {
  return {
    scorer: `${opposite ? OPPOSITE : ""}${judge.name}`,
    expected,
    judges: judge.asks(expected),
    verdict: async ({ call, vars, prompt, ask, embed }: ScoringInput) => {
      const judgement = await judge.judge({ answer: textOf(call.parts), question: prompt, vars, expected, ask, embed });
      return opposite ? opposed(verdictOf(judgement)) : verdictOf(judgement);
    },
  };
}

/** The expectation of a scorer that runs the answer. */
export function ran(scorer: RunScorer, expected: JsonValue, opposite: boolean): ScorerExpectation {
  return {
    scorer: `${opposite ? OPPOSITE : ""}${scorer.name}`,
    expected,
    verdict: async ({ call, sandbox }: ScoringInput) => {
      const verdict = verdictOf(await scorer.judge(textOf(call.parts), expected, await sandbox()));
      return opposite ? opposed(verdict) : verdict;
    },
  };
}
