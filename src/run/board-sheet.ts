/**
 * All that a leaderboard is shown with: the ratings, who beat whom, ratings over time, facts of the models, what was taken out. Puts
 * together what other files reckon; pure.
 */
import type { Withdrawal } from "../record/battle.ts";
import type { ModelFacts } from "./model-facts.ts";
import { type RatingHistory, ratingHistory, timeSpan } from "./rating-history.ts";
import type { BoardSettings, VoteBoard } from "./vote-board.ts";
import type { VoteTable } from "./vote-table.ts";
import { type WinMatrix, winMatrix } from "./win-matrix.ts";

/** How a leaderboard is shown. */
export interface SheetSettings extends BoardSettings {
  /** Whether ratings over time are wanted, which take longer than the ratings. Default: yes. */
  overTime?: boolean;
}

/** A leaderboard with all that is shown beside it. */
export interface BoardSheet {
  /** The ratings. */
  board: VoteBoard;
  /** Who beat whom among the first models of the board, at most `MATRIX_MODELS`. */
  matrix: WinMatrix;
  /** Ratings over time. Absent: not wanted, or the votes tell no time, or too little of it. */
  history?: RatingHistory;
  /** When the first and the last vote was cast, milliseconds since 1970. Absent: no vote tells. */
  time?: { first: number; last: number };
  /** Facts by model. A model without any has none, or is not in it. */
  facts: ReadonlyMap<string, ModelFacts>;
  /** Models that were taken out of the arena, with when and why; their ratings stay. Empty: none. */
  withdrawn: ReadonlyMap<string, Withdrawal>;
}

/** Models whose votes among themselves are shown; a larger table is not legible. */
const MATRIX_MODELS = 30;

/**
 * The sheet of a board.
 * @param table the votes that the board was made of.
 * @param settings those of the board, and what is shown.
 */
export function boardSheet(
  table: VoteTable,
  board: VoteBoard,
  { overTime = true, ...settings }: SheetSettings,
  known: Pick<BoardSheet, "facts" | "withdrawn">,
): BoardSheet {
  const history = overTime ? ratingHistory(table, board.rows, settings) : undefined;
  const time = table.at && timeSpan(table.at);
  return {
    board,
    matrix: winMatrix(table, board.rows.slice(0, MATRIX_MODELS), settings.confidence),
    ...(history ? { history } : {}),
    ...(time ? { time } : {}),
    ...known,
  };
}
