/** Counts without some of their votes: what would be had they not been given. Pure. */
import type { PairCounts } from "./pair-counts.ts";

/** Equal votes between two models. */
export interface CountedVote {
  /** The first model's number. */
  a: number;
  /** The other's. */
  b: number;
  /** What each vote is worth for the first: 1, ½ or 0. */
  outcome: number;
  /** How many. */
  count: number;
}

/** The place of two models in the counts. */
function placeOf({ low, high }: PairCounts, a: number, b: number): number {
  const [one, other] = a < b ? [a, b] : [b, a];
  let [from, to] = [0, low.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const [l, h] = [low[middle] as number, high[middle] as number];
    if (l < one || (l === one && h < other)) from = middle + 1;
    else to = middle;
  }
  return low[from] === one && high[from] === other ? from : -1;
}

/**
 * The counts with other outcomes of some votes, or without them.
 * @param instead what the votes are worth for their first model instead. Absent: they are taken out.
 * @throws RangeError for votes that are not among the counts.
 */
export function countsWithout(
  counts: PairCounts,
  votes: Iterable<CountedVote & { instead?: 0 | 0.5 | 1 | undefined }>,
): PairCounts {
  const columns = [counts.lost.slice(), counts.tied.slice(), counts.won.slice()] as const;
  for (const { a, b, outcome, count, instead } of votes) {
    const place = placeOf(counts, a, b);
    const column = (worth: number): Float64Array | undefined => columns[2 * (a < b ? worth : 1 - worth)];
    const from = column(outcome);
    if (!from || place < 0 || !((from[place] as number) >= count))
      throw new RangeError(`countsWithout: no ${count} votes of ${outcome} between ${a} and ${b}`);
    from[place] = (from[place] as number) - count;
    const to = instead === undefined ? undefined : column(instead);
    if (to) to[place] = (to[place] as number) + count;
  }
  const [lost, tied, won] = columns;
  return { ...counts, won, tied, lost };
}
