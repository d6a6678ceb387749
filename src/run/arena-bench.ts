/** What can be done with votes and leaderboards in files. Reads the files; the reckoning is in files of its own. */
import { resolve } from "node:path";
import type { Row } from "../store/row-source.ts";
import type { BattleBench } from "./battle-bench.ts";
import type { RanksAbove } from "./published-board.ts";
import type { BoardSettings, VoteBoard } from "./vote-board.ts";
import type { PairVote, VotePair } from "./vote-pairs.ts";

/** Votes and leaderboards. */
export interface ArenaBench extends BattleBench {
  /**
   * The leaderboard of the votes in a file: CSV, TSV, JSON, JSON lines, YAML, Parquet, SQLite; with `style` also with the effects of
   * length and Markdown taken out. Throws SetupError.
   */
  rank: (path: string, settings?: BoardSettings & { style?: boolean }) => Promise<VoteBoard>;
  /** The pairs of answers in a file, as `penny eval export --format pairs` writes them. Throws SetupError. */
  pairs: (path: string) => Promise<VotePair[]>;
  /** Keys of the pairs that somebody voted on, in a file of votes. Empty: there is no such file. Throws SetupError. */
  voted: (path: string, judge: string) => Promise<ReadonlySet<string>>;
  /** Adds a vote, with the time, at the end of a file; it is on the disk then. Throws SetupError. */
  keep: (path: string, vote: Omit<PairVote, "tstamp">) => Promise<void>;
  /** What ranks above a model in a published leaderboard. Throws SetupError. */
  above: (path: string, model: string) => Promise<RanksAbove>;
}

async function rowsAt(path: string): Promise<Row[]> {
  const { openRows } = await import("../store/open-rows.ts");
  const rows: Row[] = [];
  for await (const row of (await openRows({ from: resolve(path), name: path })).rows()) rows.push(row);
  return rows;
}

/** The bench. @param battles those of the log. @param now milliseconds since 1970. */
export function arenaBench(battles: BattleBench, now: () => number): ArenaBench {
  return {
    ...battles,
    pairs: async (path) => (await import("./vote-pairs.ts")).pairsIn(await rowsAt(path), path),
    voted: async (path, judge) => {
      const [{ fileBytes }, { votedKeys }] = await Promise.all([
        import("../store/growing-file.ts"),
        import("./vote-pairs.ts"),
      ]);
      return (await fileBytes(resolve(path))) === 0 ? new Set() : votedKeys(await rowsAt(path), judge);
    },
    keep: async (path, vote) =>
      (await import("../store/growing-file.ts")).appendLine(
        resolve(path),
        JSON.stringify({ ...vote, tstamp: Math.floor(now() / 1000) }),
      ),
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
      const { ranksAbove } = await import("./published-board.ts");
      return ranksAbove(await rowsAt(path), path, model);
    },
  };
}
