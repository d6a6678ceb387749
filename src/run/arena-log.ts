/**
 * The arena in the log: battles from live prompts and from eval runs, votes on them, and what was taken back. Knows which models meet;
 * ratings are vote-board.ts's, and who may see names is the faces' concern.
 */
import type { Battle, BattleVote, ModelWithdrawal, Voter } from "../record/battle.ts";
import type { Call } from "../record/call.ts";
import type { FilePart } from "../record/message.ts";
import { textOf } from "../record/message.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { turnedWinner } from "../record/vote.ts";
import type { VoteOnBattle } from "../store/battle-rows.ts";
import type { RunCell } from "../store/cell-rows.ts";
import type { Row } from "../store/row-source.ts";
import type { BattleStore, Store } from "../store/store.ts";
import { mostTelling, type NamedVote, type PairChance, pairChances } from "./battle-pairs.ts";
import { isUnfinished } from "./eval-cell.ts";
import { rowName } from "./eval-rows.ts";
import { type Contender, makeBattle, questionOf } from "./make-battle.ts";
import { runNamed } from "./stored-report.ts";
import { WINNER_WORDS } from "./vote-pairs.ts";

/** The log as the arena needs it. */
export type BattleLog = BattleStore & Pick<Store, "call" | "run" | "cellsOf">;

/** What the arena works with. */
export interface ArenaContext {
  /** The log. */
  log: BattleLog;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Makes ids. */
  newId: () => string;
  /** A number from 0 up to but not 1. */
  random: () => number;
}

/** An answer as a voter sees it. */
export interface ShownAnswer {
  /** Its text. Empty: it has none. */
  text: string;
  /** Files that the model made. */
  files: FilePart[];
}

/** A battle as a voter sees it: nothing of who answered. */
export interface ShownBattle {
  /** Id of the battle. */
  id: string;
  /** All that was asked, as text. */
  question: string;
  /** The answer of the battle's first side. */
  a: ShownAnswer;
  /** The other. */
  b: ShownAnswer;
}

/** What is said of a battle. */
export type VoteToCast = Omit<BattleVote, "id" | "castAt" | "withdrawn">;

/** Battles of a run. */
export interface RunBattles {
  /** Those that are new. */
  made: Battle[];
  /** Pairs of answers that had a battle already. */
  earlier: number;
  /** Pairs of answers that read alike, on which nobody need vote. */
  alike: number;
}

/** What waits for a voter. */
export interface BallotQueue {
  /** Battles that wait, those that tell most first: as many as were wished. */
  first: Battle[];
  /** How many wait in all. */
  open: number;
  /** Battles that the voter has voted on. */
  voted: number;
}

/** Votes that count, by name. */
export function countingVotes(votes: readonly VoteOnBattle[]): NamedVote[] {
  return votes.flatMap(({ battle, vote }) =>
    vote.withdrawn ? [] : [{ a: battle.a.name, b: battle.b.name, winner: vote.winner }],
  );
}

/** Models that are out of the arena now, with when and why. */
export function withdrawnModels(withdrawals: readonly ModelWithdrawal[]): Map<string, ModelWithdrawal> {
  const out = new Map<string, ModelWithdrawal>();
  for (const each of withdrawals) {
    if (each.returned) out.delete(each.model);
    else out.set(each.model, each);
  }
  return out;
}

/** Names that may meet. @throws SetupError if one was taken out. */
export async function refuseWithdrawn(
  log: Pick<BattleLog, "modelWithdrawals">,
  names: readonly string[],
): Promise<void> {
  const out = withdrawnModels(await log.modelWithdrawals());
  for (const name of names) {
    const found = out.get(name);
    if (found)
      throw new SetupError(
        `${name} is out of the arena (${found.why}): leave it out, or put it back with \`penny arena withdraw ${name} --return --why …\`.`,
      );
  }
}

