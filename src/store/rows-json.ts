/**
 * Rows of JSON: an array of objects, streamed, or objects one after the other, as in JSON Lines. Each object is cut out of the
 * text as soon as it is whole, so that a file's size does not matter. Writes nothing.
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import type { Row } from "./row-source.ts";
import { textLines, textPieces } from "./text-pieces.ts";

/** A value of the top level, or of the array on top, as text. */
interface Piece {
  text: string;
  /** Line on which it begins, from 1. */
  line: number;
}

/** Largest row; a longer one is a file that is not what it seems. */
const MOST_CHARACTERS = 268_435_456;

function objectIn(piece: Piece, name: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(piece.text) as JsonValue;
  } catch (error) {
    const why = messageOf(error).split(" (line")[0];
    throw new SetupError(`${name}:${piece.line} is not JSON (${why}): mend that row.`);
  }
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  throw new SetupError(`${name}:${piece.line} is no row: write an object such as {"text": "Hello"}.`);
}

/** Rows of JSON Lines. Empty lines are left out. @throws SetupError with file and line. */
export async function* rowsOfJsonLines(path: string, name: string): AsyncGenerator<Row> {
  let line = 0;
  let index = 0;
  for await (const text of textLines(path, name)) {
    line++;
    if (text.trim() === "") continue;
    yield { index: index++, line, values: objectIn({ text, line }, name) };
  }
}

interface Scan {
  depth: number;
  inString: boolean;
  escaped: boolean;
  line: number;
  /** Text of the value that is not whole yet. */
  rest: string;
  /** Where in `rest` to go on. */
  at: number;
  /** Where in `rest` the value begins; -1 between values. */
  start: number;
  startLine: number;
  /** Whether the values stand in an array. */
  inArray: boolean;
  ended: boolean;
}

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
const OPEN = new Set([91, 123]);
const CLOSE = new Set([93, 125]);
const BETWEEN = new Set([32, 9, 13, 10, 44, 0xfeff]);
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;

/** Takes one character outside of values; says whether a value begins with it. */
function beginsValue(scan: Scan, code: number, name: string): boolean {
  if (BETWEEN.has(code)) return false;
  if (scan.ended) throw new SetupError(`${name}:${scan.line} goes on after the end of the list: end the file there.`);
  if (code === OPEN_ARRAY && !scan.inArray && scan.startLine === 0) {
    scan.inArray = true;
    return false;
  }
  if (code === CLOSE_ARRAY && scan.inArray) {
    scan.ended = true;
    return false;
  }
  return true;
}

/** Follows a character inside a value; says whether the value ends with it. */
function endsValue(scan: Scan, code: number): boolean {
  if (scan.escaped) scan.escaped = false;
  else if (scan.inString) {
    if (code === BACKSLASH) scan.escaped = true;
    else if (code === QUOTE) scan.inString = false;
  } else if (code === QUOTE) scan.inString = true;
  else if (OPEN.has(code)) scan.depth++;
  else if (CLOSE.has(code)) {
    scan.depth--;
    return scan.depth <= 0;
  }
  return false;
}

function* piecesIn(scan: Scan, text: string, name: string): Generator<Piece> {
  scan.rest += text;
  for (; scan.at < scan.rest.length; scan.at++) {
    const code = scan.rest.charCodeAt(scan.at);
    if (scan.start < 0 && beginsValue(scan, code, name)) {
      scan.start = scan.at;
      scan.startLine = scan.line;
      // A number or a word is no row; it is cut off here and refused where rows are made.
      if (!OPEN.has(code)) throw new SetupError(`${name}:${scan.line} is no row: write an object in curly brackets.`);
    }
    if (scan.start >= 0 && endsValue(scan, code)) {
      yield { text: scan.rest.slice(scan.start, scan.at + 1), line: scan.startLine };
      scan.start = -1;
    }
    if (code === NEWLINE) scan.line++;
  }
  const from = scan.start < 0 ? scan.at : scan.start;
  scan.rest = scan.rest.slice(from);
  scan.at -= from;
  if (scan.start >= 0) scan.start = 0;
  if (scan.rest.length > MOST_CHARACTERS)
    throw new SetupError(
      `${name}:${scan.startLine} begins a row of more than 256 MB: a bracket is probably not closed.`,
    );
}

/**
 * Rows of a JSON file: a list of objects, or objects one after the other.
 * @throws SetupError with file and line.
 */
export async function* rowsOfJson(path: string, name: string): AsyncGenerator<Row> {
  const scan: Scan = {
    depth: 0,
    inString: false,
    escaped: false,
    line: 1,
    rest: "",
    at: 0,
    start: -1,
    startLine: 0,
    inArray: false,
    ended: false,
  };
  let index = 0;
  for await (const text of textPieces(path, name)) {
    for (const piece of piecesIn(scan, text, name))
      yield { index: index++, line: piece.line, values: objectIn(piece, name) };
  }
  if (scan.start >= 0)
    throw new SetupError(`${name}:${scan.startLine} begins a row that is never closed: the file may be cut off.`);
  if (scan.inArray && !scan.ended)
    throw new SetupError(`${name}:${scan.line} ends before its list does: the file may be cut off.`);
}
