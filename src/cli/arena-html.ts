/**
 * A leaderboard of votes as one HTML page that needs nothing else: the table with its intervals, ratings over time, who beat whom. Pure.
 *
 * Names of models, reasons and facts come from files that others wrote: all of it is escaped, and the page's own policy lets nothing run
 * or load but its one style, by its hash. It has no script.
 */
import type { BoardRow, VoteBoard } from "../index.ts";
import { counted } from "../record/counted.ts";
import type { BoardSheet } from "../run/board-sheet.ts";
import type { ModelFacts } from "../run/model-facts.ts";
import { matrixHtml, matrixNote } from "./arena-matrix.ts";
import { historyPlot, WIDEST } from "./arena-plots.ts";
import { ARENA_STYLE, LINE_COLOURS } from "./arena-style.ts";
import { marginText, rankText } from "./board-words.ts";
import { answerEnergy, factNotes, priceOrigin, pricesText } from "./fact-words.ts";
import { STYLE } from "./report-assets.ts";
import { escapedHtml } from "./report-escape.ts";
import { reportPage } from "./report-page.ts";
import { intervalPlot } from "./report-plots.ts";

/** What the page says of the sheet. */
export interface PageWords {
  /** What the page is called: the file of the votes. */
  title: string;
  /** Sentences that say how to read the table, the same as in a terminal. */
  notes: readonly string[];
}

/** One column of the table. */
interface Column {
  title: string;
  /** The cell's HTML; `undefined`: unknown. */
  html: (row: BoardRow) => string | undefined;
  /** Its classes. */
  kind?: string;
}

function whole(value: number): string {
  return value.toFixed(0).replace("-", "−");
}

function nameHtml({ model }: BoardRow, withdrawn: BoardSheet["withdrawn"]): string {
  const out = withdrawn.get(model);
  const day = out && new Date(out.at).toISOString().slice(0, 10);
  const mark = out ? `<span class="out" title="${escapedHtml(`${day}: ${out.why}`)}">withdrawn</span>` : "";
  return `<span class="name" title="${escapedHtml(model)}">${escapedHtml(model)}</span>${mark}`;
}

/** Columns of what is known beside the votes; those that are known of no model are left out. */
function factColumns(rows: readonly BoardRow[], facts: BoardSheet["facts"]): Column[] {
  const of = ({ model }: BoardRow): ModelFacts => facts.get(model) ?? {};
  const text = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : escapedHtml(value);
  const columns: Column[] = [
    { title: "organisation", kind: "left", html: (row) => text(of(row).organization) },
    { title: "licence", kind: "left", html: (row) => text(of(row).license) },
    {
      title: "$ / M tokens",
      html: (row) => {
        const { price } = of(row);
        return (
          price && `<span title="${escapedHtml(priceOrigin(price))}">${escapedHtml(pricesText({ price }) ?? "")}</span>`
        );
      },
    },
    { title: "energy / answer", html: (row) => text(answerEnergy(of(row))) },
  ];
  return columns.filter(({ html }) => rows.some((row) => html(row) !== undefined));
}

/** Columns of what was asked for beside the scores. */
function furtherColumns(rows: readonly BoardRow[]): Column[] {
  const columns: Column[] = [];
  const add = (key: keyof BoardRow, ...more: Column[]): void => {
    if (rows.some((row) => row[key] !== undefined)) columns.push(...more);
  };
  add("boot", {
    title: "boot 95 %",
    html: ({ boot, score }) =>
      boot && !Number.isNaN(boot.low) ? `+${whole(boot.high - score)}/−${whole(score - boot.low)}` : undefined,
  });
  add(
    "styled",
    { title: "rank (style)", html: ({ styled }) => styled && String(styled.rankUpperBound) },
    { title: "score (style)", html: ({ styled }) => styled && whole(styled.score) },
  );
  add("elo", { title: "Elo", html: ({ elo }) => (elo === undefined ? undefined : whole(elo)) });
  return columns;
}

