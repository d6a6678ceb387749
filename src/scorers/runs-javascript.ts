/** `runs-javascript`: the JavaScript in the answer runs to its end, and expressions in its scope come to what they must. */
import { answerCode } from "./answer-code.ts";
import { type CodeTest, testJudgement, testsIn } from "./code-tests.ts";
import { defineRunScorer, type RunScorer } from "./run-scorer.ts";
import { readValidity } from "./validity.ts";

/** The scorer. */
export const runsJavaScript: RunScorer = defineRunScorer<{ tests: CodeTest[] }>({
  name: "runs-javascript",
  summary: "the JavaScript in the answer runs without an error, and passes its tests",
  expects: "`true`; or { tests: [{ run: an expression, equals: a value }] }",
  example: {
    expected: { tests: [{ run: "add(2, 3)", equals: 5 }] },
    right: "Here:\n```js\nconst add = (a, b) => a + b;\n```",
    wrong: "const add = (a, b) => a - b;",
  },
  read: (value) => readValidity(value, ["tests"], (fields, fail) => ({ tests: testsIn(fields, fail) })),
  judge: async (answer, { tests }, sandbox) => {
    const code = answerCode(answer, ["js", "javascript", "mjs"]);
    if (code.trim() === "") return { value: 0, why: "The answer has no text." };
    const run = await sandbox.javascript(
      code,
      tests.map((test) => test.run),
    );
    if (run.error !== undefined) return { value: 0, why: `The code broke: ${run.error}.` };
    return testJudgement(tests, run.tests, "The code runs to its end.");
  },
});
