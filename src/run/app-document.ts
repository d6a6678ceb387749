/** Reads a document in an answer, from its opening to its end, chunk by chunk. Pure; `app-stream.ts` finds the opening. */
import { beginningOf, closePiece, closingFence, emit, type Reading, take } from "./app-reading.ts";

/** A run of `<` counts as one, up to eight: an answer may hold very long runs, and each place of one is tried. */
const TAG_END = /\r?\n?<{1,8}\/artifact\s*>/i;
const MAYBE_TAG_END = new RegExp(`\\r?\\n?(?:<{1,8}${beginningOf("/artifact")}\\s*)?$`, "i");
const HTML_END = /<\/html\s*>/i;
const MAYBE_HTML_END = new RegExp(`<${beginningOf("/html")}\\s*$`, "i");
const MAYBE_FENCE_END = /\r?\n[ \t]{0,3}(?:`*|~*)[ \t]*\r?$|\r$/;
const MAYBE_FENCE_LINE = /^[ \t]{0,3}(?:`*|~*)[ \t]*\r?$/;
const MAYBE_DRAWING_TAG = new RegExp(`<(?:${beginningOf("svg")}|/${beginningOf("svg")}\\s*)$|(?<!\\s)\\s+$`, "i");

/** Gives all of `rest` but what may be the beginning of an end. */
function giveAllBut(reading: Reading, ...maybe: RegExp[]): void {
  const held = maybe.map((each) => each.exec(reading.rest)?.index ?? reading.rest.length);
  const length = Math.min(...held);
  if (length > 0) emit(reading, { type: "text", text: take(reading, length) });
}

/** At the end of the answer, an open document ends too; the beginning of an end mark is not part of it. */
function finish(reading: Reading): boolean {
  if (!reading.final) return false;
  reading.rest = "";
  closePiece(reading, false);
  return false;
}

function readTagged(reading: Reading): boolean {
  const end = TAG_END.exec(reading.rest);
  if (!end) {
    giveAllBut(reading, MAYBE_TAG_END);
    return finish(reading);
  }
  emit(reading, { type: "text", text: take(reading, end.index) });
  take(reading, end[0].length);
  closePiece(reading, true);
  return true;
}

function readFenced(reading: Reading, marker: string): boolean {
  const end = closingFence(marker, reading.atLineStart).exec(reading.rest);
  const before = end ? reading.rest.slice(0, end.index) : reading.rest;
  if (HTML_END.test(before)) reading.hasEnded = true;
  // A fence at the end of what has come may be more than a fence.
  if (!end || !(reading.final || end[0].endsWith("\n"))) {
    giveAllBut(
      reading,
      MAYBE_FENCE_END,
      ...(reading.atLineStart ? [MAYBE_FENCE_LINE] : []),
      ...(reading.hasEnded ? [] : [MAYBE_HTML_END]),
    );
    return finish(reading);
  }
  if (reading.endsItself && !reading.hasEnded) {
    // A fence before `</html>` may stand in a text of the document's own script.
    const later = HTML_END.exec(reading.rest.slice(end.index));
    if (later) {
      emit(reading, { type: "text", text: take(reading, end.index + later.index + later[0].length) });
      reading.hasEnded = true;
      return true;
    }
    if (!reading.final) return false;
  }
  emit(reading, { type: "text", text: take(reading, end.index) });
  take(reading, end[0].length);
  closePiece(reading, true);
  return true;
}

/** A page without tag or fence: up to its last `</html>`, since an earlier one may stand in a script. */
function readBare(reading: Reading): boolean {
  if (!reading.endsItself) {
    giveAllBut(reading, /(?<!\s)\s+$/);
    return finish(reading);
  }
  for (let end = HTML_END.exec(reading.rest); end; end = HTML_END.exec(reading.rest)) {
    emit(reading, { type: "text", text: take(reading, end.index + end[0].length) });
    reading.hasEnded = true;
  }
  if (!reading.hasEnded) {
    giveAllBut(reading, MAYBE_HTML_END);
    return finish(reading);
  }
  if (!reading.final) return false;
  closePiece(reading, true);
  emit(reading, { type: "prose", text: take(reading, reading.rest.length) });
  return false;
}

/** A drawing without tag or fence: up to the `</svg>` of its first `<svg>`. */
function readDrawing(reading: Reading): boolean {
  for (;;) {
    const found = /<svg(?=[\s>/])|<\/svg\s*>/i.exec(reading.rest);
    if (!found) break;
    emit(reading, { type: "text", text: take(reading, found.index + found[0].length) });
    reading.depth += found[0].startsWith("</") ? -1 : 1;
    if (reading.depth > 0) continue;
    closePiece(reading, true);
    return true;
  }
  giveAllBut(reading, MAYBE_DRAWING_TAG);
  return finish(reading);
}

/** Reads on in an open document. */
export function readDocument(reading: Reading): boolean {
  if (reading.ending.by === "tag") return readTagged(reading);
  if (reading.ending.by === "fence") return readFenced(reading, reading.ending.marker);
  return reading.opening.kind === "svg" ? readDrawing(reading) : readBare(reading);
}
