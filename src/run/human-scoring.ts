/**
 * Answers of a run laid out for a person to judge blind: without the names of models, in an order that tells nothing of them and stays
 * the same, so that a person can go on where they stopped. Answers that read alike are shown once. Pure; asks and stores nothing.
 */
import { sha256 } from "../record/hash.ts";
import type { HumanLabel } from "../record/human-label.ts";
import { textOf } from "../record/message.ts";
import type { RunCell } from "../store/cell-rows.ts";
import type { LabelledCell } from "../store/human-rows.ts";
import { isUnfinished } from "./eval-cell.ts";

/** One answer to judge. */
export interface HumanItem {
  /** All that was asked, a text. */
  question: string;
  /** The answer, a text; empty if it has none. */
  answer: string;
  /** The cells that it answers. */
  cells: LabelledCell[];
  /** What a person said of it before. Absent: nobody did. */
  label?: HumanLabel;
}

/** The answers of a run to judge, each once, those that were judged included. Failed and unfinished calls are left out. */
export function humanItems(run: string, cells: readonly RunCell[]): HumanItem[] {
  const items = new Map<string, HumanItem>();
  for (const { call, position, human } of cells) {
    if (!call || call.error || isUnfinished(call)) continue;
    const question = call.request.messages.map((message) => textOf(message.parts)).join("\n\n");
    const answer = textOf(call.parts);
    const place = sha256(JSON.stringify([run, question, answer]));
    const item = items.get(place) ?? { question, answer, cells: [] };
    item.cells.push({ position, call: call.id });
    if (human) item.label ??= human;
    items.set(place, item);
  }
  return [...items].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}
