/** Where votes come from: a file, or the log. Reads nothing before it is asked for rows. */
import { resolve } from "node:path";
import { SetupError } from "../record/setup-error.ts";
import type { Row } from "../store/row-source.ts";
import type { VoteSource } from "./vote-rows.ts";

/** Votes of the log as a table; those that were taken back say so. @throws SetupError if there are none. */
function logVotes(rows: readonly Row[]): VoteSource {
  if (rows.length === 0)
    throw new SetupError(
      "There are no votes in the log yet: `penny arena battle` makes battles, `penny arena vote` shows them; or name a file of votes.",
    );
  return {
    name: "the log",
    rows: async function* () {
      yield* rows;
    },
  };
}

/**
 * Votes of a file, or of the log without one.
 * @param voteRows the votes of the log.
 * @throws SetupError if there is no such file, or there are no votes.
 */
export async function voteSource(path: string | undefined, voteRows: () => Promise<Row[]>): Promise<VoteSource> {
  if (path === undefined) return logVotes(await voteRows());
  const { openRows } = await import("../store/open-rows.ts");
  return openRows({ from: resolve(path), name: path, hasFormatFlag: false });
}
