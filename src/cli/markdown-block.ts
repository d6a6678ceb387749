/**
 * Draws one Markdown block for a terminal. Where colour cannot show a mark, the mark itself stays. Every text that comes from
 * Markdown passes `safe` here, after character references are resolved, so that none can become an escape sequence.
 */
import type { Token, Tokens } from "marked";
import { displayWidth, padded } from "./display-width.ts";
import { withoutControls } from "./plain-text.ts";
import { type Segment, type Style, styled, wrapText } from "./wrap-text.ts";

/** How to draw. */
export interface Drawing {
  /** Columns. */
  width: number;
  /** Whether styles may be used. */
  color: boolean;
}

/** Below this no column of a table is legible; its rows are then drawn as lists. */
const LEAST_COLUMN = 5;
const MOST_DATA_URL = 48;

const NAMED: { [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function resolved(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Text that a terminal cannot take for a command. */
function safe(text: string): string {
  return withoutControls(text).replaceAll("\t", "    ");
}

/** Text of one line. */
function inlineText(text: string): string {
  return safe(resolved(text)).replaceAll("\n", " ");
}

type Styles = readonly Style[];

function marked(mark: string, styles: Styles, inner: Segment[], color: boolean): Segment[] {
  if (color) return inner;
  return [{ text: mark, styles }, ...inner, { text: mark, styles }];
}

function linkSegments(label: Segment[], href: string, styles: Styles, color: boolean): Segment[] {
  const address = safe(href).replaceAll("\n", "");
  const shown =
    /^data:/i.test(address) && address.length > MOST_DATA_URL ? `${address.slice(0, MOST_DATA_URL)}…` : address;
  const text = label.map((segment) => segment.text).join("");
  // An address that reads as its own label is shown once.
  if (text === shown || `mailto:${text}` === shown) return [{ text: shown, styles: [...styles, "underline"] }];
  if (shown === "") return label;
  const around = color ? ([...styles, "dim"] as const) : styles;
  return [...label, { text: ` (${shown})`, styles: around }];
}

function inlineOne(token: Token, styles: Styles, color: boolean): Segment[] {
  const inner = (more: Style[]): Segment[] => inline(token as Tokens.Strong, [...styles, ...more], color);
  if (token.type === "strong") return marked("**", styles, inner(["bold"]), color);
  if (token.type === "em") return marked("*", styles, inner(["italic"]), color);
  if (token.type === "del") return marked("~~", styles, inner(["strikethrough"]), color);
  if (token.type === "codespan") {
    // What stands in backticks is literal: no character references.
    const text = safe((token as Tokens.Codespan).text).replaceAll("\n", " ");
    return marked("`", styles, [{ text, styles: [...styles, "cyan"] }], color);
  }
  if (token.type === "br") return [{ text: "\n", styles }];
  if (token.type === "checkbox") return [{ text: (token as Tokens.Checkbox).checked ? "[x] " : "[ ] ", styles }];
  if (token.type === "link") return linkSegments(inner([]), (token as Tokens.Link).href, styles, color);
  if (token.type === "image") {
    const { text, href } = token as Tokens.Image;
    const label = { text: `[image: ${inlineText(text) || "no description"}]`, styles };
    return linkSegments([label], href, styles, color);
  }
  if (token.type === "html" && /^<br\s*\/?>$/i.test(token.raw)) return [{ text: "\n", styles }];
  const isLeaf = !("tokens" in token) || token.tokens === undefined;
  if (!isLeaf) return inner([]);
  // A model's own line breaks are meant.
  const text = "text" in token && typeof token.text === "string" ? token.text : token.raw;
  return text.split("\n").flatMap((line, index): Segment[] => {
    const segment = { text: inlineText(line), styles };
    return index === 0 ? [segment] : [{ text: "\n", styles }, segment];
  });
}

/** The styled text of what a token holds. */
function inline(
  token: { tokens?: Token[] | undefined; text?: string; raw: string },
  styles: Styles,
  color: boolean,
): Segment[] {
  if (token.tokens === undefined) return [{ text: inlineText(token.text ?? token.raw), styles }];
  return token.tokens.flatMap((each) => inlineOne(each, styles, color));
}

function headingLines(token: Tokens.Heading, { width, color }: Drawing): string[] {
  const styles: Styles = token.depth === 1 ? ["bold", "underline"] : ["bold"];
  const mark = color ? [] : [{ text: `${"#".repeat(token.depth)} `, styles: [] }];
  return wrapText([...mark, ...inline(token, styles, color)], width, color);
}

/** A line of code: never broken, so that it can be copied. */
export function codeLine(line: string, color: boolean): string {
  return styled(withoutControls(line), ["cyan"], color);
}

/** A fence, its info string included. */
export function fenceLine(line: string, color: boolean): string {
  return styled(safe(line), ["dim"], color);
}

function codeLines(token: Tokens.Code, { color }: Drawing): string[] {
  const lines = token.text.split("\n");
  if (token.codeBlockStyle === "indented") return lines.map((line) => `    ${codeLine(line, color)}`);
  const fence = /^\s*(`{3,}|~{3,})/.exec(token.raw)?.[1] ?? "```";
  const inner = lines.map((line) => codeLine(line, color));
  return [fenceLine(fence + (token.lang ?? ""), color), ...inner, fenceLine(fence, color)];
}

function hung(lines: readonly string[], first: string): string[] {
  const rest = " ".repeat(displayWidth(first));
  return lines.map((line, index) => (index === 0 ? first + line : line === "" ? "" : rest + line));
}

/** One item of a list. `marker` without space: `•`, `3.`. */
export function itemLines(item: Tokens.ListItem, marker: string, drawing: Drawing): string[] {
  const first = `${marker} `;
  const width = Math.max(1, drawing.width - displayWidth(first));
  const lines = blockLines(item.tokens, { ...drawing, width }, item.loose);
  return hung(lines.length === 0 ? [""] : lines, first);
}

/** The marker of an item, for as many items as the list is known to have. */
export function itemMarker(ordered: boolean, number: number, last: number): string {
  return ordered ? `${String(number).padStart(String(last).length)}.` : "•";
}

function listLines(list: Tokens.List, drawing: Drawing): string[] {
  const start = list.start === "" ? 1 : list.start;
  const last = start + list.items.length - 1;
  return list.items.flatMap((item, index) => {
    const lines = itemLines(item, itemMarker(list.ordered, start + index, last), drawing);
    return index > 0 && /\n[ \t]*\n[ \t]*$/.test(list.items[index - 1]?.raw ?? "") ? ["", ...lines] : lines;
  });
}

function quoteLines(token: Tokens.Blockquote, drawing: Drawing): string[] {
  const mark = drawing.color ? styled("│ ", ["dim"], true) : "> ";
  const inner = blockLines(token.tokens, { ...drawing, width: Math.max(1, drawing.width - 2) }, true);
  return inner.map((line) => (mark + line).trimEnd());
}

type Cells = { segments: Segment[]; width: number }[];

function cellsOf(row: readonly Tokens.TableCell[], styles: Styles, color: boolean): Cells {
  return row.map((cell) => {
    const segments = inline({ tokens: cell.tokens, raw: cell.text }, styles, color);
    const width = displayWidth(segments.map((segment) => segment.text).join(""));
    return { segments, width };
  });
}

/** The most that each column may take so that all fit in `available`; `undefined`: not legibly. */
function columnWidths(natural: readonly number[], available: number): number[] | undefined {
  let most = Math.max(1, ...natural);
  const total = (): number => natural.reduce((sum, width) => sum + Math.min(width, most), 0);
  while (most > 1 && total() > available) most--;
  if (total() > available) return undefined;
  const squeezed = natural.some((width) => width > most);
  return squeezed && most < LEAST_COLUMN ? undefined : natural.map((width) => Math.min(width, most));
}

function tableLines(token: Tokens.Table, drawing: Drawing): string[] {
  const { width, color } = drawing;
  const header = cellsOf(token.header, ["bold"], color);
  const rows = token.rows.map((row) => cellsOf(row, [], color));
  const natural = header.map((cell, index) => Math.max(1, cell.width, ...rows.map((row) => row[index]?.width ?? 0)));
  const widths = columnWidths(natural, width - 2 * (natural.length - 1));
  if (!widths) return recordLines(header, rows, drawing);
  const draw = (row: Cells): string[] => {
    const cells = widths.map((cells, index) => wrapText(row[index]?.segments ?? [], cells, color));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, index) => padded(lines[line] ?? "", widths[index] ?? 1, token.align[index] ?? "left"))
        .join("  ")
        .trimEnd(),
    );
  };
  const rule = widths.map((cells) => "─".repeat(cells)).join("  ");
  return [...draw(header), styled(rule, ["dim"], color), ...rows.flatMap(draw)];
}

/** A table too wide for the terminal: each row as lines of `header: value`. */
function recordLines(header: Cells, rows: Cells[], { width, color }: Drawing): string[] {
  const colon = { text: ": ", styles: [] };
  return rows.flatMap((row, number) => {
    const lines = header.flatMap((name, index) => {
      const segments = [...name.segments, colon, ...(row[index]?.segments ?? [])];
      return wrapText(segments, width, color);
    });
    return number === 0 ? lines : ["", ...lines];
  });
}

function definitionLines(token: Tokens.Def, { width, color }: Drawing): string[] {
  return wrapText([{ text: inlineText(`[${token.tag}]: ${token.href}`), styles: ["dim"] }], width, color);
}

function linesOf(token: Token, drawing: Drawing): string[] {
  const { width, color } = drawing;
  switch (token.type) {
    case "space":
      return [];
    case "heading":
      return headingLines(token as Tokens.Heading, drawing);
    case "code":
      return codeLines(token as Tokens.Code, drawing);
    case "list":
      return listLines(token as Tokens.List, drawing);
    case "blockquote":
      return quoteLines(token as Tokens.Blockquote, drawing);
    case "table":
      return tableLines(token as Tokens.Table, drawing);
    case "hr":
      return [styled("─".repeat(Math.min(width, 40)), ["dim"], color)];
    case "def":
      return definitionLines(token as Tokens.Def, drawing);
    case "html":
      return plainLines(token.raw, drawing);
    default:
      return wrapText(inline(token as Tokens.Paragraph, [], color), width, color);
  }
}

/** Text as it is, line by line. */
export function plainLines(text: string, { width, color }: Drawing): string[] {
  const lines = text.replace(/\n+$/, "").split("\n");
  return lines.flatMap((line) => wrapText([{ text: safe(line), styles: [] }], width, color));
}

/** The lines of several blocks, with an empty one between them if `apart`. */
export function blockLines(tokens: readonly Token[], drawing: Drawing, apart: boolean): string[] {
  const lines: string[] = [];
  for (const group of inlineJoined(tokens)) {
    const drawn = linesOf(group, drawing);
    if (drawn.length === 0) continue;
    if (apart && lines.length > 0) lines.push("");
    lines.push(...drawn);
  }
  return lines;
}

/** Tight items hold their checkbox and text side by side: they are one line of text. */
function inlineJoined(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (last?.type === "checkbox") {
      const paragraph = { type: "paragraph", raw: last.raw + token.raw, text: "", tokens: [last, token] };
      joined[joined.length - 1] = paragraph as Tokens.Paragraph;
    } else {
      joined.push(token);
    }
  }
  return joined;
}
