/** Numbers of a leaderboard as people read them, the same in a terminal, in Markdown and on the page. Pure. */
import type { BoardRow } from "../index.ts";

/** The rank by differences: `2`, or `2–4` where it may be any of these. */
export function rankText({ bestRank, worstRank }: Pick<BoardRow, "bestRank" | "worstRank">): string {
  return bestRank === worstRank ? `${bestRank}` : `${bestRank}–${worstRank}`;
}

/** How far bounds lie above and below the score: `+12/−11`. */
export function marginText({ score, low, high }: Pick<BoardRow, "score" | "low" | "high">): string {
  return `+${(high - score).toFixed(0)}/−${(score - low).toFixed(0)}`;
}
