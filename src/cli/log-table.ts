/** Calls as a list for people: one line each where there is room, else two. Pure. */
import { formatUsd } from "../price/money.ts";
import type { Call } from "../record/call.ts";
import { duration, tokens } from "./amounts.ts";
import { displayWidth, truncated } from "./display-width.ts";
import { endingStyles, endingWords, localTime, oneLine, promptWords, timeAgo, totalMs } from "./log-words.ts";
import { renderTable, type TableColumn, type TableSettings } from "./table.ts";
import { styled } from "./wrap-text.ts";

/** How to draw the list. */
export interface CallTableSettings extends TableSettings {
  /** The id to show of each call. Absent in it: the whole id. */
  ids: ReadonlyMap<string, string>;
  /** Milliseconds since 1970, to say how long ago calls were. Absent: their local time is given instead. */
  now?: number;
}

/** Cells that model and prompt need beside the rest, or they go to a line of their own. */
const WORDS_CELLS = 50;
/** In a pipe a prompt has no other bound. */
const MOST_PROMPT_CELLS = 80;
const GAP = "  ";

function tokensText({ usage: { inputTokens, outputTokens } }: Call): string | undefined {
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return `${tokens(inputTokens)}→${tokens(outputTokens)}`;
}

/** What stands before the words of a call, what after them, and how it ended. */
function columnsOf({ ids, now }: CallTableSettings): {
  before: TableColumn<Call>[];
  ended: TableColumn<Call>;
  amounts: TableColumn<Call>[];
} {
  const before: TableColumn<Call>[] = [
    { title: "id", value: ({ id }) => ids.get(id) ?? id, whole: true, styles: () => ["bold"] },
    {
      title: "when",
      value: ({ timing: { startedAt } }) => (now === undefined ? localTime(startedAt) : timeAgo(startedAt, now)),
      whole: true,
    },
  ];
  const ended: TableColumn<Call> = { title: "ended", value: endingWords, whole: true, styles: endingStyles };
  const amounts: TableColumn<Call>[] = [
    { title: "tokens", value: tokensText, align: "right" },
    { title: "cost", value: ({ cost }) => formatUsd(cost?.picodollars), align: "right" },
    { title: "time", value: (call) => duration(totalMs(call)), align: "right" },
  ];
  return { before, ended, amounts };
}

/** The second line of a call: its model, how it ended if not well, and what was asked. */
function wordsLine(call: Call, { width, color }: CallTableSettings): string {
  const model = oneLine(call.request.model);
  const ending = call.finish.reason === "stop" ? "" : endingWords(call);
  const room =
    width - [model, ending].reduce((sum, each) => sum + (each === "" ? 0 : GAP.length + displayWidth(each)), 0);
  const pieces = [
    styled(model, ["cyan"], color),
    styled(ending, endingStyles(call), color),
    truncated(promptWords(call), Math.max(0, room - GAP.length)),
  ];
  return GAP + pieces.filter((piece) => piece !== "").join(GAP);
}

/** The list with a heading, in the order given; the empty string for no calls. `tokens` are those read and those written. */
export function callTable(calls: readonly Call[], settings: CallTableSettings): string {
  const { before, ended, amounts } = columnsOf(settings);
  const unbounded = { width: Number.POSITIVE_INFINITY, color: false };
  const bare = renderTable(calls, [...before, ended, ...amounts], unbounded).split("\n");
  if (settings.width - Math.max(...bare.map(displayWidth)) >= WORDS_CELLS) {
    const words: TableColumn<Call>[] = [
      { title: "model", value: ({ request }) => request.model },
      { title: "prompt", value: (call) => truncated(promptWords(call), MOST_PROMPT_CELLS) },
    ];
    return renderTable(calls, [...before, ...words, ended, ...amounts], settings);
  }
  const [heading, ...lines] = renderTable(calls, [...before, ...amounts], settings)
    .split("\n")
    .slice(0, -1);
  const body = calls.map((call, index) => `${lines[index]}\n${wordsLine(call, settings)}\n`);
  return heading === undefined ? "" : `${heading}\n${body.join("")}`;
}
