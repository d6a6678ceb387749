/**
 * Answers that are being written: what has come of each, over one connection for all. A connection that breaks is made anew, and what
 * comes again is not shown twice. Knows no elements.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Call } from "../../../src/record/call.ts";
import type { AnswerMessage } from "../../../src/server/api.ts";
import { follow, post } from "../server.ts";

/** A piece of an answer that is being written. */
export interface LivePart {
  /** What it is. */
  type: "text" | "reasoning";
  /** Its text so far. */
  text: ReadonlySignal<string>;
}

/** An answer that is being written. */
export interface LiveAnswer {
  /** Its pieces, in order. Empty: nothing has come yet. */
  parts: ReadonlySignal<LivePart[]>;
  /** Why an attempt failed that is being tried again. `undefined`: none is. */
  retry: ReadonlySignal<string | undefined>;
}

interface Live {
  parts: Signal<{ type: LivePart["type"]; text: Signal<string> }[]>;
  retry: Signal<string | undefined>;
  /** Characters that have come, over all connections. */
  known: number;
  /** Characters that have come over this connection. */
  read: number;
  onEnd: (call: Call) => void;
}

const lives = new Map<string, Live>();
const runs = signal<readonly string[]>([]);
let connection: AbortController | undefined;

/** Ids of the answers that are being written. */
export const runningCalls: ReadonlySignal<readonly string[]> = runs;

function addText(live: Live, type: LivePart["type"], text: string): void {
  const start = live.read;
  live.read += text.length;
  if (live.read <= live.known) return;
  const news = text.slice(Math.max(0, live.known - start));
  live.known = live.read;
  live.retry.value = undefined;
  const last = live.parts.value.at(-1);
  if (last?.type === type) last.text.value += news;
  else live.parts.value = [...live.parts.value, { type, text: signal(news) }];
}

function hear(message: AnswerMessage): true | undefined {
  const live = lives.get(message.of);
  if (!live) return undefined;
  if (message.type === "text" || message.type === "reasoning") addText(live, message.type, message.text);
  if (message.type === "retry") live.retry.value = message.why;
  if (message.type !== "end") return undefined;
  lives.delete(message.of);
  runs.value = [...lives.keys()];
  live.onEnd(message.call);
  return lives.size === 0 ? true : undefined;
}

function connect(): void {
  connection?.abort();
  connection = undefined;
  if (lives.size === 0) return;
  connection = new AbortController();
  follow<AnswerMessage>(`/api/answers/${[...lives.keys()].join(",")}/events`, hear, {
    signal: connection.signal,
    onOpen: () => {
      for (const live of lives.values()) live.read = 0;
    },
  });
}

/** What has come of an answer; follows it if nobody does yet. @param onEnd hears of its end, once. */
export function liveAnswer(call: string, onEnd: (call: Call) => void): LiveAnswer {
  const known = lives.get(call);
  if (known) {
    known.onEnd = onEnd;
    return known;
  }
  const live: Live = { parts: signal([]), retry: signal(undefined), known: 0, read: 0, onEnd };
  lives.set(call, live);
  runs.value = [...lives.keys()];
  // Answers that begin together are followed together.
  queueMicrotask(() => {
    if (lives.get(call) === live) connect();
  });
  return live;
}

/** Stops an answer; its end comes as of any other. */
export async function stopAnswer(call: string): Promise<void> {
  await post(`/api/answers/${call}/stop`);
}
