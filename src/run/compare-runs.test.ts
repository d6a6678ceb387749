import { expect, test } from "vitest";
import { compareRuns } from "./compare-runs.ts";
import type { EvalCell } from "./eval-cell.ts";
import { type EvalReport, reportOf } from "./eval-report.ts";

/** A run of one model: for each case its answers, `1` passed, `0` wrong, `-` none. */
function run(id: string, model: string, cases: { [name: string]: string }): EvalReport {
  const cells = Object.entries(cases).flatMap(([name, marks]) =>
    [...marks].map(
      (mark, index): EvalCell => ({
        model,
        prompt: "p",
        case: name,
        epoch: index + 1,
        tags: [],
        cached: false,
        scores: mark === "0" ? [{ call: "c", scorer: "equals", value: 0, passed: false, why: "No." }] : [],
        ...(mark === "-" ? {} : { passed: mark === "1", call: `${id}-${name}-${index}` }),
      }),
    ),
  );
  return reportOf({ id, suite: "S", startedAt: 0, cells });
}

test("each case is fixed, broken, flaky, as before, or missing", () => {
  const before = run("b", "m", { up: "0", down: "1", good: "1", bad: "0", waver: "11", gone: "1", unasked: "1" });
  const after = run("a", "m", { up: "1", down: "0", good: "1", bad: "0", waver: "10", unasked: "-", fresh: "1" });
  const [row] = compareRuns(before, after).rows;
  expect(Object.fromEntries(row?.cases.map((each) => [each.case, each.change]) ?? [])).toEqual({
    up: "fixed",
    down: "broken",
    good: "passes",
    bad: "fails",
    waver: "flaky",
    unasked: "missing",
    fresh: "missing",
    gone: "missing",
  });
  expect(row?.cases.find((each) => each.case === "down")).toMatchObject({
    why: ["equals: No."],
    callsBefore: ["b-down-0"],
    callsAfter: ["a-down-0"],
  });
  expect(row?.difference).toMatchObject({ n: 5, difference: -0.1 });
});

test("runs of one model each are compared whatever the models are; else they are matched by name", () => {
  expect(compareRuns(run("b", "old", { x: "0" }), run("a", "new", { x: "1" })).rows).toMatchObject([
    { before: "old", after: "new", difference: { n: 1, difference: 1 } },
  ]);
  const two = reportOf({
    id: "t",
    suite: "S",
    startedAt: 0,
    cells: [...run("a", "m", { x: "1" }).cells, ...run("a", "other", { x: "1" }).cells],
  });
  const comparison = compareRuns(run("b", "m", { x: "0" }), two);
  expect(comparison.rows.map((row) => row.after)).toEqual(["m"]);
  expect(comparison).toMatchObject({ onlyBefore: [], onlyAfter: ["other"] });
});

test("graded scores are compared too, paired, by their means", () => {
  const graded = (id: string, values: number[]): EvalReport => {
    const cells = values.map((value, index): EvalCell => {
      const score = { call: "c", scorer: "bleu", value, passed: false, why: "So." };
      return {
        model: "m",
        prompt: "p",
        case: `c${index}`,
        epoch: 1,
        tags: [],
        cached: false,
        passed: false,
        scores: [score],
      };
    });
    return reportOf({ id, suite: "S", startedAt: 0, cells });
  };
  const [row] = compareRuns(graded("b", [0.1, 0.2, 0.3, 0.4]), graded("a", [0.2, 0.4, 0.4, 0.6])).rows;
  expect(row?.difference.difference).toBe(0);
  // Differences 0.1, 0.2, 0.1, 0.2: mean 0.15, standard error 0.0577350 / 2, t with 3 degrees of freedom 3.182446.
  expect(row?.scores?.difference.difference).toBeCloseTo(0.15, 12);
  expect(row?.scores?.difference.interval?.low).toBeCloseTo(0.15 - 3.182446 * 0.028867513, 6);
  // All 4 changes go one way: 2 of the 16 patterns of signs are as far out.
  expect(row?.scores?.difference).toMatchObject({ pValue: 0.125, test: "exact permutation" });
  expect(row?.scores?.before.value).toBeCloseTo(0.25, 12);
  expect(compareRuns(run("b", "m", { x: "0" }), run("a", "m", { x: "1" })).rows[0]?.scores).toBeUndefined();
});
