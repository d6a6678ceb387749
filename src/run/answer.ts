/**
 * Puts the events of one attempt together into parts, usage and finish. Deltas are joined into one part until another kind of
 * part comes. Pure but for `keepFile`, which is handed in.
 */
import type { ModelEvent } from "../models/model.ts";
import type { Finish } from "../record/call.ts";
import type { JsonObject } from "../record/json.ts";
import type { FilePart, Part } from "../record/message.ts";
import type { Usage } from "../record/usage.ts";

/** What has arrived of an answer. */
export interface Answer {
  /** Parts so far; the last may still grow. */
  parts: Part[];
  /** How it ended. Absent: it has not. */
  finish?: Finish;
  /** What was used; empty until the end. */
  usage: Usage;
  /** Model that the provider says it served. */
  servedModel?: string;
  /** The provider's id of the answer. */
  responseId?: string;
  /** Warnings so far. */
  warnings: string[];
}

/** Takes the events of one attempt in order. */
export interface AnswerBuilder {
  /** What has arrived. Text is complete up to the last event taken. */
  answer: () => Answer;
  /** Takes one event. */
  take: (event: ModelEvent) => Promise<void> | undefined;
}

/** A builder of one attempt's answer. @param keepFile stores a file the model made and gives its part. */
export function answerBuilder(keepFile: (bytes: Uint8Array, mediaType: string) => Promise<FilePart>): AnswerBuilder {
  const answer: Answer = { parts: [], usage: {}, warnings: [] };
  let open: { type: "text" | "reasoning"; id?: string; chunks: string[]; provider?: JsonObject } | undefined;

  const close = (): void => {
    if (!open) return;
    const text = open.chunks.join("");
    if (open.provider) answer.parts.push({ type: open.type, text, provider: open.provider });
    else if (text !== "") answer.parts.push({ type: open.type, text });
    open = undefined;
  };

  const delta = (type: "text" | "reasoning", text: string, id?: string, provider?: JsonObject): void => {
    if (open && (open.type !== type || open.id !== id)) close();
    open ??= { type, id, chunks: [] };
    open.chunks.push(text);
    if (provider) open.provider = { ...open.provider, ...provider };
  };

  const take = (event: ModelEvent): Promise<void> | undefined => {
    switch (event.type) {
      case "text-delta":
        delta("text", event.text, event.id, event.provider);
        return;
      case "reasoning-delta":
        delta("reasoning", event.text, event.id, event.provider);
        return;
      case "tool-call":
      case "tool-result":
        close();
        answer.parts.push(event.part);
        return;
      case "file":
        close();
        return keepFile(event.bytes, event.mediaType).then((part) => void answer.parts.push(part));
      case "identity":
        answer.servedModel = event.servedModel ?? answer.servedModel;
        answer.responseId = event.responseId ?? answer.responseId;
        return;
      case "warning":
        answer.warnings.push(event.message);
        return;
      case "finish":
        answer.finish = event.finish;
        answer.usage = event.usage;
        return;
      case "response":
        return;
    }
  };

  return {
    take,
    answer: () => {
      close();
      return answer;
    },
  };
}