/** The pairs of these models with the chances they are drawn by. Absent: of all that have battles and are not taken out. */
export async function chancesOf({ log }: ArenaContext, models?: readonly string[]): Promise<PairChance[]> {
  const votes = countingVotes(await log.votes());
  if (models) return pairChances([...new Set(models)], votes);
  const out = withdrawnModels(await log.modelWithdrawals());
  const names = new Set((await log.battles()).flatMap(({ a, b }) => [a.name, b.name]));
  const left = [...names].filter((name) => !out.has(name));
  if (left.length < 2)
    throw new SetupError("No two models have battles yet: `penny arena battle -m ONE -m OTHER` makes them meet.");
  return pairChances(left, votes);
}

function contenders(cells: readonly RunCell[]): Map<string, (Contender & { tags: readonly string[] })[]> {
  const several = new Set(cells.map((cell) => cell.prompt)).size > 1;
  const answered = cells.filter(({ call }) => call && !call.error && !isUnfinished(call) && call.parts.length > 0);
  const grouped = Map.groupBy(answered, (cell) => JSON.stringify([cell.case, cell.epoch]));
  return new Map(
    [...grouped].map(([key, group]) => [
      key,
      group.map(({ model, prompt, call, tags }) => ({
        name: rowName({ model, ...(several ? { prompt } : {}) }),
        call: call as Call,
        tags,
      })),
    ]),
  );
}

function areAlike(one: Contender, other: Contender): boolean {
  const shown = ({ call }: Contender): string =>
    JSON.stringify([textOf(call.parts).trim(), call.parts.map((part) => (part.type === "file" ? part.sha256 : ""))]);
  return one.call.id === other.call.id || shown(one) === shown(other);
}

/**
 * Battles from the answers of a run: each two rows of its leaderboard on one case. With `count` only so many, those whose votes tell most.
 * @throws SetupError if there is no such run, or no two answers in it differ.
 */
export async function battlesOfRun(context: ArenaContext, name: string, count?: number): Promise<RunBattles> {
  const { log } = context;
  const run = await runNamed(log, name);
  const out = withdrawnModels(await log.modelWithdrawals());
  const had = new Set((await log.battles()).map(({ a, b }) => JSON.stringify([a.call, b.call].sort())));
  const found: { a: string; b: string; one: Contender; other: Contender; tags: string[] }[] = [];
  let [alike, earlier] = [0, 0];
  for (const group of contenders(await log.cellsOf(run.id)).values()) {
    const inArena = group.filter((each) => !out.has(each.name));
    for (const [index, one] of inArena.entries())
      for (const other of inArena.slice(index + 1)) {
        if (had.has(JSON.stringify([one.call.id, other.call.id].sort()))) earlier++;
        else if (areAlike(one, other)) alike++;
        else found.push({ a: one.name, b: other.name, one, other, tags: [...new Set([...one.tags, ...other.tags])] });
      }
  }
  if (found.length + earlier === 0)
    throw new SetupError(`Run ${run.id} has no two answers to one case that differ: run more models or cases.`);
  const chosen = mostTelling(found, countingVotes(await log.votes()), count);
  const battles = chosen.map(({ one, other, tags }) =>
    makeBattle(one, other, { id: context.newId(), madeAt: context.now(), source: run.id, tags }, context.random),
  );
  return { made: await log.putBattles(battles), earlier, alike };
}

/** What waits for a voter, and how far that voter is. @param limit most battles put in order. Absent: all. */
export async function ballotQueue({ log }: ArenaContext, voter: Voter, limit?: number): Promise<BallotQueue> {
  const [open, votes] = await Promise.all([log.openBattles(voter), log.votes()]);
  const named = open.map((battle) => ({ battle, a: battle.a.name, b: battle.b.name }));
  const own = votes.filter(
    ({ vote }) => !vote.withdrawn && vote.voter.kind === voter.kind && vote.voter.name === voter.name,
  );
  return {
    first: mostTelling(named, countingVotes(votes), limit).map(({ battle }) => battle),
    open: open.length,
    voted: own.length,
  };
}

/** Battles that wait for somebody's vote, those that tell most first. */
export async function openBattles(context: ArenaContext, voter: Voter): Promise<Battle[]> {
  return (await ballotQueue(context, voter)).first;
}

