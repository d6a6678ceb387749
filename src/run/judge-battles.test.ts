/** A model votes on the battles of a log: forecast, budget, stopping, going on. */
import { describe, expect, test } from "vitest";
import { askContext, fakeClock, memoryLog, scriptedModel } from "../../test/support/scripted-model.ts";
import type { Model, ModelEvent } from "../models/model.ts";
import type { Battle } from "../record/battle.ts";
import type { Call } from "../record/call.ts";
import { textOf } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import type { VoteToCast } from "./arena-log.ts";
import { ask } from "./ask.ts";
import { type JudgeBattlesSettings, type JudgeContext, judgeBattles } from "./judge-battles.ts";

/** A model that replies to what it is asked. 10 picodollars an input token, of which each call is told to take 3. */
function replying(
  reply: (text: string, signal: AbortSignal) => string | Promise<string>,
  where: Model["where"] = "hosted",
): Model & { sent: number } {
  const model = { ...scriptedModel(), where };
  return Object.assign(model, {
    capabilities: { input: ["text" as const], output: ["text" as const], maxOutputTokens: 100 },
    stream: async function* (request: Request, { signal }: { signal: AbortSignal }): AsyncGenerator<ModelEvent> {
      model.sent++;
      const text = await reply(request.messages.map(({ parts }) => textOf(parts)).join("\n"), signal);
      yield { type: "text-delta", text };
      yield { type: "finish", finish: { reason: "stop" }, usage: { inputTokens: 3, outputTokens: 2 } };
    },
  });
}

/** Prefers the splendid answer, wherever it stands. */
function fair(text: string): string {
  return text.indexOf("splendid") < text.indexOf("weak") ? "[[A]]" : "[[B]]";
}

function battle(number: number, first = "test/one"): Battle {
  return {
    id: `b${number}`,
    madeAt: number,
    a: { name: first },
    b: { name: "test/other" },
    prompt: "",
    source: "live",
    tags: [],
  };
}

interface Bench {
  context: JudgeContext;
  votes: VoteToCast[];
  completed: Call[];
}

function bench(model: Model, battles: readonly Battle[], most: number | undefined = 50): Bench {
  const log = memoryLog();
  const clock = fakeClock();
  const asking = askContext(clock, log);
  const votes: VoteToCast[] = [];
  const context: JudgeContext = {
    resolve: async () => model,
    check: () => undefined,
    ask: (input) => ask(asking, input),
    estimate: async () => ({
      model: model.id,
      calls: 1,
      inputTokens: { low: 3, high: 5 },
      outputTokens: { low: 1, high: 100 },
      ...(most === undefined ? {} : { picodollars: { low: 30, high: most } }),
      assumptions: [],
    }),
    earlierCalls: async (hash) => {
      const found = await log.finishedByHash(hash);
      return found ? [found.id] : [];
    },
    open: async (voter) =>
      battles.filter(({ id }) => !votes.some((vote) => vote.battle === id && vote.voter.name === voter.name)),
    show: async ({ id }) => ({
      question: `Question ${id}`,
      a: { text: `splendid ${id}`, files: [] },
      b: { text: `weak ${id}`, files: [] },
    }),
    vote: async (vote) => void votes.push(vote),
    now: clock.now,
  };
  return { context, votes, completed: log.completed };
}

const FIVE = [1, 2, 3, 4, 5].map((number) => battle(number));

test("each battle is asked in both orders, and has a vote of a model with its calls", async () => {
  const model = replying(fair);
  const { context, votes, completed } = bench(model, FIVE);
  const found = await judgeBattles(context);
  expect(found).toMatchObject({ judge: "test/model", voter: "test/model", left: 0, spentPicodollars: 300 });
  expect(found.byOrder).toMatchObject({ value: 0 });
  expect(votes.map((vote) => [vote.battle, vote.winner, vote.voter.kind, vote.swapped]).sort()).toEqual(
    FIVE.map(({ id }) => [id, "a", "model", false]),
  );
  expect(votes[0]?.calls).toHaveLength(2);
  expect(votes[0]).not.toHaveProperty("byOrder");
  expect(new Set(completed.map(({ origin }) => origin.ref))).toEqual(
    new Set(FIVE.map(({ id }) => `battle/${id}/judge`)),
  );
  expect(completed[0]?.origin.command).toBe("arena");
  expect(model.sent).toBe(10);
});

test("a judge that always takes the first says tie, and how often is told", async () => {
  const { context, votes } = bench(
    replying(() => "[[A]]"),
    FIVE,
  );
  const found = await judgeBattles(context);
  expect(votes.map(({ winner, byOrder }) => [winner, byOrder])).toEqual(FIVE.map(() => ["tie", true]));
  expect(found.byOrder).toMatchObject({ value: 1, high: 1 });
  expect(found.byOrder?.low).toBeLessThan(0.7);
});

