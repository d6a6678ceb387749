/**
 * What a call will take, before it is sent: tokens, dollars, and from what it was reckoned. Ranges, since only the answer
 * tells. Sends nothing.
 */

/** A range of numbers; `low` and `high` may be equal. */
export interface Range {
  /** At least. */
  low: number;
  /** At most. */
  high: number;
}

/** The forecast of one call or of many together. */
export interface Estimate {
  /** Full model name. */
  model: string;
  /** Calls to make. */
  calls: number;
  /** Input tokens. Absent: the model's rule for some content is unknown. */
  inputTokens?: Range;
  /** Output tokens. Absent: no bound is known. */
  outputTokens?: Range;
  /** Picodollars. Absent: no price or no token count is known. */
  picodollars?: Range;
  /** What was assumed, one sentence each, without repeats. */
  assumptions: string[];
}

function sumRanges(ranges: (Range | undefined)[]): Range | undefined {
  const sum = { low: 0, high: 0 };
  for (const range of ranges) {
    if (!range) return undefined;
    sum.low += range.low;
    sum.high += range.high;
  }
  return sum;
}

/** Several estimates together; unknown in one is unknown in all. No estimates: nothing is needed, all ranges are 0. */
export function sumEstimates(model: string, estimates: readonly Estimate[]): Estimate {
  return {
    model,
    calls: estimates.reduce((sum, each) => sum + each.calls, 0),
    inputTokens: sumRanges(estimates.map((each) => each.inputTokens)),
    outputTokens: sumRanges(estimates.map((each) => each.outputTokens)),
    picodollars: sumRanges(estimates.map((each) => each.picodollars)),
    assumptions: [...new Set(estimates.flatMap((each) => each.assumptions))],
  };
}

/** Whether a forecast may cost money: some price above zero, or an unknown one. */
export function mayCost(estimate: Estimate): boolean {
  return estimate.calls > 0 && (estimate.picodollars === undefined || estimate.picodollars.high > 0);
}
