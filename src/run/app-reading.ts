/** What is known while an answer with an app in it is read: shared by the readers of its parts. Pure; reads nothing itself. */
import type { AppKind } from "../record/app.ts";

/** What is read, in order. */
export type AppPiece =
  /** What the model says beside. */
  | { type: "prose"; text: string }
  /** A document or replacements begin. */
  | { type: "open"; mode: "document" | "update"; kind: AppKind; title?: string; identifier?: string }
  /** More of the document. */
  | { type: "text"; text: string }
  /** A replacement, whole. With an empty old text: one that was no pair. */
  | { type: "pair"; oldText: string; newText: string }
  /** The end. `complete`: whether it was marked, or the document shows its own end. */
  | { type: "close"; complete: boolean };

/** What is being read. */
export type ReadingState =
  | "prose"
  | "thought"
  | "otherFence"
  | "tag"
  | "start"
  | "document"
  | "update"
  | "old"
  | "newTag"
  | "new";

/** How an open document ends: by `</artifact>`, by its fence, or `bare`: it is the answer itself. */
export type Ending = { by: "tag" } | { by: "fence"; marker: string } | { by: "bare" };

/** What the tag or fence said of what is in it. */
export interface Opening {
  /** Whether it is said to be an update. */
  isUpdate: boolean;
  /** The kind. Absent: none was said, or none of ours. */
  kind?: AppKind;
  /** Title. Absent: none. */
  title?: string;
  /** Identifier. Absent: none. */
  identifier?: string;
}

/** An answer half read. */
export interface Reading {
  /** What has come and is not read. */
  rest: string;
  /** Whether no more will come. */
  final: boolean;
  /** Whether the model had said all. Only with `final`. */
  whole: boolean;
  /** The kind that is expected. Absent: any. */
  expect: AppKind | undefined;
  /** What was read and not given out yet. */
  out: AppPiece[];
  /** What is being read. */
  state: ReadingState;
  /** Whether `rest` begins a line. */
  atLineStart: boolean;
  /** Whether nothing but white space and reasoning was before. */
  isFirst: boolean;
  /** What was said of the document at its opening. */
  opening: Opening;
  /** How it ends. */
  ending: Ending;
  /** Whether it began as `<!doctype` or `<html`, so that `</html>` is its end. */
  endsItself: boolean;
  /** Whether `</html>` was read. */
  hasEnded: boolean;
  /** Open `<svg>` of a bare drawing. */
  depth: number;
  /** The old text of the pair being read. */
  oldText: string;
}

/** Reads what it can of `rest`. Gives whether there may be more to read at once. */
export type Reader = (reading: Reading) => boolean;

/** Gives out a piece; text follows text in one. */
export function emit(reading: Reading, piece: AppPiece): void {
  const last = reading.out.at(-1);
  if ((piece.type === "text" || piece.type === "prose") && piece.text === "") return;
  if (last?.type === "text" && piece.type === "text") last.text += piece.text;
  else if (last?.type === "prose" && piece.type === "prose") last.text += piece.text;
  else reading.out.push(piece);
}

/** Takes characters off `rest`. */
export function take(reading: Reading, length: number): string {
  const taken = reading.rest.slice(0, length);
  reading.rest = reading.rest.slice(length);
  if (taken !== "") reading.atLineStart = taken.endsWith("\n");
  return taken;
}

/** The end of a document or of replacements. */
export function closePiece(reading: Reading, complete: boolean): void {
  emit(reading, { type: "close", complete });
  reading.atLineStart = true;
  reading.state = "prose";
}

/** The source of a pattern of every beginning of a word, the empty one too. */
export function beginningOf(word: string): string {
  return [...word].reduceRight((rest, character) => `(?:${character}${rest})?`, "");
}

/** A fence that closes one of this marker, as a line of its own. */
export function closingFence(marker: string, atLineStart: boolean): RegExp {
  const start = atLineStart ? "(?:^|\\r?\\n)" : "\\r?\\n";
  const character = marker.startsWith("~") ? "~" : "`";
  return new RegExp(`${start}[ \\t]{0,3}${character}{${marker.length},}[ \\t]*(?:\\r?\\n|$)`);
}
