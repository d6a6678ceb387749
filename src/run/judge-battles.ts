/**
 * Lets a model vote on the battles of the log that it has not voted on: says first what it will take, asks each battle in both orders, and
 * keeps each vote at once. A budget stops it before it is passed; what was interrupted goes on by the same command, and no verdict is
 * paid twice. The question itself is battle-judge.ts's; the log is handed in.
 */
import type { Model } from "../models/model.ts";
import type { Battle, Voter } from "../record/battle.ts";
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import type { Request } from "../record/request.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import type { Interval } from "../stats/interval.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import type { VoteToCast } from "./arena-log.ts";
import {
  areSame,
  type BattleVerdict,
  type JudgedBattle,
  type JudgingSettings,
  judgeBattle,
  judgeRequests,
} from "./battle-judge.ts";
import { refuseUnkeepableBudget } from "./budget.ts";
import { budgetLanes, type LaneResults } from "./budget-lanes.ts";
import { type Estimate, sumEstimates } from "./estimate.ts";
import type { EvaluateContext } from "./eval-context.ts";

/** Most battles at once, each of two calls; the pacer keeps them within what the provider allows. */
const AT_ONCE = 4;

/** What judging battles needs; wired by the library. */
export interface JudgeContext extends Pick<EvaluateContext, "resolve" | "check" | "ask" | "estimate" | "earlierCalls"> {
  /** Battles that a voter has not voted on, those that tell most first. */
  open: (voter: Voter) => Promise<Battle[]>;
  /** A battle as a voter sees it. Throws SetupError if an answer is gone. */
  show: (battle: Battle) => Promise<JudgedBattle>;
  /** Keeps a vote. Throws SetupError if the voter has one on that battle. */
  vote: (vote: VoteToCast) => Promise<unknown>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** How battles are judged. */
export interface JudgeBattlesSettings extends JudgingSettings {
  /** Model that judges. Default: the default model. */
  model?: string;
  /** Name it votes under, for one that judges by other criteria. Default: the model's full name. */
  voter?: string;
  /** Most battles to judge now. Default: all. */
  count?: number;
  /** Most dollars to spend; no battle is begun whose upper forecast could pass it. Default: no limit. */
  budgetUsd?: number;
  /** Stops: calls in flight are cancelled; votes that were cast are kept. */
  signal?: AbortSignal;
  /** Hears what it will take, before anything is sent. Returning false stops. */
  confirm?: (forecast: JudgeForecast) => Promise<boolean> | boolean;
  /** Hears of each battle that is done. */
  onProgress?: (progress: { done: number; total: number; spentPicodollars: number }) => void;
}

/** What judging will take. */
export interface JudgeForecast {
  /** Full name of the model. */
  judge: string;
  /** Battles to judge. */
  battles: number;
  /** Calls whose answer is in the log already; they are not in the estimate. */
  earlier: number;
  /** Battles in which one answer is the judge's own. */
  own: number;
  /** The calls to make. */
  estimate: Estimate;
}

/** What came of one battle. */
export interface BattleJudged {
  /** Its id. */
  battle: string;
  /** The vote, or why there is none. */
  verdict: BattleVerdict;
}

/** What came of it. */
export interface JudgedBattles {
  /** Full name of the model. */
  judge: string;
  /** Name it voted under. */
  voter: string;
  /** Battles that were judged, in the order in which they were to be, failed ones too. */
  judged: BattleJudged[];
  /** Battles that cannot be shown to this model, one sentence each. */
  unshown: string[];
  /** Share of the battles asked about whose verdicts differed between the orders. Absent: none was. */
  byOrder?: Interval;
  /** Battles that are still without its vote. */
  left: number;
  /** Picodollars spent now. Absent: the price of a call is unknown. */
  spentPicodollars?: number;
  /** Why not all were judged. Absent: all were, or failed. */
  stopped?: "declined" | "budget" | "interrupted";
}

interface Planned {
  battle: Battle;
  shown: JudgedBattle;
  /** What the calls will take that the log has no answer to. */
  estimates: Estimate[];
}

interface Job {
  context: JudgeContext;
  settings: JudgeBattlesSettings;
  model: Model;
  voter: Voter;
}

/** The battles that the model can be shown, with what they take; and what keeps it from the others. */
async function plan(
  { context, settings, model }: Job,
  open: readonly Battle[],
): Promise<{ planned: Planned[]; unshown: string[]; earlier: number }> {
  const planned: Planned[] = [];
  const unshown: string[] = [];
  let earlier = 0;
  for (const battle of open) {
    if (planned.length >= (settings.count ?? Number.POSITIVE_INFINITY)) break;
    let shown: JudgedBattle;
    let requests: Request[];
    try {
      shown = await context.show(battle);
      requests = areSame(shown) ? [] : judgeRequests(model, shown, settings);
      for (const request of requests) context.check(model, request);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      unshown.push(`Battle ${battle.id}: ${messageOf(error)}`);
      continue;
    }
    const estimates: Estimate[] = [];
    for (const request of requests) {
      if ((await context.earlierCalls(requestHash(request), 1)).length > 0) earlier++;
      else estimates.push(await context.estimate(model, request));
    }
    planned.push({ battle, shown, estimates });
  }
  return { planned, unshown, earlier };
}

/** Keeps the vote that a verdict casts. Where it cannot be kept, as when another process was quicker, there is none. */
async function cast(
  { vote }: JudgeContext,
  voter: Voter,
  battle: string,
  verdict: BattleVerdict,
): Promise<BattleVerdict> {
  if ("failed" in verdict) return verdict;
  const { winner, reason, calls, byOrder } = verdict;
  try {
    await vote({ battle, winner, voter, swapped: false, reason, calls, ...(byOrder ? { byOrder: true } : {}) });
    return verdict;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { failed: error.message, calls };
  }
}

/** Asks about one battle after another, a few at once, each only if it fits into the budget at its dearest. */
function judgePlanned(
  { context, settings, model, voter }: Job,
  planned: readonly Planned[],
): Promise<LaneResults<BattleJudged>> {
  const { signal } = settings;
  return budgetLanes<Planned, BattleJudged>(planned, {
    atOnce: AT_ONCE,
    budgetUsd: settings.budgetUsd,
    signal,
    since: context.now(),
    most: ({ estimates }) => estimates.reduce((sum, each) => sum + (each.picodollars?.high ?? 0), 0),
    work: async ({ battle, shown }) => {
      const calls: Call[] = [];
      const ask = async (request: Request): Promise<Call> => {
        const call = await context.ask({
          model,
          request,
          origin: { command: "arena", ref: `battle/${battle.id}/judge` },
          cache: true,
          stream: model.where === "process",
          ...(signal ? { signal } : {}),
        });
        calls.push(call);
        return call;
      };
      const verdict = await judgeBattle(ask, model, shown, settings);
      if (calls.some((call) => call.finish.reason === "aborted")) return { calls };
      return { result: { battle: battle.id, verdict: await cast(context, voter, battle.id, verdict) }, calls };
    },
    onProgress: settings.onProgress,
  });
}

/** How often the orders disagreed. `undefined`: nothing was asked. */
function orderShare(judged: readonly BattleJudged[]): Interval | undefined {
  const asked = judged.flatMap(({ verdict }) => ("failed" in verdict || verdict.calls.length === 0 ? [] : [verdict]));
  return wilsonInterval(asked.filter(({ byOrder }) => byOrder).length, asked.length);
}

/**
 * Lets a model vote on the battles that it has not voted on.
 * @throws SetupError before anything is sent: the model is unknown, the budget cannot be kept.
 */
export async function judgeBattles(context: JudgeContext, settings: JudgeBattlesSettings = {}): Promise<JudgedBattles> {
  const model = await context.resolve(settings.model);
  const voter: Voter = { name: settings.voter ?? model.id, kind: "model" };
  const job: Job = { context, settings, model, voter };
  const open = await context.open(voter);
  const { planned, unshown, earlier } = await plan(job, open);
  const estimate = sumEstimates(
    model.id,
    planned.flatMap(({ estimates }) => estimates),
  );
  if (estimate.calls > 0)
    refuseUnkeepableBudget(
      model,
      settings.options ?? {},
      estimate.picodollars?.high,
      settings.budgetUsd,
      "with -o maxOutputTokens=2000",
    );
  const about = { judge: model.id, voter: voter.name, unshown };
  const own = planned.filter(({ battle: { a, b } }) => a.name === model.id || b.name === model.id).length;
  const forecast = { judge: model.id, battles: planned.length, earlier, own, estimate };
  if (planned.length > 0 && (await settings.confirm?.(forecast)) === false)
    return { ...about, judged: [], left: open.length, spentPicodollars: 0, stopped: "declined" };
  const { results, spentPicodollars: spent, stopped } = await judgePlanned(job, planned);
  const judged = results.filter((each) => each !== undefined);
  const byOrder = orderShare(judged);
  const voted = judged.filter(({ verdict }) => !("failed" in verdict)).length;
  return {
    ...about,
    judged,
    ...(byOrder ? { byOrder } : {}),
    left: open.length - voted,
    ...(spent === undefined ? {} : { spentPicodollars: spent }),
    ...(stopped ? { stopped } : {}),
  };
}
