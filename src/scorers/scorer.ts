/**
 * The Scorer contract: judges one answer against what a case expects. A scorer is pure: the same call and expectation give the
 * same score, nothing is changed, nothing is read or sent. How to add one: docs/how-to-add-a-scorer.md.
 */
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";

/** What a scorer says of one answer. */
export interface Verdict {
  /** 0 (wrong) to 1 (right). A case passes at 1. */
  value: number;
  /** One sentence on why, for a person who sees the answer beside it. */
  why: string;
}

/** One expectation with an answer that scores 1 and one that scores less; for the docs and the contract test. */
export interface ScorerExample {
  /** As written in a suite. */
  expected: JsonValue;
  /** An answer that scores 1. */
  right: string;
  /** An answer that scores less than 1. */
  wrong: string;
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
  /** Judges. `expected` has passed `check`. Never rejects. */
  score: (input: { call: Call; expected: JsonValue }) => Promise<Verdict>;
}

/** A scorer whose expectation has a type of its own. */
export interface ScorerDefinition<Expectation> extends Pick<Scorer, "name" | "summary" | "expects" | "examples"> {
  /** The expectation in a value, or what is wrong with it: one sentence. */
  read: (value: JsonValue) => { expectation: Expectation } | { problem: string };
  /** Judges an answer. */
  judge: (call: Call, expectation: Expectation) => Promise<Verdict> | Verdict;
}

/** A scorer from its definition: reads the expectation once for checking and once for judging. */
export function defineScorer<Expectation>(definition: ScorerDefinition<Expectation>): Scorer {
  const { name, summary, expects, examples, read, judge } = definition;
  return {
    name,
    summary,
    expects,
    examples,
    check: (expected) => {
      const result = read(expected);
      return "problem" in result ? result.problem : undefined;
    },
    score: async ({ call, expected }) => {
      const result = read(expected);
      // Only reached by a caller that did not check; a wrong expectation proves nothing about the answer.
      if ("problem" in result) return { value: 0, why: result.problem };
      return judge(call, result.expectation);
    },
  };
}
