/**
 * Several rows of one model: the same model with other prompts. The best of many is flattered by chance, so all of them are told.
 * Source: arXiv 2504.20879 (2025), on private variants of which only the best was shown. Pure.
 */
import { bestOfSeveral } from "../stats/best-of-several.ts";
import { normalQuantile } from "../stats/normal.ts";
import type { BoardRow } from "./vote-board.ts";

/** What stands between a model and its prompt in the name of a row, as `rowName` has it. */
const BETWEEN = " · ";

/** One sentence for each model that has two rows or more. @param shown makes names fit to print. */
export function variantNotes(rows: readonly BoardRow[], shown: (name: string) => string): string[] {
  const groups = Map.groupBy(rows, ({ model }) => model.split(BETWEEN)[0] ?? model);
  return [...groups].flatMap(([model, variants]) => {
    if (variants.length < 2) return [];
    const error =
      variants.reduce((sum, { low, high }) => sum + (high - low) / (2 * normalQuantile(0.975)), 0) / variants.length;
    const points = bestOfSeveral(variants.length) * error;
    return [
      `${shown(model)} stands here ${variants.length} times: the best of so many alike would stand about ${points.toFixed(0)} points above them by chance alone.`,
    ];
  });
}
