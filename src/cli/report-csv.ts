/** A run as a CSV table, one line a cell. Pure. */
import type { EvalCell, EvalReport } from "../index.ts";
import { PICODOLLARS_PER_USD } from "../price/money.ts";

/** What stands in a field. `undefined`: nothing. */
export type CsvValue = string | number | boolean | undefined;

const COLUMNS: { [name: string]: (cell: EvalCell) => CsvValue } = {
  model: (cell) => cell.model,
  prompt: (cell) => cell.prompt,
  case: (cell) => cell.case,
  epoch: (cell) => cell.epoch,
  tags: (cell) => cell.tags.join(" "),
  cluster: (cell) => cell.cluster,
  passed: (cell) => cell.passed,
  value: (cell) => cell.value ?? meanOf(cell),
  answer: (cell) => cell.answer,
  why: (cell) =>
    cell.scores
      .filter((score) => !score.passed)
      .map((score) => `${score.scorer}: ${score.why}`)
      .join("; "),
  error: (cell) => cell.error,
  cached: (cell) => cell.cached,
  input_tokens: (cell) => cell.figures?.inputTokens,
  output_tokens: (cell) => cell.figures?.outputTokens,
  usd: (cell) => plain(cell.figures?.picodollars),
  model_ms: (cell) => cell.figures?.modelMs,
  first_token_ms: (cell) => cell.figures?.firstTokenMs,
  call: (cell) => cell.call,
};

function meanOf({ scores }: EvalCell): number | undefined {
  return scores.length === 0 ? undefined : scores.reduce((sum, score) => sum + score.value, 0) / scores.length;
}

/** Dollars without an exponent, so that a spreadsheet reads them. */
function plain(picodollars: number | undefined): string | undefined {
  if (picodollars === undefined) return undefined;
  return (picodollars / PICODOLLARS_PER_USD).toFixed(12).replace(/\.?0+$/, "");
}

/** Quoted where needed; what a spreadsheet would take for a formula is text, since models write it. */
function field(value: CsvValue): string {
  if (value === undefined) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180) with a heading line. */
export function csvText<Row>(
  rows: readonly Row[],
  columns: { readonly [name: string]: (row: Row) => CsvValue },
): string {
  const lines = rows.map((row) => Object.values(columns).map((value) => field(value(row))));
  return [Object.keys(columns), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

/** The cells as CSV with a heading line. */
export function csvReport(report: EvalReport): string {
  return csvText(report.cells, COLUMNS);
}
