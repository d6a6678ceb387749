/** Live battles: what is asked, what is not asked twice, and what stops them. On a real log; the models say what the test tells them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scriptedModel } from "../../test/support/scripted-model.ts";
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import { textMessage, textOf } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { pending, plainCall, testIds } from "../store/fixtures/plain-call.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { castVote, chancesOf, countingVotes, openBattles, showBattle, voteRows, withdrawModel } from "./arena-log.ts";
import { type LiveContext, liveBattles } from "./live-battle.ts";
import type { Prepared } from "./prepare.ts";

let dir: string;
let store: Store;
let asked: string[];
let answers: { [model: string]: (prompt: string) => string | Error };
const ids = testIds();
const CALL_COST = 1_000_000;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-live-"));
  store = await openStore({ dir, now: () => 5 });
  asked = [];
  answers = {};
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function answer({ request }: Prepared, cache: boolean): Promise<Call> {
  const earlier = cache ? await store.finishedByHash(requestHash(request)) : undefined;
  if (earlier) return earlier;
  const prompt = textOf(request.messages.at(-1)?.parts ?? []);
  asked.push(`${request.model}: ${prompt}`);
  const said = (answers[request.model] ?? ((text: string) => `${request.model} on ${text}`))(prompt);
  const failed = said instanceof Error;
  const timing = { startedAt: 10, endedAt: 20, queueMs: 0, retryMs: 0 };
  const call = plainCall(ids(), prompt, failed ? "" : said, {
    request,
    timing,
    ...(failed
      ? { finish: { reason: "error" as const }, error: { kind: "http" as const, message: said.message } }
      : {}),
  });
  await store.begin(pending(call));
  await store.complete(call, []);
  return call;
}

function context(): LiveContext {
  return {
    log: store,
    now: () => 10,
    newId: ids,
    random: () => 0.3,
    prepare: async ({ model = "", prompt = "" }) => {
      if (model.startsWith("un")) throw new SetupError(`There is no model \`${model}\`.`);
      const capabilities = { input: ["text" as const], output: ["text" as const], maxOutputTokens: 10 };
      return {
        model: { ...scriptedModel(), id: model, capabilities },
        request: { model, messages: [textMessage("user", prompt)], options: {} },
      };
    },
    estimate: async ({ model }) => {
      const price = { low: CALL_COST, high: 2 * CALL_COST };
      return { model: model.id, calls: 1, picodollars: price, assumptions: [] };
    },
    earlier: (request) => store.finishedByHash(requestHash(request)),
    ask: (prepared, { cache }) => answer(prepared, cache),
  };
}

const prompts = (...texts: string[]): { prompt: string }[] => texts.map((prompt) => ({ prompt }));

test("two models answer, and the battle holds their calls and what it knows of them", async () => {
  answers["lab/one"] = () => "I am Claude.\n\n# Head\n- **x**";
  const { battles, spentPicodollars, failed } = await liveBattles(context(), {
    models: ["lab/one", "lab/two"],
    prompts: prompts("Who are you?"),
  });
  const [made] = battles;
  expect(failed).toEqual([]);
  expect(spentPicodollars).toBe(2 * CALL_COST);
  expect(made).toMatchObject({ source: "live", tags: ["text"] });
  expect(made?.share).toBeUndefined();
  const sides = [made?.a, made?.b];
  expect(sides.map((side) => side?.name).sort()).toEqual(["lab/one", "lab/two"]);
  const one = sides.findIndex((side) => side?.name === "lab/one");
  expect(sides[one]?.tells).toBe("Claude");
  expect(sides[1 - one]?.tells).toBeUndefined();
  expect(made?.style?.headers[one]).toBe(1);
  expect(made?.style?.bold[one]).toBe(1);
  if (!made) return;
  const shown = await showBattle(context(), made);
  expect(JSON.stringify(shown)).not.toContain('lab/one"');
  expect(shown.question).toBe("Who are you?");
});

test("a job that is run again asks nothing, and one that was cut off asks only what is missing", async () => {
  const texts = Array.from({ length: 12 }, (_, index) => `prompt ${index}`);
  const job = { models: ["lab/one", "lab/two", "lab/three"], prompts: prompts(...texts) };
  const stop = new AbortController();
  const onProgress = ({ done }: { done: number }): void => {
    if (done === 3) stop.abort();
  };
  const first = await liveBattles(context(), job, { signal: stop.signal, onProgress });
  expect(first.stopped).toBe("interrupted");
  expect(first.battles.every(({ share }) => (share ?? 0) > 0)).toBe(true);
  const had = first.battles.length;
  expect(had).toBeGreaterThanOrEqual(3);
  expect(had).toBeLessThan(12);
  const second = await liveBattles(context(), job);
  expect(second).toMatchObject({ earlier: had });
  expect(second.battles).toHaveLength(12 - had);
  expect(asked).toHaveLength(24);
  expect(await liveBattles(context(), job)).toMatchObject({ battles: [], earlier: 12 });
  expect(asked).toHaveLength(24);
});

test("an answer that the log has is not paid again", async () => {
  answers["lab/two"] = () => new Error("overloaded");
  const job = { models: ["lab/one", "lab/two"], prompts: prompts("p") };
  const failed = await liveBattles(context(), job);
  expect(failed).toMatchObject({ battles: [], failed: ["lab/two: overloaded"] });
  delete answers["lab/two"];
  const { battles, spentPicodollars } = await liveBattles(context(), job);
  expect(battles).toHaveLength(1);
  expect(asked).toEqual(["lab/one: p", "lab/two: p", "lab/two: p"]);
  expect(spentPicodollars).toBe(2 * CALL_COST);
});

test("the budget stops before it is passed", async () => {
  const texts = Array.from({ length: 6 }, (_, index) => `prompt ${index}`);
  const { battles, stopped, spentPicodollars } = await liveBattles(
    context(),
    { models: ["lab/one", "lab/two"], prompts: prompts(...texts) },
    { budgetUsd: (9 * CALL_COST) / 1e12 },
  );
  expect(stopped).toBe("budget");
  expect(battles.length).toBeGreaterThan(0);
  expect(battles.length).toBeLessThan(6);
  expect(spentPicodollars).toBeLessThanOrEqual(9 * CALL_COST);
});

test("nothing is sent when the person says no, a model is unknown, alone or taken out", async () => {
  const job = { models: ["lab/one", "lab/two"], prompts: prompts("p") };
  expect((await liveBattles(context(), job, { confirm: () => false })).stopped).toBe("declined");
  const refused = (models: string[]): Promise<unknown> => liveBattles(context(), { ...job, models });
  await expect(refused(["lab/one", "unknown"])).rejects.toThrow("There is no model `unknown`");
  await expect(refused(["lab/one", "lab/one"])).rejects.toThrow("A battle needs two models");
  expect(asked).toEqual([]);
  await liveBattles(context(), job);
  await withdrawModel(context(), { model: "lab/two", at: 1, why: "retired", returned: false });
  await expect(liveBattles(context(), { ...job, prompts: prompts("q") })).rejects.toThrow("out of the arena (retired)");
  await expect(withdrawModel(context(), { model: "lab/tow", at: 1, why: "", returned: false })).rejects.toThrow(
    "Nearest: lab/two",
  );
  await expect(withdrawModel(context(), { model: "lab/two", at: 1, why: "", returned: false })).rejects.toThrow(
    "out of the arena already",
  );
});

test("votes become rows of a battle file, in the order that was shown", async () => {
  const { battles } = await liveBattles(context(), { models: ["lab/one", "lab/two"], prompts: prompts("p", "q") });
  const [first, second] = battles;
  if (!first || !second) throw new Error("no battles");
  const ana = { name: "ana", kind: "human" as const };
  expect((await openBattles(context(), ana)).map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
  await castVote(context(), { battle: first.id, winner: "a", voter: ana, swapped: true, reason: "shorter" });
  const { id } = await castVote(context(), { battle: second.id, winner: "b", voter: ana, swapped: false });
  await store.withdrawVote(id, { at: 12_000, why: "slip" });
  const votes = await store.votes();
  expect(countingVotes(votes)).toEqual([{ a: first.a.name, b: first.b.name, winner: "a" }]);
  const [one, two] = voteRows(votes).map((row) => row.values);
  expect(one).toMatchObject({
    model_a: first.b.name,
    model_b: first.a.name,
    winner: "model_b",
    judge: "ana",
    voter_kind: "human",
    reason: "shorter",
    tstamp: 0.01,
    tokens_a: first.style?.tokens[1],
  });
  expect(two).toMatchObject({ model_a: second.a.name, winner: "model_b", withdrawn: "slip", withdrawn_at: 12 });
  expect((await chancesOf(context())).map(({ votes: count }) => count)).toEqual([1]);
});
