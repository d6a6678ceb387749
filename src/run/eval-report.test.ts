import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EvalCell } from "./eval-cell.ts";
import { notesOf } from "./eval-notes.ts";
import { type EvalReport, type ReportSettings, reportOf } from "./eval-report.ts";

type Changes = Partial<EvalCell> & { ms?: number; cost?: number };

/** A cell: `true` passed, `false` wrong, `"error"` failed, `"open"` not asked. */
function cell(model: string, name: string, came: boolean | "error" | "open", changes: Changes = {}): EvalCell {
  const { ms = 100, cost = 0, ...rest } = changes;
  return {
    model,
    prompt: "p",
    case: name,
    epoch: 1,
    tags: [],
    cached: false,
    ...(came === "open" ? {} : { call: `${model}-${name}`, answer: "a", figures: { modelMs: ms, picodollars: cost } }),
    ...(came === "error" ? { error: "No." } : {}),
    ...(typeof came === "boolean" ? { passed: came } : {}),
    scores:
      typeof came === "boolean"
        ? [{ call: "c", scorer: "equals", value: Number(came), passed: came, why: "So it is." }]
        : [],
    ...rest,
  };
}

/** A model's cells: `1` passed, `0` wrong, `e` failed, `-` not asked. */
function row(model: string, pattern: string, changes: Changes = {}): EvalCell[] {
  const came = { "1": true, "0": false, e: "error", "-": "open" } as const;
  return [...pattern].map((mark, index) => cell(model, `c${index}`, came[mark as keyof typeof came], changes));
}

function report(cells: EvalCell[], settings: ReportSettings = {}): EvalReport {
  return reportOf({ id: "r", suite: "S", startedAt: 0, cells }, settings);
}

describe("the verdict", () => {
  test("names one best that is ahead beyond doubt, with the difference and its interval", () => {
    const { verdict, statistics } = report([...row("x/a", "1".repeat(40)), ...row("x/b", "10".repeat(20))]);
    expect(statistics.tied).toEqual(["x/a"]);
    expect(verdict).toMatch(/^a is best: 40\/40, 50 points ahead of b \(20\/40; 95 %: \d+ to \d+\)$/);
  });

  test("says tied where the difference may be chance, and what speaks for one of them", () => {
    const cells = [
      ...row("x/a", "11111111110000000000", { ms: 300 }),
      ...row("x/b", "11111111010000000000", { ms: 100 }),
    ];
    for (const [index, each] of cells.entries())
      if (each.figures) each.figures.modelMs = (each.figures.modelMs ?? 0) + index;
    const { verdict, decision } = report(cells);
    expect(verdict).toMatch(/^a and b are tied for best \(10\/20 and 9\/20\); b is 2\.\d times faster$/);
    expect(decision.advantage).toMatchObject({ row: "x/b", against: "x/a", by: "time" });
  });

  test("says whose scores are higher where pass rates are tied, if that is beyond doubt", () => {
    const graded = (model: string, lift: number): EvalCell[] =>
      Array.from({ length: 12 }, (_, index) => {
        const value = 0.3 + 0.02 * (index % 5) + lift * (1 + 0.1 * (index % 2));
        return cell(model, `c${index}`, true, {
          scores: [{ call: "c", scorer: "bleu", value, passed: true, why: "So.", metric: "likeness" }],
        });
      });
    const { verdict, decision, rows } = report([...graded("x/a", 0.2), ...graded("x/b", 0), ...graded("x/c", 0.001)]);
    expect(decision.scoreLead).toMatchObject({ row: "x/a", against: "x/c" });
    expect(verdict).toMatch(/are tied for best .+; a scores 21 points higher than c \(95 %: 20 to 22\)/);
    expect(rows[0]?.metrics[0]).toMatchObject({ metric: "likeness", cases: 12 });
    expect(report([...graded("x/a", 0), ...graded("x/b", 0)]).decision.scoreLead).toBeUndefined();
  });

  test("prefers what is cheaper to what is faster, and claims nothing small", () => {
    const pair = (a: number, b: number): string =>
      report([
        ...row("x/a", "1110", { cost: a, ms: 100 }).map((each, index) => ({
          ...each,
          figures: { picodollars: a + index, modelMs: 100 },
        })),
        ...row("x/b", "1101", { cost: b, ms: 100 }).map((each, index) => ({
          ...each,
          figures: { picodollars: b + index, modelMs: 100 },
        })),
      ]).verdict;
    expect(pair(1000, 400)).toMatch(/; b costs 60 % less$/);
    expect(pair(1000, 980)).toBe("b and a are tied for best (3/4 and 3/4)");
  });

  test("of one model is its rate with its interval, of none that nothing is proved", () => {
    expect(report(row("x/a", "1101")).verdict).toBe("a passed 3/4 (75 %; 95 %: 30 % to 95 %)");
    expect(report(row("x/a", "ee--")).verdict).toBe("Nothing was scored, so nothing is proved");
    expect(report([]).verdict).toBe("Nothing was scored, so nothing is proved");
    const apart = [...row("x/a", "11--"), ...row("x/b", "--11")];
    expect(report(apart).verdict).toBe("The models have no answered case in common, so nothing is proved");
  });

  test("keeps the provider in names that would be the same without", () => {
    expect(report([...row("x/a", "11"), ...row("y/a", "11")]).verdict).toContain("x/a and y/a are tied");
  });
});

