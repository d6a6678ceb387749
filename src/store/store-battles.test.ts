/** Battles, votes and what is taken back. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Battle, BattleVote, Voter } from "../record/battle.ts";
import { SetupError } from "../record/setup-error.ts";
import { pending, plainCall, testIds } from "./fixtures/plain-call.ts";
import { openStore } from "./open-store.ts";
import type { Store } from "./store.ts";

const ids = testIds();
const ana: Voter = { name: "ana", kind: "human" };
let dir: string;
let store: Store;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-battles-"));
  store = await openStore({ dir, now: () => 5 });
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function call(model: string, answer: string): Promise<string> {
  const made = plainCall(ids(), "Draw a pelican", answer, { request: { model } });
  await store.begin(pending(made));
  await store.complete(made, []);
  return made.id;
}

async function battle(changes: Partial<Battle> = {}): Promise<Battle> {
  const made: Battle = {
    id: ids(),
    madeAt: 7,
    a: { name: "lab/one", call: await call("lab/one", "first") },
    b: { name: "lab/two", call: await call("lab/two", "second"), tells: "Two" },
    prompt: "hash",
    source: "live",
    tags: ["text"],
    style: { tokens: [1, 2], headers: [0, 0], lists: [0, 0], bold: [0, 1] },
    share: 0.25,
    ...changes,
  };
  await store.putBattles([made]);
  return made;
}

function vote(on: Battle, changes: Partial<BattleVote> = {}): BattleVote {
  return { id: ids(), battle: on.id, winner: "a", voter: ana, swapped: false, castAt: 9, ...changes };
}

test("a battle and its vote are read back as they were written", async () => {
  const made = await battle();
  const cast = vote(made, {
    winner: "both-bad",
    swapped: true,
    reason: "both are fish",
    calls: ["x", "y"],
    byOrder: true,
  });
  await store.putVote(cast);
  expect(await store.battles()).toEqual([made]);
  expect(await store.battles("other")).toEqual([]);
  expect(await store.battle(made.id)).toEqual(made);
  expect(await store.battle(made.id.slice(0, -1))).toBeUndefined();
  expect(await store.votes()).toEqual([{ battle: made, vote: cast }]);
});

test("two calls have one battle, whichever side is which", async () => {
  const made = await battle();
  const again = { ...made, id: ids(), a: made.b, b: made.a };
  expect(await store.putBattles([again])).toEqual([]);
  expect(await store.battles()).toEqual([made]);
  const [one, other] = [made.a.call ?? "", made.b.call ?? ""];
  expect(await store.battleOfCalls([one, other])).toEqual(made);
  expect(await store.battleOfCalls([other, one])).toEqual(made);
  expect(await store.battleOfCalls([one, await call("lab/one", "third")])).toBeUndefined();
});

test("a voter has one vote on a battle; a person and a judge of the same name are two", async () => {
  const made = await battle();
  await store.putVote(vote(made));
  await expect(store.putVote(vote(made))).rejects.toThrow(/ana has voted on battle .* already/);
  await store.putVote(vote(made, { voter: { name: "ana", kind: "model" } }));
  await store.putVote(vote(made, { voter: { name: "ben", kind: "human" } }));
  expect(await store.openBattles(ana)).toEqual([]);
  expect(await store.openBattles({ name: "eva", kind: "human" })).toEqual([made]);
  await expect(store.putVote(vote({ ...made, id: "none" }))).rejects.toThrow(SetupError);
});

test("a vote that is taken back stays on record, and its battle is open again", async () => {
  const made = await battle();
  const cast = vote(made);
  await store.putVote(cast);
  const back = await store.withdrawVote(cast.id.slice(-6).toUpperCase(), { at: 11, why: "wrong key" });
  expect(back).toEqual({ ...cast, withdrawn: { at: 11, why: "wrong key" } });
  expect((await store.votes()).map((each) => each.vote)).toEqual([back]);
  expect(await store.openBattles(ana)).toEqual([made]);
  const second = vote(made, { winner: "b" });
  await store.putVote(second);
  expect((await store.votes()).map((each) => each.vote)).toEqual([back, second]);
  await expect(store.withdrawVote(cast.id, { at: 12, why: "again" })).rejects.toThrow("taken back before: wrong key");
  await expect(store.withdrawVote("nothing", { at: 12, why: "" })).rejects.toThrow("There is no vote `nothing`");
  await expect(store.withdrawVote("", { at: 12, why: "" })).rejects.toThrow(SetupError);
});

test("removing calls from the log changes no vote", async () => {
  const made = await battle();
  const cast = vote(made);
  await store.putVote(cast);
  await store.remove({ model: "lab/two" });
  const [found] = await store.votes();
  expect(found?.vote).toEqual(cast);
  expect(found?.battle).toEqual({ ...made, b: { name: "lab/two", tells: "Two" } });
  expect(await store.openBattles({ name: "ben", kind: "human" })).toEqual([]);
});

test("models taken out and put back are told in order", async () => {
  const out = { model: "lab/one", at: 1, why: "retired", returned: false };
  const back = { model: "lab/one", at: 2, why: "it came back", returned: true };
  await store.putModelWithdrawal(out);
  await store.putModelWithdrawal(back);
  expect(await store.modelWithdrawals()).toEqual([out, back]);
});