/** The battle as a voter sees it. @throws SetupError if an answer was removed from the log. */
export async function showBattle({ log }: ArenaContext, battle: Battle): Promise<ShownBattle> {
  const [a, b] = await Promise.all(
    [battle.a, battle.b].map(async ({ call }) => (call === undefined ? undefined : log.call(call))),
  );
  if (!a || !b) throw new SetupError(`An answer of battle ${battle.id} is no longer in the log.`);
  const shown = ({ parts }: Call): ShownAnswer => ({
    text: textOf(parts),
    files: parts.filter((part) => part.type === "file"),
  });
  return { id: battle.id, question: questionOf(a), a: shown(a), b: shown(b) };
}

/** Keeps a vote. @throws SetupError if the voter has a vote on that battle. */
export async function castVote({ log, now, newId }: ArenaContext, vote: VoteToCast): Promise<BattleVote> {
  const cast: BattleVote = { ...vote, id: newId(), castAt: now() };
  await log.putVote(cast);
  return cast;
}

/**
 * Takes a model out of the arena, or puts it back.
 * @throws SetupError if it has no battles, or is out or in already.
 */
export async function withdrawModel({ log }: ArenaContext, withdrawal: ModelWithdrawal): Promise<void> {
  const { model, returned } = withdrawal;
  const names = new Set((await log.battles()).flatMap(({ a, b }) => [a.name, b.name]));
  if (!names.has(model)) throw new SetupError(`No battle has a model \`${model}\`.${nearestHint(model, [...names])}`);
  const isOut = withdrawnModels(await log.modelWithdrawals()).has(model);
  if (isOut !== returned) throw new SetupError(`${model} is ${isOut ? "out of" : "in"} the arena already.`);
  await log.putModelWithdrawal(withdrawal);
}

function rowValues({ battle, vote }: VoteOnBattle): Row["values"] {
  const { a, b, style } = battle;
  const flip = vote.swapped;
  const [first, second] = flip ? [b, a] : [a, b];
  const winner = flip ? turnedWinner(vote.winner) : vote.winner;
  const pair = (name: string, [one, other]: [number, number]): { [column: string]: number } =>
    flip ? { [`${name}_a`]: other, [`${name}_b`]: one } : { [`${name}_a`]: one, [`${name}_b`]: other };
  const tells = [first.tells, second.tells].filter((word) => word !== undefined);
  return {
    id: vote.id,
    battle: battle.id,
    model_a: first.name,
    model_b: second.name,
    winner: WINNER_WORDS[winner],
    judge: vote.voter.name,
    voter_kind: vote.voter.kind,
    tstamp: vote.castAt / 1000,
    prompt_hash: battle.prompt,
    source: battle.source,
    tags: battle.tags,
    ...(style
      ? {
          ...pair("tokens", style.tokens),
          ...pair("headers", style.headers),
          ...pair("lists", style.lists),
          ...pair("bold", style.bold),
        }
      : {}),
    ...(first.call === undefined ? {} : { call_a: first.call }),
    ...(second.call === undefined ? {} : { call_b: second.call }),
    // Each row has these two, so that whoever reads the first rows alone knows of them.
    tells: tells.length > 0 ? tells.join(", ") : null,
    withdrawn: vote.withdrawn?.why ?? null,
    ...(battle.share === undefined ? {} : { share: battle.share }),
    ...(vote.calls ? { judge_calls: vote.calls } : {}),
    ...(vote.byOrder ? { by_order: true } : {}),
    ...(vote.reason === undefined ? {} : { reason: vote.reason }),
    ...(vote.withdrawn ? { withdrawn_at: vote.withdrawn.at / 1000 } : {}),
  };
}

/** Votes of the log as rows of a battle file, the answer that was shown first as `model_a`. Those that were taken back say so. */
export function voteRows(votes: readonly VoteOnBattle[]): Row[] {
  return votes.map((each, index) => ({ index, values: rowValues(each) }));
}
