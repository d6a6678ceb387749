/** Conversations by the id of their last call, loaded once; a call that is being written is followed to its end. Knows no elements. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Call } from "../../../src/record/call.ts";
import type { LogSheet } from "../../../src/server/api.ts";
import { logMark } from "../changes.ts";
import { get } from "../server.ts";
import { type LiveAnswer, liveAnswer } from "./live-answers.ts";

/** A turn: what was asked and answered. */
export interface Turn {
  /** The call; it changes once, when it ends. */
  call: ReadonlySignal<Call>;
  /** What comes of it. Absent: it has ended. */
  live: ReadonlySignal<LiveAnswer | undefined>;
}

/** A conversation up to a call. */
export interface Conversation {
  /** Id of its last call. */
  id: string;
  /** Its turns, oldest first. */
  turns: Turn[];
}

interface Known {
  call: Signal<Call>;
  live: Signal<LiveAnswer | undefined>;
}

const calls = new Map<string, Known>();
const conversations = new Map<string, Promise<Conversation>>();

/** A call that runs in another process is looked at again whenever the log changes, until it has ended. */
function watchElsewhere(known: Known): void {
  const stop = logMark.subscribe(() => {
    const { id } = known.call.peek();
    get<LogSheet>(`/api/calls/${id}`).then(
      ({ call }) => {
        known.call.value = call;
        if (call.finish.reason !== "pending") stop();
      },
      () => undefined,
    );
  });
}

function turnOf(call: Call): Turn {
  const known = calls.get(call.id);
  if (known) {
    if (known.call.peek().finish.reason === "pending") known.call.value = call;
    return known;
  }
  const made: Known = { call: signal(call), live: signal(undefined) };
  calls.set(call.id, made);
  if (call.finish.reason === "pending") {
    made.live.value = liveAnswer(call.id, (ended) => {
      made.call.value = ended;
      made.live.value = undefined;
      if (ended.finish.reason === "pending") watchElsewhere(made);
    });
  }
  return made;
}

/** A conversation. Rejects with ServerError if there is none; the next try asks anew. */
export function conversation(id: string): Promise<Conversation> {
  const known = conversations.get(id);
  if (known) return known;
  const loading = get<LogSheet>(`/api/calls/${encodeURIComponent(id)}`).then((sheet) => ({
    id,
    turns: sheet.conversation.map(turnOf),
  }));
  conversations.set(id, loading);
  loading.catch(() => conversations.delete(id));
  return loading;
}
