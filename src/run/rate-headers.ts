/**
 * What a provider's response headers say of its rate limits. Reads headers only; pacing is `pace.ts`.
 *
 * Sources: OpenAI, https://platform.openai.com/docs/guides/rate-limits (`x-ratelimit-{limit,remaining,reset}-{requests,tokens}`,
 * reset as a duration such as `6m0s` or `20ms`; Groq and others use the same names); Anthropic,
 * https://docs.anthropic.com/en/api/rate-limits (`anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-…`, reset as
 * RFC 3339); Retry-After, RFC 9110 §10.2.3; `retry-after-ms` and `x-should-retry` as read by OpenAI's own clients. Read 2026-11-23.
 */

/** What is counted by a limit. `input` and `output` are Anthropic's separate token limits. */
export type LimitKind = "requests" | "tokens" | "input" | "output";

/** One limit as a response states it. */
export interface StatedLimit {
  /** What it counts. */
  kind: LimitKind;
  /** Most in one window, usually a minute. Absent: not stated. */
  limit?: number;
  /** What is left now. Absent: not stated. */
  remaining?: number;
  /** Milliseconds until the allowance is full again. Absent: not stated. */
  resetMs?: number;
}

const FAMILIES: readonly { kind: LimitKind; name: (field: string) => string }[] = [
  { kind: "requests", name: (field) => `x-ratelimit-${field}-requests` },
  { kind: "tokens", name: (field) => `x-ratelimit-${field}-tokens` },
  { kind: "requests", name: (field) => `anthropic-ratelimit-requests-${field}` },
  { kind: "tokens", name: (field) => `anthropic-ratelimit-tokens-${field}` },
  { kind: "input", name: (field) => `anthropic-ratelimit-input-tokens-${field}` },
  { kind: "output", name: (field) => `anthropic-ratelimit-output-tokens-${field}` },
];

function count(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d+(\.\d+)?\s*$/.test(text)) return undefined;
  return Number(text);
}

/** Milliseconds of `1h2m3.5s`, `20ms`, `12` (seconds) or an RFC 3339 time; `undefined` if it is none of them. */
export function durationMs(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
  if (/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(trimmed)) {
    let total = 0;
    for (const [, value, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
      total += Number(value) * units[unit as keyof typeof units];
    }
    return total;
  }
  const time = Date.parse(trimmed);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}

/** All limits that the headers (lower-case names) state. Empty: none. */
export function statedLimits(headers: { [name: string]: string }, now: number): StatedLimit[] {
  const found: StatedLimit[] = [];
  for (const family of FAMILIES) {
    const limit = count(headers[family.name("limit")]);
    const remaining = count(headers[family.name("remaining")]);
    const reset = headers[family.name("reset")];
    if (limit === undefined && remaining === undefined) continue;
    const resetMs = reset === undefined ? undefined : durationMs(reset, now);
    found.push({ kind: family.kind, limit, remaining, resetMs });
  }
  return found;
}

/**
 * Milliseconds that the provider asks us to wait: `retry-after-ms`, `Retry-After` (seconds or an HTTP date), or Google's
 * `RetryInfo.retryDelay` in the error body. `undefined`: it does not ask.
 * Source of the last: google.rpc.RetryInfo, https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto.
 */
export function retryAfterMs(
  headers: { [name: string]: string },
  body: string | undefined,
  now: number,
): number | undefined {
  const exact = count(headers["retry-after-ms"]);
  if (exact !== undefined) return exact;
  const stated = headers["retry-after"];
  if (stated !== undefined) return durationMs(stated, now);
  const google = body?.match(/"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/);
  return google ? Number(google[1]) * 1000 : undefined;
}
