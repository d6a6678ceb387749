/**
 * Rows of YAML: a list of mappings, or mappings with `---` between them. Streamed: an item of the list is parsed by itself, so an
 * alias can only refer to an anchor in its own row. Writes nothing.
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Row } from "./row-source.ts";
import { textLines } from "./text-pieces.ts";

/** Lines of one item, or of one document. */
interface Piece {
  text: string;
  line: number;
}

/** A line that begins an item of a list on the top level. In YAML nothing else begins so in the first column. */
const ITEM = /^-(\s|$)/;
const DOCUMENT = /^(---|\.\.\.)(\s|$)/;
const EMPTY = /^\s*(#.*)?$/;

async function* piecesOf(path: string, name: string): AsyncGenerator<Piece> {
  let lines: string[] = [];
  let start = 0;
  let line = 0;
  for await (const text of textLines(path, name)) {
    line++;
    const bare = line === 1 ? text.replace(/^\uFEFF/, "") : text;
    if (/^%YAML\s/.test(bare)) continue;
    const ends = ITEM.test(bare) || DOCUMENT.test(bare);
    if (ends && lines.length > 0) {
      yield { text: lines.join("\n"), line: start };
      lines = [];
    }
    const kept = DOCUMENT.test(bare) ? bare.replace(/^(---|\.\.\.)\s?/, "") : bare;
    if (lines.length === 0 && EMPTY.test(kept)) continue;
    if (lines.length === 0) start = line;
    lines.push(kept);
  }
  if (lines.length > 0) yield { text: lines.join("\n"), line: start };
}

function isMapping(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Rows of a YAML file.
 * @throws SetupError with file and line.
 */
export async function* rowsOfYaml(path: string, name: string): AsyncGenerator<Row> {
  const { LineCounter, parseDocument } = await import("yaml");
  let index = 0;
  for await (const piece of piecesOf(path, name)) {
    const lines = new LineCounter();
    const document = parseDocument(piece.text, { lineCounter: lines, prettyErrors: false });
    const problem = document.errors[0];
    if (problem) {
      const line = piece.line + lines.linePos(problem.pos[0]).line - 1;
      const why = (problem.message.split(/ at line |\n/)[0] ?? "").replace(/\.$/, "");
      throw new SetupError(`${name}:${line} is not YAML (${why}): mend that line.`);
    }
    let value: JsonValue;
    try {
      value = document.toJS() as JsonValue;
    } catch {
      throw new SetupError(`${name}:${piece.line} has an alias to another row: write out what it stands for.`);
    }
    const rows = Array.isArray(value) ? value : [value];
    for (const values of rows) {
      if (!isMapping(values))
        throw new SetupError(`${name}:${piece.line} is no row: write a mapping, as in \`- text: Hello\`.`);
      yield { index: index++, line: piece.line, values };
    }
  }
}
