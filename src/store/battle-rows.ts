/** Battles and votes of the arena. A vote that is taken back stays, with when and why. Reckons nothing. */
import type { SQLOutputValue } from "node:sqlite";
import type {
  Battle,
  BattleSide,
  BattleStyle,
  BattleVote,
  ModelWithdrawal,
  Voter,
  Withdrawal,
} from "../record/battle.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Winner } from "../record/vote.ts";
import type { Row } from "./call-rows.ts";
import type { Database } from "./database.ts";

/** A vote with the battle it is on. */
export interface VoteOnBattle {
  /** The battle. */
  battle: Battle;
  /** The vote. */
  vote: BattleVote;
}

const BATTLE = `battle.id AS battle_id, made_at, name_a, name_b, tells_a, tells_b, prompt, source, tags, style, share,
  call_a.id AS call_a, call_b.id AS call_b`;
const CALLS = `LEFT JOIN call AS call_a ON call_a.row = battle.call_a LEFT JOIN call AS call_b ON call_b.row = battle.call_b`;

function sideOf(name: SQLOutputValue, call: SQLOutputValue, tells: SQLOutputValue): BattleSide {
  return {
    name: String(name),
    ...(typeof call === "string" ? { call } : {}),
    ...(typeof tells === "string" ? { tells } : {}),
  };
}

function battleOf(row: Row): Battle {
  return {
    id: String(row.battle_id),
    madeAt: Number(row.made_at),
    a: sideOf(row.name_a ?? "", row.call_a ?? null, row.tells_a ?? null),
    b: sideOf(row.name_b ?? "", row.call_b ?? null, row.tells_b ?? null),
    prompt: String(row.prompt),
    source: String(row.source),
    tags: JSON.parse(String(row.tags)),
    ...(typeof row.style === "string" ? { style: JSON.parse(row.style) as BattleStyle } : {}),
    ...(row.share === null ? {} : { share: Number(row.share) }),
  };
}

function voteOf(row: Row): BattleVote {
  return {
    id: String(row.id),
    battle: String(row.battle_id),
    winner: String(row.winner) as Winner,
    voter: { name: String(row.voter), kind: String(row.voter_kind) as Voter["kind"] },
    swapped: row.swapped === 1,
    ...(typeof row.reason === "string" ? { reason: row.reason } : {}),
    ...(typeof row.calls === "string" ? { calls: JSON.parse(row.calls) } : {}),
    ...(row.by_order === 1 ? { byOrder: true as const } : {}),
    castAt: Number(row.cast_at),
    ...(row.withdrawn_at === null
      ? {}
      : { withdrawn: { at: Number(row.withdrawn_at), why: String(row.withdrawn_why) } }),
  };
}

/**
 * Writes battles; one between the same two calls that is there already stays as it is, whichever side is which. Gives those that are new.
 * Within a write transaction.
 */
export function putBattles(database: Database, battles: readonly Battle[]): Battle[] {
  const insert = database.sql(
    `INSERT INTO battle (id, made_at, call_a, call_b, name_a, name_b, tells_a, tells_b, prompt, source, tags, style, share)
     SELECT ?, ?, one.row, other.row, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM call AS one JOIN call AS other
     WHERE one.id = ? AND other.id = ? AND NOT EXISTS (
       SELECT 1 FROM battle WHERE call_a = one.row AND call_b = other.row OR call_a = other.row AND call_b = one.row)`,
  );
  return battles.filter(
    ({ id, madeAt, a, b, prompt, source, tags, style, share }) =>
      Number(
        insert.run(
          id,
          Math.floor(madeAt),
          a.name,
          b.name,
          a.tells ?? null,
          b.tells ?? null,
          prompt,
          source,
          JSON.stringify(tags),
          style ? JSON.stringify(style) : null,
          share ?? null,
          a.call ?? null,
          b.call ?? null,
        ).changes,
      ) > 0,
  );
}

/** The battle with a whole id. `undefined`: there is none. */
export function readBattle(database: Database, id: string): Battle | undefined {
  const row = database.sql(`SELECT ${BATTLE} FROM battle ${CALLS} WHERE battle.id = ?`).get(id);
  return row && battleOf(row);
}

/** The battle between two calls, whichever side is which. `undefined`: there is none. */
export function readBattleOfCalls(database: Database, calls: readonly [string, string]): Battle | undefined {
  const rows = "(SELECT row FROM call WHERE id IN (?, ?))";
  const row = database
    .sql(`SELECT ${BATTLE} FROM battle ${CALLS} WHERE battle.call_a IN ${rows} AND battle.call_b IN ${rows}`)
    .get(...calls, ...calls);
  return row && battleOf(row);
}

