/** What answers are worth in one measure: the pass rate, a scorer's values, or those of a named metric. Pure. */
import type { EvalCell } from "./eval-cell.ts";

/** Values that a case's answers have in a metric. */
export interface MetricCase {
  /** Name of the case. */
  case: string;
  /** Its group. Absent: it stands alone. */
  cluster?: string;
  /** One for each answer that was measured, 0 to 1. */
  values: number[];
}

/** What an answer is worth in a metric; `undefined`: it was not measured. */
function valueIn(cell: EvalCell, metric: string): number | undefined {
  if (cell.passed === undefined) return undefined;
  if (metric === "passRate") return cell.passed ? 1 : 0;
  const values = cell.scores
    .filter((score) => score.metric === metric || score.scorer === metric)
    .map((score) => score.value);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Case by case what answers are worth in `passRate`, or in the scorer or metric of that name. */
export function metricCases(cells: readonly EvalCell[], metric: string): MetricCase[] {
  return [...Map.groupBy(cells, (cell) => cell.case)].map(([name, group]) => ({
    case: name,
    ...(group[0]?.cluster === undefined ? {} : { cluster: group[0].cluster }),
    values: group.flatMap((cell) => valueIn(cell, metric) ?? []),
  }));
}