describe("rows", () => {
  test("failed and unfinished calls are no wrong answers, and are counted apart", () => {
    const [found] = report(row("x/a", "110e-")).rows;
    expect(found).toMatchObject({ cells: 5, scored: 3, passed: 2, errors: 1, unfinished: 1 });
    expect(found?.passRate?.value).toBeCloseTo(2 / 3);
  });

  test("a case that was asked several times counts once, with the mean of its answers", () => {
    const cells = [true, true, false, false].map((came, index) => cell("x/a", "often", came, { epoch: index + 1 }));
    const [found] = report([...cells, cell("x/a", "once", true)]).rows;
    expect(found?.passRate).toMatchObject({ value: 0.75, method: "t", cases: 2 });
  });

  test("cases in clusters give a wider interval, and all alike counts as one thing a cluster", () => {
    const inClusters = row("x/a", "1".repeat(20)).map((each, index) => ({ ...each, cluster: `k${index % 4}` }));
    const [alone] = report(row("x/a", "1".repeat(20))).rows;
    const [grouped] = report(inClusters).rows;
    expect(alone?.passRate).toMatchObject({ method: "wilson", cases: 20 });
    expect(grouped?.passRate).toMatchObject({ method: "wilson", cases: 20, clusters: 4 });
    expect(grouped?.passRate?.low).toBeLessThan(alone?.passRate?.low ?? 0);
    const mixed = row("x/a", "1".repeat(10) + "0".repeat(10)).map((each, index) => ({
      ...each,
      cluster: `k${Math.floor(index / 5)}`,
    }));
    expect(report(mixed).rows[0]?.passRate).toMatchObject({ method: "clustered t", clusters: 4 });
  });

  test("a cost that is unknown for one answer is unknown for all; costs of calls that failed count", () => {
    const cells = row("x/a", "11e", { cost: 5 });
    expect(report(cells).rows[0]).toMatchObject({ picodollars: 15, answerPicodollars: { value: 5, low: 5, high: 5 } });
    delete cells[0]?.figures?.picodollars;
    expect(report(cells).rows[0]?.picodollars).toBeUndefined();
    expect(report(cells).rows[0]?.answerPicodollars).toBeUndefined();
  });

  test("every interval holds its value and stays within 0 and 1, whatever came", () => {
    const came = fc.constantFrom(true, false, "error" as const, "open" as const);
    const any = fc.array(
      fc.tuple(came, fc.integer({ min: 1, max: 3 }), fc.option(fc.constantFrom("k", "l"), { nil: undefined })),
    );
    fc.assert(
      fc.property(any, any, (a, b) => {
        const cells = [a, b].flatMap((list, model) =>
          list.map(([what, epoch, cluster], index) =>
            cell(`x/${model}`, `c${index % 7}`, what, { epoch, ...(cluster ? { cluster } : {}) }),
          ),
        );
        const found = report(cells);
        for (const { passRate } of found.rows) {
          if (!passRate) continue;
          expect(passRate.low).toBeGreaterThanOrEqual(0);
          expect(passRate.high).toBeLessThanOrEqual(1);
          expect(passRate.low).toBeLessThanOrEqual(passRate.value + 1e-12);
          expect(passRate.high).toBeGreaterThanOrEqual(passRate.value - 1e-12);
        }
        for (const text of [found.verdict, ...notesOf(found)]) expect(text).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 100 },
    );
  });
});

describe("comparisons", () => {
  test("leave out cases that one has no scored answer to, and say how many", () => {
    const { statistics } = report([...row("x/a", "11111111"), ...row("x/b", "1100e-11")]);
    expect(statistics).toMatchObject({ best: "x/a", commonCases: 6 });
    expect(statistics.toBest).toMatchObject([
      { row: "x/b", pairs: 6, missing: 2, won: 0, lost: 2, test: "exact McNemar" },
    ]);
    expect(statistics.toBest[0]?.difference?.value).toBeCloseTo(-1 / 3);
  });

  test("with the baseline are told apart from those with the best", () => {
    const cells = [...row("x/a", "1111"), ...row("x/b", "1100"), ...row("x/c", "1000")];
    const { statistics } = report(cells, { baseline: "x/b" });
    expect(statistics.baseline).toBe("x/b");
    expect(statistics.toBaseline.map((each) => [each.row, each.difference?.value])).toEqual([
      ["x/a", 0.5],
      ["x/c", -0.25],
    ]);
  });

  test("say what a set of this size can tell, and how many cases the observed difference would take", () => {
    const { decision } = report([...row("x/a", "1111111100"), ...row("x/b", "1111110010")]);
    expect(decision.detectable).toMatchObject({ cases: 10, power: 0.8, between: ["x/a", "x/b"] });
    expect(decision.detectable?.difference).toBeGreaterThan(0.3);
    expect(decision.detectable?.casesNeeded).toBeGreaterThan(10);
  });

  test("the cheapest that is not worse by the margin needs a margin that the set can bear", () => {
    const cells = [
      ...row("x/dear", "1".repeat(90) + "0".repeat(10)).map((each) => ({ ...each, figures: { picodollars: 100 } })),
      ...row("x/cheap", "1".repeat(90) + "0".repeat(10)).map((each) => ({ ...each, figures: { picodollars: 10 } })),
    ];
    expect(report(cells, { margin: 0.05 }).decision.choice).toMatchObject({ row: "x/cheap", by: "cost" });
    expect(report(cells, { margin: 0.01 }).decision.choice?.row).toBeUndefined();
    expect(report(cells).decision.frontier).toEqual(["x/cheap"]);
  });
});

describe("gates", () => {
  const outcomes = (settings: ReportSettings): [string, boolean][] =>
    report([...row("x/a", "1111111110"), ...row("x/b", "1111000000")], settings).gates.map((each) => [
      each.model,
      each.passed,
    ]);

  test("without a model hold for each, but not for the one compared with", () => {
    expect(outcomes({ gates: [{ metric: "passRate", atLeast: 0.5 }] })).toEqual([
      ["x/a", true],
      ["x/b", false],
    ]);
    expect(outcomes({ gates: [{ metric: "passRate", notWorseThan: "x/b" }] })).toEqual([["x/a", true]]);
    expect(outcomes({ gates: [{ metric: "passRate", notWorseThan: "x/a", by: 0.4, model: "x/b" }] })).toEqual([
      ["x/b", false],
    ]);
    expect(outcomes({ gates: [{ metric: "passRate", notWorseThan: "x/a", by: 0.5, model: "x/b" }] })).toEqual([
      ["x/b", true],
    ]);
  });

  test("may be about a scorer's mean, and say how sure it is", () => {
    const [gate] = report(row("x/a", "1110"), { gates: [{ metric: "equals", atLeast: 0.75 }] }).gates;
    expect(gate).toMatchObject({
      passed: true,
      why: "It is 75 % (95 %: 30.1 % to 95.4 %), so chance alone may have decided.",
    });
  });

  test("that nothing answers fail, saying so", () => {
    expect(report(row("x/a", "ee"), { gates: [{ metric: "passRate", atLeast: 0 }] }).gates).toMatchObject([
      { passed: false, why: "No answer was scored." },
    ]);
    expect(report(row("x/a", "11"), { gates: [{ metric: "passRate", atLeast: 0, model: "x/z" }] }).gates).toMatchObject(
      [{ passed: false, why: "The run has no answers of x/z." }],
    );
  });
});
