/** A run as a short Markdown page, for the summary of a CI job or a pull request. Pure. Model text is escaped. */
import type { EvalReport, EvalRow } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { counted } from "../record/counted.ts";
import { notesOf } from "../run/eval-notes.ts";
import { rowName } from "../run/eval-rows.ts";
import { differenceText, duration, passRateText } from "./amounts.ts";
import { whyNot } from "./eval-tables.ts";
import { oneLine } from "./plain-text.ts";

/** Text on one line in which nothing is Markdown or HTML. */
export function plainMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replaceAll("<", "&lt;")
    .replaceAll("@", "&#64;");
}

/** Text as code, whatever backticks it holds; a pipe would end a cell of a table. */
function code(text: string): string {
  const line = oneLine(text).replaceAll("|", "¦");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return line === "" ? "" : `${fence} ${line} ${fence}`;
}

/** A table of cells that are Markdown already. */
export function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function leaderboard({ rows, statistics }: EvalReport): string {
  const tied = new Set(statistics.tied);
  const behind = new Map(statistics.toBest.map((each) => [each.row, each.difference]));
  const several = statistics.toBest.length > 0;
  const name = (row: EvalRow): string => {
    const text = plainMarkdown(rowName(row));
    return several && tied.has(rowName(row)) ? `**${text}**` : text;
  };
  const errors = rows.some((row) => row.errors > 0);
  return markdownTable(
    [
      "model",
      "passed",
      "pass rate",
      ...(several ? ["vs best"] : []),
      ...(errors ? ["failed"] : []),
      "cost/answer",
      "time p50",
      "p95",
    ],
    rows.map((row) => [
      name(row),
      `${row.passed}/${row.scored}`,
      passRateText(row.passRate),
      ...(several ? [rowName(row) === statistics.best ? "best" : differenceText(behind.get(rowName(row)))] : []),
      ...(errors ? [String(row.errors)] : []),
      formatUsd(row.answerPicodollars?.value),
      duration(row.latency?.p50.value),
      duration(row.latency?.p95.value),
    ]),
  );
}

/** Failures shown; the rest is counted. */
const MOST_SHOWN = 30;
const MOST_CHARACTERS = 120;

function cut(text: string): string {
  const line = oneLine(text);
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}

function failures({ cells }: EvalReport): string {
  const wrong = cells.filter((cell) => cell.passed === false || cell.error !== undefined);
  if (wrong.length === 0) return "";
  const lines = wrong
    .slice(0, MOST_SHOWN)
    .map((cell) => [
      plainMarkdown(cell.epoch > 1 ? `${cell.case} #${cell.epoch}` : cell.case),
      plainMarkdown(cell.model),
      code(cut(cell.answer ?? "")),
      plainMarkdown(cut(whyNot(cell))),
    ]);
  const more = wrong.length > MOST_SHOWN ? `\nand ${wrong.length - MOST_SHOWN} more\n` : "";
  const title = `${counted(wrong.length, "answer")} did not pass`;
  return `\n<details><summary>${title}</summary>\n\n${markdownTable(["case", "model", "answer", "why"], lines)}${more}\n</details>\n`;
}

/** The Markdown text. */
export function markdownReport(report: EvalReport): string {
  const gates = report.gates.map(
    ({ gate, passed, why }) => `- ${passed ? "✅" : "❌"} ${plainMarkdown(gate)}. ${plainMarkdown(why)}\n`,
  );
  const notes = notesOf(report).map((note) => `- ${plainMarkdown(note)}.\n`);
  const spent = `${formatUsd(report.spentPicodollars)} spent; run \`${report.id}\`\n`;
  return [
    `## ${plainMarkdown(report.suite)}\n\n`,
    `${plainMarkdown(report.verdict)}.\n\n`,
    ...(gates.length > 0 ? [gates.join(""), "\n"] : []),
    leaderboard(report),
    "\n",
    notes.join(""),
    failures(report),
    `\n${spent}`,
  ].join("");
}
