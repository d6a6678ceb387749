/** Calls of the endpoint while they run: how each is carried out, cancelled when its client or the server goes, and counted at its end. */
import type { Context } from "hono";
import type { Call, Origin } from "../record/call.ts";
import type { BudgetPlace } from "../run/running-budget.ts";

/** How a call is carried out. */
export interface How {
  /** Whether an earlier equal call may answer. */
  cache: boolean;
  /** Aborts when the client goes away, the server ends, or by `stop`. */
  signal: AbortSignal;
  /** Who asks, in the log. */
  origin: Origin;
  /** Cancels the call. */
  stop: () => void;
}

/** Calls that run. */
export interface RunningCalls {
  /** How a client's call is carried out. */
  howFor: (context: Context) => How;
  /** Follows a call to its end, and counts it in its place in the budget. Rejects as it does. */
  follow: (call: Promise<Call>, how: How, place: BudgetPlace | undefined) => Promise<Call>;
  /** Cancels all and waits until they are in the log. */
  settle: () => Promise<void>;
}

const MOST_AGENT_CHARACTERS = 60;

function originOf(context: Context): Origin {
  const agent = context.req.header("user-agent")?.trim().slice(0, MOST_AGENT_CHARACTERS);
  return { command: "endpoint", ...(agent ? { ref: agent } : {}) };
}

/** Whether a call was made for this request: then it has the very origin that was given, and an earlier one has its own. */
export function isMadeFor(call: Call, how: How): boolean {
  return call.origin === how.origin;
}

/** Calls that run. @param cache whether earlier calls may answer where a client does not say. */
export function runningCalls(cache: boolean): RunningCalls {
  const running = new Set<{ stop: () => void; done: Promise<unknown> }>();
  return {
    howFor: (context) => {
      const controller = new AbortController();
      const wish = context.req.header("x-penny-cache");
      return {
        cache: wish === undefined ? cache : /^(1|true|yes)$/i.test(wish),
        signal: AbortSignal.any([controller.signal, context.req.raw.signal]),
        origin: originOf(context),
        stop: () => controller.abort(),
      };
    },
    follow: (call, how, place) => {
      const ended = call.then(
        (each) => {
          place?.end(isMadeFor(each, how) ? each : undefined);
          return each;
        },
        (error: unknown) => {
          place?.end(undefined);
          throw error;
        },
      );
      const entry = { stop: how.stop, done: ended.catch(() => undefined) };
      running.add(entry);
      void entry.done.then(() => running.delete(entry));
      return ended;
    },
    settle: async () => {
      for (const { stop } of running) stop();
      await Promise.all([...running].map(({ done }) => done));
    },
  };
}
