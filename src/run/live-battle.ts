/**
 * Battles from live prompts: two models of several answer, drawn so that the vote tells most. All prompts are prepared for all models
 * before the first call; no call is sent whose upper forecast could pass the budget; a job that stopped goes on without asking again.
 */
import type { Battle } from "../record/battle.ts";
import type { Call } from "../record/call.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { createRandom } from "../stats/random.ts";
import { type ArenaContext, countingVotes, refuseWithdrawn } from "./arena-log.ts";
import { drawChance, type NamedVote, pairChances } from "./battle-pairs.ts";
import { refuseUnkeepableBudget } from "./budget.ts";
import { budgetLanes } from "./budget-lanes.ts";
import { type Estimate, sumEstimates } from "./estimate.ts";
import { makeBattle, promptHash } from "./make-battle.ts";
import type { Prepared, PromptInput } from "./prepare.ts";

/** What live battles need besides the log. */
export interface LiveContext extends ArenaContext {
  /** What would be sent. Throws SetupError. */
  prepare: (input: PromptInput) => Promise<Prepared>;
  /** Forecasts a call. */
  estimate: (prepared: Prepared) => Promise<Estimate>;
  /** The newest good call of a request that is the same. `undefined`: there is none. */
  earlier: (request: Request) => Promise<Call | undefined>;
  /** Makes a call. */
  ask: (prepared: Prepared, settings: { ref: string; cache: boolean; signal?: AbortSignal }) => Promise<Call>;
}

/** Which models meet over which prompts. */
export interface BattleJob {
  /** Names or aliases of two models or more. */
  models: readonly string[];
  /** What is asked; `model` in it is not looked at. */
  prompts: readonly PromptInput[];
}

/** How battles are made. */
export interface BattleSettings {
  /** Asks anew, though there is a battle on the prompt or an answer in the log. Default false. */
  again?: boolean;
  /** Most dollars to spend. Default: no limit. */
  budgetUsd?: number;
  /** Stops: calls in flight are cancelled. */
  signal?: AbortSignal;
  /** Hears what it will take, before anything is sent. Returning false stops. */
  confirm?: (estimate: Estimate) => Promise<boolean> | boolean;
  /** Hears of each battle that is done or failed. */
  onProgress?: (progress: { done: number; total: number; spentPicodollars: number }) => void;
}

/** What came of it. */
export interface BattlesMade {
  /** The battles, in the order of the prompts. */
  battles: Battle[];
  /** Prompts on which these models had a battle already; nothing was asked. */
  earlier: number;
  /** Prompts that came to no battle because a call failed, one sentence each. */
  failed: string[];
  /** Picodollars spent now. Absent: the price of a call is unknown. */
  spentPicodollars?: number;
  /** Why it ended before all was done. Absent: it did not. */
  stopped?: "budget" | "interrupted" | "declined";
}

/** Most battles that are asked at once; each is two calls. */
const AT_ONCE = 4;

interface PlannedBattle {
  sides: [Prepared, Prepared];
  share?: number;
  estimates: [Estimate, Estimate];
  unit: () => number;
}

async function prepareAll(context: LiveContext, { models, prompts }: BattleJob): Promise<Map<string, Prepared>[]> {
  const found: Map<string, Prepared>[] = [];
  for (const prompt of prompts) {
    const sides = new Map<string, Prepared>();
    for (const model of models) {
      const prepared = await context.prepare({ ...prompt, model });
      sides.set(prepared.model.id, prepared);
    }
    found.push(sides);
  }
  const [first] = found;
  if (!first) throw new SetupError("There is no prompt to ask.");
  if (first.size < 2)
    throw new SetupError(
      `A battle needs two models, but there is ${[...first.keys()].join(", ") || "none"}: name another with -m.`,
    );
  await refuseWithdrawn(context.log, [...first.keys()]);
  return found;
}

/** Numbers that the same prompt draws again, so that a job that goes on asks the same models. */
function numbersOf(hash: string): () => number {
  return createRandom(Number.parseInt(hash.slice(0, 12), 16)).unit;
}