function columnsOf({ board: { rows }, facts, withdrawn }: BoardSheet): Column[] {
  const from = Math.min(...rows.map((row) => row.low));
  const to = Math.max(...rows.map((row) => row.high));
  const label = ({ model, score, low, high }: BoardRow): string =>
    `${model}: ${whole(score)}, ${whole(low)} to ${whole(high)}`;
  return [
    { title: "rank (UB)", html: (row) => String(row.rankUpperBound) },
    { title: "rank", html: rankText },
    { title: "model", kind: "model", html: (row) => nameHtml(row, withdrawn) },
    {
      title: `${whole(from)} to ${whole(to)}`,
      kind: "plot",
      html: (row) => intervalPlot({ value: row.score, low: row.low, high: row.high }, from, to, label(row)),
    },
    { title: "score", html: (row) => `<span title="${row.score.toFixed(2)}">${whole(row.score)}</span>` },
    { title: "95 %", html: marginText },
    ...furtherColumns(rows),
    { title: "votes", html: (row) => row.votes.toLocaleString("en-US") },
    ...factColumns(rows, facts),
  ];
}

function table(sheet: BoardSheet): string {
  const { rows } = sheet.board;
  const columns = columnsOf(sheet);
  const kind = (column: Column): string => (column.kind ? ` class="${column.kind}"` : "");
  const head = columns.map((column) => `<th${kind(column)}>${escapedHtml(column.title)}</th>`).join("");
  const lines = rows.map((row) => {
    const cells = columns.map((column) => `<td${kind(column)}>${column.html(row) ?? "–"}</td>`).join("");
    return `<tr${row.provisional ? ' class="provisional"' : ""}>${cells}</tr>`;
  });
  return `<div class="scroll"><table class="board"><tr>${head}</tr>${lines.join("\n")}</table></div>`;
}

/** Who is first, and how sure that is. */
function verdict({ rows }: VoteBoard): string {
  const [first] = rows;
  if (!first) return "Nothing could be rated";
  const others = rows.filter((row) => row.bestRank === 1).length - 1;
  const score = `${first.model} leads with ${whole(first.score)}`;
  if (others < 1) return `${score}: surely better than all others`;
  return `${score}; ${counted(others, "other")} may be as good`;
}

function about({ board, time, history }: BoardSheet): string {
  const { tie, bothBad } = board.winners;
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return [
    counted(board.votes, "vote"),
    `${counted(board.rows.length, "model")} rated`,
    ...(board.unrated.length > 0 ? [`${board.unrated.length} not rated`] : []),
    `${((100 * (tie + bothBad)) / board.votes).toFixed(1)} % ties`,
    ...(time ? [day(time.first) === day(time.last) ? day(time.first) : `${day(time.first)} to ${day(time.last)}`] : []),
    ...(history && history.untimed > 0 ? [`${counted(history.untimed, "vote")} without a time`] : []),
  ].join(" · ");
}

function overTime({ history, board }: BoardSheet): string {
  if (!history) return "";
  const more = board.rows.length > LINE_COLOURS ? ` The first ${LINE_COLOURS} are named, the others grey.` : "";
  const note = `Each point is rated from all votes up to then. A line begins where its 95 % interval is within ±${WIDEST} points, or where the model can be rated if it never is.${more}`;
  return `<h2>Ratings over time</h2><figure class="wide">${historyPlot(history)}</figure><ul class="notes"><li>${note}</li></ul>`;
}

/** What the page says below its table. */
function notesOf({ board, facts, withdrawn }: BoardSheet, notes: readonly string[]): string[] {
  const shown = new Set(board.rows.map((row) => row.model));
  const out = [...withdrawn].filter(([model]) => shown.has(model));
  return [
    ...notes,
    ...(board.rows.some((row) => row.provisional) ? ["Grey: provisional, with few votes or without a rank yet."] : []),
    ...out.map(
      ([model, { at, why }]) => `${model} was withdrawn on ${new Date(at).toISOString().slice(0, 10)}: ${why}.`,
    ),
    ...factNotes(facts.values()),
  ];
}

/** The page. */
export function arenaPage(sheet: BoardSheet, { title, notes }: PageWords): string {
  const told = notesOf(sheet, notes).map((note) => `<li>${escapedHtml(note)}</li>`);
  const content = `<h2>Models</h2>
${table(sheet)}
<ul class="notes">${told.join("")}</ul>
${overTime(sheet)}
<h2>Who beat whom</h2>
${matrixHtml(sheet.matrix)}
<ul class="notes"><li>${escapedHtml(matrixNote(sheet.matrix, sheet.board.rows.length, "page"))}</li></ul>`;
  const style = `${STYLE}${ARENA_STYLE}`;
  return reportPage({ title, style, verdict: verdict(sheet.board), facts: about(sheet), content });
}
