/** Metrics that are reckoned from sums of others, such as an F1 from counts, with bootstrap intervals over cases. Pure. */
import { bootstrapInterval } from "../stats/bootstrap.ts";
import { resample } from "../stats/resample.ts";
import { arithmetic, type Expression } from "./arithmetic.ts";
import type { EvalCell } from "./eval-cell.ts";
import type { MetricMean } from "./eval-rows.ts";
import type { DerivedMetric } from "./suite.ts";

/** Resampled values, at most so many over all rounds, so that a large run is not held up. */
const MOST_DRAWN = 40_000_000;

/** Sums of each named metric over the answers of each case. */
function sumsByCase(cells: readonly EvalCell[], names: readonly string[]): number[][] {
  const cases = [...Map.groupBy(cells, (cell) => cell.case).values()];
  return names.map((name) =>
    cases.map((group) =>
      group.reduce(
        (sum, cell) => sum + cell.scores.reduce((each, score) => each + (score.metric === name ? score.value : 0), 0),
        0,
      ),
    ),
  );
}

/**
 * The derived metrics of a row, in their order; later ones may use earlier ones, and `__count` is the number of answers. One that
 * has no value, such as a division by nothing, is left out.
 * @throws SetupError for a name that is no metric.
 */
export function derivedMetrics(cells: readonly EvalCell[], derived: readonly DerivedMetric[]): MetricMean[] {
  const scored = cells.filter((cell) => cell.passed !== undefined);
  if (scored.length === 0) return [];
  const names = [...new Set(scored.flatMap((cell) => cell.scores.flatMap((score) => score.metric ?? [])))];
  const columns = sumsByCase(scored, names);
  const cases = columns[0]?.length ?? 0;
  const steps = derived.map(({ name, expression }): [string, Expression] => [name, arithmetic(expression)]);
  const valuesFor = (means: Float64Array): { [name: string]: number } => {
    const values: { [name: string]: number } = { __count: scored.length };
    for (const [index, name] of names.entries()) values[name] = (means[index] ?? 0) * cases;
    for (const [name, value] of steps) values[name] = value(values);
    return values;
  };
  const rounds = Math.max(200, Math.min(2000, Math.floor(MOST_DRAWN / Math.max(1, cases * names.length))));
  const drawn = names.length > 0 && cases > 1 ? resample(columns, { rounds }) : undefined;
  const observed = valuesFor(
    Float64Array.from(columns, (each) => each.reduce((a, b) => a + b, 0) / Math.max(1, cases)),
  );
  return derived.flatMap(({ name }): MetricMean[] => {
    const value = observed[name];
    if (value === undefined || !Number.isFinite(value)) return [];
    const found =
      drawn && bootstrapInterval(drawn, (means) => valuesFor(means)[name] ?? Number.NaN, { method: "percentile" });
    const { low, high } = found ?? { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    return [{ metric: name, value, low, high, method: "bootstrap", confidence: 0.95, cases }];
  });
}
