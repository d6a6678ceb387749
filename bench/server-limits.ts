/**
 * Rate limits of the local server as OpenAI has them: one bucket of requests and one of tokens, refilled continuously, holding
 * a few seconds' worth; the six `x-ratelimit-` headers on every answer, Retry-After in whole seconds on a refusal.
 *
 * Source: https://platform.openai.com/docs/guides/rate-limits (read 2026-11-23). A call larger than a full bucket is let
 * through by a full one, which then owes; OpenAI refuses it for good.
 */

/** Limits; both may be changed while the server runs. */
export interface Limits {
  /** Requests a minute. Absent: no limit. */
  requestsPerMinute?: number;
  /** Tokens a minute, input and output. Absent: no limit. */
  tokensPerMinute?: number;
  /** Seconds' worth that a full bucket holds. Default 60, as OpenAI states its limits. */
  burstSeconds?: number;
}

/** What the limits say to a request. */
export interface Ruling {
  /** Rate headers, `retry-after` among them if it is refused. */
  headers: { [name: string]: string };
  /** What was lacking. Absent: it may pass. */
  refused?: { kind: "requests" | "tokens"; message: string };
}

/** The limits of one server. */
export interface RateLimits {
  /** Takes a request and its tokens if they fit. */
  rule: (tokens: number, model: string) => Ruling;
  /** Changes the limits; what is in a bucket stays, as far as it fits. */
  set: (limits: Limits) => void;
}

interface Bucket {
  kind: "requests" | "tokens";
  perMinute: number;
  capacity: number;
  level: number;
  filledAt: number;
}

/** A duration as OpenAI's headers write it: `20ms`, `1.5s`, `6m0s`. */
export function resetText(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.round(ms / 10) / 100;
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${Math.round(seconds % 60)}s`;
}

function bucketOf(kind: Bucket["kind"], perMinute: number, burst: number, now: number, before?: Bucket): Bucket {
  const capacity = Math.max(1, (perMinute / 60) * burst);
  return { kind, perMinute, capacity, level: Math.min(capacity, before?.level ?? capacity), filledAt: now };
}

function fill(bucket: Bucket, now: number): void {
  const gained = ((now - bucket.filledAt) * bucket.perMinute) / 60_000;
  bucket.level = Math.min(bucket.capacity, bucket.level + gained);
  bucket.filledAt = now;
}

function waitMs(bucket: Bucket, amount: number): number {
  const lacking = Math.min(amount, bucket.capacity) - bucket.level;
  // A sliver left by rounding is not worth a whole second's wait.
  return lacking <= 1e-6 ? 0 : (lacking / bucket.perMinute) * 60_000;
}

function statedBy(bucket: Bucket): [string, string][] {
  const reset = ((bucket.capacity - bucket.level) / bucket.perMinute) * 60_000;
  return [
    [`x-ratelimit-limit-${bucket.kind}`, String(bucket.perMinute)],
    [`x-ratelimit-remaining-${bucket.kind}`, String(Math.max(0, Math.floor(bucket.level + 1e-6)))],
    [`x-ratelimit-reset-${bucket.kind}`, resetText(reset)],
  ];
}

/** Limits that start full. @param now milliseconds. */
export function rateLimits(limits: Limits, now: () => number): RateLimits {
  let current: Limits = {};
  let buckets: Bucket[] = [];
  const set = (next: Limits): void => {
    current = { ...current, ...next };
    const burst = current.burstSeconds ?? 60;
    const at = now();
    for (const bucket of buckets) fill(bucket, at);
    const wanted = [
      ["requests", current.requestsPerMinute],
      ["tokens", current.tokensPerMinute],
    ] as const;
    buckets = wanted.flatMap(([kind, perMinute]) => {
      const before = buckets.find((bucket) => bucket.kind === kind);
      return perMinute === undefined ? [] : [bucketOf(kind, perMinute, burst, at, before)];
    });
  };
  set(limits);
  const rule = (tokens: number, model: string): Ruling => {
    const at = now();
    const amounts = { requests: 1, tokens };
    for (const bucket of buckets) fill(bucket, at);
    const waits = buckets.map((bucket) => ({ bucket, ms: waitMs(bucket, amounts[bucket.kind]) }));
    const worst = waits.reduce<(typeof waits)[number] | undefined>(
      (most, each) => (each.ms > (most?.ms ?? 0) ? each : most),
      undefined,
    );
    if (!worst) for (const bucket of buckets) bucket.level -= amounts[bucket.kind];
    const headers = Object.fromEntries(buckets.flatMap(statedBy));
    if (!worst) return { headers };
    const { kind, perMinute } = worst.bucket;
    const unit = kind === "requests" ? "requests per min (RPM)" : "tokens per min (TPM)";
    const message = `Rate limit reached for ${model} in organization org-local on ${unit}: Limit ${perMinute}. Please try again in ${resetText(worst.ms)}.`;
    const wait = String(Math.max(1, Math.ceil(worst.ms / 1000)));
    return { headers: { ...headers, "retry-after": wait }, refused: { kind, message } };
  };
  return { rule, set };
}
