/**
 * Applies the hand-checked rows of historic.json to the rows made from the data sets: earlier prices, first days, whole
 * histories, and ids that are no vendor's.
 */
import { readFileSync } from "node:fs";
import type { DataRow, Entry } from "./entry.ts";

/** One correction. */
export interface Correction {
  /** Vendor. */
  vendor: string;
  /** Ids that it holds for. */
  ids: string[];
  /**
   * `replace`: the rows stand instead of all others. `before`: they come before the data set's, which then begin where they
   * end. `since`: the data set's first row begins on `from`. `drop`: the id is left out.
   */
  how: "replace" | "before" | "since" | "drop";
  /** Rows, for `replace` and `before`. */
  rows?: Omit<DataRow, "source">[];
  /** Day, for `since`. */
  from?: string;
}

/** Reads historic.json. */
export function readCorrections(): Correction[] {
  return JSON.parse(readFileSync(new URL("./historic.json", import.meta.url), "utf8")) as Correction[];
}

function corrected(correction: Correction, found: DataRow[] | undefined, id: string): DataRow[] {
  const own = (correction.rows ?? []).map((row): DataRow => ({ ...row, source: "hand" }));
  if (correction.how === "replace") return own;
  if (!found?.[0]) throw new Error(`historic.json corrects ${correction.vendor}/${id}, which no data set has.`);
  const [first, ...rest] = found;
  const from = correction.from ?? own.at(-1)?.to;
  return [...own, { ...first, ...(from ? { from } : {}) }, ...rest];
}

/** The entries of one vendor with its corrections applied. @throws Error if one corrects what is not there. */
export function applyCorrections(
  vendor: string,
  entries: Map<string, Entry>,
  corrections: readonly Correction[],
): void {
  for (const correction of corrections.filter((each) => each.vendor === vendor)) {
    for (const id of correction.ids) {
      if (correction.how === "drop") entries.delete(id);
      else entries.set(id, { id, rows: corrected(correction, entries.get(id)?.rows, id) });
    }
  }
}