/** Battles in the order made. @param prompt only those on this prompt. */
export function readBattles(database: Database, prompt?: string): Battle[] {
  const where = prompt === undefined ? "" : "WHERE prompt = ?";
  return database
    .sql(`SELECT ${BATTLE} FROM battle ${CALLS} ${where} ORDER BY battle.id`)
    .all(...(prompt === undefined ? [] : [prompt]))
    .map(battleOf);
}

/** Battles whose two answers are in the log and on which somebody has not voted, in the order made. */
export function readOpenBattles(database: Database, voter: Voter): Battle[] {
  return database
    .sql(
      `SELECT ${BATTLE} FROM battle ${CALLS}
       WHERE call_a.id IS NOT NULL AND call_b.id IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM vote WHERE vote.battle = battle.id AND voter_kind = ? AND voter = ? AND withdrawn_at IS NULL)
       ORDER BY battle.id`,
    )
    .all(voter.kind, voter.name)
    .map(battleOf);
}

/**
 * Writes a vote.
 * @throws SetupError if there is no such battle, or the voter has a vote on it.
 */
export function putVote(database: Database, vote: BattleVote): void {
  const { id, battle, winner, voter, swapped, reason, calls, byOrder, castAt } = vote;
  if (!database.sql("SELECT 1 FROM battle WHERE id = ?").get(battle))
    throw new SetupError(`There is no battle \`${battle}\` in the log.`);
  const earlier = database
    .sql("SELECT id FROM vote WHERE battle = ? AND voter_kind = ? AND voter = ? AND withdrawn_at IS NULL")
    .get(battle, voter.kind, voter.name);
  if (earlier)
    throw new SetupError(
      `${voter.name} has voted on battle ${battle} already: take that back with \`penny arena votes --withdraw ${earlier.id} --why …\` first.`,
    );
  database
    .sql(
      `INSERT INTO vote (id, battle, winner, voter, voter_kind, swapped, reason, calls, by_order, cast_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      battle,
      winner,
      voter.name,
      voter.kind,
      swapped ? 1 : 0,
      reason ?? null,
      calls ? JSON.stringify(calls) : null,
      byOrder ? 1 : 0,
      Math.floor(castAt),
    );
}

/** All votes with their battles, in the order cast, those that were taken back too. */
export function readVotes(database: Database): VoteOnBattle[] {
  const rows = database
    .sql(`SELECT ${BATTLE}, vote.* FROM vote JOIN battle ON battle.id = vote.battle ${CALLS} ORDER BY vote.id`)
    .all();
  return rows.map((row) => ({ battle: battleOf(row), vote: voteOf(row) }));
}

/**
 * Takes back the vote with an id, or with the only id that ends so. Gives it.
 * @throws SetupError if there is none, several end so, or it was taken back before.
 */
export function withdrawVote(database: Database, idOrEnding: string, { at, why }: Withdrawal): BattleVote {
  const ending = idOrEnding.toLowerCase();
  const found = database
    .sql("SELECT vote.*, battle AS battle_id FROM vote WHERE substr(id, -length(?1)) = ?1 AND ?1 <> '' LIMIT 2")
    .all(ending)
    .map(voteOf);
  const [vote] = found;
  if (!vote) throw new SetupError(`There is no vote \`${idOrEnding}\`: \`penny arena votes\` lists them.`);
  if (found.length > 1)
    throw new SetupError(`Several votes have an id that ends in \`${idOrEnding}\`: give more of it.`);
  if (vote.withdrawn) throw new SetupError(`Vote ${vote.id} was taken back before: ${vote.withdrawn.why}`);
  database.sql("UPDATE vote SET withdrawn_at = ?, withdrawn_why = ? WHERE id = ?").run(Math.floor(at), why, vote.id);
  return { ...vote, withdrawn: { at, why } };
}

/** Notes that a model was taken out of the arena, or put back. */
export function putModelWithdrawal(database: Database, { model, at, returned, why }: ModelWithdrawal): void {
  database
    .sql("INSERT INTO model_withdrawal (model, at, returned, why) VALUES (?, ?, ?, ?)")
    .run(model, Math.floor(at), returned ? 1 : 0, why);
}

/** Each time that a model was taken out or put back, in order. */
export function readModelWithdrawals(database: Database): ModelWithdrawal[] {
  return database
    .sql("SELECT model, at, returned, why FROM model_withdrawal ORDER BY id")
    .all()
    .map(({ model, at, returned, why }) => ({
      model: String(model),
      at: Number(at),
      returned: returned === 1,
      why: String(why),
    }));
}
