/** `penny log search`: calls by words, best first, with the words around the matches. Parses nothing; the log ranks. */
import type { SearchHit } from "../store/search-calls.ts";
import type { Io } from "./io.ts";
import { type FilterFlags, filterOf } from "./log-filter.ts";
import { shortIds, whyNone } from "./log-ids.ts";
import { endingStyles, endingWords, localTime, oneLine, timeAgo } from "./log-words.ts";
import { jsonText, withoutControls } from "./plain-text.ts";
import { styled, wrapText } from "./wrap-text.ts";

/** What the options of `penny log search` hold once parsed. */
export interface SearchFlags extends FilterFlags {
  /** Most calls to show; 0: all. */
  count: number;
  /** As JSON. */
  json?: true;
}

const INDENT = "  ";

function headLine({ call }: SearchHit, ids: ReadonlyMap<string, string>, io: Io): string {
  const { startedAt } = call.timing;
  const when = io.terminal.out ? timeAgo(startedAt, Date.now()) : localTime(startedAt);
  const id = styled(ids.get(call.id) ?? call.id, ["bold"], io.color);
  const ending = call.finish.reason === "stop" ? [] : [styled(endingWords(call), endingStyles(call), io.color)];
  return [id, when, oneLine(call.request.model), ...ending].join("  ");
}

/** The snippet in lines that fit; the words that were looked for stand out. */
function snippetLines({ snippet }: SearchHit, io: Io): string[] {
  const segments = snippet.map(({ text, match }) => ({
    text: withoutControls(text.replace(/\s+/g, " ")),
    styles: match ? (["bold", "yellow"] as const) : [],
  }));
  const width = io.terminal.out ? io.width - INDENT.length : Number.POSITIVE_INFINITY;
  return wrapText(segments, width, io.color).map((line) => `${INDENT}${line}`);
}

/** Prints the calls that hold the words. */
export async function searchLog(text: string, flags: SearchFlags, io: Io): Promise<void> {
  const filter = filterOf(flags, Date.now());
  const { log } = await io.workbench();
  // 0 stands for all; the log itself would take an absent limit for its own default.
  const limit = flags.count > 0 ? flags.count : Number.MAX_SAFE_INTEGER;
  const hits = await log.search(text, { ...filter, limit });
  if (flags.json) return io.out(jsonText(hits));
  if (hits.length === 0) {
    const isText = /[\p{L}\p{N}]/u.test(text);
    const why = isText ? "no call holds all of these words" : "only words are found, not emoji or punctuation";
    return io.err(`penny: ${await whyNone(log, why)}\n`);
  }
  const ids = await shortIds(
    hits.map(({ call }) => call.id),
    log,
  );
  for (const hit of hits) io.out(`${[headLine(hit, ids, io), ...snippetLines(hit, io)].join("\n")}\n`);
}
