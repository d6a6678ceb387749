/**
 * Limits of a map: dollars, calls, minutes, and bytes of files under way. A row is let go only if no limit can be passed by it and
 * all that is under way. Sends nothing.
 */

import { budgetPicodollars } from "./budget.ts";
import type { Clock } from "./clock.ts";
import type { MapSettings, MapStop } from "./map-job.ts";

/** A row that was let go; given back exactly once. */
export interface Leave {
  /** It has ended. `picodollars`: what it cost; `called`: whether it made a call. */
  end: (outcome: { picodollars: number; called: boolean; ms: number }) => void;
}

/** Lets rows go. */
export interface MapLimits {
  /**
   * Waits until a row may go. `undefined`: it must not, and no other either; `stopped` says why.
   * @param most picodollars that its call may cost; -1: it makes no call.
   * @param bytes of the files that it sends.
   */
  admit: (most: number, bytes: number) => Promise<Leave | undefined>;
  /** Stops; rows under way go on. */
  stop: (why: MapStop) => void;
  /** Why it was stopped. `undefined`: it was not. */
  stopped: () => MapStop | undefined;
  /** Aborts when it is stopped for a reason that also withdraws calls that wait for their turn. */
  hold: AbortSignal;
  /** Ends the watch over time. */
  close: () => void;
}

/** Bytes of files that may be under way together: while one is sent it takes up to ten times its size (bytes, base 64, JSON). */
const MOST_BYTES = 8_000_000;
/** How often the time is looked at, at least. */
const TICK_MS = 1000;

/** What is spent, held back and under way. */
interface Account {
  spent: number;
  reserved: number;
  calls: number;
  out: number;
  bytes: number;
  slowestMs: number;
}

/** Those who wait until something has changed. */
function waiters(): { wait: () => Promise<void>; wake: () => void } {
  let waiting: (() => void)[] = [];
  return {
    wait: () => new Promise((resolve) => waiting.push(resolve)),
    wake: () => {
      const woken = waiting;
      waiting = [];
      for (const each of woken) each();
    },
  };
}

/** The limit that a call would pass now; `bytes`: it must only wait. */
function lacking(now: Account, settings: MapSettings, most: number, bytes: number): MapStop | "bytes" | undefined {
  if (now.spent + now.reserved + most > budgetPicodollars(settings.budgetUsd)) return "budget";
  if (now.calls + now.out + 1 > (settings.maxCalls ?? Number.POSITIVE_INFINITY)) return "calls";
  return now.bytes > 0 && now.bytes + bytes > MOST_BYTES ? "bytes" : undefined;
}

/** Takes a call into the account; gives the way to take it out again. */
function taken(now: Account, most: number, bytes: number, changed: () => void): Leave {
  const calls = most >= 0;
  const [reserved, size, out] = calls ? [most, bytes, 1] : [0, 0, 0];
  now.reserved += reserved;
  now.bytes += size;
  now.out += out;
  return {
    end: ({ picodollars, called, ms }) => {
      now.reserved -= reserved;
      now.bytes -= size;
      now.out -= out;
      now.spent += picodollars;
      if (called) {
        now.calls++;
        now.slowestMs = Math.max(now.slowestMs, ms);
      }
      changed();
    },
  };
}

/** Limits of a run that begins now. */
export function mapLimits(settings: MapSettings, clock: Clock): MapLimits {
  const deadline = clock.now() + (settings.maxMinutes ?? Number.POSITIVE_INFINITY) * 60_000;
  const hold = new AbortController();
  const closed = new AbortController();
  const now: Account = { spent: 0, reserved: 0, calls: 0, out: 0, bytes: 0, slowestMs: 0 };
  const { wait, wake } = waiters();
  let stopped: MapStop | undefined;
  const stop = (why: MapStop): void => {
    stopped ??= why;
    if (why === "held" || why === "minutes") hold.abort();
    wake();
  };
  const onHold = (): void => stop("held");
  if (settings.hold?.aborted) onHold();
  settings.hold?.addEventListener("abort", onHold, { once: true });
  const watchTime = async (): Promise<void> => {
    while (!closed.signal.aborted && !stopped) {
      // A call that takes as long as the slowest so far is to end in time.
      const left = deadline - now.slowestMs - clock.now();
      if (left <= 0) return stop("minutes");
      await clock.sleep(Math.min(left, TICK_MS), closed.signal);
    }
  };
  if (settings.maxMinutes !== undefined) void watchTime();
  const admit = async (most: number, bytes: number): Promise<Leave | undefined> => {
    while (!stopped) {
      const lack = most < 0 ? undefined : lacking(now, settings, most, bytes);
      if (lack === undefined) return taken(now, most, bytes, wake);
      // What is under way may end for less than was held back for it.
      if (lack !== "bytes" && now.out === 0) stop(lack);
      else await wait();
    }
    return undefined;
  };
  return {
    admit,
    stop,
    stopped: () => stopped,
    hold: hold.signal,
    close: () => {
      closed.abort();
      settings.hold?.removeEventListener("abort", onHold);
    },
  };
}
