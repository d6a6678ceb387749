/**
 * How the local server behaves towards one request: what it answers, how fast, and how it breaks. A behaviour is set for the
 * server, by words in the model's name, by the header `x-behaviour` (JSON), or by a script; later ones override earlier ones
 * field by field.
 */
import { type Answer, countedText } from "./server-answer.ts";
import type { Asked } from "./server-request.ts";

/** Milliseconds, or until a promise resolves. */
export type Wait = number | Promise<unknown>;

/** How an answer breaks. */
export type Fault =
  /** The connection is reset before any header. */
  | "reset-before-headers"
  /** The connection is reset after a part of the body. */
  | "reset-mid-body"
  /** The connection is closed after a part of the body: Content-Length or chunking promised more. */
  | "cut-body"
  /** The body is well framed, but its JSON or its events stop early: no finish, no `[DONE]`. */
  | "truncated"
  /** Nothing is ever answered. */
  | "never"
  /** A part of the body, then nothing more on an open connection. */
  | "stall"
  /** A part of the events, then an event that tells of an error. Streams only; else a 500. */
  | "error-event";

/** All faults, for checking names. */
export const faults: readonly Fault[] = [
  "reset-before-headers",
  "reset-mid-body",
  "cut-body",
  "truncated",
  "never",
  "stall",
  "error-event",
];

/** How to behave towards one request. Everything absent: the last user text comes back at once. */
export interface Behaviour {
  /** Wait before anything is sent. */
  delay?: Wait;
  /** What is answered. A function may look at the request; the same request should get the same answer. */
  answer?: string | Answer | ((asked: Asked) => string | Answer);
  /** Answers a text of exactly so many tokens instead. */
  tokens?: number;
  /** Tokens in one event of a stream. Default 1. */
  tokensPerChunk?: number;
  /** Events in one write to the socket; `Infinity`: all. Default 1. */
  eventsPerWrite?: number;
  /** Splits the body into writes of so many bytes, also inside a character. Overrides `eventsPerWrite`. */
  bytesPerWrite?: number;
  /** Wait between two writes, in milliseconds. */
  intervalMs?: number;
  /** One longer wait after so many writes. */
  gap?: { after: number; wait: Wait };
  /** Status. 400 and more answer with an error body. Default 200. */
  status?: number;
  /** Headers to add or replace; lower-case names. */
  headers?: { [name: string]: string };
  /** Body instead of the true one: text as it is, anything else as JSON. */
  body?: unknown;
  /** How the answer breaks. */
  fault?: Fault;
  /** Where it breaks: after so many events of a stream, or bytes of a body. Default 2 events, or half the bytes. */
  faultAfter?: number;
}

const NUMBERS: { [word: string]: (value: number) => Behaviour } = {
  delay: (value) => ({ delay: value }),
  tokens: (value) => ({ tokens: value }),
  interval: (value) => ({ intervalMs: value }),
  chunk: (value) => ({ tokensPerChunk: value }),
  write: (value) => ({ eventsPerWrite: value }),
  bytes: (value) => ({ bytesPerWrite: value }),
  status: (value) => ({ status: value }),
  after: (value) => ({ faultAfter: value }),
};

/**
 * The behaviour that a model's name asks for: words joined by `+`, such as `tokens-20000+chunk-5+delay-20`, `status-503`,
 * `reset-mid-body+after-3`, `one-write`. Other words mean nothing, so that any name may be used.
 */
export function behaviourOfName(model: string): Behaviour {
  let found: Behaviour = {};
  for (const word of model.split("+")) {
    const [, name = "", value = ""] = /^([a-z]+)-(\d+)$/.exec(word) ?? [];
    const set = Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
    if (set) found = { ...found, ...set(Number(value)) };
    else if (word === "one-write") found = { ...found, eventsPerWrite: Number.POSITIVE_INFINITY };
    else if (faults.includes(word as Fault)) found = { ...found, fault: word as Fault };
  }
  return found;
}

/** The answer that a behaviour gives. @param fallback where it sets none. */
export function answerOf(behaviour: Behaviour, asked: Asked, fallback: (asked: Asked) => Answer): Answer {
  if (behaviour.tokens !== undefined) return { text: countedText(behaviour.tokens) };
  const { answer } = behaviour;
  if (answer === undefined) return fallback(asked);
  const given = typeof answer === "function" ? answer(asked) : answer;
  return typeof given === "string" ? { text: given } : given;
}
