/**
 * Reads a model's answer as it comes and gives the document in it, or the replacements, without what is around: prose, reasoning, code
 * fences, tags. How the answer was cut into chunks makes no difference to what is read. Pure; `app-edit.ts` makes the replacements.
 *
 * An answer may hold `<artifact type title>…</artifact>`; the same with `type="update"` and `<old_str>…</old_str><new_str>…</new_str>` in
 * it; a document in a code fence; or a bare document. What is forgiven is what huggingface/chat-ui forgives (artifacts.ts at 57c2fb0,
 * 2026-08), and what smaller models do beside: a fence in the tag, the tag in a fence, replacements without the tag.
 */
import type { AppKind } from "../record/app.ts";
import { readDocument } from "./app-document.ts";
import { kindNamed, kindOfStart } from "./app-kind.ts";
import { pairReaders } from "./app-pairs.ts";
import {
  type AppPiece,
  closingFence,
  type Ending,
  emit,
  type Opening,
  type Reader,
  type Reading,
  type ReadingState,
  take,
} from "./app-reading.ts";

/** An answer being read. */
export interface AppStream {
  /** Takes the next chunk and gives what can be read of it. */
  push: (text: string) => AppPiece[];
  /** Gives the rest. @param whole whether the model had said all it wanted. */
  end: (whole: boolean) => AppPiece[];
}

/** Characters of a document's beginning that are looked at, unless its first line is shorter. */
const START_CHARACTERS = 64;
const MOST_TAG_CHARACTERS = 2000;

const STARTERS =
  /(?<tag>(?<!`)<{1,8}artifact(?=[\s>]))|(?<think><think(?:ing)?>)|(?<thought><\/think(?:ing)?>)|(?<old>(?<!`)<{1,8}old_str>)|<{1,8}\/artifact\s*>/i;
const LINE_STARTERS =
  /^(?:(?<fence>[ \t]{0,3}(?<marker>`{3,}|~{3,})(?<info>[^`\n]*)\n)|(?<bare>[ \t]*(?=<+(?:!doctype\s+html|html[\s>]|svg[\s>]|\?xml\s))))/i;
const MAYBE_FENCE = /^[ \t]{0,3}(?:`+|~+)[^`\n]*$/;
const FIRST_TAG = /^[ \t]*<+(?!\/?(?:artifact|think|thinking|old_str|new_str)[\s>])[a-z!/]/i;

/** Whether an answer that was to be HTML or SVG begins with a tag at once, whatever tag it is. */
function beginsBare({ rest, expect, isFirst, atLineStart }: Reading): boolean {
  return isFirst && atLineStart && (expect === "html" || expect === "svg") && FIRST_TAG.test(rest);
}

/** Whether so much of a beginning has come that it tells what it is, whatever follows. */
function showsStart({ rest, final }: Reading): boolean {
  const start = rest.trimStart();
  return final || start.length >= START_CHARACTERS || start.includes("\n");
}

/** Between things: looks for the next beginning, line by line. */
function readProse(reading: Reading): boolean {
  for (;;) {
    const { rest, final } = reading;
    if (rest === "") return false;
    const newline = rest.indexOf("\n");
    const line = newline < 0 ? rest : rest.slice(0, newline + 1);
    if (newline < 0 && !final && reading.atLineStart && MAYBE_FENCE.test(line)) return false;
    const atStart = reading.atLineStart ? LINE_STARTERS.exec(rest) : null;
    if (atStart) return beginLine(reading, atStart);
    if (beginsBare(reading)) {
      if (!showsStart(reading)) return false;
      return open(reading, { isUpdate: false }, { by: "bare" });
    }
    const found = STARTERS.exec(line);
    if (found) return begin(reading, found);
    if (newline < 0 && !final) return false;
    if (line.trim() !== "") reading.isFirst = false;
    emit(reading, { type: "prose", text: take(reading, line.length) });
  }
}

