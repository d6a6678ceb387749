/** The one sentence that a run comes to. Pure; says only what the statistics bear out. */
import type { Advantage, Decision, ScoreLead } from "./eval-decision.ts";
import type { EvalRow } from "./eval-rows.ts";
import { rowName } from "./eval-rows.ts";
import type { EvalStatistics, RowComparison } from "./eval-statistics.ts";

/** Names without the provider, where they still differ. */
export function shortNames(rows: readonly Pick<EvalRow, "model" | "prompt">[]): Map<string, string> {
  const short = (row: Pick<EvalRow, "model" | "prompt">): string =>
    rowName({ ...row, model: row.model.replace(/^.*[/#](?=[^/#]+$)/, "") });
  const shorts = rows.map(short);
  const unique = new Set(shorts).size === new Set(rows.map(rowName)).size;
  return new Map(rows.map((row) => [rowName(row), unique ? short(row) : rowName(row)]));
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** What was passed: whole answers of whole cases where each was asked once, else the mean share. */
function tally(row: EvalRow): string {
  const { passRate } = row;
  if (!passRate) return "nothing scored";
  return passRate.cases === row.scored ? `${row.passed}/${row.scored}` : percent(passRate.value);
}

/** Points of a difference of shares: `24 points`. */
export function points(share: number): string {
  const value = Math.round(100 * Math.abs(share));
  return `${value} ${value === 1 ? "point" : "points"}`;
}

/** How many times: `3 times`, `1.6 times`. */
function times(ratio: number): string {
  return `${ratio < 2.95 ? Number(ratio.toFixed(1)) : Math.round(ratio)} times`;
}

/** What speaks for one of the tied. */
function remarkOf({ row, by, ratio }: Advantage, name: (full: string) => string): string {
  if (by === "time") return `${name(row)} is ${times(1 / ratio.value)} faster`;
  if (ratio.value === 0) return `${name(row)} costs nothing`;
  return ratio.value < 0.005
    ? `${name(row)} costs almost nothing`
    : `${name(row)} costs ${percent(1 - ratio.value)} less`;
}

/** Whose scores are higher. */
function leadOf({ row, against, difference }: ScoreLead, name: (full: string) => string): string {
  const { value, low, high } = difference;
  const range = `95 %: ${Math.round(100 * low)} to ${Math.round(100 * high)}`;
  return `${name(row)} scores ${points(value)} higher than ${name(against)} (${range})`;
}

function nearest(toBest: readonly RowComparison[]): RowComparison | undefined {
  return [...toBest].sort((a, b) => (b.difference?.value ?? -1) - (a.difference?.value ?? -1))[0];
}

function ahead(rows: readonly EvalRow[], statistics: EvalStatistics, name: (row: EvalRow) => string): string {
  const [leader] = rows.filter((row) => rowName(row) === statistics.best);
  const second = nearest(statistics.toBest);
  const runnerUp = rows.find((row) => rowName(row) === second?.row);
  if (!leader) return "";
  if (!runnerUp || !second?.difference) return `${name(leader)} is best (${tally(leader)})`;
  const { value, low, high } = second.difference;
  const range = `95 %: ${Math.round(-100 * high)} to ${Math.round(-100 * low)}`;
  return `${name(leader)} is best: ${tally(leader)}, ${points(value)} ahead of ${name(runnerUp)} (${tally(runnerUp)}; ${range})`;
}

/**
 * One sentence, without a full stop: who is best or tied for best, by how much, and what speaks for one of the tied. Several rows
 * without a case in common, or none scored, are said to prove nothing.
 */
export function verdictOf(rows: readonly EvalRow[], statistics: EvalStatistics, decision: Decision): string {
  const names = shortNames(rows);
  const name = (row: EvalRow): string => names.get(rowName(row)) ?? rowName(row);
  const scored = rows.filter((row) => row.scored > 0);
  const [only] = scored;
  if (!only) return "Nothing was scored, so nothing is proved";
  if (scored.length === 1) {
    const { value, low, high } = only.passRate ?? { value: 0, low: 0, high: 1 };
    return `${name(only)} passed ${tally(only)} (${percent(value)}; 95 %: ${percent(low)} to ${percent(high)})`;
  }
  if (statistics.tied.length === 0) return "The models have no answered case in common, so nothing is proved";
  if (statistics.tied.length === 1) return ahead(scored, statistics, name);
  const tied = scored
    .filter((row) => statistics.tied.includes(rowName(row)))
    .sort((a, b) => Number(rowName(b) === statistics.best) - Number(rowName(a) === statistics.best));
  const { advantage, scoreLead } = decision;
  const all = `${listed(tied.map(name))} are tied for best (${listed(tied.map(tally))})`;
  const said = scoreLead ? `${all}; ${leadOf(scoreLead, (full) => names.get(full) ?? full)}` : all;
  return advantage ? `${said}; ${remarkOf(advantage, (full) => names.get(full) ?? full)}` : said;
}
