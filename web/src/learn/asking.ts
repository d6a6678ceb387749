/** Asks models for a lesson, by the same routes as the place Ask: each call is real and stands in the log. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Call } from "../../../src/record/call.ts";
import { textOf } from "../../../src/record/message.ts";
import type { AnswerEvent, AskBody, Asked } from "../../../src/server/api.ts";
import { follow, post } from "../server.ts";
import { useWork, type Work } from "../work.ts";

/** What one model is asked. */
export type Question = Omit<AskBody, "models"> & {
  /** Full name of the model. */
  model: string;
};

/** The three that come with penny, smallest first. */
export const POCKET: readonly string[] = ["pocket/pocket-s", "pocket/pocket-m", "pocket/pocket-l"];

function ended(call: string, signal: AbortSignal): Promise<Call> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")), { once: true });
    follow<AnswerEvent>(
      `/api/answers/${call}/events`,
      (event) => {
        if (event.type !== "end") return undefined;
        resolve(event.call);
        return true;
      },
      { signal },
    );
  });
}

/** Asks, and waits for the end. @throws ServerError for what cannot be asked. */
async function ask({ model, ...body }: Question, signal: AbortSignal): Promise<Call> {
  const { answers } = await post<Asked>("/api/answers", { ...body, models: [model] } satisfies AskBody, signal);
  return ended(answers[0]?.call ?? "", signal);
}

/** The answer's text; where it failed, why. */
export function said(call: Call): string {
  return call.error ? call.error.message : textOf(call.parts);
}

/** What the model wrote before its answer. Empty: nothing. */
export function reasoningOf(call: Call): string {
  return call.parts.map((part) => (part.type === "reasoning" ? part.text : "")).join("");
}

/** Questions of a lesson and what came of them. */
export interface Asking extends Work {
  /** Asks all; earlier answers are gone. Answers come in the order of the questions. */
  run: (questions: readonly Question[]) => Promise<readonly Call[] | undefined>;
  /** The answers so far; `undefined` where one is awaited. */
  calls: Signal<readonly (Call | undefined)[]>;
}

/** Requests at once: a browser has room for few that stay open, and small models answer one by one all the same. */
const AT_ONCE = 2;

/** Asks for one component; what is awaited when it goes is let go. */
export function useAsking(): Asking {
  const calls = useSignal<readonly (Call | undefined)[]>([]);
  const work = useWork();
  const stop = useRef(new AbortController());
  useEffect(() => {
    stop.current = new AbortController();
    return () => stop.current.abort();
  }, []);
  const run: Asking["run"] = async (questions) => {
    const { signal } = stop.current;
    calls.value = questions.map(() => undefined);
    let next = 0;
    const askNext = async (): Promise<void> => {
      for (let at = next++; at < questions.length; at = next++) {
        const call = await ask(questions[at] as Question, signal);
        calls.value = calls.value.map((each, index) => (index === at ? call : each));
      }
    };
    await work.during(() => Promise.all(Array.from({ length: AT_ONCE }, askNext)));
    return calls.value.every((each) => each !== undefined) ? (calls.value as readonly Call[]) : undefined;
  };
  return { ...work, run, calls };
}
