/**
 * What comes out of an app over its port, checked: an app may send anything, and whatever is not one of these messages is no message.
 * The checks that guard data are the server's.
 */

const KINDS = ["error", "rejection", "policy", "resource", "debug", "log", "info", "warn"] as const;
const CALLS = [
  "query",
  "store.get",
  "store.set",
  "store.delete",
  "store.keys",
  "ask",
  "download",
  "open",
  "copy",
] as const;

/** Something that went wrong in an app, or that it wrote to its console. */
export interface AppProblem {
  /** `error`: a script threw. `rejection`: of a promise. `policy`: the sandbox refused something. `resource`: of an element. Else the console's. */
  kind: (typeof KINDS)[number];
  /** What happened, at most 4,100 characters. */
  text: string;
  /** Line of the document, from 1. Absent: not known. */
  line?: number;
  /** Where the script was, at most 4,100 characters. Absent: not known. */
  stack?: string;
}

/** What an app wants: one of the functions of `penny`. */
export interface AppCall {
  /** Name of the function. */
  name: AppCallName;
  /** What it was given; the server checks it. */
  given: { readonly [name: string]: unknown };
}

/** The functions of `penny` that leave the app. */
export type AppCallName = (typeof CALLS)[number];

/** A message of an app. */
export type FrameMessage =
  | { type: "parsed" }
  | { type: "ready" }
  | { type: "pong"; number: number }
  | { type: "problem"; problem: AppProblem }
  | { type: "call"; id: number; call: AppCall };

const MOST_TEXT = 4100;

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isOneOf<T extends string>(value: unknown, all: readonly T[]): value is T {
  return (all as readonly unknown[]).includes(value);
}

function readProblem({ kind, text, line, stack }: { readonly [name: string]: unknown }): AppProblem | undefined {
  if (!isOneOf(kind, KINDS) || typeof text !== "string") return undefined;
  return {
    kind,
    text: text.slice(0, MOST_TEXT),
    ...(isCount(line) && line > 0 ? { line } : {}),
    ...(typeof stack === "string" ? { stack: stack.slice(0, MOST_TEXT) } : {}),
  };
}

/** Reads a message. `undefined`: it is none. */
export function readFrameMessage(value: unknown): FrameMessage | undefined {
  if (!isObject(value)) return undefined;
  const { type, number, id, name, given } = value;
  if (type === "parsed" || type === "ready") return { type };
  if (type === "pong") return isCount(number) ? { type, number } : undefined;
  if (type === "problem") {
    const problem = readProblem(value);
    return problem && { type, problem };
  }
  if (type !== "call" || !isCount(id) || !isOneOf(name, CALLS) || !isObject(given)) return undefined;
  return { type, id, call: { name, given } };
}
