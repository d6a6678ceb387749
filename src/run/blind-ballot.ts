/**
 * A battle as one voter sees it: which answer stands first is drawn for that voter, names are held back until the vote is kept. Every
 * face shows this; none decides which side comes first, or turns a vote round by itself.
 */
import type { Battle, BattleVote, Voter } from "../record/battle.ts";
import type { Call } from "../record/call.ts";
import { sha256 } from "../record/hash.ts";
import { SetupError } from "../record/setup-error.ts";
import { turnedWinner, type Winner } from "../record/vote.ts";
import { type ArenaContext, castVote, type ShownAnswer, showBattle } from "./arena-log.ts";

/** Two answers to vote on. Nothing in it tells who answered. */
export interface BlindBallot {
  /** Id of the battle. */
  battle: string;
  /** What was asked. */
  question: string;
  /** Whether the battle's second side stands first. */
  swapped: boolean;
  /** The answer shown first. */
  first: ShownAnswer;
  /** The other. */
  second: ShownAnswer;
}

/** What a voter says of a ballot. */
export interface SaidOfBallot {
  /** Id of the battle. */
  battle: string;
  /** Who votes. */
  voter: Voter;
  /** Of the two as shown: `a` is the first. */
  winner: Winner;
  /** Why. Absent: nothing was said. */
  reason?: string;
}

/** Who answered, told after the vote. */
export interface UnveiledSide {
  /** What is rated. */
  name: string;
  /** A word of the answer that gives the model away, so that ratings leave the vote out. Absent: none. */
  tells?: string;
  /** What the call cost, in picodollars. Absent: unknown. */
  picodollars?: number;
  /** The model's own time, in milliseconds. Absent: unknown. */
  ms?: number;
  /** Id of the call. Absent: it was removed from the log. */
  call?: string;
}

/** A vote that is kept, with the names. */
export interface Unveiled {
  /** The vote. */
  vote: BattleVote;
  /** Who gave the answer shown first. */
  first: UnveiledSide;
  /** Who gave the other. */
  second: UnveiledSide;
}

/** Whether this voter sees the second side of a battle first: by chance, and the same each time. */
function isSwapped(battle: Pick<Battle, "id">, voter: Voter): boolean {
  return Number.parseInt(sha256(JSON.stringify([battle.id, voter.name])).slice(0, 8), 16) % 2 === 1;
}

async function battleNamed({ log }: ArenaContext, id: string): Promise<Battle> {
  const battle = await log.battle(id);
  if (!battle) throw new SetupError(`There is no battle \`${id}\` in the log.`);
  return battle;
}

/** The battle as the voter sees it. @throws SetupError if there is none, or an answer is gone. */
export async function blindBallot(context: ArenaContext, id: string, voter: Voter): Promise<BlindBallot> {
  const battle = await battleNamed(context, id);
  const { question, a, b } = await showBattle(context, battle);
  const swapped = isSwapped(battle, voter);
  const [first, second] = swapped ? [b, a] : [a, b];
  return { battle: id, question, swapped, first, second };
}

function unveiled({ name, tells, call }: Battle["a"], answered: Call | undefined): UnveiledSide {
  const ms = answered?.timing.modelMs;
  return {
    name,
    ...(tells === undefined ? {} : { tells }),
    ...(answered?.cost ? { picodollars: answered.cost.picodollars } : {}),
    ...(ms === undefined ? {} : { ms }),
    ...(call === undefined ? {} : { call }),
  };
}

/** Keeps what a voter says of the two as shown, and tells the names. @throws SetupError if the voter has a vote on that battle. */
export async function castOnBallot(context: ArenaContext, said: SaidOfBallot): Promise<Unveiled> {
  const { voter, reason } = said;
  const battle = await battleNamed(context, said.battle);
  const swapped = isSwapped(battle, voter);
  const vote = await castVote(context, {
    battle: battle.id,
    winner: swapped ? turnedWinner(said.winner) : said.winner,
    voter,
    swapped,
    ...(reason === undefined ? {} : { reason }),
  });
  const [a, b] = await Promise.all(
    [battle.a, battle.b].map(async (side) =>
      unveiled(side, side.call === undefined ? undefined : await context.log.call(side.call)),
    ),
  );
  const [first, second] = swapped ? [b, a] : [a, b];
  return { vote, first: first as UnveiledSide, second: second as UnveiledSide };
}
