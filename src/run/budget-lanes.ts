/**
 * Pieces of work that make calls, a few at once, each begun only if it fits into the budget at its dearest. What was begun goes on to its
 * end when the budget is full; a signal is the calls' own concern. Makes no call itself.
 */
import type { Call } from "../record/call.ts";
import { budgetPicodollars } from "./budget.ts";

/** How the work is carried out. */
export interface LaneSettings<Piece, Result> {
  /** Pieces at once. */
  atOnce: number;
  /** Most dollars to spend. Absent: no limit. */
  budgetUsd?: number | undefined;
  /** Begins nothing more once it aborts. */
  signal?: AbortSignal | undefined;
  /** Milliseconds since 1970: calls that began before are answers of the log, which cost nothing now. */
  since: number;
  /** Most picodollars that a piece can take. */
  most: (piece: Piece) => number;
  /** Does a piece; gives the calls it made or was given. */
  work: (piece: Piece) => Promise<{ result?: Result; calls: readonly Call[] }>;
  /** Hears of each piece that is done. */
  onProgress?: ((progress: { done: number; total: number; spentPicodollars: number }) => void) | undefined;
}

/** What came of it. */
export interface LaneResults<Result> {
  /** One for each piece, in their order; `undefined` for what was not done or came to nothing. */
  results: (Result | undefined)[];
  /** Picodollars spent now. `undefined`: the price of a call is unknown. */
  spentPicodollars: number | undefined;
  /** Why not all was done. Absent: all was. */
  stopped?: "budget" | "interrupted";
}

/** Picodollars of calls, those of before `since` left out. `undefined`: the price of one is unknown. */
function costOf(calls: readonly Call[], since: number): number | undefined {
  let sum = 0;
  for (const { cost, timing, error } of calls) {
    if (timing.startedAt < Math.floor(since)) continue;
    if (cost) sum += cost.picodollars;
    else if (!error) return undefined;
  }
  return sum;
}

/** Does the work. */
export async function budgetLanes<Piece, Result>(
  pieces: readonly Piece[],
  { atOnce, budgetUsd, signal, since, most, work, onProgress }: LaneSettings<Piece, Result>,
): Promise<LaneResults<Result>> {
  const budget = budgetPicodollars(budgetUsd);
  const results: (Result | undefined)[] = pieces.map(() => undefined);
  // Pieces that ask the same share a call.
  const paid = new Set<string>();
  let stopped: LaneResults<Result>["stopped"];
  let spent: number | undefined = 0;
  let [reserved, next, done] = [0, 0, 0];
  const one = async (at: number): Promise<void> => {
    const piece = pieces[at] as Piece;
    const dearest = most(piece);
    if (signal?.aborted) stopped ??= "interrupted";
    else if (reserved + dearest > budget) stopped ??= "budget";
    if (stopped) return;
    reserved += dearest;
    const { result, calls } = await work(piece);
    const own = calls.filter(({ id }) => !paid.has(id));
    for (const { id } of own) paid.add(id);
    const cost = costOf(own, since);
    reserved += (cost ?? dearest) - dearest;
    spent = cost === undefined || spent === undefined ? undefined : spent + cost;
    if (calls.some((call) => call.finish.reason === "aborted")) stopped ??= "interrupted";
    else results[at] = result;
    onProgress?.({ done: ++done, total: pieces.length, spentPicodollars: spent ?? 0 });
  };
  const lane = async (): Promise<void> => {
    while (next < pieces.length && !stopped) await one(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, pieces.length) }, lane));
  return { results, spentPicodollars: spent, ...(stopped ? { stopped } : {}) };
}
