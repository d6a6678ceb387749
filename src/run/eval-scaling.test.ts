import { expect, test } from "vitest";
import { SetupError } from "../record/setup-error.ts";
import type { EvalCell } from "./eval-cell.ts";
import { type EvalReport, reportOf } from "./eval-report.ts";
import { type ScalingPoint, scalingOf } from "./eval-scaling.ts";

/** Answers to a case; those that say what `right` says pass. Each costs 10 picodollars, 3 tokens in and 5 out. */
function cells(model: string, name: string, right: string, answers: readonly string[], ratings?: number[]): EvalCell[] {
  return answers.map((answer, index) => {
    const passed = answer.replace(/\W/g, "").toLowerCase() === right;
    const score = { call: "c", scorer: "equals", value: Number(passed), passed, why: "So it is." };
    const rated = ratings?.[index];
    return {
      model,
      prompt: "p",
      case: name,
      epoch: index + 1,
      tags: [],
      cached: false,
      call: `${name}${index}`,
      answer,
      passed,
      scores: [score, ...(rated === undefined ? [] : [{ ...score, scorer: "rubric", value: rated }])],
      figures: { inputTokens: 3, outputTokens: 5, picodollars: 10, energyWh: { low: 1, high: 2 } },
    };
  });
}

function report(all: EvalCell[], more: Partial<EvalReport> = {}): EvalReport {
  return { ...reportOf({ id: "r", suite: "S", startedAt: 0, cells: all }), ...more };
}

function at(points: readonly ScalingPoint[], samples: number): ScalingPoint {
  const found = points.find((point) => point.samples === samples);
  if (!found) throw new Error(`no point of ${samples}`);
  return found;
}

test("majorities by hand, over all ways to choose, cost counted in full", () => {
  const { points, by } = scalingOf(
    report([
      // 3 of 4 right. Pairs: 3 of 6 agree on it, 3 are ties: 1/2 + 1/4. Four: it wins.
      ...cells("m", "one", "red", ["Red", "**red**", "red.", "blue"]),
      // 2 of 4 right, the others differ. Pairs: 1 of 6 sure, 4 ties, 1 lost to either: 1/6 + 2/6. Four: 2 against 1 and 1.
      ...cells("m", "two", "red", ["red", "red", "blue", "green"]),
    ]),
  );
  expect(by).toBe("majority");
  expect(points.map((point) => point.samples)).toEqual([1, 2, 4]);
  expect(at(points, 1).quality.value).toBeCloseTo((3 / 4 + 2 / 4) / 2, 12);
  expect(at(points, 2).quality.value).toBeCloseTo((3 / 4 + 1 / 2) / 2, 12);
  expect(at(points, 4).quality).toMatchObject({ value: 1, cases: 2, method: "wilson" });
  expect(at(points, 2).anyPasses).toBeCloseTo((1 + 5 / 6) / 2, 12);
  expect(at(points, 4)).toMatchObject({
    inputTokens: 12,
    outputTokens: 20,
    picodollars: 40,
    energyWh: { low: 4, high: 8 },
  });
  // The gain of two cases, 1/4 and 1/2: t with one degree of freedom, 12.706 · 0.125 either way.
  expect(at(points, 4).gain?.value).toBeCloseTo(0.375, 12);
  expect(at(points, 4).gain?.high).toBeCloseTo(0.375 + 12.7062 * 0.125, 3);
  expect(at(points, 1).gain).toBeUndefined();
});

test("the best by a judge: its calls are paid for each answer, once there is a choice", () => {
  const all = [
    ...cells("m", "one", "red", ["red", "blue"], [0.9, 0.2]),
    ...cells("m", "two", "red", ["red", "blue"], [0.4, 0.6]),
  ];
  const judging = { calls: 4, failed: 0, models: ["j"], inputTokens: 400, outputTokens: 40, picodollars: 20 };
  const { points } = scalingOf(report(all, { judging }), { by: "rubric" });
  expect(at(points, 2)).toMatchObject({ inputTokens: 206, outputTokens: 30, picodollars: 30 });
  expect(at(points, 2).quality.value).toBe(0.5);
  expect(at(points, 1)).toMatchObject({ inputTokens: 3, outputTokens: 5, picodollars: 10 });
});

test("the verdict says what a vote brings and costs, or that it brings nothing beyond doubt", () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    cells("m", `c${index}`, "red", ["red", "red", "red", index % 2 ? "red" : "blue"]),
  );
  const gained = scalingOf(report(many.flat()));
  expect(gained.verdict).toMatch(
    /^Of 4 answers of m, a majority vote passes 100 %: 13 points more than once \(95 %: \d+ to \d+\), for 4 times the money$/,
  );
  const same = scalingOf(report(cells("m", "one", "red", ["red", "blue"])));
  expect(same.verdict).toBe("Up to 2 answers to a case, a majority vote is not better than one answer beyond doubt");
});

test("answers that never agree are said to have no majority", () => {
  const { notes } = scalingOf(report(cells("m", "one", "a", ["a", "b", "c", "d"])));
  expect(notes[0]).toMatch(/^In 1 of 1 cases no two answers agree/);
});

test("answers vote by the part that is named; those that hold none abstain", () => {
  const all = cells("m", "one", "x", ["so 2 and 3, hence 42", "It is 42.0!", "I do not know", "perhaps 7"]);
  for (const [index, cell] of all.entries()) cell.passed = index < 2;
  const { points } = scalingOf(report(all), { answer: "last-number" });
  expect(at(points, 4).quality.value).toBe(1);
  expect(at(scalingOf(report(all), { answer: "/hence (\\d+)/" }).points, 4).quality.value).toBe(1);
});

test("bad input is one sentence", () => {
  const all = cells("m", "one", "a", ["a", "b"]);
  expect(() => scalingOf(report(all.slice(0, 1)))).toThrow(/asked no case twice.+--epochs 8/);
  expect(() => scalingOf(report(all), { by: "equal" })).toThrow(
    new SetupError("Run r has no scorer or metric `equal`. Nearest: equals. It has: equals."),
  );
  expect(() => scalingOf(report(all), { answer: "number" })).toThrow(/`number` does not say what of an answer counts/);
  expect(() => scalingOf(report(all), { answer: "/(/" })).toThrow(/is no regular expression/);
});
