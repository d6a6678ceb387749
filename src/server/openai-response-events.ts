/**
 * The events of a response as it is written: what is said, turned into the sequence that clients of the Responses API expect. Sends
 * nothing.
 * Source: https://platform.openai.com/docs/api-reference/responses-streaming (as the openai package 7.59.0 types it).
 */
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import type { Call } from "../record/call.ts";
import { itemId, outputItem, responseOf } from "./openai-response.ts";
import { argumentsText, type Said } from "./openai-said.ts";

type Unnumbered<T> = T extends unknown ? Omit<T, "sequence_number"> : never;
type Event = Unnumbered<ResponseStreamEvent>;

/** Writes the events of one response, in order. */
export interface ResponseEvents {
  /** It has begun. */
  begin: () => ResponseStreamEvent[];
  /** Something was said. */
  say: (said: Said) => ResponseStreamEvent[];
  /** It has ended, well or not. */
  end: (ended: Call) => ResponseStreamEvent[];
}

type Open = Extract<Said, { type: "text" | "reasoning" }>;

function opened(id: string, index: number, type: Open["type"]): Event[] {
  const place = { item_id: id, output_index: index };
  if (type === "text") {
    const part = { type: "output_text" as const, text: "", annotations: [], logprobs: [] };
    return [{ type: "response.content_part.added", ...place, content_index: 0, part }];
  }
  const part = { type: "summary_text" as const, text: "" };
  return [{ type: "response.reasoning_summary_part.added", ...place, summary_index: 0, part }];
}

function delta(id: string, index: number, said: Open): Event {
  const place = { item_id: id, output_index: index, delta: said.text };
  if (said.type === "text") return { type: "response.output_text.delta", ...place, content_index: 0, logprobs: [] };
  return { type: "response.reasoning_summary_text.delta", ...place, summary_index: 0 };
}

function closed(id: string, index: number, { type, text }: Open): Event[] {
  const place = { item_id: id, output_index: index };
  if (type === "text") {
    const part = { type: "output_text" as const, text, annotations: [], logprobs: [] };
    return [
      { type: "response.output_text.done", ...place, content_index: 0, text, logprobs: [] },
      { type: "response.content_part.done", ...place, content_index: 0, part },
    ];
  }
  const part = { type: "summary_text" as const, text };
  return [
    { type: "response.reasoning_summary_text.done", ...place, summary_index: 0, text },
    { type: "response.reasoning_summary_part.done", ...place, summary_index: 0, part },
  ];
}

/** An item that comes whole. */
function whole(id: string, index: number, said: Said): Event[] {
  if (said.type !== "tool-call") return [];
  const place = { item_id: id, output_index: index };
  const text = argumentsText(said.part);
  return [
    { type: "response.function_call_arguments.delta", ...place, delta: text },
    { type: "response.function_call_arguments.done", ...place, arguments: text },
  ];
}

function endType(status: string | undefined): "response.completed" | "response.incomplete" | "response.failed" {
  if (status === "completed") return "response.completed";
  return status === "incomplete" ? "response.incomplete" : "response.failed";
}

/** The events of a response. @param begun the call as it stood when it began. */
export function responseEvents(begun: Call): ResponseEvents {
  const items: Said[] = [];
  let open: Open | undefined;
  let sequence = 0;
  const numbered = (events: readonly Event[]): ResponseStreamEvent[] =>
    events.map((event) => ({ ...event, sequence_number: sequence++ }) as ResponseStreamEvent);
  const pending: Call = { ...begun, parts: [], finish: { reason: "pending" }, usage: {} };
  delete pending.error;
  const idOf = (said: Said): string => itemId(begun.id, items.length, said);

  const close = (status: "completed" | "incomplete" = "completed"): Event[] => {
    if (!open) return [];
    const index = items.length;
    const item = outputItem(begun.id, index, open, status);
    const events: Event[] = [
      ...closed(idOf(open), index, open),
      { type: "response.output_item.done", output_index: index, item },
    ];
    items.push(open);
    open = undefined;
    return events;
  };
  const add = (said: Said): Event => ({
    type: "response.output_item.added",
    output_index: items.length,
    item: outputItem(begun.id, items.length, said, "in_progress"),
  });

  return {
    begin: () => {
      const response = responseOf(pending);
      return numbered([
        { type: "response.created", response },
        { type: "response.in_progress", response },
      ]);
    },
    say: (said) => {
      const events: Event[] = [];
      if (said.type === "text" || said.type === "reasoning") {
        const goesOn = open?.type === said.type ? open : undefined;
        if (!goesOn) events.push(...close());
        const into: Open = goesOn ?? { type: said.type, text: "" };
        if (!goesOn) events.push(add(into), ...opened(idOf(into), items.length, said.type));
        open = into;
        events.push(delta(idOf(into), items.length, said));
        into.text += said.text;
        return numbered(events);
      }
      events.push(...close(), add(said), ...whole(idOf(said), items.length, said));
      const item = outputItem(begun.id, items.length, said, "completed");
      events.push({ type: "response.output_item.done", output_index: items.length, item });
      items.push(said);
      return numbered(events);
    },
    end: (ended) => {
      const isGood = ended.error === undefined && ended.finish.reason !== "length";
      const events = close(isGood ? "completed" : "incomplete");
      const response = responseOf(ended, items);
      return numbered([...events, { type: endType(response.status), response }]);
    },
  };
}
