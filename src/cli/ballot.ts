/** Shows two answers without names, hears which is better, and goes on to the next. Decides nothing else, keeps nothing itself. */
import type { Workbench } from "../index.ts";
import type { FilePart } from "../record/message.ts";
import type { Winner } from "../record/vote.ts";
import type { Io } from "./io.ts";
import { type KeyReader, keyReader } from "./key-reader.ts";
import { oneLine } from "./plain-text.ts";
import { rule, shownAnswer, wrapped } from "./shown-answer.ts";
import { styled } from "./wrap-text.ts";

/** One answer on a ballot. */
export interface BallotAnswer {
  /** Its text. */
  text: string;
  /** Files that the model made. Absent: none. */
  files?: readonly FilePart[];
  /** Who answered; told after the vote. */
  name: string;
  /** A word of the answer that gives the model away; told after the vote. Absent: none. */
  tells?: string;
}

/** What was said of a ballot. */
export interface Said {
  /** Of the two as shown. */
  winner: Winner;
  /** Why. Absent: nothing was said. */
  reason?: string;
}

/** Two answers to vote on. */
export interface Ballot {
  /** What was asked. */
  question: string;
  /** The answer shown first. */
  first: BallotAnswer;
  /** The other. */
  second: BallotAnswer;
  /** Keeps the vote; it is on the disk when this is done. Gives what takes it back; `undefined`: it cannot be. */
  cast: (said: Said) => Promise<(() => Promise<void>) | undefined>;
}

const WINNERS: { readonly [key: string]: Winner } = { a: "a", b: "b", t: "tie", n: "both-bad" };

function keysText(canUndo: boolean): string {
  return `a first · b second · t as good · n neither · r reason · s skip${canUndo ? " · u undo" : ""} · q quit`;
}

async function show({ question, first, second }: Ballot, place: string, io: Io, workbench: Workbench): Promise<void> {
  const [a, b] = [
    await shownAnswer(first.text, "penny-answer-a", workbench, first.files),
    await shownAnswer(second.text, "penny-answer-b", workbench, second.files),
  ];
  io.err(`\n${rule(place, io)}${wrapped(question, io)}`);
  io.err(`${rule("a", io)}${wrapped(a, io)}${rule("b", io)}${wrapped(b, io)}`);
}

async function hear(keys: KeyReader, canUndo: boolean, io: Io): Promise<Said | "skip" | "undo" | "quit"> {
  let reason: string | undefined;
  const tell = (): void => io.err(styled(`${keysText(canUndo)}\n`, ["dim"], io.color));
  tell();
  for (;;) {
    const key = (await keys.next()).toLowerCase();
    const winner = Object.hasOwn(WINNERS, key) ? WINNERS[key] : undefined;
    if (winner) return { winner, ...(reason?.trim() ? { reason: reason.trim() } : {}) };
    if (key === "s") return "skip";
    if (key === "u" && canUndo) return "undo";
    if (key === "q" || key === "end" || key === "escape") return "quit";
    if (key === "r") reason = (await keys.line("reason: ")) ?? reason;
    else tell();
  }
}

function reveal({ first, second }: Ballot, io: Io): void {
  io.err(styled(`a was ${oneLine(first.name)}, b was ${oneLine(second.name)}\n`, ["dim"], io.color));
  for (const [side, { tells }] of [["a", first] as const, ["b", second] as const])
    if (tells !== undefined)
      io.err(
        styled(`${side} gives a model away: "${oneLine(tells)}". Ratings leave this vote out.\n`, ["dim"], io.color),
      );
}

/**
 * Lets a person vote on ballots, one after another; each vote is kept before the next is shown. Gives how many were cast.
 * @param ballots loaded one by one, when they are shown.
 * @param before ballots of the same lot that have a vote already, for the count.
 */
export async function voteThrough(
  ballots: readonly (() => Promise<Ballot>)[],
  before: number,
  io: Io,
  workbench: Workbench,
): Promise<{ cast: number; quit: boolean }> {
  const keys = keyReader(io);
  const undo: { place: number; back: () => Promise<void> }[] = [];
  let [cast, place] = [0, 0];
  try {
    while (place < ballots.length) {
      const ballot = await (ballots[place] as () => Promise<Ballot>)();
      await show(ballot, `${before + place + 1} of ${before + ballots.length}`, io, workbench);
      const said = await hear(keys, undo.length > 0, io);
      if (said === "quit") return { cast, quit: true };
      if (said === "undo") {
        const last = undo.pop();
        await last?.back();
        cast--;
        place = last?.place ?? place;
        continue;
      }
      if (said !== "skip") {
        const back = await ballot.cast(said);
        if (back) undo.push({ place, back });
        cast++;
        reveal(ballot, io);
      }
      place++;
    }
  } finally {
    keys.close();
  }
  return { cast, quit: false };
}
