/** Texts side by side in columns of equal width, for a wide terminal. Pure. */
import { stripVTControlCharacters } from "node:util";
import { displayWidth, padded } from "./display-width.ts";
import type { Io } from "./io.ts";

/** One column. */
export interface Column {
  /** Its heading. */
  title: string;
  /** Its text for so many columns of the terminal. */
  text: (width: number) => Promise<string> | string;
}

/** Narrower than this, prose is hard to read. */
const LEAST_WIDTH = 40;
const GAP = " │ ";
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function columnWidth(count: number, io: Io): number {
  return Math.floor((io.width - GAP.length * (count - 1)) / count);
}

/** Whether so many columns fit the terminal; never in a pipe. */
export function columnsFit(count: number, io: Io): boolean {
  return io.terminal.out && columnWidth(count, io) >= LEAST_WIDTH;
}

/** A line cut into pieces no wider than `width`, at spaces where there are any. A line that fits keeps its styles. */
function wrapped(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line];
  const lines: string[] = [];
  let current = "";
  let used = 0;
  for (const { segment } of graphemes.segment(stripVTControlCharacters(line))) {
    const size = displayWidth(segment);
    if (used + size > width) {
      const space = segment === " " ? -1 : current.lastIndexOf(" ");
      const rest = space > 0 ? current.slice(space + 1) : "";
      lines.push(space > 0 ? current.slice(0, space) : current);
      current = rest;
      used = displayWidth(rest);
      if (segment === " ") continue;
    }
    current += segment;
    used += size;
  }
  return [...lines, current];
}

/** All columns as lines of text, under their headings. */
export async function sideBySide(columns: readonly Column[], io: Io): Promise<string> {
  const width = columnWidth(columns.length, io);
  const cells = await Promise.all(
    columns.map(async ({ title, text }) => {
      const body = (await text(width)).replace(/\n+$/, "").split("\n");
      const head = io.color ? `\u001b[1m${title}\u001b[22m` : title;
      return [head, "─".repeat(width), ...body].flatMap((line) => wrapped(line, width));
    }),
  );
  const height = Math.max(...cells.map((lines) => lines.length));
  const rows: string[] = [];
  for (let row = 0; row < height; row++) {
    const pieces = cells.map((lines) => {
      const line = lines[row] ?? "";
      // A style left open must not run into the next column.
      const closed = line.includes("\u001b") ? `${line}\u001b[0m` : line;
      return padded(closed, width);
    });
    rows.push(pieces.join(GAP).trimEnd());
  }
  return `${rows.join("\n")}\n`;
}
