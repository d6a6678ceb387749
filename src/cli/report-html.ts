/**
 * A run as one HTML page that needs nothing else: verdict, leaderboard, plots, and every case with its answers side by side. Pure.
 *
 * What models and suites wrote is untrusted: all of it is escaped, and the page's own policy lets nothing run or load but the one
 * style and the one script in it, by their hashes, and pictures that are in the page itself.
 */
import type { EvalReport, EvalRow, ScalingPoint } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { counted } from "../record/counted.ts";
import { notesOf } from "../run/eval-notes.ts";
import { rowName } from "../run/eval-rows.ts";
import { hasRepeats, scalingOf } from "../run/eval-scaling.ts";
import { shortNames } from "../run/eval-verdict.ts";
import { paretoSet } from "../stats/pareto-set.ts";
import { differenceText, duration, passRateText, tokens } from "./amounts.ts";
import { SCRIPT, STYLE } from "./report-assets.ts";
import { caseList } from "./report-cases.ts";
import { escapedHtml } from "./report-escape.ts";
import { reportPage } from "./report-page.ts";
import { intervalPlot, latencyPlot, type PlanePoint, planePlot } from "./report-plots.ts";

type Name = (name: string) => string;

function cell(content: string, kind = ""): string {
  return `<td${kind === "" ? "" : ` class="${kind}"`}>${content}</td>`;
}

function headings(names: readonly (readonly [string, string?])[]): string {
  return `<tr>${names.map(([name, kind]) => `<th${kind ? ` class="${kind}"` : ""}>${escapedHtml(name)}</th>`).join("")}</tr>`;
}

function leaderboard(report: EvalReport, name: Name): string {
  const { rows, statistics } = report;
  const tied = new Set(statistics.tied);
  const several = rows.length > 1;
  const errors = rows.some((row) => row.errors > 0);
  const head = headings([
    ["model"],
    ["0 to 100 %", "plot"],
    ["pass rate"],
    ["passed"],
    ...(errors ? [["failed"] as const] : []),
    ["cost/answer"],
    ["time p50"],
    ["p95"],
    ["tokens/s"],
    ["tokens in"],
    ["out"],
    ["cost"],
  ]);
  const lines = rows.map((row) => {
    const rate = row.passRate;
    const full = rowName(row);
    return `<tr${several && tied.has(full) ? ' class="tied"' : ""}>${[
      cell(`<span class="name" title="${escapedHtml(full)}">${escapedHtml(name(full))}</span>`),
      cell(rate ? intervalPlot(rate, 0, 1, `pass rate ${passRateText(rate)}`) : "–", "plot"),
      cell(passRateText(rate)),
      cell(`${row.passed}/${row.scored}`),
      ...(errors ? [cell(String(row.errors))] : []),
      cell(costText(row)),
      cell(duration(row.latency?.p50.value)),
      cell(duration(row.latency?.p95.value)),
      cell(row.tokensPerSecond === undefined ? "–" : String(Math.round(row.tokensPerSecond))),
      cell(tokens(row.inputTokens)),
      cell(tokens(row.outputTokens)),
      cell(formatUsd(row.picodollars)),
    ].join("")}</tr>`;
  });
  return `<div class="scroll"><table>${head}${lines.join("")}</table></div>`;
}

/** The cost of an answer with its interval, where it has one. */
function costText({ answerPicodollars: cost }: EvalRow): string {
  if (!cost) return "–";
  const [value, low, high] = [cost.value, cost.low, cost.high].map(formatUsd);
  return low === high || (low === value && high === value)
    ? (value ?? "–")
    : `${value} <small>[${low}–${high}]</small>`;
}

function comparisons({ statistics }: EvalReport, name: Name): string {
  const { toBest, toBaseline, best, baseline } = statistics;
  const all = [...toBest, ...(baseline === best ? [] : toBaseline)];
  if (all.length === 0) return "";
  const head = headings([
    ["model"],
    ["against", "left"],
    ["−100 to +100 points", "plot"],
    ["points"],
    ["won"],
    ["lost"],
    ["correlation"],
    ["p, adjusted"],
    ["test", "left"],
    ["cases"],
    ["left out"],
  ]);
  const lines = all.map((each) => {
    const { difference, adjustedPValue: p } = each;
    return `<tr>${[
      cell(`<span class="name">${escapedHtml(name(each.row))}</span>`),
      cell(escapedHtml(name(each.against)), "left"),
      cell(difference ? intervalPlot(difference, -1, 1, differenceText(difference), 0) : "–", "plot"),
      cell(differenceText(difference)),
      cell(each.won === undefined ? "–" : String(each.won)),
      cell(each.lost === undefined ? "–" : String(each.lost)),
      cell(each.correlation === undefined ? "–" : each.correlation.toFixed(2)),
      cell(p === undefined ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3)),
      cell(escapedHtml(each.test), "left"),
      cell(String(each.pairs)),
      cell(String(each.missing)),
    ].join("")}</tr>`;
  });
  return `<h2>Compared case by case</h2><div class="scroll"><table>${head}${lines.join("")}</table></div>`;
}

