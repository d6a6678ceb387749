/** A call as it runs, as an iterable of its events. Makes no call itself. */
import type { Call } from "../record/call.ts";
import type { AskEvent } from "./ask.ts";

/** A call as it runs: iterate over its events, or wait for its end. */
export interface AnswerStream extends AsyncIterable<AskEvent> {
  /** The call when it has ended. Rejects with SetupError if it could not be begun. */
  call: Promise<Call>;
}

/**
 * Starts a call and gives its events; they are kept until they are read, so a slow reader loses none.
 * @param start makes the call and tells each event.
 */
export function answerStream(start: (onEvent: (event: AskEvent) => void) => Promise<Call>): AnswerStream {
  const waiting: AskEvent[] = [];
  let ended = false;
  let wake = (): void => undefined;
  const call = start((event) => {
    waiting.push(event);
    wake();
  }).finally(() => {
    ended = true;
    wake();
  });
  // Whoever only iterates learns of a failure there; without this it would count as unhandled.
  call.catch(() => undefined);
  return {
    call,
    async *[Symbol.asyncIterator]() {
      for (;;) {
        for (let event = waiting.shift(); event; event = waiting.shift()) yield event;
        if (ended) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      await call;
    },
  };
}
