/** What a whole answer comes to: a document, replacements, or neither. Pure. */
import type { AppKind } from "../record/app.ts";
import type { EditPair } from "./app-edit.ts";
import { kindOfStart, titleOf } from "./app-kind.ts";
import { appStream } from "./app-stream.ts";

/** A document in an answer. */
export interface AnsweredDocument {
  /** Its text. */
  content: string;
  /** What it is written in. */
  kind: AppKind;
  /** What it is called, by its tag or by itself. Absent: it has no name. */
  title?: string;
}

/** A whole answer, read. */
export interface ReadAnswer {
  /** The document. Absent: there is none. */
  document?: AnsweredDocument;
  /** Replacements that follow, or stand alone. */
  pairs: EditPair[];
  /** Whether an update was begun, with pairs or without. */
  isUpdate: boolean;
  /** What the model says beside, trimmed. */
  prose: string;
}

/**
 * Reads a whole answer. Of several documents the first counts, or the last that says to be the same one.
 * @param expect the kind that was asked for. @param whole whether the model had said all it wanted.
 */
export function readAnswer(text: string, expect: AppKind | undefined, whole: boolean): ReadAnswer {
  const stream = appStream(expect);
  const documents: (AnsweredDocument & { identifier?: string })[] = [];
  let pairs: EditPair[] = [];
  let isUpdate = false;
  let prose = "";
  for (const piece of [...stream.push(text), ...stream.end(whole)]) {
    if (piece.type === "prose") prose += piece.text;
    if (piece.type === "text") {
      const last = documents.at(-1);
      if (last) last.content += piece.text;
    }
    if (piece.type === "pair") pairs.push({ oldText: piece.oldText, newText: piece.newText });
    if (piece.type !== "open") continue;
    if (piece.mode === "update") {
      isUpdate = true;
      continue;
    }
    const { kind, title, identifier } = piece;
    documents.push({ content: "", kind, ...(title ? { title } : {}), ...(identifier ? { identifier } : {}) });
    if (documents.length === 1 || identifier === documents[0]?.identifier) pairs = [];
  }
  const [first] = documents;
  // Of such a text the stream knows no beginning: the whole answer is it.
  if (!first && !isUpdate && expect && isTextOf(expect, prose.trim()))
    return { document: named({ content: prose.trim(), kind: expect }), pairs: [], isUpdate, prose: "" };
  const found = first && documents.findLast(({ identifier }) => identifier === first.identifier);
  const isEmpty = found === undefined || found.content.trim() === "";
  return {
    ...(isEmpty ? {} : { document: named(found) }),
    pairs,
    isUpdate,
    prose: prose.trim(),
  };
}

/** Whether a text with no tag around it may be a document: any may be Markdown, but "I don't know." is no diagram and no module. */
function isTextOf(kind: AppKind, text: string): boolean {
  if (kind === "markdown") return text !== "";
  if (kind === "jsx") return /^\s*(?:import|export)\b/m.test(text);
  // A kind of diagram that is not known stands alone in its first line.
  return kind === "mermaid" && (kindOfStart(text) === kind || /^[\w-]+\r?\n/.test(text));
}

function named({ content, kind, title }: AnsweredDocument): AnsweredDocument {
  const name = title ?? titleOf(content, kind);
  return { content, kind, ...(name ? { title: name } : {}) };
}

const ELISION =
  /(?:<!--|\/\*|\/\/|\{\/\*)[^\n]{0,30}(?:\.{3}|…|\b(?:rest|remaining|existing|other|previous|same|all)\b[^\n]{0,40}\b(?:unchanged|same|as before|stays?|remains?|here|above|code)\b)/i;

/** Whether a text stands for a whole document: it has no "rest unchanged" that was not there, and begins as the earlier one does. */
export function isWholeDocument(content: string, kind: AppKind, earlier: string | undefined): boolean {
  if (earlier === undefined) return true;
  // A comment may say so in a document that is whole; then it is about as long as it was.
  const isShorter = content.length < 0.9 * earlier.length;
  if (isShorter && ELISION.test(content) && !ELISION.test(earlier)) return false;
  const begins = /^\s*<(?:!doctype|html)/i;
  return kind !== "html" || !begins.test(earlier) || begins.test(content);
}
