/** Who beat whom as a table, coloured in the HTML page and plain in a terminal. Pure. All names are escaped. */
import { counted } from "../record/counted.ts";
import { disagreement, isSurprising, type WinCell, type WinMatrix } from "../run/win-matrix.ts";
import { oneLine } from "./plain-text.ts";
import { escapedHtml } from "./report-escape.ts";
import { renderTable, type TableColumn, type TableSettings } from "./table.ts";

/** Below so many votes a share says little. */
const FEW = 10;

/** Models whose names fit a terminal as a table. */
export const TERMINAL_MODELS = 12;

function percent(share: number): string {
  return (100 * share).toFixed(0);
}

function cellTitle(cell: WinCell, row: string, column: string): string {
  const { wins, ties, losses, votes, share, predicted } = cell;
  if (!share) return `${row} against ${column}: no votes; predicted ${percent(predicted)} %`;
  const range = `${percent(share.low)}–${percent(share.high)}`;
  return `${row} against ${column}: ${wins} won, ${ties} tied, ${losses} lost of ${votes}; ${percent(share.value)} % [${range}], predicted ${percent(predicted)} %`;
}

function cellHtml(cell: WinCell | undefined, row: string, column: string): string {
  if (!cell) return '<td class="self"></td>';
  const title = escapedHtml(cellTitle(cell, row, column));
  if (!cell.share) return `<td title="${title}"></td>`;
  const kinds = [
    `w${Math.round(10 * cell.share.value)}`,
    ...(cell.votes < FEW ? ["few"] : []),
    ...(isSurprising(cell) ? ["odd"] : []),
  ];
  return `<td class="${kinds.join(" ")}" title="${title}">${percent(cell.share.value)}</td>`;
}

/**
 * How to read the table, and how far votes and ratings agree in it.
 * @param all models of the board. @param marks how it marks cells: as in the page, or as in a terminal.
 */
export function matrixNote(matrix: WinMatrix, all: number, marks: "page" | "terminal"): string {
  const { pairs, outside } = disagreement(matrix);
  const shown =
    matrix.models.length < all ? ` The first ${matrix.models.length} of ${counted(all, "model")} are shown.` : "";
  const [few, odd] = marks === "page" ? [`; italic: fewer than ${FEW} votes`, "Outlined"] : ["", "*"];
  return `Per cent of the votes between two models that the row's won, a tie half${few}. ${odd}: the ratings predict a share outside of its 95 % interval (Wilson); so it is for ${outside} of ${counted(pairs, "pair")} with votes, and up to 1 in 20 would be by chance.${shown}`;
}

/** The table as HTML. */
export function matrixHtml({ models, cells }: WinMatrix): string {
  const head = models.map((name, place) => `<th title="${escapedHtml(name)}">${place + 1}</th>`).join("");
  const rows = models.map((name, row) => {
    const line = models.map((other, column) => cellHtml(cells[row]?.[column], name, other)).join("");
    return `<tr><th title="${escapedHtml(name)}">${row + 1} ${escapedHtml(name)}</th>${line}</tr>`;
  });
  return `<div class="scroll"><table class="matrix"><tr><th></th>${head}</tr>${rows.join("")}</table></div>`;
}

/** The table for a terminal, and how to read it: the first models alone. @param all models of the board. */
export function matrixText(matrix: WinMatrix, all: number, settings: TableSettings): { table: string; note: string } {
  const first: WinMatrix = {
    models: matrix.models.slice(0, TERMINAL_MODELS),
    cells: matrix.cells.slice(0, TERMINAL_MODELS).map((row) => row.slice(0, TERMINAL_MODELS)),
  };
  const columns: TableColumn<number>[] = [
    { title: "won of 100", value: (row) => `${row + 1} ${oneLine(first.models[row] ?? "")}` },
    ...first.models.map((_, column) => ({
      title: String(column + 1),
      align: "right" as const,
      value: (row: number) => {
        const cell = first.cells[row]?.[column];
        if (!cell) return "";
        return cell.share && `${percent(cell.share.value)}${isSurprising(cell) ? "*" : ""}`;
      },
    })),
  ];
  return { table: renderTable([...first.models.keys()], columns, settings), note: matrixNote(first, all, "terminal") };
}
