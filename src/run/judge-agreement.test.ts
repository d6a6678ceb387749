import { expect, test } from "vitest";
import type { EvalCell } from "./eval-cell.ts";
import { judgeReportOf } from "./judge-agreement.ts";

let next = 0;

/** So many answers of which a rubric and a person said this. */
function cells(count: number, passed: boolean, human: boolean, more: Partial<EvalCell> = {}): EvalCell[] {
  return Array.from({ length: count }, () => {
    const call = `c${next++}`;
    const score = { call, scorer: "rubric", value: Number(passed), passed, why: "So." };
    return {
      model: "m",
      prompt: "p",
      case: call,
      epoch: 1,
      tags: [],
      cached: false,
      call,
      answer: "a",
      passed,
      scores: [score],
      human: { passed: human },
      ...more,
    };
  });
}

test("agreement and kappa are those of the textbook's table", () => {
  // 20, 5, 10, 15 of 50: agreement 0.7, by chance 0.5, kappa 0.4 (https://en.wikipedia.org/wiki/Cohen%27s_kappa, first example).
  const all = [
    ...cells(20, true, true),
    ...cells(5, true, false),
    ...cells(10, false, true),
    ...cells(15, false, false),
  ];
  const { scorers, labelled } = judgeReportOf({ id: "r", cells: all });
  expect(labelled).toBe(50);
  const [rubric] = scorers;
  expect(rubric?.agreement.value).toBeCloseTo(0.7, 12);
  expect(rubric?.kappa?.value).toBeCloseTo(0.4, 12);
  expect(rubric?.kappa?.low).toBeLessThan(0.4);
  expect(rubric?.bias.difference).toBeCloseTo(-5 / 50, 12);
  expect(rubric).toMatchObject({ isJudge: true, passedBy: { both: 20, scorer: 5, person: 10, neither: 15 } });
  expect(rubric?.advice).toMatch(/^50 answers are too few to tell whether rubric can be trusted/);
});

test("a few answers prove nothing, however well they agree", () => {
  const few = judgeReportOf({ id: "r", cells: [...cells(3, true, true), ...cells(3, false, false)] });
  expect(few.scorers[0]?.advice).toMatch(/^6 answers are too few/);
});

test("a judge that agrees is trusted, one that does not is not", () => {
  const good = judgeReportOf({
    id: "r",
    cells: [...cells(40, true, true), ...cells(40, false, false), ...cells(1, true, false)],
  });
  expect(good.scorers[0]?.advice).toBe("rubric agrees with people well enough to decide by");
  const bad = judgeReportOf({
    id: "r",
    cells: [...cells(20, true, true), ...cells(20, true, false), ...cells(20, false, false), ...cells(20, false, true)],
  });
  expect(bad.scorers[0]?.advice).toMatch(/^do not decide by rubric/);
});

test("a judge that is kind to long answers and to its own is told of", () => {
  const long = { answer: "x".repeat(100), model: "judge" };
  const all = [
    ...cells(20, true, false, long),
    ...cells(10, true, true, long),
    ...cells(15, true, true),
    ...cells(14, false, false),
    ...cells(1, false, true),
  ];
  const judging = { calls: 60, failed: 0, models: ["judge"] };
  const [rubric] = judgeReportOf({ id: "r", cells: all, judging }).scorers;
  expect(rubric?.length?.value).toBeCloseTo(20 / 30 + 1 / 30, 12);
  expect(rubric?.own?.value).toBeCloseTo(20 / 30 + 1 / 30, 12);
  expect(rubric?.advice).toMatch(
    /too kind, by 32 points; it favours long answers, by 70 points; it favours answers of its own model/,
  );
});
