/** Text measured as a terminal shows it: in cells, of which a Chinese character or an emoji takes two. Pure. */
import fastStringWidth from "fast-string-width";

/** Printable ASCII: every character takes one cell. */
const ONE_CELL_EACH = /^[\x20-\x7e]*$/;
let segmenter: Intl.Segmenter | undefined;

/** Made when first needed: it takes 30 ms, and most text that is printed is short enough not to be cut. */
function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter;
}

/** Cells that a text takes; escape sequences and what is not printed take none. A tab counts as none: replace it first. */
export function displayWidth(text: string): number {
  return fastStringWidth(text);
}

/** The text cut at the end of a character so that each piece takes at most `cells`; a character wider than that stands alone. */
export function piecesOf(text: string, cells: number): string[] {
  if (ONE_CELL_EACH.test(text)) return text.match(new RegExp(`.{1,${Math.max(1, cells)}}`, "g")) ?? [];
  const pieces: string[] = [];
  let piece = "";
  let width = 0;
  for (const { segment } of graphemes().segment(text)) {
    const wide = displayWidth(segment);
    if (piece !== "" && width + wide > cells) {
      pieces.push(piece);
      piece = "";
      width = 0;
    }
    piece += segment;
    width += wide;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

/** The text in at most `cells`, its end replaced by `…` if it is longer. `cells` of 0 gives the empty string. */
export function truncated(text: string, cells: number): string {
  if (displayWidth(text) <= cells) return text;
  if (cells < 1) return "";
  const [first = ""] = piecesOf(text, cells - 1);
  return displayWidth(first) <= cells - 1 ? `${first}…` : "…";
}

/** The text with spaces up to `cells`; longer text stays as it is. */
export function padded(text: string, cells: number, align: "left" | "right" | "center" = "left"): string {
  const space = Math.max(0, cells - displayWidth(text));
  const before = align === "left" ? 0 : align === "right" ? space : Math.floor(space / 2);
  return " ".repeat(before) + text + " ".repeat(space - before);
}
