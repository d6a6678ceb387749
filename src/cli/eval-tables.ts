/** The tables of `penny eval`: a leaderboard with intervals, and the single answers. Pure; reckons nothing that the report has not. */
import type { EvalCell, EvalReport, EvalRow } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { notesOf } from "../run/eval-notes.ts";
import { rowName } from "../run/eval-rows.ts";
import { shortNames } from "../run/eval-verdict.ts";
import type { Interval } from "../stats/interval.ts";
import { differenceText, duration, passRateText, tokens } from "./amounts.ts";
import { truncated } from "./display-width.ts";
import { oneLine } from "./plain-text.ts";
import { fittingColumns, type RankedColumn, renderTable, type TableColumn, type TableSettings } from "./table.ts";
import { styled, wrapText } from "./wrap-text.ts";

/** An interval from 0 to 1 drawn on a line of so many cells: `    ├───●──┤   `. */
function intervalBar(rate: Interval | undefined, cells: number): string {
  if (!rate) return "";
  const place = (share: number): number => Math.min(cells - 1, Math.round(share * (cells - 1)));
  const [low, value, high] = [place(rate.low), place(rate.value), place(rate.high)];
  return Array.from({ length: cells }, (_, cell) => {
    if (cell === value) return "●";
    if (cell === low) return "├";
    if (cell === high) return "┤";
    return cell > low && cell < high ? "─" : "·";
  }).join("");
}

/** A time as one of many with its interval left to `--json`: rounded. */
function timeOf(quantile: { value: number } | undefined): string {
  return duration(quantile?.value);
}

type Ranked = RankedColumn<EvalRow>;

const BAR_CELLS = 21;

function comparedColumns({ statistics }: EvalReport): Ranked[] {
  const { best, toBest, toBaseline, baseline } = statistics;
  const behind = new Map(toBest.map((each) => [each.row, each.difference]));
  const base = new Map(toBaseline.map((each) => [each.row, each.difference]));
  const columns: Ranked[] = [];
  if (toBest.length > 0)
    columns.push({
      title: "vs best",
      value: (row) => (rowName(row) === best ? "best" : differenceText(behind.get(rowName(row)))),
      align: "right",
      rank: 1,
    });
  if (toBaseline.length > 0 && baseline !== best)
    columns.push({
      title: "vs base",
      value: (row) => (rowName(row) === baseline ? "base" : differenceText(base.get(rowName(row)))),
      align: "right",
      rank: 3,
    });
  return columns;
}

/** Metrics that the suite names. */
function metricColumns(rows: readonly EvalRow[]): Ranked[] {
  const names = new Set(rows.flatMap((row) => row.metrics.map((each) => each.metric)));
  return [...names].map((metric) => ({
    title: oneLine(metric),
    value: (row) => scoreText(row.metrics.find((each) => each.metric === metric)),
    align: "right",
    rank: 3,
  }));
}

function columnsOf(report: EvalReport, name: (row: EvalRow) => string, onTerminal: boolean): Ranked[] {
  const { rows, statistics } = report;
  const tied = new Set(statistics.tied);
  const several = rows.filter((row) => row.scored > 0).length > 1;
  const mark = (row: EvalRow): string => (!several ? "" : tied.has(rowName(row)) ? "* " : "  ");
  const has = (test: (row: EvalRow) => boolean): boolean => rows.some(test);
  return [
    {
      title: several ? "  model" : "model",
      value: name,
      prefix: mark,
      styles: (row) => (several && tied.has(rowName(row)) ? ["bold", "green"] : ["bold"]),
      rank: 0,
    },
    { title: "passed", value: (row) => `${row.passed}/${row.scored}`, align: "right", rank: 2 },
    { title: "pass rate", value: (row) => passRateText(row.passRate), align: "right", rank: 0 },
    ...(onTerminal
      ? [
          {
            title: "0 %            100 %",
            value: (row: EvalRow) => intervalBar(row.passRate, BAR_CELLS),
            whole: true,
            rank: 3,
          },
        ]
      : []),
    ...(has((row) => row.score !== undefined)
      ? [{ title: "mean score", value: (row: EvalRow) => scoreText(row.score), align: "right" as const, rank: 4 }]
      : []),
    ...metricColumns(rows),
    ...comparedColumns(report),
    ...(has((row) => row.errors > 0)
      ? [{ title: "failed", value: (row: EvalRow) => row.errors, styles: () => ["red"] as const, rank: 1 }]
      : []),
    ...(has((row) => row.unfinished > 0)
      ? [{ title: "open", value: (row: EvalRow) => row.unfinished, styles: () => ["yellow"] as const, rank: 1 }]
      : []),
    {
      title: "cost/answer",
      value: (row) => formatUsd(row.answerPicodollars?.value),
      align: "right",
      rank: 1,
    },
    ...(has((row) => costRange(row) !== undefined)
      ? [{ title: "[95 %]", value: costRange, align: "right" as const, rank: 6 }]
      : []),
    { title: "time p50", value: (row) => timeOf(row.latency?.p50), align: "right", rank: 1 },
    { title: "[95 %]", value: timeRange, align: "right", rank: 5 },
    { title: "p95", value: (row) => timeOf(row.latency?.p95), align: "right", rank: 4 },
    ...(has((row) => row.latency?.firstToken !== undefined)
      ? [
          {
            title: "first token",
            value: (row: EvalRow) => timeOf(row.latency?.firstToken),
            align: "right" as const,
            rank: 9,
          },
        ]
      : []),
    {
      title: "tokens/s",
      value: (row) => (row.tokensPerSecond === undefined ? undefined : Math.round(row.tokensPerSecond)),
      align: "right",
      rank: 8,
    },
    { title: "in", value: (row) => tokens(row.inputTokens), align: "right", rank: 10 },
    { title: "out", value: (row) => tokens(row.outputTokens), align: "right", rank: 10 },
    { title: "cost", value: (row) => formatUsd(row.picodollars), align: "right", rank: 7 },
  ];
}

