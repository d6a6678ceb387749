/**
 * Whose votes count, and how many of them: people's and judges' votes are never mixed unless that is asked for, and what is left out
 * is counted. Pure.
 */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import {
  type RepeatedPrompts,
  repeatedPrompts,
  usualPromptCap,
  votesWithinPromptCap,
  votesWithinVoterCap,
} from "./vote-cap.ts";
import type { VoteColumn } from "./vote-columns.ts";
import { isJudged, type VoteTable, votesAt, votesWhere } from "./vote-table.ts";

/** People, models that judge, both, or voters by name. */
export type Voters = "humans" | "judges" | "both" | readonly string[];

/** Which votes count. */
export interface VoteChoice {
  /** Whose. Absent: people's; judges' if there are only theirs. */
  voters?: Voters;
  /** Most votes of each voter on each day, in UTC: the first. Absent: all. */
  voterCap?: number;
  /** Most votes on one prompt, or `auto`: what 99.99 % of prompts do not pass. Absent: all. */
  promptCap?: number | "auto";
}

/** Votes that were read and do not count, by why; each vote is told once. Absent: none for that. */
export interface VotesLeftOut {
  /** Votes of models that judge, where people's count. */
  judges?: number;
  /** Votes of people, where judges' count. */
  humans?: number;
  /** Votes of voters who were not named. */
  otherVoters?: number;
  /** Votes beyond those that a voter has on a day. */
  voterCap?: number;
  /** Votes beyond those that a prompt has. */
  promptCap?: number;
  /** Votes that were taken back. */
  withdrawn?: number;
  /** Votes on answers that give a model away. */
  tells?: number;
}

/** The votes that count. */
export interface ChosenVotes {
  /** They. */
  table: VoteTable;
  /** What was left out. Empty: nothing. */
  leftOut: VotesLeftOut;
  /** Whose votes count. */
  raters: "humans" | "judges" | "both";
  /** Most votes on one prompt, where that was asked for. */
  promptCap?: number;
  /** Prompts that were voted on many times, before any were left out for that. Absent: none, or prompts are not told. */
  repeated?: RepeatedPrompts;
}

/** Voters from text: `humans`, `judges`, `both`, or names with commas between. */
export function parseVoters(text: string): Voters {
  if (text === "humans" || text === "judges" || text === "both") return text;
  const names = text.split(",").map((each) => each.trim());
  if (names.every((each) => each !== "")) return names;
  throw new SetupError(`--voters is \`${text}\`, but must be humans, judges, both, or names: \`ida,bo\`.`);
}

/** The columns that a choice needs. */
export function columnsFor({ voters, voterCap }: VoteChoice): VoteColumn[] {
  const needsVoter = voterCap !== undefined || (voters !== undefined && typeof voters !== "string");
  return ["prompt", ...(needsVoter ? (["voter"] as const) : []), ...(voterCap !== undefined ? (["at"] as const) : [])];
}

/** Votes of people and of judges; whoever is not told is a person. */
function countKinds(table: VoteTable): { humans: number; judges: number } {
  const judges = votesWhere(table, isJudged(table)).length;
  return { humans: table.a.length - judges, judges };
}

function ratersOf(table: VoteTable): ChosenVotes["raters"] {
  const { humans, judges } = countKinds(table);
  return judges === 0 ? "humans" : humans === 0 ? "judges" : "both";
}

function ofNamed(table: VoteTable, names: readonly string[]): VoteTable {
  const { voter } = table;
  if (!voter) throw new SetupError("--voters names voters, but the votes tell none: they have no column `judge`.");
  const wanted = names.map((name) => {
    const place = voter.texts.indexOf(name);
    if (place < 0) throw new SetupError(`There is no voter \`${name}\`.${nearestHint(name, voter.texts)}`);
    return place;
  });
  return votesAt(
    table,
    votesWhere(table, (vote) => wanted.includes(voter.of[vote] as number)),
  );
}

/** The votes of those who are meant. @throws SetupError if there are none. */
function ofVoters(table: VoteTable, voters: Voters | undefined): { table: VoteTable; leftOut: VotesLeftOut } {
  if (voters !== undefined && typeof voters !== "string") {
    const chosen = ofNamed(table, voters);
    const otherVoters = table.a.length - chosen.a.length;
    return { table: chosen, leftOut: otherVoters > 0 ? { otherVoters } : {} };
  }
  const counts = countKinds(table);
  const kind = voters ?? (counts.humans === 0 ? "judges" : "humans");
  if (kind === "both") return { table, leftOut: {} };
  if (counts[kind] === 0)
    throw new SetupError(
      `No vote is one of ${kind === "humans" ? "a person: all are of models that judge" : "a model that judges: `voter_kind` is nowhere `model`"}.`,
    );
  if (counts[kind] === table.a.length) return { table, leftOut: {} };
  const isOfJudge = isJudged(table);
  const isMeant = (vote: number): boolean => isOfJudge(vote) === (kind === "judges");
  const leftOut = kind === "humans" ? { judges: counts.judges } : { humans: counts.humans };
  return { table: votesAt(table, votesWhere(table, isMeant)), leftOut };
}

/**
 * The votes that count: first by who voted, then by the cap for voters, then by that for prompts.
 * @throws SetupError if none are left, or a cap needs what the votes do not tell.
 */
export function chooseVotes(votes: VoteTable, choice: VoteChoice = {}): ChosenVotes {
  let { table, leftOut } = ofVoters(votes, choice.voters);
  const raters = ratersOf(table);
  const cut = (why: keyof VotesLeftOut, kept: Int32Array): void => {
    const count = table.a.length - kept.length;
    if (count === 0) return;
    leftOut = { ...leftOut, [why]: count };
    table = votesAt(table, kept);
  };
  if (choice.voterCap !== undefined) cut("voterCap", votesWithinVoterCap(table, choice.voterCap));
  const { withdrawn = 0, tells = 0 } = votes.aside ?? {};
  leftOut = { ...leftOut, ...(withdrawn > 0 && { withdrawn }), ...(tells > 0 && { tells }) };
  const repeated = repeatedPrompts(table);
  const promptCap = choice.promptCap === "auto" ? usualPromptCap(table) : choice.promptCap;
  if (promptCap !== undefined) cut("promptCap", votesWithinPromptCap(table, promptCap));
  return { table, leftOut, raters, ...(promptCap !== undefined && { promptCap }), ...(repeated && { repeated }) };
}