test("the forecast comes first, without what the log has; declining sends nothing", async () => {
  const model = replying(fair);
  const own = battle(9, "test/model");
  const { context, votes } = bench(model, [...FIVE, own]);
  const heard: unknown[] = [];
  const confirm: JudgeBattlesSettings["confirm"] = ({ battles, earlier, own: mine, estimate }) => {
    heard.push({ battles, earlier, own: mine, calls: estimate.calls, high: estimate.picodollars?.high });
    return false;
  };
  expect(await judgeBattles(context, { confirm })).toMatchObject({ stopped: "declined", left: 6, judged: [] });
  expect(heard).toEqual([{ battles: 6, earlier: 0, own: 1, calls: 12, high: 600 }]);
  expect([model.sent, votes.length]).toEqual([0, 0]);
  await judgeBattles(context, { count: 2 });
  expect(votes).toHaveLength(2);
  await judgeBattles(context, { confirm, voter: "again" });
  expect(heard[1]).toEqual({ battles: 6, earlier: 4, own: 1, calls: 8, high: 400 });
});

test("battles that it voted on are not asked again, and the log's verdicts are not paid again", async () => {
  const model = replying(fair);
  const { context, votes } = bench(model, FIVE);
  await judgeBattles(context, { count: 2 });
  const rest = await judgeBattles(context);
  expect(rest.judged.map(({ battle: id }) => id).sort()).toEqual(["b3", "b4", "b5"]);
  expect([model.sent, votes.length]).toEqual([10, 5]);
  expect(await judgeBattles(context)).toMatchObject({ judged: [], left: 0 });
  // Under another name it votes again, with what it said before.
  expect(await judgeBattles(context, { voter: "again" })).toMatchObject({ left: 0 });
  expect([model.sent, votes.length]).toEqual([10, 10]);
});

describe("money", () => {
  test("a battle whose dearest price could pass the budget is not begun", async () => {
    const { context, votes } = bench(replying(fair), FIVE);
    // A battle may take 100 picodollars and takes 60: four at once hold 400 back.
    const found = await judgeBattles(context, { budgetUsd: 250e-12 });
    expect(found.stopped).toBe("budget");
    expect(found.spentPicodollars).toBeLessThanOrEqual(250);
    expect(votes.length).toBeGreaterThanOrEqual(2);
    expect(found.left).toBe(5 - votes.length);
  });

  test("a budget that cannot be kept is refused before anything is sent", async () => {
    const model = replying(fair);
    const { context } = bench(model, FIVE, Number.NaN);
    context.estimate = async () => ({ model: model.id, calls: 1, assumptions: [] });
    await expect(judgeBattles(context, { budgetUsd: 1 })).rejects.toThrow(SetupError);
    expect(model.sent).toBe(0);
  });
});

test("stopping keeps the votes that were cast, and the same again goes on", async () => {
  const control = new AbortController();
  let answered = 0;
  const model = replying((text, signal) => {
    if (++answered <= 4) return fair(text);
    control.abort();
    return new Promise((_, reject) => {
      if (signal.aborted) reject(new Error("aborted"));
      signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
    });
  });
  const { context, votes } = bench(model, FIVE);
  const found = await judgeBattles(context, { signal: control.signal });
  expect(found.stopped).toBe("interrupted");
  expect(votes.length).toBeLessThan(5);
  expect(found.left).toBe(5 - votes.length);
  answered = Number.NEGATIVE_INFINITY;
  expect(await judgeBattles(context)).toMatchObject({ left: 0 });
  expect(votes).toHaveLength(5);
  expect(new Set(votes.map(({ battle: id }) => id)).size).toBe(5);
});

test("what cannot be judged has no vote, and the others do", async () => {
  const { context, votes } = bench(
    replying((text) => (text.includes("Question b2") ? "Hm." : fair(text))),
    FIVE,
  );
  const found = await judgeBattles(context);
  expect(votes).toHaveLength(4);
  expect(found.left).toBe(1);
  expect(found.judged.find(({ battle: id }) => id === "b2")?.verdict).toMatchObject({
    failed: "test/model did not judge: it gave no verdict, but said “Hm.”.",
  });
});

test("a battle that the model cannot be shown is told, and not asked", async () => {
  const model = replying(fair);
  const { context, votes } = bench(model, FIVE);
  context.check = (_model, request) => {
    const [message] = request.messages;
    if (message && textOf(message.parts).includes("Question b3")) throw new SetupError("It reads no images.");
  };
  const found = await judgeBattles(context);
  expect(found.unshown).toEqual(["Battle b3: It reads no images."]);
  expect([votes.length, model.sent, found.left]).toEqual([4, 8, 1]);
});

test("battles whose answers read the same share their calls, which are paid and told once", async () => {
  const model = replying(fair);
  const { context, votes } = bench(model, FIVE.slice(0, 2));
  const shown = await context.show(battle(1));
  context.show = async () => shown;
  expect(await judgeBattles(context)).toMatchObject({ left: 0, spentPicodollars: 60 });
  expect([model.sent, votes.length]).toEqual([2, 2]);
});

test("a vote that cannot be kept, as another process was quicker, stops nothing", async () => {
  const { context, votes } = bench(replying(fair), FIVE);
  const { vote } = context;
  context.vote = async (cast) => {
    if (cast.battle === "b2") throw new SetupError("It has voted on that already.");
    return vote(cast);
  };
  const found = await judgeBattles(context);
  expect(votes).toHaveLength(4);
  expect(found.judged.find(({ battle: id }) => id === "b2")?.verdict).toMatchObject({
    failed: "It has voted on that already.",
  });
});

test("progress ends where all is done", async () => {
  const { context } = bench(replying(fair, "server"), FIVE);
  const heard: number[] = [];
  await judgeBattles(context, { onProgress: ({ done, total }) => heard.push(done / total) });
  expect(heard).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
});
