/**
 * Fenced code blocks in Markdown, also those inside quotes and list items. Pure. Indented code without a fence is no block.
 * It reads lines and containers only: it does not know HTML blocks, in which CommonMark sees no fences.
 *
 * Source: CommonMark 0.31.2, sections 4.5, 5.1 and 5.2, https://spec.commonmark.org/0.31.2/ (2024-01-28).
 */

/** A fenced code block. */
export interface CodeBlock {
  /** First word of the info string, as written: `ts`, `python`. The empty string: none. */
  language: string;
  /** The whole info string, trimmed. The empty string: none. */
  info: string;
  /** What stands between the fences, each line ended by a line feed. The empty string: nothing. */
  code: string;
  /** Whether a closing fence was found. False: the text or what held the block ended first, as in a cut answer. */
  closed: boolean;
}

/** A quote, or a list item with the column at which its content starts. */
type Container = "quote" | number;

interface OpenBlock {
  fence: string;
  indent: number;
  info: string;
  lines: string[];
}

/** What is left of a line, and the column at which it starts; tabs are measured from the line's own start. */
interface Rest {
  text: string;
  column: number;
}

/** Width of the white space it starts with; a tab goes to the next multiple of four. */
function indentOf({ text, column }: Rest): number {
  let at = column;
  for (const character of text) {
    if (character === " ") at++;
    else if (character === "\t") at += 4 - (at % 4);
    else break;
  }
  return at - column;
}

/** Without up to `most` columns of white space at its start. A tab that is cut leaves the rest of its columns as spaces. */
function withoutIndent(rest: Rest, most: number): Rest {
  let { text, column } = rest;
  const end = column + Math.min(most, indentOf(rest));
  while (column < end) {
    const next = text[0] === "\t" ? column + 4 - (column % 4) : column + 1;
    text = (next > end ? " ".repeat(next - end) : "") + text.slice(1);
    column = Math.min(next, end);
  }
  return { text, column };
}

function after({ text, column }: Rest, length: number): Rest {
  return { text: text.slice(length), column: column + length };
}

function isBlank({ text }: Rest): boolean {
  return /^[ \t]*$/.test(text);
}

/** Without a quote's marker and the one column of white space that belongs to it; `undefined` if there is no marker. */
function withoutQuote(rest: Rest): Rest | undefined {
  const marker = /^ {0,3}>/.exec(rest.text);
  return marker ? withoutIndent(after(rest, marker[0].length), 1) : undefined;
}

/** What is left of a line inside its containers, and how many of them it continues. */
function inside(line: Rest, containers: readonly Container[]): { rest: Rest; depth: number } {
  let rest = line;
  let depth = 0;
  for (const container of containers) {
    if (container === "quote") {
      const quoted = withoutQuote(rest);
      if (!quoted) break;
      rest = quoted;
    } else {
      if (!isBlank(rest) && indentOf(rest) < container) break;
      rest = withoutIndent(rest, container);
    }
    depth++;
  }
  return { rest, depth };
}

const THEMATIC_BREAK = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;

/** Enters the quotes and list items that begin on this line. */
function enter(line: Rest, containers: Container[]): Rest {
  let rest = line;
  for (;;) {
    if (THEMATIC_BREAK.test(rest.text)) return rest;
    const quoted = withoutQuote(rest);
    if (quoted) {
      containers.push("quote");
      rest = quoted;
      continue;
    }
    const marker = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/.exec(rest.text);
    if (!marker) return rest;
    const content = after(rest, marker[0].length);
    const space = indentOf(content);
    // Five or more columns after a marker are one column and indented code.
    const padding = isBlank(content) || space > 4 ? 1 : space;
    containers.push(marker[0].length + padding);
    rest = withoutIndent(content, padding);
  }
}

function blockOf(open: OpenBlock, closed: boolean): CodeBlock {
  const language = /^\S*/.exec(open.info)?.[0] ?? "";
  return { language, info: open.info, code: open.lines.map((line) => `${line}\n`).join(""), closed };
}

/** All fenced code blocks, in order. Empty: there is none. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const found: CodeBlock[] = [];
  let containers: Container[] = [];
  let open: OpenBlock | undefined;
  const close = (closed: boolean): void => {
    if (open) found.push(blockOf(open, closed));
    open = undefined;
  };
  const lines = markdown.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const { rest, depth } = inside({ text: line, column: 0 }, containers);
    if (depth < containers.length) {
      close(false);
      containers = containers.slice(0, depth);
    }
    if (open) {
      const [, fence = ""] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(rest.text) ?? [];
      if (fence !== "" && fence.startsWith(open.fence)) close(true);
      else open.lines.push(withoutIndent(rest, open.indent).text);
      continue;
    }
    const [, indent = "", fence = "", info = ""] =
      /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(enter(rest, containers).text) ?? [];
    const isInline = fence.startsWith("`") && info.includes("`");
    if (fence !== "" && !isInline) open = { fence, indent: indent.length, info: info.trim(), lines: [] };
  }
  close(false);
  return found;
}

/** The code of the first or last fenced block of an answer; `undefined` if there is none. */
export function extractCode(markdown: string, which: "first" | "last"): string | undefined {
  return codeBlocks(markdown).at(which === "first" ? 0 : -1)?.code;
}
