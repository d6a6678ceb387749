/** What can be done with votes and leaderboards in files. Reads the files; the reckoning is in files of its own. */
import { resolve } from "node:path";
import type { Row } from "../store/row-source.ts";
import type { BattleBench } from "./battle-bench.ts";
import type { RanksAbove } from "./published-board.ts";
import type { VoteBoard } from "./vote-board.ts";
import type { PairVote, VotePair } from "./vote-pairs.ts";
import type { RankSettings, rankVotesBy } from "./vote-rank.ts";
import type { VoteSource } from "./vote-rows.ts";
import type { VoterStudy, VoterStudySettings } from "./voter-study.ts";

/** Votes and leaderboards, in a file or in the log. */
export interface VoteBench {
  /** The leaderboard of the votes in a file: CSV, TSV, JSON, JSON lines, YAML, Parquet, SQLite; without one of the log's. Throws SetupError. */
  rank: (path: string | undefined, settings?: RankSettings) => Promise<VoteBoard>;
  /** A leaderboard for each value of a column, that of most votes first, and which votes count. Throws SetupError. */
  rankBy: (path: string | undefined, column: string, settings?: RankSettings) => ReturnType<typeof rankVotesBy>;
  /** The pairs of answers in a file, as `penny eval export --format pairs` writes them. Throws SetupError. */
  pairs: (path: string) => Promise<VotePair[]>;
  /** Keys of the pairs that somebody voted on, in a file of votes. Empty: there is no such file. Throws SetupError. */
  voted: (path: string, judge: string) => Promise<ReadonlySet<string>>;
  /** Adds a vote, with the time, at the end of a file; it is on the disk then. Throws SetupError. */
  keep: (path: string, vote: Omit<PairVote, "tstamp">) => Promise<void>;
  /** Who voted, and how far voters agree: in a file of votes, or in the log. Throws SetupError. */
  voters: (path?: string, settings?: VoterStudySettings) => Promise<VoterStudy>;
  /** What ranks above a model in a published leaderboard. Throws SetupError. */
  above: (path: string, model: string) => Promise<RanksAbove>;
}

/** The same beside the battles of the log. */
export type ArenaBench = BattleBench & VoteBench;

/** All rows of the table in a file. Throws SetupError. */
export async function rowsAt(path: string): Promise<Row[]> {
  const { openRows } = await import("../store/open-rows.ts");
  const rows: Row[] = [];
  for await (const row of (await openRows({ from: resolve(path), name: path, hasFormatFlag: false })).rows())
    rows.push(row);
  return rows;
}

/** What can be done with votes. @param voteRows those of the log. @param now milliseconds since 1970. */
export function voteBench(voteRows: () => Promise<Row[]>, now: () => number): VoteBench {
  const source = async (path?: string): Promise<VoteSource> =>
    (await import("./vote-source.ts")).voteSource(path, voteRows);
  return {
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
    rank: async (path, settings) => (await import("./vote-rank.ts")).rankVotes(await source(path), settings),
    rankBy: async (path, column, settings) =>
      (await import("./vote-rank.ts")).rankVotesBy(await source(path), column, settings),
    voters: async (path, settings) => (await import("./voter-study.ts")).voterStudy(await source(path), settings),
    above: async (path, model) => {
      const { ranksAbove } = await import("./published-board.ts");
      return ranksAbove(await rowsAt(path), path, model);
    },
  };
}

/** The bench. @param battles those of the log. @param now milliseconds since 1970. */
export function arenaBench(battles: BattleBench, now: () => number): ArenaBench {
  return { ...battles, ...voteBench(battles.voteRows, now) };
}
