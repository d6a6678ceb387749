/**
 * Answers that run in this server, whoever looks on: each is begun by one request, followed by any number of pages, and goes on when all
 * of them have gone. What was said is kept until a while after the end, so that a page that comes back misses nothing.
 */
import type { Workbench } from "../index.ts";
import type { AskEvent } from "../run/ask.ts";
import type { PromptInput } from "../run/prepare.ts";
import type { AnswerEvent } from "./api.ts";
import { eventLine } from "./event-line.ts";
import { type JobControls, jobControls, type RunningJob } from "./running-jobs.ts";

/** Answers that run here. */
export interface RunningAnswers extends JobControls<AnswerEvent> {
  /** Begins a call; resolves with its id when it is in the log. Rejects with SetupError if it could not be begun. */
  begin: (input: PromptInput, command: string) => Promise<string>;
}

/** Answers that have ended are kept so long, for pages that come a little late. */
const KEPT_MS = 60_000;

function eventOf(event: AskEvent): AnswerEvent | undefined {
  switch (event.type) {
    case "text-delta":
      return event.text === "" ? undefined : { type: "text", text: event.text };
    case "reasoning-delta":
      return event.text === "" ? undefined : { type: "reasoning", text: event.text };
    case "retry":
      return { type: "retry", why: event.attempt.error?.message ?? "it failed" };
    default:
      return undefined;
  }
}

/** Answers that run on a workbench. */
export function runningAnswers(workbench: Workbench): RunningAnswers {
  const all = new Map<string, RunningJob<AnswerEvent>>();
  const begin: RunningAnswers["begin"] = async (input, command) => {
    const stop = new AbortController();
    const line = eventLine<AnswerEvent>();
    const running: RunningJob<AnswerEvent> = { line, stop, done: Promise.resolve() };
    const { promise: id, resolve: begun } = Promise.withResolvers<string>();
    const ended = workbench.ask({
      ...input,
      origin: { command },
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "begin") {
          all.set(event.call.id, running);
          begun(event.call.id);
        }
        const told = eventOf(event);
        if (told) line.push(told);
      },
    });
    running.done = ended
      .then((call) => {
        line.push({ type: "end", call });
        line.end();
        setTimeout(() => all.delete(call.id), KEPT_MS).unref();
      })
      .catch(() => undefined);
    // A call that cannot be begun rejects before it tells its id.
    return Promise.race([id, ended.then((call) => call.id)]);
  };
  return { begin, ...jobControls(all) };
}
