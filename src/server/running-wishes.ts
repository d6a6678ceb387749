/**
 * Wishes for apps that are carried out in this server, whoever looks on: begun by one request, followed by any number of pages and
 * frames, they go on when all of them have gone. Decides nothing of apps.
 */
import type { AppOutcome, AppWishSettings } from "../index.ts";
import type { AppKind } from "../record/app.ts";
import { messageOf } from "../record/setup-error.ts";
import { frameContent } from "../run/app-content.ts";
import { sumKnown } from "../stats/sum-known.ts";
import type { WishEnd, WishEvent, WishState } from "./app-api.ts";
import { type EventLine, eventLine } from "./event-line.ts";
import { type JobControls, jobControls, type RunningJob } from "./running-jobs.ts";

/** Begins a wish: as `workbench.apps` does, with what is heard of it. */
export type WishStart = (settings: AppWishSettings) => Promise<AppOutcome>;

/** Wishes that are carried out here. */
export interface RunningWishes extends JobControls<WishEvent> {
  /** Begins one; resolves when it has its ids. Rejects with SetupError if it could not be begun. */
  begin: (about: Pick<WishState, "what" | "prompt" | "model">, start: WishStart) => Promise<WishState>;
  /** The last wish for an app, while it is remembered. */
  ofApp: (app: string) => WishState | undefined;
  /** A document of it as a frame is given it, while it is written. `undefined`: the app has no such wish. @param round which of its answers. */
  document: (app: string, id: string, round: number) => AsyncIterable<string> | undefined;
}

interface Running extends RunningJob<WishEvent> {
  state: WishState;
}

/** Wishes that have ended are remembered so long, for pages that come a little late. */
const KEPT_MS = 10 * 60_000;

function endOf(outcome: AppOutcome, at: number): WishEnd {
  const sum = sumKnown(outcome.calls.map(({ cost }) => cost?.picodollars));
  return {
    ...(outcome.version ? { version: outcome.version.number } : {}),
    ...(outcome.problem === undefined ? {} : { problem: outcome.problem }),
    prose: outcome.prose,
    failed: outcome.failed.length,
    calls: outcome.calls.map(({ id }) => id),
    ...(sum === undefined ? {} : { picodollars: sum }),
    at,
  };
}

type OnPiece = NonNullable<AppWishSettings["onPiece"]>;

function hearing(line: EventLine<WishEvent>): OnPiece {
  return (piece, round) => {
    if (piece.type === "open") line.push({ type: "open", round, mode: piece.mode, kind: piece.kind });
    else if (piece.type !== "prose") line.push({ ...piece, round });
  };
}

/** The text of one answer's document, as far as it comes. */
async function* textOfRound(events: AsyncIterable<WishEvent>, round: number): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type === "end" || event.round > round) return;
    if (event.round < round) continue;
    if (event.type === "text") yield event.text;
    if (event.type === "close") return;
  }
}

async function kindOfRound(events: AsyncIterable<WishEvent>, round: number): Promise<AppKind> {
  for await (const event of events) if (event.type === "open" && event.round === round) return event.kind;
  return "html";
}

async function* documentOf({ line }: Running, round: number): AsyncGenerator<string> {
  // A wish always ends, and with it the document: also one that is stopped.
  const never = AbortSignal.any([]);
  yield* frameContent(await kindOfRound(line.follow(never), round), textOfRound(line.follow(never), round));
}

/** Wishes that are carried out here: none yet. */
export function runningWishes(): RunningWishes {
  const all = new Map<string, Running>();
  const last = new Map<string, Running>();
  const begin: RunningWishes["begin"] = async (about, start) => {
    const stop = new AbortController();
    const line = eventLine<WishEvent>();
    const running: Running = {
      state: { ...about, id: "", app: "", startedAt: Date.now() },
      line,
      stop,
      done: Promise.resolve(),
    };
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const ended = start({
      signal: stop.signal,
      onBegin: ({ app, version }) => {
        running.state = { ...running.state, app, id: version };
        all.set(version, running);
        last.set(app, running);
        resolve();
      },
      onPiece: hearing(line),
    });
    running.done = ended
      .then(
        (outcome) => endOf(outcome, Date.now()),
        (error: unknown): WishEnd => ({ problem: messageOf(error), prose: "", failed: 0, calls: [], at: Date.now() }),
      )
      .then((end) => {
        running.state = { ...running.state, end };
        line.push({ type: "end", end });
        line.end();
        setTimeout(() => {
          all.delete(running.state.id);
          if (last.get(running.state.app) === running) last.delete(running.state.app);
        }, KEPT_MS).unref();
      });
    await Promise.race([begun, ended]);
    return running.state;
  };
  return {
    begin,
    ofApp: (app) => last.get(app)?.state,
    document: (app, id, round) => {
      const running = all.get(id);
      return running?.state.app === app ? documentOf(running, round) : undefined;
    },
    ...jobControls(all),
  };
}
