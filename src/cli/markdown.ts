/**
 * Markdown on a terminal, whole or while it arrives. A block is drawn when it is finished and never touched again: no cursor is
 * moved. Code is drawn line by line, a list item by item, running text about a line at a time. Nothing in the text can reach the terminal as an escape sequence.
 * What it prints depends on the text alone, never on how it was cut when it arrived.
 *
 * Not CommonMark to the letter: a model's line breaks are kept, and a link to a definition that comes later stays as it was
 * written, since what is printed is not printed again.
 */
import { lexer, type Token, type Tokens } from "marked";
import { blockLines, codeLine, type Drawing, fenceLine, itemLines, itemMarker, plainLines } from "./markdown-block.ts";
import { withoutControls } from "./plain-text.ts";

/** Where and how to draw. */
export interface MarkdownSettings extends Drawing {
  /** Takes text, whole lines. */
  write: (text: string) => void;
}

/** Markdown that is drawn while it arrives. */
export interface MarkdownStream {
  /** Takes more of the text. */
  push: (delta: string) => void;
  /** Draws what is left. Afterwards a new text may begin. */
  end: () => void;
}

/** Longer than any block people write; what is longer is shown plain, since the lexer's time may grow with its square. */
const MOST_BLOCK_CHARACTERS = 10_000;
/** From here on running text waits for its end: looking at it again and again would take too long. */
const MOST_PROSE_CHARACTERS = 6_000;

/** Control sequences: CSI, OSC and other strings, and two-character escapes. Source: ECMA-48, 5th edition (1991), §5.3 to 5.6. */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;

/** The text without escape sequences and without any other control character but tab and line feed. */
export function stripControls(text: string): string {
  return withoutControls(text.replace(SEQUENCES, ""));
}

interface State extends MarkdownSettings {
  /** The line that has not ended yet. */
  line: string;
  /** Whole lines of what is not finished. */
  held: string;
  /** Inside a code block at the top. */
  fence: { mark: string; indent: number } | undefined;
  /** Inside a list at the top: the number of its next item, and whether an empty line follows the last. */
  list: { next: number; apart: boolean } | undefined;
  /** Whether anything has been drawn. */
  begun: boolean;
  /** Running text at the top that has begun to be drawn. */
  prose: { shown: string; characters: number } | undefined;
  /** Characters of running text looked at since it was last drawn. */
  waiting: number;
}

function writeLines(state: State, lines: readonly string[]): void {
  if (lines.length > 0) state.write(`${lines.join("\n")}\n`);
}

/** Draws a block below what was drawn before. */
function writeBlock(state: State, lines: readonly string[], apart = true): void {
  if (lines.length === 0) return;
  writeLines(state, state.begun && apart ? ["", ...lines] : lines);
  state.begun = true;
}

function tokensOf(text: string): Token[] | undefined {
  if (text.length > MOST_BLOCK_CHARACTERS) return undefined;
  try {
    return lexer(text);
  } catch {
    // Nesting deeper than the stack.
    return undefined;
  }
}

function writeItems(state: State, list: Tokens.List, items: readonly Tokens.ListItem[]): void {
  const start = list.start === "" ? 1 : list.start;
  for (const item of items) {
    const before = state.list;
    const number = before?.next ?? start;
    writeBlock(state, itemLines(item, itemMarker(list.ordered, number, number), state), before?.apart ?? true);
    state.list = { next: number + 1, apart: /\n[ \t]*\n[ \t]*$/.test(item.raw) };
  }
}

function writeToken(state: State, token: Token): void {
  if (token.type === "space") return;
  if (state.prose) writeProse(state, token, state.prose.shown);
  else if (token.type === "list") writeItems(state, token as Tokens.List, (token as Tokens.List).items);
  else writeBlock(state, blockLines([token], state, true));
  state.list = undefined;
  state.prose = undefined;
}

/** Draws the rest of a block that began as running text. */
function writeProse(state: State, token: Token, shown: string): void {
  // A line of dashes after it makes it a title; then there is no more to do than to draw that line.
  const isTitle = token.type === "heading";
  const paragraph = isTitle ? { ...token, type: "paragraph" } : token;
  const whole = blockLines([paragraph as Tokens.Paragraph], state, true).join("\n");
  if (whole.startsWith(shown)) state.write(`${whole.slice(shown.length)}\n`);
  else state.write(`\n${whole}\n`);
  if (isTitle) writeLines(state, blockLines([{ type: "hr", raw: "" }], state, true));
}

function writePlain(state: State, text: string): void {
  const { prose } = state;
  if (prose) writeBlock(state, ["", ...plainLines(text.slice(prose.characters).trimStart(), state)], false);
  else writeBlock(state, plainLines(text, state));
}

/** Draws all that is held. */
function flush(state: State): void {
  const text = state.held;
  state.held = "";
  state.waiting = 0;
  if (text.trim() === "") return;
  const tokens = tokensOf(text);
  if (tokens) for (const token of tokens) writeToken(state, token);
  else writePlain(state, text);
  state.list = undefined;
  state.prose = undefined;
}

/** Draws what is finished now that the held lines end with the first of a new block, perhaps. */
function flushFinished(state: State): void {
  const tokens = tokensOf(state.held) ?? [];
  const last = tokens.findLastIndex((token) => token.type !== "space");
  const lastToken = tokens[last];
  if (!lastToken) return;
  let drawn = tokens.slice(0, last).reduce((sum, token) => sum + token.raw.length, 0);
  // The lexer may normalise a line; then its places are not ours, and the block waits for its end.
  if (!state.held.slice(drawn).startsWith(lastToken.raw)) return;
  for (const token of tokens.slice(0, last)) writeToken(state, token);
  if (lastToken.type === "list") {
    const list = lastToken as Tokens.List;
    const items = list.items.slice(0, -1);
    writeItems(state, list, items);
    drawn += items.reduce((sum, item) => sum + item.raw.length, 0);
  }
  state.held = state.held.slice(drawn);
  if (drawn > 0) state.waiting = 0;
}

