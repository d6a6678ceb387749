/** Votes of a table to a leaderboard, or to one for each value of a column: read, chosen, rated. Keeps nothing. */
import { SetupError } from "../record/setup-error.ts";
import { type BoardSheet, boardSheet, type SheetSettings } from "./board-sheet.ts";
import { type BoardSettings, type VoteBoard, voteBoard } from "./vote-board.ts";
import { type ChosenVotes, chooseVotes, columnsFor, type VoteChoice } from "./vote-choice.ts";
import type { VotesToRead } from "./vote-columns.ts";
import { readVotes, type VoteSource } from "./vote-rows.ts";
import { type VoteTable, votesAt, votesWhere } from "./vote-table.ts";

/** How to read votes, which of them count, and how to rate. */
export type RankSettings = BoardSettings & VoteChoice & Pick<VotesToRead, "where" | "style" | "leaks">;

/** The leaderboard of the votes that have one value in a column. */
export interface GroupBoard {
  /** The value. */
  value: string;
  /** Votes that have it. */
  votes: number;
  /** Their leaderboard. Absent: there is none. */
  board?: VoteBoard;
  /** Why there is none, in a sentence. Absent: there is one. */
  why?: string;
}

/** Most leaderboards of one table. */
const MOST_GROUPS = 500;

async function chosen(
  source: VoteSource,
  settings: RankSettings & { by?: string },
  withTime = settings.elo ?? false,
): Promise<ChosenVotes> {
  const { where, style, by, leaks } = settings;
  const wants = new Set([...columnsFor(settings), ...(withTime ? (["at"] as const) : [])]);
  const table = await readVotes(source, {
    wants: [...wants],
    ...(where && { where }),
    ...(style && { style }),
    ...(leaks && { leaks }),
    ...(by !== undefined && { by }),
  });
  return chooseVotes(table, settings);
}

/** The leaderboard of a table's votes. @throws SetupError as `readVotes`, `chooseVotes` and `voteBoard` do. */
export async function rankVotes(source: VoteSource, settings: RankSettings = {}): Promise<VoteBoard> {
  const { table, ...choice } = await chosen(source, settings);
  return { ...voteBoard(table, settings), choice };
}

/**
 * The same with all that is shown beside it.
 * @param known tells what else is known of the models.
 */
export async function rankSheet(
  source: VoteSource,
  settings: RankSettings & SheetSettings,
  known: (models: readonly string[]) => Promise<Pick<BoardSheet, "facts" | "withdrawn">>,
): Promise<BoardSheet> {
  const { table, ...choice } = await chosen(source, settings, true);
  const board = { ...voteBoard(table, settings), choice };
  return boardSheet(table, board, settings, await known(table.models));
}

/** Places of the votes in each group. */
function groupPlaces({ group, a }: VoteTable): Map<string, Int32Array> {
  const found = new Map<string, Int32Array>();
  if (!group) return found;
  for (const [place, text] of group.texts.entries()) {
    const isIn = Uint8Array.from(group.sets, (set) => Number(set.includes(place)));
    const votes = votesWhere({ a }, (vote) => isIn[group.of[vote] as number] === 1);
    if (votes.length > 0) found.set(text, votes);
  }
  return found;
}

/**
 * A leaderboard for each value of a column, that of most votes first; a vote whose cell is a list is in several.
 * @throws SetupError as `rankVotes`, and for a column of more than 500 values.
 */
export async function rankVotesBy(
  source: VoteSource,
  by: string,
  settings: RankSettings = {},
): Promise<{ groups: GroupBoard[]; choice: NonNullable<VoteBoard["choice"]> }> {
  const { table, ...choice } = await chosen(source, { ...settings, by });
  const values = table.group?.texts.length ?? 0;
  if (values > MOST_GROUPS)
    throw new SetupError(
      `--by ${by} makes ${values} leaderboards, but at most ${MOST_GROUPS} are made: take another column, or fewer votes by --where.`,
    );
  const groups = [...groupPlaces(table)]
    .sort(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1))
    .map(
      ([value, places]): GroupBoard => ({
        value,
        votes: places.length,
        ...boardOrWhy(votesAt(table, places), settings),
      }),
    );
  if (groups.length === 0) throw new SetupError(`No vote tells anything in \`${by}\`, which --by names.`);
  return { groups, choice };
}

/** The leaderboard, or why there is none: the votes rate no two models, or not the anchor. */
function boardOrWhy(table: VoteTable, settings: BoardSettings): Pick<GroupBoard, "board" | "why"> {
  try {
    return { board: voteBoard(table, settings) };
  } catch (error) {
    if (error instanceof SetupError) return { why: error.message };
    throw error;
  }
}
