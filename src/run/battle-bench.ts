/** What can be done with battles and votes in the log. Wires the pieces, each loaded when it is asked. */
import type { Battle, BattleVote, ModelWithdrawal, Voter } from "../record/battle.ts";
import type { VoteOnBattle } from "../store/battle-rows.ts";
import type { Row } from "../store/row-source.ts";
import type { BallotQueue, RunBattles, ShownBattle, VoteToCast } from "./arena-log.ts";
import type { PairChance } from "./battle-pairs.ts";
import type { BlindBallot, SaidOfBallot, Unveiled } from "./blind-ballot.ts";
import type { JudgeBattlesSettings, JudgeContext, JudgedBattles } from "./judge-battles.ts";
import type { BattleJob, BattleSettings, BattlesMade, LiveContext } from "./live-battle.ts";

/** Battles and votes in the log. */
export interface BattleBench {
  /** Makes models meet over prompts: two of those named, drawn so that the vote tells most. Throws SetupError before anything is sent. */
  battle: (job: BattleJob, settings?: BattleSettings) => Promise<BattlesMade>;
  /** Battles from the answers of an eval run; with `count` only those whose votes tell most. Asks no model. Throws SetupError. */
  battlesOfRun: (run: string, count?: number) => Promise<RunBattles>;
  /** A battle of two answers that somebody has just seen side by side, without names. Asks no model. Throws SetupError. */
  battleOfCalls: (calls: readonly [string, string], tags: readonly string[]) => Promise<Battle>;
  /** The pairs of models with the chances they are drawn by; without names, of all that have battles. Throws SetupError. */
  chances: (models?: readonly string[]) => Promise<PairChance[]>;
  /** Battles that wait for somebody's vote, those that tell most first. */
  open: (voter: Voter) => Promise<Battle[]>;
  /** The first so many of them, how many there are, and how many that voter has voted on. */
  queue: (voter: Voter, limit: number) => Promise<BallotQueue>;
  /** A battle as a voter sees it: question and answers, nothing of who answered. Throws SetupError if an answer is gone. */
  show: (battle: Battle) => Promise<ShownBattle>;
  /** A battle as one voter sees it, by its id: sides drawn for that voter, no names. Throws SetupError. */
  ballot: (battle: string, voter: Voter) => Promise<BlindBallot>;
  /** Keeps what a voter says of a ballot, and tells who answered. Throws SetupError if the voter has a vote on that battle. */
  cast: (said: SaidOfBallot) => Promise<Unveiled>;
  /** Keeps a vote. Throws SetupError if the voter has a vote on that battle. */
  vote: (vote: VoteToCast) => Promise<BattleVote>;
  /** Lets a model vote on the battles that it has not voted on, in both orders. Throws SetupError before anything is sent. */
  judge: (settings?: JudgeBattlesSettings) => Promise<JudgedBattles>;
  /** All votes with their battles, in the order cast, those that were taken back too. */
  votes: () => Promise<VoteOnBattle[]>;
  /** All votes as rows of a battle file; those that were taken back say so in `withdrawn`. */
  voteRows: () => Promise<Row[]>;
  /** Takes back a vote by its id or the end of it; it stays on record. Throws SetupError. */
  withdrawVote: (id: string, why: string) => Promise<BattleVote>;
  /** Takes a model out of the arena, or puts it back; its votes stay. Throws SetupError for a model without battles. */
  withdrawModel: (model: string, why: string, returned?: boolean) => Promise<void>;
  /** Each time that a model was taken out or put back, in order. */
  withdrawals: () => Promise<ModelWithdrawal[]>;
}

/** The bench. @param judging what a model that judges needs. */
export function battleBench(context: LiveContext, judging: JudgeContext): BattleBench {
  const { log } = context;
  const arena = (): Promise<typeof import("./arena-log.ts")> => import("./arena-log.ts");
  return {
    battle: async (job, settings) => (await import("./live-battle.ts")).liveBattles(context, job, settings),
    battlesOfRun: async (run, count) => (await arena()).battlesOfRun(context, run, count),
    battleOfCalls: async (calls, tags) => (await import("./battle-of-calls.ts")).battleOfCalls(context, calls, tags),
    chances: async (models) => (await arena()).chancesOf(context, models),
    open: async (voter) => (await arena()).openBattles(context, voter),
    queue: async (voter, limit) => (await arena()).ballotQueue(context, voter, limit),
    show: async (battle) => (await arena()).showBattle(context, battle),
    ballot: async (battle, voter) => (await import("./blind-ballot.ts")).blindBallot(context, battle, voter),
    cast: async (said) => (await import("./blind-ballot.ts")).castOnBallot(context, said),
    vote: async (vote) => (await arena()).castVote(context, vote),
    judge: async (settings) => (await import("./judge-battles.ts")).judgeBattles(judging, settings),
    votes: () => log.votes(),
    voteRows: async () => (await arena()).voteRows(await log.votes()),
    withdrawVote: (id, why) => log.withdrawVote(id, { at: context.now(), why }),
    withdrawModel: async (model, why, returned = false) =>
      (await arena()).withdrawModel(context, { model, why, returned, at: context.now() }),
    withdrawals: () => log.modelWithdrawals(),
  };
}
