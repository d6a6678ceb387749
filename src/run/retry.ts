/**
 * Decides whether a failed attempt is tried again and after how long. One budget for all causes, so that nobody waits
 * without end and everything retried is counted in the call. Pure.
 */
import type { CallError } from "../record/call.ts";
import { retryAfterMs } from "./rate-headers.ts";

/** The bound on retries of one call. */
export interface RetryBudget {
  /** Most attempts, the first included; 1 never retries. */
  attempts: number;
  /** Most milliseconds to spend in failed attempts and waits together. */
  totalMs: number;
}

/** Five attempts within two minutes. */
export const defaultRetryBudget: RetryBudget = { attempts: 5, totalMs: 120_000 };

/** A failed attempt as the decision sees it. */
export interface Failure {
  /** What failed. */
  error: CallError;
  /** Response headers, lower-case names. Empty: none came. */
  headers: { [name: string]: string };
  /** The provider's or adapter's own word on whether another try may help. `undefined`: none. */
  retryable: boolean | undefined;
  /** Attempts made so far, this one included. */
  attempts: number;
  /** Milliseconds spent so far in failed attempts and waits. */
  spentMs: number;
  /** Whether parts of the answer were already handed to a listener, which cannot take them back. */
  delivered: boolean;
}

const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 16_000;

/** Statuses that another try may change. 529 is Anthropic's "overloaded". */
function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

function mayHelp(failure: Failure): boolean {
  const { error, headers } = failure;
  if (failure.delivered || error.kind === "aborted" || error.kind === "engine" || error.kind === "timeout")
    return false;
  if (headers["x-should-retry"] === "false") return false;
  // An empty purse answers 429 too, and no wait fills it: https://platform.openai.com/docs/guides/error-codes (2026-11-23).
  if (error.status === 429 && /insufficient_quota|billing_hard_limit/.test(error.body ?? "")) return false;
  if (headers["x-should-retry"] === "true") return true;
  if (error.kind === "network" || error.kind === "truncated") return true;
  if (error.status !== undefined && error.status >= 400) return isRetryableStatus(error.status);
  return failure.retryable ?? false;
}

/**
 * Milliseconds to wait before another attempt; `undefined`: do not try again. The provider's own wait is honoured exactly;
 * else 0.5 s doubling to at most 16 s, of which a random share of up to a quarter is taken off.
 * @param random a number from 0 (inclusive) to 1.
 */
export function retryWaitMs(
  failure: Failure,
  budget: RetryBudget,
  now: number,
  random: () => number,
): number | undefined {
  if (failure.attempts >= budget.attempts || !mayHelp(failure)) return undefined;
  const asked = retryAfterMs(failure.headers, failure.error.body, now);
  const own = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failure.attempts - 1)) * (1 - 0.25 * random());
  const wait = asked ?? own;
  return failure.spentMs + wait > budget.totalMs ? undefined : wait;
}
