/** Votes and leaderboards in files where there is no log: nothing is read but the files, and nothing is known of models but dated prices. */
import { SetupError } from "../record/setup-error.ts";
import type { ArenaBench } from "./arena-bench.ts";
import { type SheetBench, sheetBench } from "./sheet-bench.ts";
import { voteSource } from "./vote-source.ts";

/** What can be asked of files alone. */
export type FileArena = Pick<ArenaBench, "rank" | "rankBy" | "above"> & SheetBench;

/** The arena of files. @param now milliseconds since 1970. */
export function fileArena(now: () => number): FileArena {
  const voteRows = async (): Promise<never> => {
    throw new SetupError("There is no log: name a file of votes.");
  };
  const rowsOf = (path: string | undefined): ReturnType<typeof voteSource> => voteSource(path, voteRows);
  return {
    rank: async (path, settings) => (await import("./vote-rank.ts")).rankVotes(await rowsOf(path), settings),
    rankBy: async (path, column, settings) =>
      (await import("./vote-rank.ts")).rankVotesBy(await rowsOf(path), column, settings),
    above: async (path, model) => {
      const [{ rowsAt }, { ranksAbove }] = await Promise.all([
        import("./arena-bench.ts"),
        import("./published-board.ts"),
      ]);
      return ranksAbove(await rowsAt(path), path, model);
    },
    ...sheetBench({ log: { spend: async () => [], modelWithdrawals: async () => [] }, voteRows, now }),
  };
}
