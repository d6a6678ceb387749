/** Votes and leaderboards in files where there is no log: nothing is read but the files, and nothing is known of models but dated prices. */
import { SetupError } from "../record/setup-error.ts";
import { type VoteBench, voteBench } from "./arena-bench.ts";
import { type SheetBench, sheetBench } from "./sheet-bench.ts";

/** What can be asked of files alone. */
export type FileArena = Pick<VoteBench, "rank" | "rankBy" | "above"> & SheetBench;

/** The arena of files. @param now milliseconds since 1970. */
export function fileArena(now: () => number): FileArena {
  const voteRows = async (): Promise<never> => {
    throw new SetupError("There is no log: name a file of votes.");
  };
  const { rank, rankBy, above } = voteBench(voteRows, now);
  const sheets = sheetBench({ log: { spend: async () => [], modelWithdrawals: async () => [] }, voteRows, now });
  return { rank, rankBy, above, ...sheets };
}
