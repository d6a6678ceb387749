/** `penny arena vote`: shows two answers side by side without names, and keeps which is better. Decides nothing else. */
import type { PairVote, VotePair, Workbench } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Winner } from "../record/vote.ts";
import { counted } from "../run/eval-notes.ts";
import { WINNER_WORDS } from "../run/vote-pairs.ts";
import { fromFolder } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { type KeyReader, keyReader } from "./key-reader.ts";
import { oneLine } from "./plain-text.ts";
import { rule, shownAnswer, wrapped } from "./shown-answer.ts";
import { styled } from "./wrap-text.ts";

/** How to vote. */
export interface VoteFlags {
  /** Who votes. */
  voter?: string;
  /** File that votes are added to. */
  output?: string;
}

const KEYS = "a first · b second · t as good · n neither · r reason · s skip · q quit";

const WINNERS: { readonly [key: string]: Winner } = { a: "a", b: "b", t: "tie", n: "both-bad" };

async function show(pair: VotePair, place: string, io: Io, workbench: Workbench): Promise<void> {
  const first = await shownAnswer(pair.answer_a, "penny-answer-a.png", workbench);
  const second = await shownAnswer(pair.answer_b, "penny-answer-b.png", workbench);
  io.err(`\n${rule(place, io)}${wrapped(pair.question, io)}`);
  io.err(`${rule("a", io)}${wrapped(first, io)}${rule("b", io)}${wrapped(second, io)}`);
  io.err(styled(`${KEYS}\n`, ["dim"], io.color));
}

async function hear(keys: KeyReader, io: Io): Promise<{ winner: Winner; reason?: string } | "skip" | "quit"> {
  let reason: string | undefined;
  for (;;) {
    const key = (await keys.next()).toLowerCase();
    const winner = Object.hasOwn(WINNERS, key) ? WINNERS[key] : undefined;
    if (winner) return { winner, ...(reason?.trim() ? { reason: reason.trim() } : {}) };
    if (key === "s") return "skip";
    if (key === "q" || key === "end" || key === "escape") return "quit";
    if (key === "r") reason = (await keys.line("reason: ")) ?? reason;
    else io.err(styled(`${KEYS}\n`, ["dim"], io.color));
  }
}

function voteOf(pair: VotePair, said: { winner: Winner; reason?: string }, judge: string): Omit<PairVote, "tstamp"> {
  const { key, model_a, model_b } = pair;
  const { winner, reason } = said;
  const about = { pair: key, model_a, model_b, winner: WINNER_WORDS[winner], judge };
  return { ...about, ...(reason === undefined ? {} : { reason }) };
}

/**
 * Lets a person vote on pairs of answers. Each vote is on the disk before the next pair is shown.
 * @throws SetupError if nobody sits at a terminal, or the file has no pairs.
 */
export async function voteOnPairs(path: string, flags: VoteFlags, io: Io): Promise<void> {
  const workbench = await io.workbench();
  const { arena } = workbench;
  const from = fromFolder(io, path);
  const into =
    flags.output === undefined ? `${from.replace(/\.[^./\\]+$/, "")}.votes.jsonl` : fromFolder(io, flags.output);
  const voter = flags.voter ?? io.env.USER ?? "somebody";
  const pairs = await arena.pairs(from);
  const voted = await arena.voted(into, voter);
  const open = pairs.filter((pair) => !voted.has(pair.key));
  if (open.length > 0 && !(io.terminal.in && io.terminal.err))
    throw new SetupError("Answers are shown on a terminal and judged by keys, but there is none: run this in one.");
  let done = 0;
  const keys = open.length > 0 ? keyReader(io) : undefined;
  try {
    for (const [index, pair] of open.entries()) {
      if (!keys) break;
      await show(pair, `${pairs.length - open.length + index + 1} of ${pairs.length}`, io, workbench);
      const said = await hear(keys, io);
      if (said === "quit") break;
      if (said === "skip") continue;
      await arena.keep(into, voteOf(pair, said, voter));
      done++;
      io.err(styled(`a was ${oneLine(pair.model_a)}, b was ${oneLine(pair.model_b)}\n`, ["dim"], io.color));
    }
  } finally {
    keys?.close();
  }
  const left = open.length - done;
  const goOn = left > 0 ? `, ${left} left: the same command goes on` : "; all have one";
  io.err(
    `penny: ${counted(done, "vote")} by ${oneLine(voter)} in ${into}${goOn}. \`penny arena rank ${into}\` rates the models\n`,
  );
}
