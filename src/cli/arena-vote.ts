/** `penny arena vote`: votes on battles in the log, or on pairs of answers in a file. Decides nothing else. */
import type { VotePair, Workbench } from "../index.ts";
import type { Battle, Voter } from "../record/battle.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { WINNER_WORDS } from "../run/vote-pairs.ts";
import { fromFolder } from "./ask-options.ts";
import { type Ballot, voteThrough } from "./ballot.ts";
import type { Io } from "./io.ts";
import { oneLine } from "./plain-text.ts";

/** How to vote. */
export interface VoteFlags {
  /** Who votes. */
  voter?: string;
  /** File that votes are added to; for pairs in a file. */
  output?: string;
}

/** Who sits here: as told, else by the name on this machine. */
export function voterNamed(flags: Pick<VoteFlags, "voter">, io: Io): Voter {
  return { name: flags.voter?.trim() || io.env.USER || "somebody", kind: "human" };
}

/** @throws SetupError if nobody can see and press keys. */
export function requireTerminal(io: Io): void {
  if (!(io.terminal.in && io.terminal.err))
    throw new SetupError("Answers are shown on a terminal and judged by keys, but there is none: run this in one.");
}

/** A battle of the log as a ballot. */
async function battleBallot({ id, a, b }: Battle, voter: Voter, { arena }: Workbench): Promise<Ballot> {
  const { question, first, second, swapped } = await arena.ballot(id, voter);
  const [one, other] = swapped ? [b, a] : [a, b];
  return {
    question,
    first: { ...one, ...first },
    second: { ...other, ...second },
    cast: async (said) => {
      const { vote } = await arena.cast({ battle: id, voter, ...said });
      return async () => void (await arena.withdrawVote(vote.id, "undone while voting"));
    },
  };
}

/** Lets a person vote on battles of the log. Gives how many votes were cast. */
export async function voteOnBattles(battles: readonly Battle[], voter: Voter, io: Io): Promise<number> {
  const workbench = await io.workbench();
  const ballots = battles.map((battle) => () => battleBallot(battle, voter, workbench));
  return (await voteThrough(ballots, 0, io, workbench)).cast;
}

function pairBallot(pair: VotePair, into: string, judge: string, { arena }: Workbench): Ballot {
  const { key, model_a, model_b } = pair;
  return {
    question: pair.question,
    first: { text: pair.answer_a, name: model_a },
    second: { text: pair.answer_b, name: model_b },
    cast: async ({ winner, reason }) => {
      const about = { pair: key, model_a, model_b, winner: WINNER_WORDS[winner], judge };
      await arena.keep(into, { ...about, ...(reason === undefined ? {} : { reason }) });
      return undefined;
    },
  };
}

async function voteOnPairs(path: string, flags: VoteFlags, io: Io): Promise<void> {
  const workbench = await io.workbench();
  const { arena } = workbench;
  const from = fromFolder(io, path);
  const into =
    flags.output === undefined ? `${from.replace(/\.[^./\\]+$/, "")}.votes.jsonl` : fromFolder(io, flags.output);
  const { name } = voterNamed(flags, io);
  const pairs = await arena.pairs(from);
  const voted = await arena.voted(into, name);
  const open = pairs.filter((pair) => !voted.has(pair.key));
  if (open.length > 0) requireTerminal(io);
  const ballots = open.map((pair) => async () => pairBallot(pair, into, name, workbench));
  const cast = open.length > 0 ? (await voteThrough(ballots, pairs.length - open.length, io, workbench)).cast : 0;
  const left = open.length - cast;
  const goOn = left > 0 ? `, ${left} left: the same command goes on` : "; all have one";
  io.err(
    `penny: ${counted(cast, "vote")} by ${oneLine(name)} in ${into}${goOn}. \`penny arena rank ${into}\` rates the models\n`,
  );
}

async function voteOnLog(flags: VoteFlags, io: Io): Promise<void> {
  if (flags.output !== undefined)
    throw new SetupError("-o names a file for votes on pairs in a file; votes on battles are kept in the log.");
  const { arena } = await io.workbench();
  const voter = voterNamed(flags, io);
  const open = await arena.open(voter);
  if (open.length === 0) {
    const any = (await arena.votes()).some(({ vote }) => vote.voter.name === voter.name && !vote.withdrawn);
    if (!any)
      throw new SetupError(
        "There are no battles to vote on: `penny arena battle --run last` makes them from an eval run, `penny arena battle -m ONE -m OTHER` from prompts.",
      );
    io.err(`penny: ${oneLine(voter.name)} has voted on all battles. \`penny arena rank\` rates the models\n`);
    return;
  }
  requireTerminal(io);
  const cast = await voteOnBattles(open, voter, io);
  const left = open.length - cast;
  const goOn = left > 0 ? `, ${left} left: the same command goes on` : "; all battles have one";
  io.err(`penny: ${counted(cast, "vote")} by ${oneLine(voter.name)}${goOn}. \`penny arena rank\` rates the models\n`);
}

/**
 * Lets a person vote. Each vote is on the disk before the next pair is shown.
 * @param path pairs in a file. Absent: battles of the log.
 * @throws SetupError if nobody sits at a terminal, or there is nothing to vote on.
 */
export function vote(path: string | undefined, flags: VoteFlags, io: Io): Promise<void> {
  return path === undefined ? voteOnLog(flags, io) : voteOnPairs(path, flags, io);
}
