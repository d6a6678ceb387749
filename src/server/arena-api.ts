/**
 * What the server and the place Arena say to each other: types alone. Nothing that is sent before a vote tells who answered; what is
 * sent after it does.
 */
import type { Winner } from "../record/vote.ts";
import type { BlindBallot, Unveiled } from "../run/blind-ballot.ts";
import type { ModelFacts } from "../run/model-facts.ts";
import type { RatingHistory } from "../run/rating-history.ts";
import type { BoardRow, UnratedModel } from "../run/vote-board.ts";
import type { VoterRow } from "../run/voter-report.ts";
import type { WinCell } from "../run/win-matrix.ts";
import type { VoteOnBattle } from "../store/battle-rows.ts";

/** `GET /api/arena?voter=`: how much there is. */
export interface ArenaState {
  /** Battles in the log. */
  battles: number;
  /** Of these, those that wait for this voter. */
  open: number;
  /** Votes of people that count. */
  votesOfPeople: number;
  /** Votes of models that judge that count. */
  votesOfJudges: number;
  /** Tags of battles with votes, most frequent first. */
  tags: string[];
}

/** `GET /api/arena/open?voter=`: battles that wait for this voter, those that tell most first. */
export interface OpenBattles {
  /** Ids of the first of them. */
  battles: string[];
  /** How many wait in all. */
  open: number;
  /** Battles that this voter has voted on. */
  voted: number;
}

/** An answer on a ballot. */
export interface BallotSide {
  /** Its text. Empty: it has none. */
  text: string;
  /** Whether it holds a drawing: `GET /api/arena/ballots/:battle/first.png?voter=` gives it, `second.png` the other's. */
  isDrawing: boolean;
  /** Files that the model made, by hash. */
  files: { sha256: string; mediaType: string }[];
}

/** `GET /api/arena/ballots/:battle?voter=`: a battle as this voter sees it. */
export interface Ballot extends Pick<BlindBallot, "battle" | "question"> {
  /** The answer shown first. */
  first: BallotSide;
  /** The other. */
  second: BallotSide;
}

/** `POST /api/arena/ballots/:battle/vote`: what a person says of the two as shown. It answers with who they were. */
export interface BallotVote {
  /** Who votes. */
  voter: string;
  /** `a` is the one shown first. */
  winner: Winner;
  /** Why. Absent: nothing is said. */
  reason?: string;
}

/** What a vote is answered with. */
export type BallotUnveiled = Unveiled;

/** `POST /api/arena/battles`: two of the models answer a prompt; answered when both have. */
export interface BattleBody {
  /** Names or aliases of two models or more. */
  models: readonly string[];
  /** The prompt. */
  prompt: string;
  /** System prompt. Absent: none. */
  system?: string;
  /** Name that the page gives it, to stop it by. */
  job?: string;
}

/** Battles that were made. Nothing of who fights. */
export interface BattlesBegun {
  /** Ids of the battles. */
  battles: string[];
  /** Why there is none, a sentence for each call that failed. */
  failed: string[];
  /** Pairs that had a battle already; for those of a run. */
  earlier: number;
  /** Pairs that read alike and got none; for those of a run. */
  alike: number;
}

/** `GET /api/arena/board`: the leaderboard of the log's votes, or why there is none. */
export interface ArenaBoard {
  /** Why there is none, one sentence. Absent: there is one. */
  why?: string;
  /** Whose votes count. */
  raters: "humans" | "judges" | "both";
  /** Votes that count. */
  votes: number;
  /** Rated models, best first. */
  rows: BoardRow[];
  /** Models that cannot be rated. */
  unrated: UnratedModel[];
  /** What is to be said of it, a sentence each. */
  notes: string[];
  /** Who beat whom among the first models; `odd`: the ratings predict another share. */
  matrix: { models: string[]; cells: (ArenaCell | null)[][]; pairs: number; odd: number };
  /** Ratings over time. Absent: the votes tell too little of it. */
  history?: RatingHistory;
  /** Facts by model. */
  facts: { [model: string]: ModelFacts };
  /** Models that were taken out, with when and why. */
  withdrawn: { [model: string]: { at: number; why: string } };
}

/** How one model fared against another. */
export interface ArenaCell extends WinCell {
  /** Whether the share that the ratings predict lies outside of the interval. */
  odd: boolean;
}

/** `GET /api/arena/voters`: who voted. */
export interface ArenaVoters {
  /** Each voter, those who move a score most first. */
  voters: (VoterRow & { isUnlike: boolean; isOneSided: boolean; isQuick: boolean })[];
  /** What is to be known of them, a sentence each. */
  notes: string[];
}

/** `GET /api/arena/votes`: all votes, newest first. */
export type ArenaVotes = VoteOnBattle[];
