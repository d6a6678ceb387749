/** Models that are programs of a person's own: one function answers. Opens no connection itself. */

import type { Request } from "../record/request.ts";
import { messageOf } from "../record/setup-error.ts";
import type { Usage } from "../record/usage.ts";
import { type Model, ModelError } from "./model.ts";

/** What the function says. */
export interface Answered {
  /** The answer. */
  text: string;
  /** Tokens, where it tells them. Absent: unknown. */
  usage?: Usage;
}

/** A model from a function. */
export interface AnsweringModel {
  /** First part of the name: `exec`, `python`. */
  provider: string;
  /** What follows the first slash. */
  name: string;
  /** Answers. Whatever it throws is the call's error. */
  answer: (request: Request, signal: AbortSignal) => Promise<Answered>;
}

/** The model. It takes text, runs beside this program, and is never retried: what it does twice is the person's to say. */
export function answeringModel({ provider, name, answer }: AnsweringModel): Model {
  return {
    id: `${provider}/${name}`,
    provider,
    name,
    where: "server",
    capabilities: { input: ["text"], output: ["text"] },
    stream: async function* (request, { signal }) {
      let answered: Answered;
      try {
        answered = await answer(request, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        throw new ModelError({ kind: "network", message: `${provider}/${name}: ${messageOf(error)}` }, {}, false);
      }
      yield { type: "text-delta", text: answered.text };
      yield { type: "finish", finish: { reason: "stop" }, usage: answered.usage ?? {} };
    },
  };
}
