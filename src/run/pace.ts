/**
 * Keeps calls within a provider's rate limits: token buckets filled at 97 % of what its headers state, with a burst of one
 * second; after a 429 it waits as told and goes on at 0.8 of the rate; until the first answer has come only two calls are
 * out, so that a burst cannot hit a limit nobody has stated yet. Models in process run one at a time.
 * It does not retry; that is `retry.ts`. State lives as long as the pacer and is shared by all calls of one limit key.
 *
 * Why these numbers: in a simulation of 68,000 requests against token buckets this stayed within 4 % of ideal with no 429,
 * also when the limit halved mid-way, where a fixed pool lost requests (docs/decisions/2026-11-23-pacing.md).
 */
import type { Clock } from "./clock.ts";
import { type LimitKind, type StatedLimit, statedLimits } from "./rate-headers.ts";

const SHARE = 0.97;
const BURST_MS = 1000;
const CUT = 0.8;
const LEAST_FACTOR = 0.05;
const RECOVERY_MS = 30_000;
const RECOVERY = 1.1;
const FIRST_CALLS = 2;
/** With no stated limit, a 429 bounds the calls in flight: cut on each 429, one more for each window of answers. */
const WINDOW_CUT = 0.7;

interface Bucket {
  perMs: number;
  level: number;
  filledAt: number;
}

interface Lane {
  buckets: Map<LimitKind, Bucket>;
  factor: number;
  factorAt: number;
  blockedUntil: number;
  inFlight: number;
  answered: boolean;
  window: number;
  /** Most calls in flight, whatever the limits allow. */
  most: number;
  queue: { amounts: Amounts; grant: () => void; cancelled: boolean }[];
  pumping: boolean;
  /** Ends the pump's sleep early: the limits or the queue changed. Absent: it does not sleep. */
  wake?: AbortController | undefined;
}

/** How much a call will take of each limit. */
export interface Amounts {
  /** Estimated input tokens. */
  input: number;
  /** Estimated or reserved output tokens. */
  output: number;
}

/** A place in the lane; given back exactly once. */
export interface Place {
  /** Milliseconds waited for it. */
  waitedMs: number;
  /** Tells the lane what the response headers say. */
  observe: (headers: { [name: string]: string }) => void;
  /** Tells the lane of a 429: it waits so long and slows down. */
  refused: (retryAfterMs: number | undefined) => void;
  /** Gives the place back. `used`: the tokens really used, to correct the estimate. */
  release: (used?: Amounts) => void;
}

/** Hands out places. */
export interface Pacer {
  /**
   * Waits for a place under `key`. Resolves to `undefined` if the signal aborts first.
   * `most`: calls in flight at most, taken from the first call of the key. Absent: only the limits bound them.
   */
  acquire: (key: string, amounts: Amounts, signal: AbortSignal, most?: number) => Promise<Place | undefined>;
  /** Calls of this key per minute that the stated limits allow now; `undefined`: no limit is known. */
  requestsPerMinute: (key: string) => number | undefined;
}

function amountOf(kind: LimitKind, amounts: Amounts): number {
  if (kind === "requests") return 1;
  if (kind === "input") return amounts.input;
  if (kind === "output") return amounts.output;
  return amounts.input + amounts.output;
}

function capacity(bucket: Bucket, factor: number): number {
  return Math.max(1, bucket.perMs * factor * BURST_MS);
}

function fill(lane: Lane, now: number): void {
  while (lane.factor < 1 && now - lane.factorAt >= RECOVERY_MS) {
    lane.factor = Math.min(1, lane.factor * RECOVERY);
    lane.factorAt += RECOVERY_MS;
  }
  for (const bucket of lane.buckets.values()) {
    const gained = (now - bucket.filledAt) * bucket.perMs * lane.factor;
    bucket.level = Math.min(capacity(bucket, lane.factor), bucket.level + gained);
    bucket.filledAt = now;
  }
}

/** Milliseconds until a call of these amounts may go; 0: now. A call larger than a full bucket goes when it is full. */
function waitFor(lane: Lane, amounts: Amounts, now: number): number {
  fill(lane, now);
  let wait = Math.max(0, lane.blockedUntil - now);
  for (const [kind, bucket] of lane.buckets) {
    const needed = Math.min(amountOf(kind, amounts), capacity(bucket, lane.factor));
    if (bucket.level < needed) wait = Math.max(wait, (needed - bucket.level) / (bucket.perMs * lane.factor));
  }
  return wait;
}

/** The rate a stated limit means, per millisecond. A reset much longer than a minute tells of a longer window. */
function ratePerMs(stated: StatedLimit): number | undefined {
  if (!stated.limit) return undefined;
  const perMinute = stated.limit / 60_000;
  const used = stated.remaining === undefined ? 0 : stated.limit - stated.remaining;
  if (stated.resetMs && stated.resetMs > 90_000 && used > 0) return Math.min(perMinute, used / stated.resetMs);
  return perMinute;
}

