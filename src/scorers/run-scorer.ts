/**
 * The RunScorer contract: a scorer that has what the model wrote run. It is handed the sandbox and so knows nothing of how that is
 * done. `run-scorers.ts` lists them.
 */
import type { JsonValue } from "../record/json.ts";
import type { Sandbox } from "../record/sandbox-run.ts";
import { type Judgement, problemIn, type Reading } from "./scorer.ts";

/** A scorer that runs the answer. */
export interface RunScorer {
  /** Name in suites: lower case, words joined by `-`. Unique among scorers and judges. */
  name: string;
  /** One line: what it asks of an answer. */
  summary: string;
  /** One line: what may be written as its expectation. */
  expects: string;
  /** An expectation with an answer that passes and one that does not, for the docs and the test of the contract. */
  example: { expected: JsonValue; right: string; wrong: string };
  /** What is wrong with an expectation, one sentence; `undefined`: nothing. */
  check: (expected: JsonValue) => string | undefined;
  /** Scores the text of an answer; `expected` has passed `check`. */
  judge: (answer: string, expected: JsonValue, sandbox: Sandbox) => Promise<Judgement>;
}

/** A scorer that runs the answer, from its definition. */
export function defineRunScorer<Expectation>(
  definition: Pick<RunScorer, "name" | "summary" | "expects" | "example"> & {
    /** The expectation in a value, or what is wrong with it. */
    read: (value: JsonValue) => Reading<Expectation>;
    /** Scores. */
    judge: (answer: string, expected: Expectation, sandbox: Sandbox) => Promise<Judgement>;
  },
): RunScorer {
  const { read, judge, ...about } = definition;
  return {
    ...about,
    check: (value) => problemIn(read(value)),
    judge: async (answer, value, sandbox) => {
      const result = read(value);
      if ("problem" in result) return { value: 0, why: result.problem, undecided: true };
      return judge(answer, result.expectation, sandbox);
    },
  };
}
