/** The tables of `penny eval`: a leaderboard with intervals, and the single answers. Pure; reckons nothing that the report has not. */
import type { EvalCell, EvalReport, EvalRow } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { duration, tokens } from "./amounts.ts";
import { truncated } from "./display-width.ts";
import { oneLine } from "./plain-text.ts";
import { renderTable, type TableColumn, type TableSettings } from "./table.ts";

/** A pass rate with its 95 % interval in whole per cent: `67 % [48–81]`; `–` for nothing scored. */
export function passRateText(rate: EvalRow["passRate"]): string {
  if (!rate) return "–";
  const percent = (share: number): number => Math.round(share * 100);
  return `${percent(rate.value)} % [${percent(rate.low)}–${percent(rate.high)}]`;
}

/** The leaderboard, best first, and what its brackets mean. */
export function leaderboard(report: EvalReport, settings: TableSettings): string {
  const columns: TableColumn<EvalRow>[] = [
    { title: "model", value: (row) => row.model, styles: () => ["bold"] },
    { title: "pass rate", value: (row) => passRateText(row.passRate), align: "right" },
    { title: "passed", value: (row) => `${row.passed}/${row.scored}`, align: "right" },
    { title: "tokens in", value: (row) => tokens(row.inputTokens), align: "right" },
    { title: "out", value: (row) => tokens(row.outputTokens), align: "right" },
    { title: "cost", value: (row) => formatUsd(row.picodollars), align: "right" },
    { title: "median time", value: (row) => duration(row.medianMs), align: "right" },
  ];
  if (report.rows.some((row) => row.prompt !== undefined))
    columns.splice(1, 0, { title: "prompt", value: (row) => row.prompt });
  if (report.rows.some((row) => row.errors > 0))
    columns.splice(-4, 0, { title: "failed", value: (row) => row.errors, styles: () => ["red"] });
  const table = renderTable(report.rows, columns, settings);
  return table === "" ? "" : `${table}[ ]: 95 % Wilson interval of the pass rate\n`;
}

function verdict(cell: EvalCell): string {
  if (cell.passed !== undefined) return cell.passed ? "pass" : "wrong";
  return cell.error === undefined ? "not made" : "failed";
}

/** Why a cell did not pass, or nothing to say. */
function why(cell: EvalCell): string {
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
    { title: "case", value: (cell) => cell.case },
    { title: "model", value: (cell) => cell.model, whole: true },
    {
      title: "verdict",
      value: verdict,
      whole: true,
      styles: (cell) => (cell.passed ? ["green"] : ["red"]),
    },
    { title: "answer", value: (cell) => cell.answer && truncated(oneLine(cell.answer), ANSWER_CELLS) },
    { title: "why", value: why },
  ];
  if (report.rows.some((row) => row.prompt !== undefined))
    columns.splice(1, 0, { title: "prompt", value: (cell) => cell.prompt });
  return renderTable(report.cells, columns, settings);
}