function observeLimits(lane: Lane, headers: { [name: string]: string }, now: number): void {
  lane.answered = true;
  for (const stated of statedLimits(headers, now)) {
    const perMs = ratePerMs(stated);
    if (perMs === undefined || perMs <= 0) continue;
    const bucket = lane.buckets.get(stated.kind);
    const next = perMs * SHARE;
    if (!bucket) {
      const fresh = { perMs: next, level: 0, filledAt: now };
      // What is already out was let go without a bucket, so the bucket starts with what the server says is left, at most a burst.
      fresh.level = Math.min(stated.remaining ?? 0, capacity(fresh, lane.factor));
      lane.buckets.set(stated.kind, fresh);
      continue;
    }
    // A longer window is estimated from what is used, so it may only fall; a stated rate is taken as it is.
    if (Math.abs(bucket.perMs - next) > bucket.perMs * 0.01) bucket.perMs = next;
    if (stated.remaining !== undefined) bucket.level = Math.min(bucket.level, stated.remaining);
  }
}

function mayStart(lane: Lane): boolean {
  if (lane.inFlight >= Math.min(lane.most, Math.floor(lane.window))) return false;
  return lane.answered || lane.inFlight < FIRST_CALLS;
}

function emptyLane(most: number): Lane {
  return {
    buckets: new Map(),
    factor: 1,
    factorAt: 0,
    blockedUntil: 0,
    inFlight: 0,
    answered: false,
    window: Number.POSITIVE_INFINITY,
    most,
    queue: [],
    pumping: false,
  };
}

/** Lets waiting calls go, in order, as the lane allows; sleeps while only time is missing. */
async function pump(lane: Lane, clock: Clock): Promise<void> {
  lane.wake?.abort();
  if (lane.pumping) return;
  lane.pumping = true;
  while (lane.queue.length > 0) {
    const next = lane.queue[0];
    if (!next || next.cancelled) {
      lane.queue.shift();
      continue;
    }
    if (!mayStart(lane)) break;
    const wait = waitFor(lane, next.amounts, clock.now());
    if (wait > 0) {
      lane.wake = new AbortController();
      // Whole milliseconds: a shorter wait may be lost in the rounding of the clock and be asked for again without end.
      await clock.sleep(Math.ceil(wait), lane.wake.signal);
      lane.wake = undefined;
      continue;
    }
    lane.queue.shift();
    lane.inFlight++;
    for (const [kind, bucket] of lane.buckets) bucket.level -= amountOf(kind, next.amounts);
    next.grant();
  }
  lane.pumping = false;
}

function slowDown(lane: Lane, now: number, retryAfterMs: number | undefined): void {
  lane.answered = true;
  // Many calls may be refused at once by one overrun; it counts once.
  if (now - lane.factorAt > BURST_MS) {
    if (lane.buckets.size > 0) lane.factor = Math.max(LEAST_FACTOR, lane.factor * CUT);
    else lane.window = Math.max(1, Math.min(lane.window, lane.inFlight) * WINDOW_CUT);
    lane.factorAt = now;
  }
  if (retryAfterMs !== undefined) lane.blockedUntil = Math.max(lane.blockedUntil, now + retryAfterMs);
}

function place(lane: Lane, clock: Clock, amounts: Amounts, waitedMs: number): Place {
  let released = false;
  return {
    waitedMs,
    observe: (headers) => {
      observeLimits(lane, headers, clock.now());
      void pump(lane, clock);
    },
    refused: (retryAfterMs) => slowDown(lane, clock.now(), retryAfterMs),
    release: (used) => {
      if (released) return;
      released = true;
      lane.inFlight--;
      if (used) {
        lane.answered = true;
        if (Number.isFinite(lane.window)) lane.window += 1 / Math.max(1, lane.window);
        for (const [kind, bucket] of lane.buckets) bucket.level += amountOf(kind, amounts) - amountOf(kind, used);
      }
      void pump(lane, clock);
    },
  };
}

/** A pacer on a clock. */
export function createPacer(clock: Clock): Pacer {
  const lanes = new Map<string, Lane>();
  return {
    requestsPerMinute: (key) => {
      const lane = lanes.get(key);
      const bucket = lane?.buckets.get("requests");
      return lane && bucket ? bucket.perMs * lane.factor * 60_000 : undefined;
    },
    acquire: (key, amounts, signal, most = Number.POSITIVE_INFINITY) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined);
        const lane = lanes.get(key) ?? emptyLane(most);
        lanes.set(key, lane);
        const startedAt = clock.now();
        const cancel = (): void => {
          entry.cancelled = true;
          resolve(undefined);
          void pump(lane, clock);
        };
        const entry = {
          amounts,
          cancelled: false,
          grant: () => {
            signal.removeEventListener("abort", cancel);
            resolve(place(lane, clock, amounts, clock.now() - startedAt));
          },
        };
        signal.addEventListener("abort", cancel, { once: true });
        lane.queue.push(entry);
        void pump(lane, clock);
      }),
  };
}