/** Rows with both figures; the frontier is that of this plane alone. */
function points(report: EvalReport, name: Name, x: (row: EvalRow) => PlanePoint["x"] | undefined): PlanePoint[] {
  const known = report.rows.flatMap((row) => {
    const at = x(row);
    return at && row.passRate ? [{ name: name(rowName(row)), x: at, y: row.passRate }] : [];
  });
  const frontier = new Set(paretoSet(known.map((each) => ({ quality: each.y.value, cost: each.x.value }))));
  return known.map((each, index) => ({ ...each, isFrontier: frontier.has(index) }));
}

function figure(caption: string, plot: string): string {
  return `<figure><figcaption>${escapedHtml(caption)}</figcaption>${plot}</figure>`;
}

/** What majority votes of several answers would give, where cases were asked several times. */
function scaling(report: EvalReport, name: Name): string[] {
  if (!hasRepeats(report)) return [];
  const { points, against } = scalingOf(report);
  const measure = (point: ScalingPoint): number | undefined =>
    against === "cost" ? point.picodollars : point.outputTokens;
  const known = points.flatMap((point): PlanePoint[] => {
    const x = measure(point);
    const label = `${name(point.row)} × ${point.samples}`;
    return x === undefined ? [] : [{ name: label, x: { value: x }, y: point.quality, isFrontier: point.isFrontier }];
  });
  if (known.length < 2) return [];
  const title = against === "cost" ? "cost of all answers to a case" : "output tokens of all answers to a case";
  return [
    figure(
      "Several answers, majority vote",
      planePlot(known, against === "cost" ? formatUsd : (value) => tokens(value), title),
    ),
  ];
}

function plots(report: EvalReport, name: Name): string {
  const figures: string[] = [];
  const costs = points(report, name, (row) => row.answerPicodollars);
  if (costs.some((point) => point.x.value > 0))
    figures.push(figure("Quality and cost", planePlot(costs, formatUsd, "cost of an answer")));
  const times = points(report, name, (row) => row.latency?.p50);
  if (times.length > 1)
    figures.push(figure("Quality and time", planePlot(times, duration, "median time of an answer")));
  const lines = report.rows.flatMap((row) =>
    row.latency ? [{ name: name(rowName(row)), p50: row.latency.p50, p95: row.latency.p95 }] : [],
  );
  if (lines.length > 0) figures.push(figure("Time", latencyPlot(lines, duration)));
  figures.push(...scaling(report, name));
  return figures.length === 0 ? "" : `<h2>Quality, cost, time</h2><div class="plots">${figures.join("")}</div>`;
}

function gates({ gates: outcomes }: EvalReport): string {
  if (outcomes.length === 0) return "";
  const items = outcomes.map(
    ({ gate, passed, why }) =>
      `<li${passed ? "" : ' class="bad"'}><b>${passed ? "✓ held" : "✗ failed"}</b> ${escapedHtml(gate)}. <span class="soft">${escapedHtml(why)}</span></li>`,
  );
  return `<ul class="gates">${items.join("")}</ul>`;
}

function facts(report: EvalReport): string {
  const scored = report.rows.reduce((sum, row) => sum + row.scored, 0);
  const cases = new Set(report.cells.map((each) => each.case)).size;
  const when = new Date(report.startedAt).toISOString().slice(0, 16).replace("T", " ");
  const took = report.durationMs === undefined ? [] : [`took ${duration(report.durationMs)}`];
  return [
    `${when} UTC`,
    `${counted(report.rows.length, "model")} × ${counted(cases, "case")}`,
    `${counted(scored, "answer")} scored`,
    `${formatUsd(report.spentPicodollars)} spent`,
    ...took,
    ...(report.stopped ? [`stopped: ${report.stopped}`] : []),
    `run ${report.id}`,
  ].join(" · ");
}

/**
 * The page.
 * @param questions what was asked, by `questionKey(prompt, case)`.
 */
export function htmlReport(report: EvalReport, questions: ReadonlyMap<string, string>): string {
  const names = shortNames(report.rows);
  const name: Name = (full) => names.get(full) ?? full;
  const notes = notesOf(report).map(
    (note) => `<li>${escapedHtml(note.replace(/^\[ \]: /, "Brackets: ").replace("* may", "★ may"))}.</li>`,
  );
  const content = `${gates(report)}
<h2>Models</h2>
${leaderboard(report, name)}
<ul class="notes">${notes.join("")}</ul>
${plots(report, name)}
${comparisons(report, name)}
${caseList(report, questions, name)}`;
  const { suite: title, verdict } = report;
  return reportPage({ title, style: STYLE, script: SCRIPT, verdict, facts: facts(report), content });
}
