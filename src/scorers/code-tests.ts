/** Tests of code that was run: expressions and what they must come to. Pure. */

import type { JsonObject, JsonValue } from "../record/json.ts";
import { canonicalJson } from "../record/json.ts";
import type { Evaluated } from "../record/sandbox-run.ts";
import { type Fail, isObject, knownFields, shown } from "./reading.ts";
import type { Judgement } from "./scorer.ts";

/** One test. */
export interface CodeTest {
  /** Expression. */
  run: string;
  /** What it must come to. */
  equals: JsonValue;
}

/** The tests in a field. Empty: the field is not there. */
export function testsIn({ tests }: JsonObject, fail: Fail): CodeTest[] {
  if (tests === undefined) return [];
  if (!Array.isArray(tests) || tests.length === 0)
    return fail(`\`tests\` is ${shown(tests)}, but must be a list of { run, equals }.`);
  return tests.map((each) => {
    if (!isObject(each)) return fail(`A test is ${shown(each)}, but must be { run, equals }.`);
    const { run, equals } = knownFields(each, ["run", "equals"], fail);
    if (typeof run !== "string" || run.trim() === "")
      return fail(`\`run\` of a test is ${shown(run)}, but must be an expression.`);
    return equals === undefined ? fail(`Test \`${run}\` has no \`equals\`.`) : { run, equals };
  });
}

/** Share of the tests that came out right, and the first that did not. */
export function testJudgement(tests: readonly CodeTest[], came: readonly Evaluated[], ran: string): Judgement {
  if (tests.length === 0) return { value: 1, why: ran };
  const wrong = tests.flatMap(({ run, equals }, index) => {
    const { value, error } = came[index] ?? {};
    if (error !== undefined) return [`\`${run}\` broke: ${error}`];
    if (value === undefined) return [`\`${run}\` has no value`];
    return canonicalJson(value) === canonicalJson(equals)
      ? []
      : [`\`${run}\` is ${shown(value)}, not ${shown(equals)}`];
  });
  const right = tests.length - wrong.length;
  const [first] = wrong;
  return {
    value: right / tests.length,
    why: `${right} of ${tests.length} tests came out right${first === undefined ? "" : `: ${first}`}.`,
  };
}
