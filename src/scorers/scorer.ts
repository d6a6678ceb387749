/**
 * The Scorer contract: judges one answer against what a case expects. A scorer is pure: the same call and expectation give the
 * same score, nothing is changed, nothing is read or sent. How to add one: docs/how-to-add-a-scorer.md.
 */
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { messageOf } from "../record/setup-error.ts";

/** What a scorer says of one answer. */
export interface Verdict {
  /** 0 (wrong) to 1 (right); what the scorer measured, where it measures. */
  value: number;
  /** Whether the answer meets the expectation. A case passes if all its verdicts do. */
  passed: boolean;
  /**
   * One sentence on why, for a person who sees the answer beside it. It says what is, not what should be, so that it serves the
   * opposite of the scorer as well.
   */
  why: string;
  /**
   * True if what is needed to judge is not known, such as the cost of a call: then it has not passed, and neither has the
   * opposite. Absent: it was judged.
   */
  undecided?: true;
}

/** A verdict as a scorer's own code gives it. */
export interface Judgement extends Omit<Verdict, "passed"> {
  /** Whether the answer meets the expectation. Absent: it does exactly if `value` is 1. */
  passed?: boolean;
}

/** An answer of an example: its text, or what a scorer looks at that is not text. */
export type ExampleAnswer = string | Partial<Pick<Call, "parts" | "finish" | "cost" | "timing" | "request">>;

/** One expectation with an answer that passes and one that does not; for the docs and the contract test. */
export interface ScorerExample {
  /** As written in a suite. */
  expected: JsonValue;
  /** An answer that passes. */
  right: ExampleAnswer;
  /** An answer that does not. */
  wrong: ExampleAnswer;
}

/** Anything that judges answers. */
export interface Scorer {
  /** Name in suites: lower case, words joined by `-`. Unique. */
  name: string;
  /** One line: what it asks of an answer. */
  summary: string;
  /** One line: what may be written as its expectation. */
  expects: string;
  /** At least one. */
  examples: readonly ScorerExample[];
  /** What is wrong with an expectation, one sentence; `undefined`: nothing. Called before anything is sent. */
  check: (expected: JsonValue) => string | undefined;
  /** What is wrong with an expectation for the opposite of this scorer. Absent: what `check` says. */
  checkOpposite?: (expected: JsonValue) => string | undefined;
  /** Judges. `expected` has passed `check`. Never rejects. */
  score: (input: { call: Call; expected: JsonValue }) => Promise<Verdict>;
}

/** A scorer whose expectation has a type of its own. */
export interface ScorerDefinition<Expectation> extends Pick<Scorer, "name" | "summary" | "expects" | "examples"> {
  /** The expectation in a value, or what is wrong with it: one sentence. */
  read: (value: JsonValue) => Reading<Expectation>;
  /** What is wrong with the expectation for the opposite, one sentence. Absent: nothing is, whatever it expects. */
  readOpposite?: (expectation: Expectation) => string | undefined;
  /** Judges an answer. */
  judge: (call: Call, expectation: Expectation) => Promise<Judgement> | Judgement;
}

/** An expectation that was read, or one sentence on what is wrong with it. */
export type Reading<Expectation> = { expectation: Expectation } | { problem: string };

/** What is wrong with an expectation that was read; `undefined`: nothing. */
export function problemIn(result: Reading<unknown>): string | undefined {
  return "problem" in result ? result.problem : undefined;
}

/** A scorer from its definition: reads the expectation once for checking and once for judging. */
export function defineScorer<Expectation>(definition: ScorerDefinition<Expectation>): Scorer {
  const { name, summary, expects, examples, read, readOpposite, judge } = definition;
  return {
    name,
    summary,
    expects,
    examples,
    check: (expected) => problemIn(read(expected)),
    checkOpposite: (expected) => {
      const result = read(expected);
      return "problem" in result ? result.problem : readOpposite?.(result.expectation);
    },
    score: async ({ call, expected }) => {
      const result = read(expected);
      // Only reached by a caller that did not check; a wrong expectation proves nothing about the answer.
      if ("problem" in result) return { value: 0, passed: false, why: result.problem, undecided: true };
      try {
        const judgement = await judge(call, result.expectation);
        return { ...judgement, passed: judgement.passed ?? judgement.value === 1 };
      } catch (error) {
        // A library that trips over one answer must not cost the run that has paid for all of them.
        const problem = messageOf(error).replace(/\s+/g, " ").replace(/\.$/, "");
        return {
          value: 0,
          passed: false,
          why: `Scorer \`${name}\` broke on this answer: ${problem}.`,
          undecided: true,
        };
      }
    },
  };
}

/** What the name of an opposite starts with: `not-contains`. */
export const OPPOSITE = "not-";

/**
 * The scorer that passes exactly the answers that this one fails, apart from those that cannot be judged. Its value is what is
 * missing to 1.
 */
export function oppositeOf(scorer: Scorer): Scorer {
  return {
    name: `${OPPOSITE}${scorer.name}`,
    summary: `not: ${scorer.summary}`,
    expects: scorer.expects,
    examples: scorer.examples.map(({ expected, right, wrong }) => ({ expected, right: wrong, wrong: right })),
    check: scorer.checkOpposite ?? scorer.check,
    score: async (input) => {
      const verdict = await scorer.score(input);
      if (verdict.undecided) return verdict;
      const value = 1 - verdict.value;
      if (!verdict.passed) return { value, passed: true, why: verdict.why };
      return { value, passed: false, why: `${verdict.why.replace(/\.$/, "")}, which is not wanted.` };
    },
  };
}
