/**
 * `runs-html`: the page in the answer opens in a browser with no error that nothing caught, and expressions in it come to what they
 * must. Where there is no browser it says so, and what cannot be told is undecided.
 */
import { answerCode } from "./answer-code.ts";
import { type CodeTest, testJudgement, testsIn } from "./code-tests.ts";
import { readHtml } from "./html-document.ts";
import { defineRunScorer, type RunScorer } from "./run-scorer.ts";
import { readValidity } from "./validity.ts";

/** The scorer. */
export const runsHtml: RunScorer = defineRunScorer<{ tests: CodeTest[] }>({
  name: "runs-html",
  summary: "the page in the answer opens in a browser without an error, and passes its tests",
  expects: "`true`; or { tests: [{ run: an expression, equals: a value }] }; needs Chromium or Chrome",
  example: {
    expected: { tests: [{ run: "b.click(), b.textContent", equals: "1" }] },
    right: "<button id=b>0</button><script>b.onclick = () => b.textContent++</script>",
    wrong: "<button id=b>0</button><script>b.onclick = () => count++</script>",
  },
  read: (value) => readValidity(value, ["tests"], (fields, fail) => ({ tests: testsIn(fields, fail) })),
  judge: async (answer, { tests }, sandbox) => {
    const code = answerCode(answer, ["html"]);
    if (!(await readHtml(code)).hasElement) return { value: 0, why: "The answer has no HTML." };
    const run = await sandbox.html(
      code,
      tests.map((test) => test.run),
    );
    if (run.unopened !== undefined) return { value: 0, undecided: true, why: run.unopened };
    const [problem] = run.problems;
    if (problem !== undefined) return { value: 0, why: `The page broke: ${problem}.` };
    return testJudgement(tests, run.tests, "The page opens without an error.");
  },
});