/** Draws the pairs one after another, as if each earlier one had been voted a tie. */
async function plan(
  context: LiveContext,
  prepared: readonly Map<string, Prepared>[],
  again: boolean,
): Promise<{ planned: PlannedBattle[]; earlier: number }> {
  const votes: NamedVote[] = countingVotes(await context.log.votes());
  const planned: PlannedBattle[] = [];
  let earlier = 0;
  for (const sides of prepared) {
    const names = [...sides.keys()];
    const [any] = sides.values();
    if (!any) continue;
    const hash = promptHash(any);
    const had = await context.log.battles(hash);
    if (!again && had.some(({ a, b }) => sides.has(a.name) && sides.has(b.name))) {
      earlier++;
      continue;
    }
    const unit = again ? context.random : numbersOf(hash);
    const pair = drawChance(pairChances(names, votes), unit);
    const [one, other] = [pair && sides.get(pair.a), pair && sides.get(pair.b)];
    if (!pair || !one || !other) continue;
    votes.push({ a: pair.a, b: pair.b, winner: "tie" });
    planned.push({
      sides: [one, other],
      unit,
      ...(names.length > 2 ? { share: pair.share } : {}),
      estimates: [await forecast(context, one, again), await forecast(context, other, again)],
    });
  }
  return { planned, earlier };
}

/** What a call will take; nothing if the log has its answer. */
async function forecast(context: LiveContext, prepared: Prepared, again: boolean): Promise<Estimate> {
  if (!again && (await context.earlier(prepared.request))) return sumEstimates(prepared.model.id, []);
  return context.estimate(prepared);
}

function refuseBudgets(planned: readonly PlannedBattle[], budgetUsd: number | undefined): void {
  for (const { sides, estimates } of planned)
    for (const [index, { model, request }] of sides.entries())
      refuseUnkeepableBudget(model, request.options, estimates[index]?.picodollars?.high, budgetUsd, "with -o");
}

/** Asks the two, and makes the battle if both answer. */
async function fight(
  context: LiveContext,
  { sides, share, unit }: PlannedBattle,
  settings: BattleSettings,
): Promise<{ battle?: Battle; calls: Call[] }> {
  const id = context.newId();
  const asking = {
    ref: `battle/${id}`,
    cache: !settings.again,
    ...(settings.signal ? { signal: settings.signal } : {}),
  };
  const calls = await Promise.all(sides.map((each) => context.ask(each, asking)));
  const [one, other] = calls;
  if (!one || !other || one.error || other.error) return { calls };
  const about = { id, madeAt: context.now(), source: "live", ...(share === undefined ? {} : { share }) };
  const [{ model: first }, { model: second }] = sides;
  const battle = makeBattle({ name: first.id, call: one }, { name: second.id, call: other }, about, unit);
  await context.log.putBattles([battle]);
  return { battle, calls };
}

/** Fights all that is planned, a few at once. */
async function fightAll(
  context: LiveContext,
  planned: readonly PlannedBattle[],
  settings: BattleSettings,
): Promise<Omit<BattlesMade, "earlier">> {
  const failed: string[] = [];
  const { results, spentPicodollars, stopped } = await budgetLanes<PlannedBattle, Battle>(planned, {
    atOnce: AT_ONCE,
    budgetUsd: settings.budgetUsd,
    signal: settings.signal,
    since: context.now(),
    most: ({ estimates }) => estimates.reduce((sum, { picodollars }) => sum + (picodollars?.high ?? 0), 0),
    work: async (each) => {
      const { battle, calls } = await fight(context, each, settings);
      if (battle) return { result: battle, calls };
      for (const { request, error } of calls)
        if (error && error.kind !== "aborted") failed.push(`${request.model}: ${error.message}`);
      return { calls };
    },
    onProgress: settings.onProgress,
  });
  return {
    battles: results.filter((battle) => battle !== undefined),
    failed,
    ...(spentPicodollars === undefined ? {} : { spentPicodollars }),
    ...(stopped ? { stopped } : {}),
  };
}

/**
 * Makes models meet over prompts.
 * @throws SetupError before anything is sent: an unknown model, a prompt that a model cannot take, a budget that cannot be kept.
 */
export async function liveBattles(
  context: LiveContext,
  job: BattleJob,
  settings: BattleSettings = {},
): Promise<BattlesMade> {
  const prepared = await prepareAll(context, job);
  const { planned, earlier } = await plan(context, prepared, settings.again ?? false);
  refuseBudgets(planned, settings.budgetUsd);
  const nothing = { battles: [], earlier, failed: [], spentPicodollars: 0 };
  if (planned.length === 0) return nothing;
  const title = `${planned.length} ${planned.length === 1 ? "battle" : "battles"}`;
  const estimate = sumEstimates(
    title,
    planned.flatMap(({ estimates }) => estimates),
  );
  if (settings.confirm && !(await settings.confirm(estimate))) return { ...nothing, stopped: "declined" };
  return { ...(await fightAll(context, planned, settings)), earlier };
}
