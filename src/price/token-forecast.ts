/** Tokens that something will take, as a range with what was assumed. Pure values and sums of them. */

/** How many tokens something will take. Where a vendor's rule is exact, both ends are equal. */
export interface TokenForecast {
  /** At least, 0 or more, whole. */
  low: number;
  /** At most, whole. */
  high: number;
  /** What was assumed, one sentence each. Empty: nothing. */
  assumptions: string[];
}

/** A forecast without a range. */
export function exactly(tokens: number, ...assumptions: string[]): TokenForecast {
  return { low: tokens, high: tokens, assumptions };
}

/** A forecast from the least and the most, in either order. */
export function between(one: number, other: number, ...assumptions: string[]): TokenForecast {
  return { low: Math.min(one, other), high: Math.max(one, other), assumptions };
}

/** Several forecasts together, or one many times; assumptions are not repeated. */
export function together(forecasts: readonly TokenForecast[]): TokenForecast {
  return {
    low: forecasts.reduce((sum, each) => sum + each.low, 0),
    high: forecasts.reduce((sum, each) => sum + each.high, 0),
    assumptions: [...new Set(forecasts.flatMap((each) => each.assumptions))],
  };
}