/** Blocks that an empty line ends, whatever follows. */
const ENDED_BY_EMPTY_LINE = ["paragraph", "heading", "hr", "table", "blockquote"];

/** Draws what is held if nothing that follows can belong to it. */
function flushEnded(state: State): void {
  const last = tokensOf(state.held)?.findLast((token) => token.type !== "space");
  if (last && ENDED_BY_EMPTY_LINE.includes(last.type)) flush(state);
}

const BLOCK_START = /^ {0,3}(?:#{1,6}(?:[ \t]|$)|`{3}|~{3}|(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)|(?:[-*_][ \t]*){3,}$)/;

function openFence(state: State, line: string): boolean {
  const [, indent = "", mark = "", info = ""] = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (mark === "" || (mark.startsWith("`") && info.includes("`"))) return false;
  // Within a list or a quote the fence is theirs: only a block of its own begins with this very line.
  if (state.held !== `${line}\n`) return false;
  state.held = "";
  state.list = undefined;
  state.fence = { mark, indent: indent.length };
  writeBlock(state, [fenceLine(line.trim(), state.color)]);
  return true;
}

function codeOf(line: string, indent: number): string {
  return line.slice(Math.min(indent, line.length - line.trimStart().length));
}

/** Characters that may turn the text around them into something else once more has come. */
const OPEN_MARK = /[*`~[<\\]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u;
/** Beginnings of lines that may not be running text, and controls, which are only judged in whole lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_PROSE = /^(?:[ \t]|[-+*>|#=<`~_[:]|\d{1,9}[.)])|[|\u0000-\u0008\u000b-\u001f\u007f-\u009f]/m;

/** Whether what has come of a paragraph reads the same whatever follows. */
function isSettled(tokens: readonly Token[]): boolean {
  return tokens.every((token) => (token.type === "text" ? !OPEN_MARK.test(token.raw) : token.type !== "html"));
}

/** Draws running text up to here, the end of a word, if it can be nothing else. */
function drawProse(state: State, line: string): void {
  const text = state.held + line;
  if (text.length > MOST_PROSE_CHARACTERS || NO_PROSE.test(text)) return;
  const [token, ...others] = tokensOf(text) ?? [];
  if (token?.type !== "paragraph" || others.length > 0 || !isSettled(token.tokens ?? [])) return;
  const whole = blockLines([token], state, true).join("\n");
  const shown = state.prose?.shown ?? "";
  if (!whole.startsWith(shown)) return;
  if (!state.prose && state.begun) state.write("\n");
  state.write(whole.slice(shown.length));
  state.begun = true;
  state.prose = { shown: whole, characters: text.length };
}

/** Adds to the open line, looking at its characters one by one, so that it does not matter how many came at once. */
function extendLine(state: State, more: string): void {
  for (let index = 0; index < more.length && !state.fence; index++) {
    state.waiting++;
    // The longer the text, the rarer it is looked at, so that all looks together cost no more than its length.
    const enough = Math.max(state.width, (state.held.length + state.line.length + index) / 4);
    if (more[index] !== " " || state.waiting <= enough) continue;
    state.waiting = 0;
    drawProse(state, state.line + more.slice(0, index));
  }
  state.line += more;
}

/** Takes a whole line. */
function takeLine(state: State, written: string): void {
  const line = stripControls(written);
  if (state.fence) {
    const { mark, indent } = state.fence;
    const isEnd = /^ {0,3}(?:`{3,}|~{3,})[ \t]*$/.test(line) && line.trim().startsWith(mark);
    writeLines(state, [isEnd ? fenceLine(line.trim(), state.color) : codeLine(codeOf(line, indent), state.color)]);
    if (isEnd) state.fence = undefined;
    return;
  }
  const isBlank = line.trim() === "";
  if (isBlank) {
    if (state.held === "") return;
    state.held += "\n";
    flushEnded(state);
    return;
  }
  const mayBegin = BLOCK_START.test(line) || /\n[ \t]*\n$/.test(state.held);
  state.held += `${line}\n`;
  if (mayBegin && state.held !== `${line}\n`) flushFinished(state);
  if (openFence(state, line)) return;
  if (/^ {0,3}#{1,6}(?:[ \t]|$)/.test(line)) flushEnded(state);
  else if (state.held.length > MOST_BLOCK_CHARACTERS) flush(state);
}

function endLine(state: State): void {
  const { line } = state;
  state.line = "";
  takeLine(state, line);
}

/** Draws Markdown while it arrives. The caller says when it has ended. */
export function markdownStream(settings: MarkdownSettings): MarkdownStream {
  const fresh = (): State => ({
    ...settings,
    width: Math.max(1, settings.width),
    line: "",
    held: "",
    fence: undefined,
    list: undefined,
    begun: false,
    prose: undefined,
    waiting: 0,
  });
  let state = fresh();
  return {
    push: (delta) => {
      for (const [index, part] of delta.split("\n").entries()) {
        if (index > 0) endLine(state);
        extendLine(state, part);
      }
    },
    end: () => {
      if (state.line !== "") endLine(state);
      flush(state);
      state = fresh();
    },
  };
}
