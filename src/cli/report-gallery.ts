/**
 * The pictures of a run as one HTML page that needs nothing else: a row for each case, a column for each model. For runs whose answers
 * are SVG. Pure; all that models and suites wrote is escaped or inside an `<img>`.
 */
import type { EvalCell, EvalReport } from "../index.ts";
import { counted } from "../record/counted.ts";
import { cellsOfRows, rowName } from "../run/eval-rows.ts";
import { shortNames } from "../run/eval-verdict.ts";
import { STYLE } from "./report-assets.ts";
import { markOf } from "./report-cases.ts";
import { escapedHtml } from "./report-escape.ts";
import { reportPage } from "./report-page.ts";
import { pictureIn } from "./report-picture.ts";

function tile(cell: EvalCell, name: string): string {
  const mark = markOf([cell]);
  const title = cell.epoch > 1 ? `${name} #${cell.epoch}` : name;
  const why = cell.error ?? cell.scores.find((score) => !score.passed)?.why ?? "";
  // A browser shows a torn page for what it cannot draw.
  const isTorn = cell.scores.some((score) => score.scorer === "renders-svg" && !score.passed);
  const picture = isTorn ? "" : pictureIn(cell.answer ?? "", `${cell.case} by ${name}`);
  const shown = picture || '<div class="none">no picture</div>';
  return `<div class="tile"><h4><span>${escapedHtml(title)}</span><span class="mark ${mark.kind}">${mark.text}</span></h4>${shown}<p>${escapedHtml(why)}</p></div>`;
}

/** The page. */
export function galleryPage(report: EvalReport): string {
  const names = shortNames(report.rows);
  const columns = cellsOfRows(report.rows, report.cells).map(({ row, cells }) => ({
    name: names.get(rowName(row)) ?? rowName(row),
    cells: Map.groupBy(cells, (cell) => cell.case),
  }));
  const cases = [...new Set(report.cells.map((cell) => cell.case))];
  const epochs = Math.max(1, ...report.cells.map((cell) => cell.epoch));
  const style = `${STYLE}\n.gallery { grid-template-columns: repeat(${Math.max(1, columns.length)}, minmax(180px, 1fr)); }`;
  const rows = cases.flatMap((each) => [
    `<h3>${escapedHtml(each)}</h3>`,
    ...Array.from({ length: epochs }, (_, epoch) =>
      columns.map(({ name, cells }) => {
        const cell = cells.get(each)?.find((one) => one.epoch === epoch + 1);
        return cell ? tile(cell, name) : '<div class="tile"></div>';
      }),
    ).flat(),
  ]);
  const facts = `${counted(columns.length, "model")} × ${counted(cases.length, "case")} · run ${report.id}`;
  const content = `<div class="scroll"><div class="gallery">${rows.join("\n")}</div></div>`;
  return reportPage({ title: report.suite, style, verdict: report.verdict, facts, content });
}