/** The interval of the median time; `undefined`: too few answers to tell. */
function timeRange({ latency }: EvalRow): string | undefined {
  const { low, high } = latency?.p50 ?? {};
  return low === undefined || high === undefined ? undefined : `${duration(low)}–${duration(high)}`;
}

/** The interval of the cost of an answer; `undefined`: unknown, or all answers cost the same. */
function costRange({ answerPicodollars: cost }: EvalRow): string | undefined {
  if (!cost || cost.low === cost.high) return undefined;
  return `${formatUsd(cost.low)}–${formatUsd(cost.high)}`;
}

function scoreText(score: Interval | undefined): string {
  if (!score) return "–";
  const two = (value: number): string => value.toFixed(2);
  return `${two(score.value)} [${two(score.low)}–${two(score.high)}]`;
}

/** The leaderboard, best first. */
export function leaderboard(report: EvalReport, settings: TableSettings): string {
  const { rows } = report;
  const names = shortNames(rows);
  const onTerminal = Number.isFinite(settings.width);
  const name = (row: EvalRow): string => (onTerminal ? (names.get(rowName(row)) ?? rowName(row)) : rowName(row));
  return renderTable(rows, fittingColumns(rows, columnsOf(report, name, onTerminal), settings.width), settings);
}

/** Text broken into lines, a number never parted from its unit. */
function lines(pieces: Parameters<typeof wrapText>[0], width: number, color: boolean): string[] {
  const held = pieces.map((piece) => ({
    ...piece,
    text: piece.text.replace(/(\d) (?=%|points?\b|times\b)/g, "$1\u00a0"),
  }));
  return wrapText(held, width, color).map((line) => line.replaceAll("\u00a0", " "));
}

/** Notes wrapped to the width, each on lines of its own, indented after the first. */
function noteLines(notes: readonly string[], { width, color }: TableSettings): string {
  return notes
    .flatMap((note) => {
      const wrapped = Number.isFinite(width)
        ? lines([{ text: `${note}.`, styles: [] }], Math.max(20, width - 2), false)
        : [`${note}.`];
      return wrapped.map((line, index) => styled(index === 0 ? line : `  ${line}`, ["dim"], color));
    })
    .map((line) => `${line}\n`)
    .join("");
}

function gateLines({ gates }: EvalReport, { width, color }: TableSettings): string {
  const text = gates.flatMap(({ gate, passed, why }) => {
    const pieces = [
      { text: "gate ", styles: [] },
      { text: passed ? "held" : "FAILED", styles: [passed ? "green" : "red"] as const },
      { text: `: ${oneLine(gate)}. ${oneLine(why)}`, styles: [] },
    ];
    const wrapped = lines(pieces, Number.isFinite(width) ? Math.max(20, width - 2) : 10_000, color);
    return wrapped.map((line, index) => `${index === 0 ? "" : "  "}${line}\n`);
  });
  return text.length > 0 ? `\n${text.join("")}` : "";
}

/** A whole report for people: the verdict, the leaderboard, what is to be known beside it, and the gates. */
export function reportText(report: EvalReport, settings: TableSettings): string {
  const width = Number.isFinite(settings.width) ? settings.width : 1000;
  const verdict = lines([{ text: `${oneLine(report.verdict)}.`, styles: ["bold"] }], width, settings.color).join("\n");
  const table = leaderboard(report, settings);
  const notes = noteLines(notesOf(report).map(oneLine), settings);
  return `${verdict}\n\n${table}${table && notes ? "\n" : ""}${notes}${gateLines(report, settings)}`;
}

function verdict(cell: EvalCell): string {
  if (cell.passed !== undefined) return cell.passed ? "pass" : "wrong";
  if (cell.error !== undefined) return "failed";
  return cell.call === undefined ? "not made" : "cut off";
}

/** Why a cell did not pass, or nothing to say. */
export function whyNot(cell: EvalCell): string {
  if (cell.error !== undefined) return cell.error;
  return cell.scores
    .filter((score) => !score.passed)
    .map((score) => `${score.scorer}: ${score.why}`)
    .join("; ");
}

/** What is shown of an answer; `--json` and the log have all of it. */
const ANSWER_CELLS = 60;

/** Every answer with its verdict, in the suite's order. */
export function cellTable(report: EvalReport, settings: TableSettings): string {
  const columns: TableColumn<EvalCell>[] = [
    { title: "case", value: (cell) => (cell.epoch > 1 ? `${cell.case} #${cell.epoch}` : cell.case) },
    { title: "model", value: (cell) => cell.model, whole: true },
    {
      title: "verdict",
      value: verdict,
      whole: true,
      styles: (cell) => (cell.passed ? ["green"] : ["red"]),
    },
    { title: "answer", value: (cell) => cell.answer && truncated(oneLine(cell.answer), ANSWER_CELLS) },
    { title: "why", value: whyNot },
  ];
  if (report.rows.some((row) => row.prompt !== undefined))
    columns.splice(1, 0, { title: "prompt", value: (cell) => cell.prompt });
  return renderTable(report.cells, columns, settings);
}
