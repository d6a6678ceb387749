/** Wishes that are being carried out: what has come of each. A connection that is made anew brings all again; nothing counts twice. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { WishEvent, WishMessage, WishState } from "../../../src/server/app-api.ts";
import { follow, isMissing, post } from "../server.ts";

/** A document or replacements that have begun to come. */
export interface OpenedAnswer {
  /** Which answer of the wish, from 0. */
  round: number;
  /** Whether a whole document comes; else replacements. */
  mode: "document" | "update";
}

/** A replacement. */
export interface LivePair {
  /** What went. */
  oldText: string;
  /** What came. */
  newText: string;
}

/** What is known of a wish. */
export interface LiveWish {
  /** With its end, when it has one. */
  state: ReadonlySignal<WishState>;
  /** The newest that began to come. `undefined`: nothing has. */
  opened: ReadonlySignal<OpenedAnswer | undefined>;
  /** The document so far. */
  text: ReadonlySignal<string>;
  /** Replacements so far, of all answers. */
  pairs: ReadonlySignal<LivePair[]>;
}

interface Live {
  state: Signal<WishState>;
  opened: Signal<OpenedAnswer | undefined>;
  text: Signal<string>;
  pairs: Signal<LivePair[]>;
  /** Events that have come. */
  known: number;
}

const CUT = "It broke off: the server was ended while this was written. Its call is in the log.";

const lives = new Map<string, Live>();

function hear(live: Live, event: WishEvent): void {
  if (event.type === "open") {
    live.opened.value = { round: event.round, mode: event.mode };
    if (event.mode === "document") live.text.value = "";
  }
  if (event.type === "text") live.text.value += event.text;
  if (event.type === "pair")
    live.pairs.value = [...live.pairs.value, { oldText: event.oldText, newText: event.newText }];
  if (event.type === "end") live.state.value = { ...live.state.value, end: event.end };
}

/** What has come of a wish; follows it if nobody does yet. */
export function liveWish(state: WishState): LiveWish {
  const known = lives.get(state.id);
  if (known) return known;
  const live: Live = {
    state: signal(state),
    opened: signal(undefined),
    text: signal(""),
    pairs: signal([]),
    known: 0,
  };
  lives.set(state.id, live);
  if (state.end) return live;
  const path = `/api/wishes/${state.id}/events`;
  const ending = new AbortController();
  const onMessage = ({ from, events }: WishMessage): true | undefined => {
    for (const [index, event] of events.entries()) {
      if (from + index < live.known) continue;
      live.known = from + index + 1;
      hear(live, event);
    }
    return live.state.value.end ? true : undefined;
  };
  // A server that was started again knows of no wish of the one before.
  const onBreak = async (): Promise<void> => {
    if (ending.signal.aborted || !(await isMissing(path))) return;
    ending.abort();
    live.state.value = { ...live.state.value, end: { problem: CUT, prose: "", failed: 0, calls: [], at: Date.now() } };
  };
  follow<WishMessage>(path, onMessage, { signal: ending.signal, onBreak: () => void onBreak() });
  return live;
}

/** Stops a wish; what has come is kept. */
export async function stopWish(id: string): Promise<void> {
  await post(`/api/wishes/${id}/stop`);
}
