/**
 * A budget for calls that come one by one and from many sides, as to a server: what is out counts with its upper bound, what has ended
 * with what it cost. Makes no call and forecasts none.
 */
import type { Call } from "../record/call.ts";
import { budgetPicodollars } from "./budget.ts";

/** A place for one call. Given back once, when the call has ended or was not made. */
export interface BudgetPlace {
  /** Counts what the call cost. `undefined`: nothing was sent, or an earlier answer was given back. */
  end: (call: Call | undefined) => void;
}

/** The budget. */
export interface RunningBudget {
  /** Dollars in all. */
  usd: number;
  /** Picodollars that are neither spent nor held by calls that run. */
  left: () => number;
  /** Holds so many picodollars for a call. `undefined`: it could pass the budget. */
  take: (most: number) => BudgetPlace | undefined;
}

/** What a call that has ended counts. A failure whose cost is unknown counts as much as it could have been, unless it was refused. */
function counted(call: Call, most: number): number {
  if (call.cost) return call.cost.picodollars;
  const wasRefused = call.attempts.every(({ status }) => status !== undefined && status >= 400);
  return wasRefused ? 0 : most;
}

/** A budget of which nothing is spent yet. */
export function runningBudget(usd: number): RunningBudget {
  const budget = budgetPicodollars(usd);
  let gone = 0;
  return {
    usd,
    left: () => budget - gone,
    take: (most) => {
      if (gone + most > budget) return undefined;
      gone += most;
      let held = most;
      return {
        end: (call) => {
          gone += (call ? counted(call, held) : 0) - held;
          held = 0;
        },
      };
    },
  };
}
