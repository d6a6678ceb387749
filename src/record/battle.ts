/** A battle: two answers to the same prompt that wait for votes, and the votes on it. They point at calls and copy no answer. Pure values. */
import type { Winner } from "./vote.ts";

/** One of the two sides of a battle. */
export interface BattleSide {
  /** What is rated: the model's full name, with the prompt where an eval run has several. Never shown before the vote. */
  name: string;
  /** Id of the call that answered. Absent: it was removed from the log; votes stay. */
  call?: string;
  /** A word of the answer that gives away who wrote it. Absent: none was found. */
  tells?: string;
}

/** How much there is of each feature of style in the two answers: `[first, second]`. */
export interface BattleStyle {
  /** Output tokens as billed, or characters ÷ 4 where unknown for one of the two. */
  tokens: [number, number];
  /** Markdown headers. */
  headers: [number, number];
  /** Items of lists. */
  lists: [number, number];
  /** Stretches of bold text. */
  bold: [number, number];
}

/** A battle. */
export interface Battle {
  /** Id, 26 characters, sorts by time. */
  id: string;
  /** Milliseconds since 1970. */
  madeAt: number;
  /** One side. */
  a: BattleSide;
  /** The other. Which is which was drawn by chance. */
  b: BattleSide;
  /** Hash of what was asked, without the model: the same prompt has the same hash. */
  prompt: string;
  /** Where the answers come from: `live`, or the id of an eval run. */
  source: string;
  /** What kind of answer (`text`, `code`, `svg`, `html`, `image`, `file`) and the tags of its case. */
  tags: string[];
  /** Style of the two answers, so that it can be taken out of ratings. Absent: answers without text. */
  style?: BattleStyle;
  /** The chance with which this pair was drawn among all, 0 to 1. Absent: it was not drawn but named. */
  share?: number;
}

/** Who votes. */
export interface Voter {
  /** Name of a person, full name of a model, or what a program is called. */
  name: string;
  /** `human`: a person. `model`: a model or a program that judges. */
  kind: "human" | "model";
}

/** A vote on a battle. */
export interface BattleVote {
  /** Id, 26 characters, sorts by time. */
  id: string;
  /** Id of the battle. */
  battle: string;
  /** What was said of the battle's sides, whatever the order they were shown in. */
  winner: Winner;
  /** Who said it. */
  voter: Voter;
  /** Whether the battle's second side was shown first. A model judges both orders, and this is false. */
  swapped: boolean;
  /** Why, in the voter's words. Absent: nothing was said. */
  reason?: string;
  /** Ids of the calls in which a model judged, first in the battle's order, then swapped. Absent: a person voted. */
  calls?: string[];
  /** Whether a model's two judgements disagreed, so that the vote is a tie. Absent: they agreed, or a person voted. */
  byOrder?: true;
  /** Milliseconds since 1970. */
  castAt: number;
  /** When it was taken back, and why. It does not count then, and stays on record. Absent: it counts. */
  withdrawn?: Withdrawal;
}

/** Something that was taken back and stays on record. */
export interface Withdrawal {
  /** Milliseconds since 1970. */
  at: number;
  /** Why. */
  why: string;
}

/** That a model was taken out of the arena, or put back. Its votes and its place on the leaderboard stay. */
export interface ModelWithdrawal extends Withdrawal {
  /** What is rated, as in `BattleSide.name`. */
  model: string;
  /** Whether it was put back. */
  returned: boolean;
}