function open(reading: Reading, opening: Opening, ending: Ending): boolean {
  reading.opening = opening;
  reading.ending = ending;
  reading.isFirst = false;
  reading.state = "start";
  return true;
}

function beginLine(reading: Reading, found: RegExpExecArray): boolean {
  const { fence, marker = "", info = "", bare } = found.groups ?? {};
  take(reading, fence?.length ?? bare?.length ?? 0);
  if (fence === undefined) return open(reading, { isUpdate: false }, { by: "bare" });
  const language = /^\S*/.exec(info.trim())?.[0] ?? "";
  const kind = kindNamed(language);
  open(reading, { isUpdate: false, ...(kind ? { kind } : {}) }, { by: "fence", marker });
  if (isOtherCode(language, reading.expect)) reading.state = "otherFence";
  return true;
}

/** Whether a fence of this language is an example beside the document. */
function isOtherCode(language: string, expect: AppKind | undefined): boolean {
  if (language === "" || kindNamed(language) !== undefined || /^(?:xml|artifact)$/i.test(language)) return false;
  return !(expect === "jsx" && /^(?:js|javascript|ts|typescript)$/i.test(language));
}

function begin(reading: Reading, found: RegExpExecArray): boolean {
  const { tag, think, thought, old } = found.groups ?? {};
  const before = take(reading, found.index);
  // What stood before `</think>` without a beginning was reasoning too.
  if (thought === undefined) emit(reading, { type: "prose", text: before });
  if (before.trim() !== "" && thought === undefined) reading.isFirst = false;
  if (old !== undefined) {
    openUpdate(reading);
  } else if (tag !== undefined) {
    reading.state = "tag";
  } else {
    take(reading, found[0].length);
    reading.atLineStart = true;
    if (think !== undefined) reading.state = "thought";
  }
  return true;
}

function readThought(reading: Reading): boolean {
  const end = /<\/think(?:ing)?>/i.exec(reading.rest);
  if (!end) {
    take(reading, reading.final ? reading.rest.length : Math.max(0, reading.rest.length - "</thinking>".length));
    return false;
  }
  take(reading, end.index + end[0].length);
  reading.atLineStart = true;
  reading.state = "prose";
  return true;
}

function readOtherFence(reading: Reading): boolean {
  const marker = reading.ending.by === "fence" ? reading.ending.marker : "```";
  const found = closingFence(marker, true).exec(reading.rest);
  const isSure = found && (reading.final || found[0].endsWith("\n"));
  if (!isSure && !reading.final) return false;
  emit(reading, { type: "prose", text: take(reading, isSure ? found.index + found[0].length : reading.rest.length) });
  reading.atLineStart = true;
  reading.state = "prose";
  return true;
}

