/**
 * What must hold of a run for it to count as good: the suite's gates, looked at one by one for each row that they are for. Pure.
 * A gate is about what was observed; how sure that is stands beside it.
 */
import { comparePair } from "../stats/compare-pair.ts";
import type { Interval } from "../stats/interval.ts";
import { pairsOf, type Scores } from "../stats/pairs.ts";
import type { EvalCell } from "./eval-cell.ts";
import { caseMean, cellsOfRows, type EvalRow, rowName } from "./eval-rows.ts";
import { metricCases } from "./metric-cases.ts";
import type { Gate } from "./suite.ts";

/** One gate for one row. */
export interface GateOutcome {
  /** What it asks, a few words: `passRate of pocket-m at least 80 %`. */
  gate: string;
  /** Full model name. */
  model: string;
  /** Name of the prompt. Absent: the run has one. */
  prompt?: string;
  /** Whether it held. */
  passed: boolean;
  /** What was observed: a mean from 0 to 1, or a difference from −1 to 1, with its 95 % interval. Absent: there were no answers. */
  observed?: Interval;
  /** One sentence on what was observed and how sure it is. */
  why: string;
  /** File and line. Absent: it comes from no file. */
  place?: string;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** A difference in points, with its sign. */
function signed(share: number): string {
  const value = Number((100 * share).toFixed(1));
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : "0";
}

function range({ low, high }: Interval): string {
  return `95 %: ${percent(low)} to ${percent(high)}`;
}

/** Sums of decimal fractions may miss a bound by a rounding error. */
const SLACK = 1e-9;

interface Subject {
  row: EvalRow;
  name: string;
  cells: readonly EvalCell[];
}

function base(gate: Gate, { row }: Subject): Pick<GateOutcome, "model" | "prompt" | "place"> {
  return {
    model: row.model,
    ...(row.prompt === undefined ? {} : { prompt: row.prompt }),
    ...(gate.place === undefined ? {} : { place: gate.place }),
  };
}

function atLeast(gate: Gate, least: number, subject: Subject): GateOutcome {
  const asked = `${gate.metric} of ${subject.name} at least ${percent(least)}`;
  const mean = caseMean(metricCases(subject.cells, gate.metric));
  if (!mean) return { ...base(gate, subject), gate: asked, passed: false, why: "No answer was scored." };
  const passed = mean.value >= least - SLACK;
  const unsure = mean.low < least && mean.high > least ? ", so chance alone may have decided" : "";
  const { value, low, high, confidence } = mean;
  return {
    ...base(gate, subject),
    gate: asked,
    passed,
    observed: { value, low, high, confidence },
    why: `It is ${percent(value)} (${range(mean)})${unsure}.`,
  };
}

function scoresOf(cases: readonly string[], cells: readonly EvalCell[], metric: string): Scores {
  const byCase = new Map(metricCases(cells, metric).map((each) => [each.case, each.values]));
  return cases.map((name) => {
    const values = byCase.get(name) ?? [];
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

function notWorse(gate: Gate, other: Subject, subject: Subject): GateOutcome {
  const by = gate.by ?? 0;
  const margin = by === 0 ? "" : ` by more than ${Number((100 * by).toFixed(1))} points`;
  const asked = `${gate.metric} of ${subject.name} not worse than ${other.name}${margin}`;
  const cells = [...other.cells, ...subject.cells];
  const clusters = new Map(cells.map((cell) => [cell.case, cell.cluster ?? `\0${cell.case}`]));
  const cases = [...clusters.keys()];
  const labels = [...clusters.values()];
  const pairs = pairsOf(
    scoresOf(cases, subject.cells, gate.metric),
    scoresOf(cases, other.cells, gate.metric),
    new Set(labels).size < labels.length ? labels : undefined,
  );
  const { difference, interval } = comparePair(pairs);
  if (difference === undefined)
    return { ...base(gate, subject), gate: asked, passed: false, why: "They have no answered case in common." };
  const passed = difference >= -by - SLACK;
  const unsure = interval && interval.low < -by && interval.high > -by ? ", so chance alone may have decided" : "";
  const sure = interval ? ` (95 %: ${signed(interval.low)} to ${signed(interval.high)})${unsure}` : "";
  return {
    ...base(gate, subject),
    gate: asked,
    passed,
    observed: interval ?? { value: difference, low: -1, high: 1, confidence: 0.95 },
    why: `The difference is ${signed(difference)} points over ${pairs.differences.length} cases${sure}.`,
  };
}

/** Every gate for every row that it is for. A model that the run does not have makes its gate fail, saying so. */
export function gateOutcomes(
  gates: readonly Gate[],
  rows: readonly EvalRow[],
  cells: readonly EvalCell[],
): GateOutcome[] {
  const subjects = cellsOfRows(rows, cells).map(
    ({ row, cells: own }): Subject => ({ row, name: rowName(row), cells: own }),
  );
  return gates.flatMap((gate): GateOutcome[] => {
    const chosen = subjects.filter(
      ({ row }) =>
        (gate.model === undefined ? row.model !== gate.notWorseThan : row.model === gate.model) &&
        (gate.prompt === undefined || row.prompt === undefined || row.prompt === gate.prompt),
    );
    const lacking = (model: string): GateOutcome => ({
      gate: `${gate.metric} of ${model}`,
      model,
      passed: false,
      why: `The run has no answers of ${model}.`,
      ...(gate.place === undefined ? {} : { place: gate.place }),
    });
    if (chosen.length === 0) return [lacking(gate.model ?? "any model")];
    return chosen.flatMap((subject) => {
      const other = subjects.find(({ row }) => row.model === gate.notWorseThan && row.prompt === subject.row.prompt);
      return [
        ...(gate.atLeast === undefined ? [] : [atLeast(gate, gate.atLeast, subject)]),
        ...(gate.notWorseThan === undefined
          ? []
          : [other ? notWorse(gate, other, subject) : lacking(gate.notWorseThan)]),
      ];
    });
  });
}
