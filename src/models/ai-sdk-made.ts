/**
 * Counts what is billed by the piece but stands in no usage object: images made, and searches that OpenAI ran. Counts events
 * only; prices are the price room's.
 */
import type { FinishEvent } from "./ai-sdk-events.ts";
import type { ModelEvent } from "./model.ts";
import type { WireFormat } from "./wire-format.ts";

/** Counts the events of one answer. */
export interface MadeCounter {
  /** Counts an event if it is one that is billed. */
  note: (event: ModelEvent) => void;
  /** The end of the answer with what was counted in its usage. */
  add: (end: FinishEvent) => FinishEvent;
}

/**
 * Tools of OpenAI's that are billed by the call, and the ledger's names for a call. Other providers count theirs in the usage.
 * Source: https://platform.openai.com/docs/pricing (built-in tools), read 2026-11-23.
 */
const OPENAI_TOOLS: { readonly [tool: string]: string } = {
  web_search: "web_search_call",
  web_search_preview: "web_search_call",
  file_search: "file_search_call",
};

/** A counter for one answer in a format. */
export function madeCounter(format: WireFormat): MadeCounter {
  let images = 0;
  const calls: { [unit: string]: number } = {};
  return {
    note: (event) => {
      if (event.type === "file" && event.mediaType.startsWith("image/")) images++;
      if (event.type !== "tool-call" || !event.part.providerExecuted || format !== "openai-responses") return;
      const unit = OPENAI_TOOLS[event.part.name];
      if (unit) calls[unit] = (calls[unit] ?? 0) + 1;
    },
    add: (end) => {
      const counted = {
        ...(images > 0 ? { outputImages: images } : {}),
        ...(Object.keys(calls).length > 0 ? { requests: { ...end.usage.requests, ...calls } } : {}),
      };
      return { ...end, usage: { ...end.usage, ...counted } };
    },
  };
}
