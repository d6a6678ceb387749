import { describe, expect, test } from "vitest";
import type { EvalCell } from "./eval-cell.ts";
import { powerPlan } from "./eval-power.ts";
import { type EvalReport, reportOf } from "./eval-report.ts";

/** A model's cells: for each case the outcomes of its epochs, `1` passed, `0` not. */
function row(model: string, cases: readonly string[], picodollars = 0): EvalCell[] {
  return cases.flatMap((epochs, index) =>
    [...epochs].map((mark, epoch) => ({
      model,
      prompt: "p",
      case: `c${index}`,
      epoch: epoch + 1,
      tags: [],
      cached: false,
      call: `${model}-${index}-${epoch}`,
      answer: "a",
      figures: { modelMs: 1, picodollars },
      passed: mark === "1",
      scores: [],
    })),
  );
}

function report(...cells: EvalCell[][]): EvalReport {
  return reportOf({ id: "r", suite: "S", startedAt: 0, cells: cells.flat() });
}

/** 100 cases: 20 that only the first passes, 10 that only the second passes, the rest alike. */
const first = Array.from({ length: 100 }, (_, index) => (index < 20 || index >= 30 ? "1" : "0"));
const second = Array.from({ length: 100 }, (_, index) => (index >= 20 ? "1" : "0"));

describe("what a set can tell", () => {
  // The variance of the differences is (30 − 100 × 0.1²) / 99 = 0.29293; 7.8489 × 0.29293 = 2.2992.
  test("is the textbook's for cases asked once", () => {
    const plan = powerPlan(report(row("x/a", first), row("x/b", second)), { differences: [0.1, 0.2] });
    expect(plan).toMatchObject({ between: ["x/a", "x/b"], cases: 100, epochs: 1, knowsRepeats: false });
    expect(plan.observed?.value).toBeCloseTo(0.1, 10);
    expect(plan.noise.between).toBeCloseTo(0.29293, 5);
    expect(plan.detectable).toBeCloseTo(Math.sqrt(0.022992), 4);
    expect(plan.steps.map((step) => [step.difference, step.cases, step.epochs])).toEqual([
      [0.2, 58, undefined],
      [0.1, 230, undefined],
    ]);
    // z = 0.1 / √0.0029293 = 1.8476; Φ(1.8476 − 1.96) = 0.4553.
    expect(plan.steps[1]?.power).toBeCloseTo(0.4553, 3);
  });

  test("tells what asking again brings once cases were asked twice", () => {
    const waver = ["10", "01", "11", "00", "11", "10", "00", "11"];
    const steady = ["00", "00", "11", "00", "11", "00", "00", "11"];
    const plan = powerPlan(report(row("x/a", waver), row("x/b", steady)), { differences: [0.25] });
    expect(plan).toMatchObject({ epochs: 2, knowsRepeats: true });
    // Three of eight cases waver, each with variance ½: σ² = 3/16. The differences ½, ½, ½ and five 0 have variance 0.06696.
    expect(plan.noise.withinA).toBeCloseTo(3 / 16, 10);
    expect(plan.noise.withinB).toBe(0);
    expect(plan.noise.between).toBe(0);
    // 7.8489 × 0.1875 / (8 × 0.0625) = 2.94 answers.
    expect(plan.steps[0]?.epochs).toBe(3);
  });

  test("splits a budget in answers or dollars, within the cases that there are", () => {
    const run = report(row("x/a", first, 3e9), row("x/b", second, 1e9));
    expect(powerPlan(run, { budgetAnswers: 1000 }).split).toMatchObject({ unit: "answers", cases: 500, epochs: 1 });
    const split = powerPlan(run, { budgetUsd: 2, maxCases: 300 }).split;
    expect(split).toMatchObject({ unit: "usd", cases: 300, epochs: 1 });
    expect(split?.cost).toBeCloseTo(1.2, 10);
  });

  test("takes the pair that is named, by its short name too", () => {
    const run = report(row("x/a", first), row("x/b", second), row("x/c", second));
    expect(powerPlan(run, { between: ["x/c", "a"] }).between).toEqual(["x/c", "x/a"]);
  });
});

test("what cannot be reckoned is one sentence", () => {
  const run = report(row("x/a", first), row("x/b", second));
  expect(() => powerPlan(report(row("x/a", first)))).toThrow("one model with scored answers");
  expect(() => powerPlan(report(row("x/a", first), row("x/b", first)))).toThrow("differ on no case");
  expect(() => powerPlan(run, { between: ["x/a", "x/z"] })).toThrow("no model `x/z`");
  expect(() => powerPlan(run, { between: ["x/a", "x/a"] })).toThrow("compared with itself");
  expect(() => powerPlan(run, { budgetUsd: 1 })).toThrow("give --answers instead of --budget");
  expect(() => powerPlan(run, { budgetAnswers: 3 })).toThrow("3 answers are too few");
});
