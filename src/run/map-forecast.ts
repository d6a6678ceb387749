/** What a map will take, from what was learnt of its rows and what the log knows of its model. Sends nothing. */
import type { Call, RawResponse } from "../record/call.ts";
import { percentile } from "../stats/percentile.ts";
import type { Range } from "./estimate.ts";
import type { JobSums } from "./job-sums.ts";
import type { MapForecast, ResizeSaving, StatedRates } from "./map-job.ts";
import type { MapPlan } from "./map-plan.ts";
import { statedLimits } from "./rate-headers.ts";

/** The log as a forecast asks it. */
export interface ForecastLog {
  /** Newest good calls of a model. */
  earlier: (model: string, limit: number) => Promise<Call[]>;
  /** The raw answers of a call. */
  rawOf: (id: string) => Promise<RawResponse[]>;
}

/** From the quicker to the slower of a model's earlier calls. */
const USUAL_FROM = 0.25;
const USUAL_TO = 0.9;
/** Calls are paced to this share of what is stated. */
const SHARE = 0.97;
const EARLIER_CALLS = 50;

/** The rate limits that the newest call of a model was told. */
async function ratesOf(log: ForecastLog, newest: Call | undefined): Promise<StatedRates | undefined> {
  if (!newest) return undefined;
  const statedAt = newest.timing.endedAt ?? newest.timing.startedAt;
  const headers = (await log.rawOf(newest.id)).at(-1)?.headers ?? {};
  const limits = statedLimits(headers, statedAt).filter(({ limit }) => limit !== undefined && limit > 0);
  const least = (kinds: readonly string[]): number | undefined => {
    const found = limits.flatMap(({ kind, limit }) => (kinds.includes(kind) ? (limit ?? []) : []));
    return found.length > 0 ? Math.min(...found) : undefined;
  };
  const requestsPerMinute = least(["requests"]);
  const tokensPerMinute = least(["tokens", "input"]);
  if (requestsPerMinute === undefined && tokensPerMinute === undefined) return undefined;
  return {
    statedAt,
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
  };
}

/** Milliseconds that the stated limits make it take at least. */
function pacedMs(plan: MapPlan, rates: StatedRates | undefined): Range | undefined {
  if (!rates) return undefined;
  const { calls, input } = plan.sums;
  const by = (amount: number | undefined, perMinute: number | undefined): number =>
    amount === undefined || perMinute === undefined ? 0 : (amount / (perMinute * SHARE)) * 60_000;
  const byCalls = by(calls, rates.requestsPerMinute);
  return {
    low: Math.max(byCalls, by(input?.low, rates.tokensPerMinute)),
    high: Math.max(byCalls, by(input?.high, rates.tokensPerMinute)),
  };
}

/** Milliseconds by how long earlier calls took, so many at once. */
function workedMs(plan: MapPlan, earlier: readonly Call[], concurrency: number): Range | undefined {
  const times = earlier.flatMap(({ timing }) => timing.modelMs ?? []);
  const low = percentile(times, USUAL_FROM);
  const high = percentile(times, USUAL_TO);
  if (low === undefined || high === undefined) return undefined;
  const atOnce = plan.requests.model.where === "process" ? 1 : concurrency;
  const turns = Math.max(plan.sums.calls / atOnce, plan.sums.calls > 0 ? 1 : 0);
  return { low: low * turns, high: high * turns };
}

/** How much less the one takes. */
function less(sent: Range | undefined, whole: Range | undefined): Range | undefined {
  if (!sent || !whole) return undefined;
  const [low, high] = [whole.low - sent.low, whole.high - sent.high];
  return { low: Math.max(0, Math.min(low, high)), high: Math.max(0, low, high) };
}

/** What making images smaller saves; the answers are taken to be as long. */
function savingOf(sent: JobSums, whole: JobSums): ResizeSaving {
  const inputTokens = less(sent.input, whole.input);
  const picodollars = less(sent.picodollars, whole.picodollars);
  return { ...(inputTokens ? { inputTokens } : {}), ...(picodollars ? { picodollars } : {}) };
}

/** The forecast. @param concurrency most calls at once. */
export async function mapForecast(plan: MapPlan, log: ForecastLog, concurrency: number): Promise<MapForecast> {
  const { sums, requests } = plan;
  const { model } = requests;
  const earlier = sums.calls > 0 ? await log.earlier(model.id, EARLIER_CALLS) : [];
  const rates = await ratesOf(log, earlier[0]);
  const [paced, worked] = [pacedMs(plan, rates), workedMs(plan, earlier, concurrency)];
  const durationMs =
    paced && worked
      ? { low: Math.max(paced.low, worked.low), high: Math.max(paced.high, worked.high) }
      : (worked ?? paced);
  const none = sums.calls === 0;
  return {
    rows: plan.rows,
    cached: plan.cached,
    shared: plan.shared,
    total: {
      model: model.id,
      calls: sums.calls,
      ...(sums.input ? { inputTokens: sums.input } : {}),
      outputTokens: { low: sums.output.low * sums.calls, high: sums.output.high * sums.calls },
      ...(none ? { picodollars: { low: 0, high: 0 } } : sums.picodollars ? { picodollars: sums.picodollars } : {}),
      assumptions: none ? [] : [...new Set([...sums.moment.assumptions, ...sums.assumptions])],
    },
    ...(sums.energy && !none ? { energyWh: sums.energy } : {}),
    ...(sums.batch && !none && model.where === "hosted" ? { batchPicodollars: sums.batch } : {}),
    ...(durationMs && !none ? { durationMs } : {}),
    ...(rates ? { rates } : {}),
    ...(plan.unresized && !none ? { saving: savingOf(sums, plan.unresized) } : {}),
  };
}
