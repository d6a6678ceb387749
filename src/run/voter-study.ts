/** Who voted, and how far voters agree, from a table of votes. Keeps nothing. */
import { type VoteAgreement, voteAgreement } from "./vote-agreement.ts";
import type { VotesToRead } from "./vote-columns.ts";
import { readVotes, type VoteSource } from "./vote-rows.ts";
import { type VoterReport, voterReport } from "./voter-report.ts";

/** All that is told of voters. */
export interface VoterStudy {
  /** Each voter. */
  report: VoterReport;
  /** Those who voted on the same battles. */
  agreement: VoteAgreement;
}

/** Which votes, and whether judges' taste for length is to be told; a table without lengths is an error then. */
export type VoterStudySettings = Pick<VotesToRead, "where" | "style">;

/** The study. @throws SetupError as `readVotes` does, and if the votes do not tell who gave them. */
export async function voterStudy(source: VoteSource, settings: VoterStudySettings = {}): Promise<VoterStudy> {
  const table = await readVotes(source, { ...settings, wants: ["voter", "battle", "prompt", "at"] });
  return { report: voterReport(table), agreement: voteAgreement(table) };
}
