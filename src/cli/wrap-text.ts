/** Styled text broken into lines that fit. Pure; the styles are Node's, https://nodejs.org/api/util.html#utilstyletextformat-text-options. */
import { styleText } from "node:util";
import { displayWidth, piecesOf } from "./display-width.ts";

/** A style that a terminal knows. */
export type Style = "bold" | "dim" | "italic" | "underline" | "strikethrough" | "cyan" | "red" | "yellow" | "green";

/** Text in one style. A line feed is a break that is meant. */
export interface Segment {
  /** The text, without control characters other than line feed. */
  text: string;
  /** Styles, outermost first. Empty: none. */
  styles: readonly Style[];
}

/** The text in its styles; as it is without colour. */
export function styled(text: string, styles: readonly Style[], color: boolean): string {
  if (!color || styles.length === 0 || text === "") return text;
  return styleText([...styles], text, { validateStream: false });
}

function sameStyles(a: readonly Style[], b: readonly Style[]): boolean {
  return a.length === b.length && a.every((style, index) => style === b[index]);
}

/** Segments of one line, neighbours of one style joined, as text. */
function lineText(segments: readonly Segment[], color: boolean): string {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (last && sameStyles(last.styles, segment.styles)) {
      joined[joined.length - 1] = { text: last.text + segment.text, styles: last.styles };
    } else {
      joined.push(segment);
    }
  }
  return joined.map(({ text, styles }) => styled(text, styles, color)).join("");
}

/** A word, perhaps of several styles, and the space before it; or a break. */
type Piece = { word: Segment[]; width: number; space: Segment | undefined } | "break";

function piecesIn(segments: readonly Segment[]): Piece[] {
  const pieces: Piece[] = [];
  let word: Segment[] = [];
  let space: Segment | undefined;
  const end = (): void => {
    if (word.length > 0) {
      const width = word.reduce((sum, { text }) => sum + displayWidth(text), 0);
      pieces.push({ word, width, space });
      space = undefined;
    }
    word = [];
  };
  for (const { text, styles } of segments) {
    for (const [token] of text.matchAll(/\n|[ \t]+|[^ \t\n]+/g)) {
      if (token === "\n") {
        end();
        pieces.push("break");
        space = undefined;
      } else if (/^[ \t]/.test(token)) {
        end();
        space ??= { text: " ", styles };
      } else {
        word.push({ text: token, styles });
      }
    }
  }
  end();
  return pieces;
}

/** A word that is wider than a line, cut into pieces that are not. */
function cutWord(word: readonly Segment[], width: number): Segment[] {
  return word.flatMap(({ text, styles }) => piecesOf(text, width).map((piece) => ({ text: piece, styles })));
}

/**
 * The lines of styled text, none wider than `width` cells unless one character is. White space between words shrinks to one
 * space. At least one line.
 */
export function wrapText(segments: readonly Segment[], width: number, color: boolean): string[] {
  const lines: Segment[][] = [[]];
  let used = 0;
  const put = (segment: Segment, wide: number): void => {
    lines.at(-1)?.push(segment);
    used += wide;
  };
  const next = (): void => {
    lines.push([]);
    used = 0;
  };
  for (const piece of piecesIn(segments)) {
    if (piece === "break") {
      next();
      continue;
    }
    const gap = piece.space && used > 0 ? 1 : 0;
    if (used > 0 && used + gap + piece.width > width) next();
    if (used > 0 && piece.space) put(piece.space, 1);
    for (const part of piece.width > width ? cutWord(piece.word, width) : piece.word) {
      const wide = displayWidth(part.text);
      if (used > 0 && used + wide > width) next();
      put(part, wide);
    }
  }
  return lines.map((line) => lineText(line, color));
}