/** The attributes of a tag, names in lower case, in any order and with any quotes. */
function attributesOf(tag: string): { [name: string]: string } {
  const found: { [name: string]: string } = {};
  const plain = tag.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
  for (const [, name = "", double, single, bare] of plain.matchAll(
    /([a-z_:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi,
  ))
    found[name.toLowerCase()] = (double ?? single ?? bare ?? "").trim();
  return found;
}

function readTag(reading: Reading): boolean {
  const { rest, final } = reading;
  // A quote without its end: after a while, the tag ends where it can.
  const found =
    /^<+artifact(?:[^>"'“”]|"[^"]*"|'[^']*'|“[^”]*”)*>/i.exec(rest.slice(0, MOST_TAG_CHARACTERS)) ??
    (final || rest.length >= MOST_TAG_CHARACTERS ? /^<+artifact[^>]*>/i.exec(rest) : null);
  if (!found) {
    if (final) reading.rest = "";
    return false;
  }
  take(reading, found[0].length);
  const { type = "", title, identifier, id } = attributesOf(found[0]);
  const kind = kindNamed(type);
  const name = identifier ?? id;
  const isUpdate = type.toLowerCase() === "update";
  const about = { ...(kind ? { kind } : {}), ...(title ? { title } : {}), ...(name ? { identifier: name } : {}) };
  return open(reading, { isUpdate, ...about }, { by: "tag" });
}

/** The beginning of what is in a tag, in a fence, or bare: tells what it is. */
function readStart(reading: Reading): boolean {
  if (!showsStart(reading)) return false;
  const { rest, opening, ending, expect } = reading;
  const start = rest.trimStart();
  const first = (/^[^\n]*\n/.exec(start)?.[0] ?? start).slice(0, START_CHARACTERS);
  const inTag = ending.by === "tag";
  if (inTag && !opening.isUpdate && /^<+\/artifact\s*>/i.test(first)) return goOn(reading, "prose");
  if (ending.by === "fence" && /^<+artifact[\s>]/i.test(first)) return goOn(reading, "prose");
  if (/^<+(?:old_str|new_str)>/i.test(first)) return openUpdate(reading);
  if (opening.isUpdate && !/^<+(?:!doctype|html|svg|\?xml)/i.test(first)) return openUpdate(reading);
  const fence = inTag && opening.kind !== "markdown" ? /^(`{3,}|~{3,})[^`\n]*\n/.exec(first) : null;
  if (fence) {
    take(reading, rest.length - start.length + fence[0].length);
    reading.ending = { by: "fence", marker: fence[1] ?? "```" };
    return true;
  }
  const shown = kindOfStart(first);
  const isTagged = expect === undefined || expect === "html" || expect === "svg";
  if (ending.by === "fence" && !opening.kind && !shown && isTagged && !opening.title)
    return goOn(reading, "otherFence");
  if (start === "") return goOn(reading, "prose");
  return openDocument(reading, first, opening.kind ?? shown ?? expect ?? "markdown");
}

function goOn(reading: Reading, state: ReadingState): boolean {
  reading.state = state;
  return true;
}

function named({ title, identifier }: Opening): Pick<Opening, "title" | "identifier"> {
  return { ...(title ? { title } : {}), ...(identifier ? { identifier } : {}) };
}

function openUpdate(reading: Reading): boolean {
  emit(reading, { type: "open", mode: "update", kind: reading.expect ?? "html", ...named(reading.opening) });
  reading.isFirst = false;
  return goOn(reading, "update");
}

function openDocument(reading: Reading, first: string, kind: AppKind): boolean {
  emit(reading, { type: "open", mode: "document", kind, ...named(reading.opening) });
  reading.opening = { ...reading.opening, kind };
  reading.endsItself = kind === "html" && /^<+(?:!doctype|html)/i.test(first);
  reading.hasEnded = false;
  reading.depth = 0;
  const isTagged = /^<+[a-z!?]/i.test(first);
  reading.rest = isTagged ? reading.rest.trimStart().replace(/^<+/, "<") : reading.rest.replace(/^\r?\n/, "");
  return goOn(reading, "document");
}

const READERS: { [state in ReadingState]: Reader } = {
  prose: readProse,
  thought: readThought,
  otherFence: readOtherFence,
  tag: readTag,
  start: readStart,
  document: readDocument,
  ...pairReaders,
};

function run(reading: Reading): AppPiece[] {
  while (READERS[reading.state](reading));
  const { out } = reading;
  reading.out = [];
  return out;
}

/**
 * Begins to read an answer.
 * @param expect the kind that was asked for. Absent: any.
 */
export function appStream(expect?: AppKind): AppStream {
  const reading: Reading = {
    rest: "",
    final: false,
    whole: false,
    expect,
    out: [],
    state: "prose",
    atLineStart: true,
    isFirst: true,
    opening: { isUpdate: false },
    ending: { by: "bare" },
    endsItself: false,
    hasEnded: false,
    depth: 0,
    oldText: "",
  };
  return {
    push: (text) => {
      reading.rest += text;
      return run(reading);
    },
    end: (whole) => {
      reading.final = true;
      reading.whole = whole;
      return run(reading);
    },
  };
}
