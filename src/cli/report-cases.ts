/** The cases of the HTML report: a matrix of cases and models, each case with its question and answers side by side. Pure; escaped. */
import type { EvalCell, EvalReport, EvalRow } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { cellsOfRows, rowName } from "../run/eval-rows.ts";
import { questionKey } from "../run/stored-report.ts";
import { duration, tokens } from "./amounts.ts";
import { escapedHtml } from "./report-escape.ts";
import { pictureIn } from "./report-picture.ts";

type Name = (name: string) => string;

/** Of one answer so much is shown; the log has all. */
const MOST_CHARACTERS = 20_000;

interface Column {
  row: EvalRow;
  name: string;
  prompt: string;
  byCase: Map<string, EvalCell[]>;
}

/** How a model fared on a case: a word for the filter and colour, and what is shown. */
export function markOf(cells: readonly EvalCell[]): {
  kind: "pass" | "wrong" | "part" | "failed" | "open";
  text: string;
} {
  const scored = cells.filter((cell) => cell.passed !== undefined);
  if (scored.length === 0) {
    const failed = cells.some((cell) => cell.error !== undefined);
    return failed ? { kind: "failed", text: "! failed" } : { kind: "open", text: "–" };
  }
  const passed = scored.filter((cell) => cell.passed).length;
  const many = cells.length > 1 ? ` ${passed}/${scored.length}` : "";
  if (passed === scored.length) return { kind: "pass", text: `✓${many || " pass"}` };
  return passed === 0 ? { kind: "wrong", text: `✗${many || " wrong"}` } : { kind: "part", text: `◐${many}` };
}

function scoresOf(cell: EvalCell): string {
  const items = cell.scores.map(({ scorer, value, passed, why }) => {
    const measured = value === 0 || value === 1 ? "" : ` ${value.toFixed(2)}`;
    return `<li class="${passed ? "good" : "bad"}">${passed ? "✓" : "✗"} ${escapedHtml(`${scorer}${measured}: ${why}`)}</li>`;
  });
  return items.length > 0 ? `<ul>${items.join("")}</ul>` : "";
}

function figuresOf({ figures, call, cached }: EvalCell): string {
  if (!figures) return "";
  const parts = [
    duration(figures.modelMs),
    `${tokens(figures.inputTokens)} in, ${tokens(figures.outputTokens)} out`,
    formatUsd(figures.picodollars),
    ...(cached ? ["asked before"] : []),
    `call ${call ?? "–"}`,
  ];
  return `<p>${escapedHtml(parts.join(" · "))}</p>`;
}

function answerOf(cell: EvalCell, name: string): string {
  const mark = markOf([cell]);
  const text = cell.answer ?? "";
  const more = text.length > MOST_CHARACTERS ? `\n… ${text.length - MOST_CHARACTERS} more characters in the log` : "";
  const title = cell.epoch > 1 ? `${name} #${cell.epoch}` : name;
  const error = cell.error === undefined ? "" : `<ul><li class="bad">! ${escapedHtml(cell.error)}</li></ul>`;
  return `<div class="answer"><h4><span>${escapedHtml(title)}</span><span class="mark ${mark.kind}">${mark.text}</span></h4>${pictureIn(text, `picture by ${name}`)}<pre>${escapedHtml(text.slice(0, MOST_CHARACTERS) + more)}</pre>${scoresOf(cell)}${error}${figuresOf(cell)}</div>`;
}

function questionsOf(columns: readonly Column[], name: string, questions: ReadonlyMap<string, string>): string {
  const asked = new Set(columns.flatMap(({ prompt }) => questions.get(questionKey(prompt, name)) ?? []));
  return [...asked].map((text) => `<p class="question">${escapedHtml(text.slice(0, MOST_CHARACTERS))}</p>`).join("");
}

function caseOf(columns: readonly Column[], name: string, questions: ReadonlyMap<string, string>): string {
  const all = columns.map((column) => ({ column, cells: column.byCase.get(name) ?? [] }));
  const marks = all.map(({ cells }) => markOf(cells));
  const tags = all.flatMap(({ cells }) => cells).find((cell) => cell.tags.length > 0)?.tags ?? [];
  const known = new Set(marks.map((mark) => mark.kind).filter((kind) => kind !== "open" && kind !== "failed"));
  const kinds = [...new Set(marks.map((mark) => mark.kind)), ...(known.size > 1 ? ["differs"] : [])];
  const shown = marks.map((mark) => `<span class="mark ${mark.kind}">${mark.text}</span>`).join("");
  const labels = tags.map((tag) => `<span class="tag">${escapedHtml(tag)}</span>`).join("");
  const answers = all.flatMap(({ column, cells }) => cells.map((cell) => answerOf(cell, column.name)));
  return `<details class="case" data-kinds="${kinds.join(" ")}" data-tags="${escapedHtml(JSON.stringify(tags))}"><summary><span class="case-name">${escapedHtml(name)}${labels}</span>${shown}</summary><div class="inside">${questionsOf(columns, name, questions)}<div class="answers">${answers.join("")}</div></div></details>\n`;
}

function filters(tags: readonly string[]): string {
  const option = ([value, text]: readonly [string, string]): string =>
    `<option value="${escapedHtml(value)}">${escapedHtml(text)}</option>`;
  const shows = [
    ["", "all cases"],
    ["differs", "models differ"],
    ["wrong", "some model wrong"],
    ["part", "wavering"],
    ["failed", "a call failed"],
    ["open", "not asked"],
  ] as const;
  const tag =
    tags.length > 0
      ? `<select name="tag" aria-label="Tag">${option(["", "any tag"])}${tags.map((each) => option([each, each])).join("")}</select>`
      : "";
  return `<form id="filters" hidden><input name="words" type="search" placeholder="words in case, question, answer" aria-label="Words"><select name="show" aria-label="Which cases">${shows.map(option).join("")}</select>${tag}<span id="count" class="soft"></span></form>`;
}

/** The section of cases. */
export function caseList(report: EvalReport, questions: ReadonlyMap<string, string>, name: Name): string {
  const columns = cellsOfRows(report.rows, report.cells).map(
    ({ row, prompt, cells }): Column => ({
      row,
      name: name(rowName(row)),
      prompt,
      byCase: Map.groupBy(cells, (cell) => cell.case),
    }),
  );
  const cases = [...new Set(report.cells.map((cell) => cell.case))];
  const tags = [...new Set(report.cells.flatMap((cell) => cell.tags))];
  const heads = columns
    .map(
      (column) => `<span class="mark" title="${escapedHtml(rowName(column.row))}">${escapedHtml(column.name)}</span>`,
    )
    .join("");
  return `<h2>Cases</h2>${filters(tags)}<div class="scroll"><div class="cases"><div class="head"><span class="case-name">case</span>${heads}</div>\n${cases.map((each) => caseOf(columns, each, questions)).join("")}</div></div>`;
}
