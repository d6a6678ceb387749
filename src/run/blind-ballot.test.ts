/** A ballot is blind, the same each time for one voter, and votes on it are said of the battle's own sides. */
import { expect, test } from "vitest";
import type { Battle, BattleVote, Voter } from "../record/battle.ts";
import type { Call } from "../record/call.ts";
import type { ArenaContext } from "./arena-log.ts";
import { blindBallot, castOnBallot } from "./blind-ballot.ts";

function call(id: string, text: string): Call {
  return {
    id,
    request: {
      model: `maker/${id}`,
      messages: [{ role: "user", parts: [{ type: "text", text: "Why?" }] }],
      options: {},
    },
    parts: [{ type: "text", text }],
    cost: { picodollars: id === "one" ? 5 : 7, basis: "ledger" },
    timing: { startedAt: 0, queueMs: 0, retryMs: 0, modelMs: id === "one" ? 100 : 200 },
    finish: { reason: "stop" },
  } as unknown as Call;
}

function arena(): { context: ArenaContext; votes: BattleVote[] } {
  const calls = new Map([
    ["one", call("one", "First said this.")],
    ["two", call("two", "Second said that.")],
  ]);
  const battle: Battle = {
    id: "01battle",
    madeAt: 0,
    a: { name: "maker/one", call: "one", tells: "maker" },
    b: { name: "maker/two", call: "two" },
    prompt: "hash",
    source: "live",
    tags: ["text"],
  };
  const votes: BattleVote[] = [];
  const log = {
    battle: async (id: string) => (id === battle.id ? battle : undefined),
    call: async (id: string) => calls.get(id),
    putVote: async (vote: BattleVote) => void votes.push(vote),
  };
  return { context: { log, now: () => 1, newId: () => "01vote", random: () => 0 } as unknown as ArenaContext, votes };
}

const person = (name: string): Voter => ({ name, kind: "human" });
const names = Array.from({ length: 40 }, (_, index) => `voter ${index}`);

test("a ballot tells nothing of who answered", async () => {
  const { context } = arena();
  for (const name of names)
    expect(JSON.stringify(await blindBallot(context, "01battle", person(name)))).not.toMatch(/maker|"one"|"two"/);
});

test("which side stands first differs between voters and never for one", async () => {
  const { context } = arena();
  const sides = await Promise.all(
    names.map(async (name) => (await blindBallot(context, "01battle", person(name))).swapped),
  );
  expect(new Set(sides).size).toBe(2);
  const again = await Promise.all(
    names.map(async (name) => (await blindBallot(context, "01battle", person(name))).swapped),
  );
  expect(again).toEqual(sides);
});

test("a vote for what stands first is a vote for that side of the battle, and names are told then", async () => {
  for (const name of names.slice(0, 10)) {
    const { context, votes } = arena();
    const ballot = await blindBallot(context, "01battle", person(name));
    const { first, second } = await castOnBallot(context, { battle: "01battle", voter: person(name), winner: "a" });
    const wonBy = ballot.first.text === "First said this." ? "a" : "b";
    expect(votes).toEqual([expect.objectContaining({ winner: wonBy, swapped: ballot.swapped })]);
    const one = { name: "maker/one", tells: "maker", picodollars: 5, ms: 100, call: "one" };
    const two = { name: "maker/two", picodollars: 7, ms: 200, call: "two" };
    expect([first, second]).toEqual(wonBy === "a" ? [one, two] : [two, one]);
  }
});

test("a tie stays one, whichever side stands first", async () => {
  for (const name of names.slice(0, 10)) {
    const { context, votes } = arena();
    await castOnBallot(context, { battle: "01battle", voter: person(name), winner: "both-bad", reason: "neither" });
    expect(votes[0]).toMatchObject({ winner: "both-bad", reason: "neither" });
  }
});

test("a battle that is not there is told", async () => {
  const { context } = arena();
  await expect(blindBallot(context, "01none", person("ida"))).rejects.toThrow(
    "There is no battle `01none` in the log.",
  );
});
