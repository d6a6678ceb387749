/** What is to be known beside a run's verdict and table, one sentence each: how to read it, what it cannot tell. Pure. */
import { formatUsd } from "../price/money.ts";
import { counted } from "../record/counted.ts";
import type { EvalReport } from "./eval-report.ts";
import { type EvalRow, rowName } from "./eval-rows.ts";
import { listed, points, shortNames } from "./eval-verdict.ts";

type Name = (name: string) => string;

/** How the intervals of a table were found. */
function intervalNote(rows: readonly EvalRow[]): string {
  const methods = new Set(rows.flatMap((row) => row.passRate?.method ?? []));
  const clusters = rows.find((row) => row.passRate?.clusters !== undefined)?.passRate?.clusters;
  const names = { wilson: "Wilson", t: "Student's t over cases", "clustered t": "clustered t", bootstrap: "bootstrap" };
  const how = listed([...methods].map((method) => names[method]));
  const groups = clusters === undefined ? "" : `, ${counted(clusters, "cluster")} of cases`;
  return `[ ]: 95 % interval of the pass rate (${how}${groups})`;
}

function comparisonNote({ statistics, rows }: EvalReport, name: Name): string[] {
  if (!statistics.best || statistics.toBest.length === 0) return [];
  const methods = [...new Set(statistics.toBest.map((each) => each.intervalMethod))].filter((each) => each !== "none");
  const how = methods.length > 0 ? ` (${methods.join(", ")})` : "";
  const mark = rows.length > 1 ? "* may be the best: not worse than it beyond doubt. " : "";
  const base = statistics.baseline ? `; vs base: the same with ${name(statistics.baseline)}` : "";
  return [`${mark}vs best: difference in points over the same cases with its 95 % interval${how}${base}`];
}

function power({ decision: { detectable } }: EvalReport, name: Name): string[] {
  if (!detectable) return [];
  const { cases, difference, between, casesNeeded } = detectable;
  const [first, second] = between.map(name);
  const able =
    difference >= 1
      ? `${counted(cases, "case")} are too few to find any difference between ${first} and ${second}`
      : `A set of ${counted(cases, "case")} finds a difference of about ${points(difference)} between ${first} and ${second} in 4 of 5 runs`;
  if (casesNeeded === undefined) return [able];
  return [`${able}; to find the one seen, about ${counted(casesNeeded, "case")} would be needed`];
}

function choice({ decision: { choice }, rows, statistics }: EvalReport, name: Name): string[] {
  if (!choice) return [];
  const margin = points(choice.margin);
  const within = `surely within ${margin} of the best (at 95 %)`;
  if (choice.row === undefined) return [`No model is ${within}: that takes more cases, or a wider --margin`];
  // That the best is near the best is no news.
  if (choice.notWorse.length === 1 && choice.row === statistics.best) return [];
  const row = rows.find((each) => rowName(each) === choice.row);
  const price = choice.by === "cost" ? `the cheapest` : `the fastest`;
  const cost = choice.by === "cost" ? ` (${formatUsd(row?.answerPicodollars?.value)} an answer)` : "";
  const others = choice.notWorse.length === 1 ? "the only one" : `${price} of ${choice.notWorse.length}`;
  return [`${name(choice.row)}${cost} is ${others} ${within}`];
}

function advantage({ decision: { advantage } }: EvalReport, name: Name): string[] {
  if (!advantage) return [];
  const { row, against, by, ratio } = advantage;
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  const measure = by === "cost" ? "cost" : "time";
  return [
    `An answer of ${name(row)} takes ${percent(ratio.value)} of the ${measure} of ${name(against)} (95 %: ${percent(ratio.low)} to ${percent(ratio.high)})`,
  ];
}

function frontier({ decision, rows }: EvalReport, name: Name): string[] {
  const scored = rows.filter((row) => row.scored > 0);
  if (scored.length < 3 || decision.frontier.length === scored.length) return [];
  return [`No other model beats ${listed(decision.frontier.map(name))} in quality, cost and time at once`];
}

function missing({ statistics }: EvalReport, name: Name): string[] {
  const most = [...statistics.toBest].sort((a, b) => b.missing - a.missing)[0];
  if (!most || most.missing === 0) return [];
  const cases = counted(most.missing, "case");
  return [
    `${cases} ${most.missing === 1 ? "is" : "are"} left out of the comparison of ${name(most.row)} with ${name(most.against)}: one of them has no scored answer`,
  ];
}

function repeats({ rows, cells }: EvalReport): string[] {
  const epochs = Math.max(1, ...cells.map((cell) => cell.epoch));
  if (epochs === 1 || rows.length === 0) return [];
  return [`Each case was asked ${epochs} times and counts once, with the mean of its answers`];
}

function early({ stopped }: EvalReport): string[] {
  if (stopped !== "decided") return [];
  return [
    "It stopped early by bounds that hold however often one looks; the intervals here do not know of that and are a little too narrow",
  ];
}

function judges({ judging }: EvalReport): string[] {
  if (!judging) return [];
  const failed = judging.failed > 0 ? `, ${judging.failed} of them failed` : "";
  const tokens = (count: number | undefined): string => (count === undefined ? "–" : count.toLocaleString("en-US"));
  const took = `${tokens(judging.inputTokens)} tokens in, ${tokens(judging.outputTokens)} out, ${formatUsd(judging.picodollars)}`;
  return [
    `${counted(judging.calls, "call")} of ${judging.models.length === 1 ? "the judge" : "judges"} ${listed(judging.models)}${failed}: ${took}, not in the table`,
  ];
}

/** Notes without full stops, most useful first. */
export function notesOf(report: EvalReport): string[] {
  const names = shortNames(report.rows);
  const name: Name = (full) => names.get(full) ?? full;
  return [
    ...advantage(report, name),
    ...choice(report, name),
    ...power(report, name),
    ...frontier(report, name),
    ...missing(report, name),
    ...repeats(report),
    ...early(report),
    ...judges(report),
    ...comparisonNote(report, name),
    ...(report.rows.some((row) => row.passRate) ? [intervalNote(report.rows)] : []),
  ];
}
