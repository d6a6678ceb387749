/** Whether a model's place is still provisional. Pure. */
import type { RankRange } from "./rating-rank.ts";

/** Why a place is provisional: too few votes; no other model is surely better or worse; not rated beside the others at all. */
export type ProvisionalReason = "few-votes" | "no-rank" | "not-rated";

/** Fewest votes by default. Source: LMArena's tables of categories leave out models with 300 votes or fewer, FastChat 0e6d3e4 (2025-04-12). */
const FEW_VOTES = 300;

/**
 * Why a model's place is provisional. `undefined`: it is not.
 * @param votes votes that the model was in.
 * @param range ranks it may have, of all `size` models that are rated together. Absent: it is not among them.
 */
export function provisionalReason(
  votes: number,
  range: RankRange | undefined,
  size: number,
  fewVotes: number = FEW_VOTES,
): ProvisionalReason | undefined {
  if (!range) return "not-rated";
  if (size > 1 && range.best === 1 && range.worst === size) return "no-rank";
  return votes <= fewVotes ? "few-votes" : undefined;
}
