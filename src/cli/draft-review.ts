/** Shows drafted cases one by one, and lets a person accept, change or skip each with a key. Writes nothing itself. */
import type { CaseDraft, CaseDrafts } from "../index.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Io } from "./io.ts";
import { type KeyReader, keyReader } from "./key-reader.ts";
import { oneLine, withoutControls } from "./plain-text.ts";
import { rule } from "./shown-answer.ts";
import { styled, wrapText } from "./wrap-text.ts";

const KEYS = "a accept · e edit · s skip · q quit";

function shownValue(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function field(name: string, text: string, io: Io): string {
  const width = Math.max(20, io.width);
  const title = styled(`${name}: `, ["bold"], io.color);
  const lines = withoutControls(text.trim())
    .split("\n")
    .flatMap((line, index) => {
      const room = index === 0 ? Math.max(20, width - name.length - 2) : width;
      return line === "" ? [""] : wrapText([{ text: line, styles: [] }], room, false);
    });
  return `${title}${lines.join("\n")}\n`;
}

function show(draft: CaseDraft, scorer: string | undefined, place: string, io: Io): void {
  const vars = Object.entries(draft.vars).map(([name, value]) => field(oneLine(name), shownValue(value), io));
  const expect = draft.expect === undefined ? "" : field(scorer ?? "expect", draft.expect, io);
  const why = draft.why === "" ? "" : styled(field("why", draft.why, { ...io, color: false }), ["dim"], io.color);
  io.err(`\n${rule(place, io)}${vars.join("")}${expect}${why}${styled(`${KEYS}\n`, ["dim"], io.color)}`);
}

/** A typed line as the value that stood there: what was no text is read as JSON if it is some. */
function typedValue(line: string, before: JsonValue): JsonValue {
  if (typeof before === "string") return line;
  try {
    return JSON.parse(line) as JsonValue;
  } catch {
    return line;
  }
}

/** The draft with what a person typed for each part; Enter alone keeps it. `undefined`: they gave it up. */
async function edited(draft: CaseDraft, scorer: string | undefined, keys: KeyReader): Promise<CaseDraft | undefined> {
  const vars = { ...draft.vars };
  for (const [name, before] of Object.entries(draft.vars)) {
    const line = await keys.line(`${oneLine(name)} (Enter keeps it): `);
    if (line === undefined) return undefined;
    if (line.trim() !== "") vars[name] = typedValue(line, before);
  }
  if (draft.expect === undefined) return { ...draft, vars };
  const line = await keys.line(`${scorer ?? "expect"} (Enter keeps it): `);
  if (line === undefined) return undefined;
  return { ...draft, vars, expect: line.trim() === "" ? draft.expect : line };
}

/** What a person did with one draft: its row if they accepted it. */
type Said = JsonObject | "skipped" | "quit";

async function ask(first: CaseDraft, place: string, drafts: CaseDrafts, keys: KeyReader, io: Io): Promise<Said> {
  let draft = first;
  show(draft, drafts.scorer, place, io);
  for (;;) {
    const key = (await keys.next()).toLowerCase();
    if (key === "s") return "skipped";
    if (key === "q" || key === "end" || key === "escape") return "quit";
    if (key === "e") {
      draft = (await edited(draft, drafts.scorer, keys)) ?? draft;
      show(draft, drafts.scorer, place, io);
    } else if (key === "a") {
      const problem = drafts.problemOf(draft);
      if (problem === undefined) {
        const row = await drafts.accept(draft, ["synthetic"]);
        io.err(styled("accepted\n", ["green"], io.color));
        return row;
      }
      io.err(`penny: ${oneLine(problem)} Change it with e, or skip it\n`);
    } else io.err(styled(`${KEYS}\n`, ["dim"], io.color));
  }
}

/** What came of drafts. */
export interface Reviewed {
  /** Rows that were added to the file, in order. */
  added: JsonObject[];
  /** How many were skipped. */
  skipped: number;
}

/** Lets a person go through drafts. Each is in the file as soon as it is accepted. */
export async function reviewDrafts(drafts: CaseDrafts, io: Io): Promise<Reviewed> {
  const reviewed: Reviewed = { added: [], skipped: 0 };
  const keys = keyReader(io);
  try {
    for (const [index, draft] of drafts.drafts.entries()) {
      const said = await ask(draft, `${index + 1} of ${drafts.drafts.length}`, drafts, keys, io);
      if (said === "quit") break;
      if (said === "skipped") reviewed.skipped++;
      else reviewed.added.push(said);
    }
  } finally {
    keys.close();
  }
  return reviewed;
}
