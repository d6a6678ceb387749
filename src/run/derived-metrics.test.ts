import { expect, test } from "vitest";
import { derivedMetrics } from "./derived-metrics.ts";
import type { EvalCell } from "./eval-cell.ts";

function cell(index: number, values: { [metric: string]: number }): EvalCell {
  const scores = Object.entries(values).map(([metric, value]) => ({
    call: "",
    scorer: "javascript",
    value,
    passed: value === 1,
    why: "",
    metric,
  }));
  return {
    case: `c${index}`,
    model: "m",
    prompt: "p",
    epoch: 1,
    tags: [],
    passed: true,
    scores,
  } as unknown as EvalCell;
}

const cells = Array.from({ length: 40 }, (_, index) => cell(index, { tp: index % 4 ? 1 : 0, fp: index % 5 ? 0 : 1 }));

test("sums of metrics make others, which later ones use", () => {
  const made = derivedMetrics(cells, [
    { name: "precision", expression: "tp / (tp + fp)" },
    { name: "double", expression: "2 * precision" },
    { name: "share", expression: "tp / __count" },
  ]);
  expect(made.map(({ metric, value }) => [metric, value])).toEqual([
    ["precision", 30 / 38],
    ["double", 60 / 38],
    ["share", 0.75],
  ]);
  const [precision] = made;
  expect(precision?.low).toBeLessThan(30 / 38);
  expect(precision?.high).toBeGreaterThan(30 / 38);
  expect(precision?.low).toBeGreaterThan(0.6);
});

test("what has no value is left out", () => {
  expect(derivedMetrics(cells, [{ name: "none", expression: "tp / (fp - 8)" }])).toEqual([]);
  expect(derivedMetrics([], [{ name: "none", expression: "tp" }])).toEqual([]);
});
