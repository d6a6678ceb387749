/** Reads the replacements in an answer, chunk by chunk, whatever way their tags are closed. Pure; `app-edit.ts` makes them. */
import { closePiece, emit, type Reader, type Reading, take } from "./app-reading.ts";

/** Between replacements. What else stands there is left out. */
function readUpdate(reading: Reading): boolean {
  const found = /<{1,8}old_str>|<{1,8}\/artifact\s*>/i.exec(reading.rest);
  if (!found) {
    if (reading.final) {
      reading.rest = "";
      closePiece(reading, false);
    }
    return false;
  }
  take(reading, found.index + found[0].length);
  if (/^<+\//.test(found[0])) closePiece(reading, true);
  else reading.state = "old";
  return true;
}

/** Without one line break after the tag. The one before the next tag is part of the pattern of its end. */
function inner(text: string): string {
  return text.replace(/^\r?\n/, "");
}

function readOld(reading: Reading): boolean {
  const end = /\r?\n?<{1,8}\/(?:old_str|new_str)\s*>|\r?\n?(?:(?<![ \t])[ \t]+)?(?=<{1,8}new_str>)/i.exec(reading.rest);
  if (!end) return endPair(reading);
  reading.oldText = inner(take(reading, end.index));
  take(reading, end[0].length);
  reading.state = "newTag";
  return true;
}

function readNewTag(reading: Reading): boolean {
  const found = /<{1,8}(?:new_str|old_str)>|<{1,8}\/artifact\s*>/i.exec(reading.rest);
  if (!found) return endPair(reading);
  take(reading, found.index);
  if (/^<{1,8}new_str>/i.test(reading.rest)) {
    take(reading, found[0].length);
    reading.state = "new";
    return true;
  }
  // An old text without a new one is no pair.
  emit(reading, { type: "pair", oldText: "", newText: "" });
  reading.state = "update";
  return true;
}

function readNew(reading: Reading): boolean {
  const end =
    /\r?\n?<{1,8}\/(?:old_str|new_str)\s*>|\r?\n?(?:(?<![ \t])[ \t]+)?(?=<{1,8}old_str>|<{1,8}\/artifact\s*>)/i.exec(
      reading.rest,
    );
  if (!end && !(reading.final && reading.whole)) return endPair(reading);
  const newText = end ? take(reading, end.index) : take(reading, reading.rest.length).replace(/\r?\n$/, "");
  emit(reading, { type: "pair", oldText: reading.oldText, newText: inner(newText) });
  if (end) take(reading, end[0].length);
  reading.state = "update";
  return true;
}

/** At the end of the answer, a pair that is not whole is none. */
function endPair(reading: Reading): boolean {
  return reading.final && readUpdate(Object.assign(reading, { rest: "" }));
}

/** The readers of replacements by state. */
export const pairReaders: { update: Reader; old: Reader; newTag: Reader; new: Reader } = {
  update: readUpdate,
  old: readOld,
  newTag: readNewTag,
  new: readNew,
};
