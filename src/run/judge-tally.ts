/** Calls of judges, counted while a run goes on or read from the log, as a report tells them. Pure. */
import type { Call } from "../record/call.ts";
import { sumKnown } from "../stats/sum-known.ts";
import type { JudgeSum } from "../store/run-rows.ts";
import type { JudgeCalls } from "./eval-report.ts";

/** What judges of several models took together. `undefined`: there was no call. */
export function judgeCallsOf(sums: readonly JudgeSum[]): JudgeCalls | undefined {
  if (sums.length === 0) return undefined;
  const inputTokens = sumKnown(sums.map((sum) => sum.inputTokens));
  const outputTokens = sumKnown(sums.map((sum) => sum.outputTokens));
  const picodollars = sumKnown(sums.map((sum) => sum.picodollars));
  return {
    calls: sums.reduce((count, sum) => count + sum.calls, 0),
    failed: sums.reduce((count, sum) => count + sum.failed, 0),
    models: sums.map((sum) => sum.model),
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(picodollars === undefined ? {} : { picodollars }),
  };
}

/** Sums of a run's judges' calls by model, the most called first. */
export function judgeSumsOf(calls: readonly Pick<Call, "request" | "usage" | "cost" | "finish">[]): JudgeSum[] {
  const groups = Map.groupBy(calls, (call) => call.request.model);
  const sums = [...groups].map(([model, own]): JudgeSum => {
    const inputTokens = sumKnown(own.map((call) => call.usage.inputTokens));
    const outputTokens = sumKnown(own.map((call) => call.usage.outputTokens));
    const picodollars = sumKnown(own.map((call) => call.cost?.picodollars));
    return {
      model,
      calls: own.length,
      failed: own.filter((call) => call.finish.reason === "error").length,
      ...(inputTokens === undefined ? {} : { inputTokens }),
      ...(outputTokens === undefined ? {} : { outputTokens }),
      ...(picodollars === undefined ? {} : { picodollars }),
    };
  });
  return sums.sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1));
}
