/** What can be done with votes and leaderboards in files. Reads the files; the reckoning is in files of its own. */
import { resolve } from "node:path";
import type { Row } from "../store/row-source.ts";
import type { RanksAbove } from "./published-board.ts";
import type { BoardSettings, VoteBoard } from "./vote-board.ts";

/** Votes and leaderboards. */
export interface ArenaBench {
  /**
   * The leaderboard of the votes in a file: CSV, TSV, JSON, JSON lines, YAML, Parquet, SQLite; with `style` also with the effects of
   * length and Markdown taken out. Throws SetupError.
   */
  rank: (path: string, settings?: BoardSettings & { style?: boolean }) => Promise<VoteBoard>;
  /** What ranks above a model in a published leaderboard. Throws SetupError. */
  above: (path: string, model: string) => Promise<RanksAbove>;
}

/** The bench. */
export function arenaBench(): ArenaBench {
  return {
    rank: async (path, settings) => {
      const [{ openRows }, { readVotes }, { voteBoard }] = await Promise.all([
        import("../store/open-rows.ts"),
        import("./vote-rows.ts"),
        import("./vote-board.ts"),
      ]);
      const source = await openRows({ from: resolve(path), name: path });
      return voteBoard(await readVotes(source, settings?.style), settings);
    },
    above: async (path, model) => {
      const [{ openRows }, { ranksAbove }] = await Promise.all([
        import("../store/open-rows.ts"),
        import("./published-board.ts"),
      ]);
      const source = await openRows({ from: resolve(path), name: path });
      const rows: Row[] = [];
      for await (const row of source.rows()) rows.push(row);
      return ranksAbove(rows, path, model);
    },
  };
}
