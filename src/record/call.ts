/**
 * A call: what one model did once. Every call, good, failed, cut or cancelled, is one of these in the log.
 * A pure value; how it is stored is the store's concern.
 */
import type { Part } from "./message.ts";
import type { Request } from "./request.ts";
import type { Usage } from "./usage.ts";

/**
 * How a call can end, in one vocabulary for all providers.
 * `stop`: the model was done. `length`: the token limit. `tool-calls`: it waits for tool results. `content-filter`: the
 * provider withheld the answer. `other`: the provider gave a reason we do not know, or none. `error`: it failed.
 * `aborted`: it was cancelled. `pending`: it is still running. `lost`: its process died before it ended.
 */
export const finishReasons = [
  "stop",
  "length",
  "tool-calls",
  "content-filter",
  "other",
  "error",
  "aborted",
  "pending",
  "lost",
] as const;

/** One of them. */
export type FinishReason = (typeof finishReasons)[number];

/** How a call ended. */
export interface Finish {
  /** In our words. */
  reason: FinishReason;
  /** In the provider's words. Absent: it said none. */
  raw?: string;
}

/**
 * What kind of failure. `http`: a status of 400 or more. `network`: no or a broken connection. `truncated`: the answer
 * ended before it said it was done. `parse`: the answer came whole and could not be understood. `timeout`: one of our own
 * limits. `provider`: an error reported inside a stream. `engine`: the in-process engine. `aborted`: cancelled by the caller.
 */
export type ErrorKind = "http" | "network" | "truncated" | "parse" | "timeout" | "provider" | "engine" | "aborted";

/** Why a call or an attempt failed. */
export interface CallError {
  /** What kind of failure. */
  kind: ErrorKind;
  /** One sentence for a person. */
  message: string;
  /** HTTP status. Absent: there was none. */
  status?: number;
  /** Body of the failed answer, at most 64 KiB. Absent: none came. */
  body?: string;
}

/** One try at getting an answer. The last one of a call is the one whose parts the call holds. */
export interface Attempt {
  /** Milliseconds since 1970 when it was sent. */
  startedAt: number;
  /** Milliseconds from sending to its end. */
  durationMs: number;
  /** HTTP status. Absent: none came, or no HTTP was involved. */
  status?: number;
  /** Why it failed. Absent: it succeeded. */
  error?: CallError;
  /** Milliseconds waited after it before the next one. Absent: none followed. */
  waitMs?: number;
}

/** Where the time of a call went. The parts sum to `endedAt − startedAt`. */
export interface Timing {
  /** Milliseconds since 1970 when the call was accepted and written as pending. */
  startedAt: number;
  /** Milliseconds since 1970 when it ended. Absent: it has not. */
  endedAt?: number;
  /** Milliseconds spent waiting for the rate limit, a free place, or this process while it was busy with other calls. */
  queueMs: number;
  /** Milliseconds spent in failed attempts and the waits after them. */
  retryMs: number;
  /** Milliseconds of the last attempt, from sending to the end of the answer: the model's own time. */
  modelMs?: number;
  /** Milliseconds from sending the last attempt to the first part of its answer. Absent: nothing came, or it was not streamed. */
  firstTokenMs?: number;
}

/** What a call cost. */
export interface Cost {
  /** Integer picodollars (1e-12 USD). */
  picodollars: number;
  /**
   * How it is known. `ledger`: the exact model id has a price. `assumed`: the price of a near model was taken, named in
   * `row`. `billed`: the provider said so. `local`: it ran on this person's machine, which bills nothing per token.
   */
  basis: "ledger" | "assumed" | "billed" | "local";
  /** Key of the ledger row used: `vendor/model@validFrom`. Absent: no row was needed. */
  row?: string;
}

/** Energy of a call as a range; no provider publishes exact figures. */
export interface Energy {
  /** Lower bound, watt-hours. */
  lowWh: number;
  /** Upper bound, watt-hours. */
  highWh: number;
  /** Name of the method that gave the range. */
  method: string;
}

/** Who asked for a call. */
export interface Origin {
  /** Command or library function: `prompt`, `chat`, `map`, `eval`, `library`, `import`. */
  command: string;
  /** What in it asked: a run and cell, an app version. Absent: the command itself. */
  ref?: string;
}

/** What one model did once. */
export interface Call {
  /** Id, 26 characters, sorts by time. */
  id: string;
  /** Hash of the request (`requestHash`). */
  hash: string;
  /** What was asked. */
  request: Request;
  /** What came back, in order; what had arrived if the call failed. Empty: nothing. */
  parts: Part[];
  /** How it ended. */
  finish: Finish;
  /** Why it failed. Present exactly if `finish.reason` is `error` or `aborted`. */
  error?: CallError;
  /** The model that the provider says it served. Absent: it did not say. */
  servedModel?: string;
  /** The provider's id of the answer. Absent: none. */
  responseId?: string;
  /** How much was used. Empty: unknown. */
  usage: Usage;
  /** What it cost. Absent: unknown. */
  cost?: Cost;
  /** Energy used. Absent: unknown. */
  energy?: Energy;
  /** Where the time went. */
  timing: Timing;
  /** Every try, in order. Empty: nothing was sent. */
  attempts: Attempt[];
  /** What the provider or we had to leave out or change, one sentence each. Absent: nothing. */
  warnings?: string[];
  /** Id of the call that this one continues. Absent: it starts a conversation. */
  parent?: string;
  /** Who asked. */
  origin: Origin;
}

/** The raw answer of one attempt, kept before anything is parsed. */
export interface RawResponse {
  /** Which attempt, from 0. */
  attempt: number;
  /** HTTP status. */
  status: number;
  /** Headers that matter for limits and support, lower-case names; never cookies or keys. */
  headers: { [name: string]: string };
  /** The body as text, whole or up to where it was cut. */
  body: string;
}
