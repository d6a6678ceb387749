/** `penny arena votes`, `export`, `withdraw`: what was voted, given out whole, and taken back. Parses and prints. */

import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import type { VoteOnBattle } from "../store/battle-rows.ts";
import type { RowValues } from "../store/row-source.ts";
import { fromFolder } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { csvText } from "./report-csv.ts";
import { renderTable, type TableColumn, tableSettings } from "./table.ts";

/** How to list votes. */
export interface VotesFlags {
  /** Id of a vote to take back, or the end of one. */
  withdraw?: string;
  /** Why it is taken back. */
  why?: string;
  /** Only votes of this voter. */
  voter?: string;
  /** Most votes. */
  limit?: number;
  /** For programs. */
  json?: true;
}

const DEFAULT_LIMIT = 20;

function said({ battle, vote }: VoteOnBattle): string {
  if (vote.winner === "tie") return "tie";
  return vote.winner === "both-bad" ? "both bad" : (vote.winner === "a" ? battle.a : battle.b).name;
}

function columns(): TableColumn<VoteOnBattle>[] {
  return [
    { title: "vote", value: ({ vote }) => `…${vote.id.slice(-8)}`, whole: true },
    {
      title: "when",
      value: ({ vote }) => new Date(vote.castAt).toISOString().slice(0, 16).replace("T", " "),
      whole: true,
    },
    {
      title: "voter",
      value: ({ vote }) => (vote.voter.kind === "model" ? `${vote.voter.name} (judge)` : vote.voter.name),
    },
    { title: "one", value: ({ battle }) => battle.a.name },
    { title: "other", value: ({ battle }) => battle.b.name },
    { title: "better", value: said },
    {
      title: "notes",
      value: ({ battle, vote }) =>
        [
          ...(vote.withdrawn ? [`taken back: ${vote.withdrawn.why}`] : []),
          ...(vote.byOrder ? ["by order"] : []),
          ...((battle.a.tells ?? battle.b.tells) ? [`names a model: ${battle.a.tells ?? battle.b.tells}`] : []),
          ...(vote.reason === undefined ? [] : [vote.reason]),
        ].join("; "),
    },
  ];
}

/** Lists votes, newest first, or takes one back. @throws SetupError */
export async function votes(flags: VotesFlags, io: Io): Promise<void> {
  const { arena } = await io.workbench();
  if (flags.withdraw !== undefined) {
    if (flags.why === undefined || flags.why.trim() === "")
      throw new SetupError('Say why the vote is taken back: `--why "pressed the wrong key"`. It stays on record.');
    const { id, voter } = await arena.withdrawVote(flags.withdraw.replace(/^…/, ""), flags.why.trim());
    io.err(`penny: vote ${id} of ${oneLine(voter.name)} is taken back; it stays on record\n`);
    return;
  }
  if (flags.why !== undefined) throw new SetupError("--why says why a vote is taken back: name it with --withdraw ID.");
  const all = (await arena.votes()).filter(({ vote }) => flags.voter === undefined || vote.voter.name === flags.voter);
  const shown = all.toReversed().slice(0, flags.limit ?? DEFAULT_LIMIT);
  if (flags.json) return io.out(jsonText(shown));
  if (shown.length === 0) {
    io.err("penny: there are no votes yet: `penny arena vote`\n");
    return;
  }
  const hasNotes = shown.some((each) => columns().at(-1)?.value(each) !== "");
  io.out(`${renderTable(shown, hasNotes ? columns() : columns().slice(0, -1), tableSettings(io))}\n`);
  if (shown.length < all.length)
    io.err(`penny: ${shown.length} of ${counted(all.length, "vote")}; --limit shows more\n`);
}

/** Votes as CSV with all columns that some vote has; a list in a cell is JSON. */
function csvOf(values: readonly RowValues[]): string {
  const names = [...new Set(values.flatMap((each) => Object.keys(each)))];
  const column = (name: string) => (row: RowValues) => {
    const value = row[name];
    return typeof value === "object" && value !== null ? JSON.stringify(value) : (value ?? undefined);
  };
  return csvText(values, Object.fromEntries(names.map((name) => [name, column(name)])));
}

/** Writes all votes as a battle file that anybody can rate again. @throws SetupError */
export async function exportVotes(flags: { output?: string; format?: string }, io: Io): Promise<void> {
  const { arena } = await io.workbench();
  const rows = await arena.voteRows();
  if (rows.length === 0) throw new SetupError("There are no votes yet: `penny arena vote`.");
  const named = flags.format ?? /\.(csv|json|jsonl)$/i.exec(flags.output ?? "")?.[1]?.toLowerCase() ?? "jsonl";
  if (!["csv", "json", "jsonl"].includes(named))
    throw new SetupError(`--format is \`${named}\`, but must be csv, json or jsonl.`);
  const values = rows.map((row) => row.values);
  const text =
    named === "csv"
      ? csvOf(values)
      : named === "json"
        ? jsonText(values)
        : values.map((each) => `${JSON.stringify(each)}\n`).join("");
  if (flags.output === undefined) return io.out(text);
  const path = fromFolder(io, flags.output);
  await (await import("../store/named-file.ts")).writeBytes(path, text);
  io.err(`penny: ${counted(rows.length, "vote")} in ${path}\n`);
}

/** Takes a model out of the arena, or puts it back. @throws SetupError */
export async function withdraw(model: string, flags: { why?: string; return?: true }, io: Io): Promise<void> {
  if (flags.why === undefined || flags.why.trim() === "")
    throw new SetupError(
      'Say why: `--why "the provider retired it"`. It stays on record, and so does the model\'s place.',
    );
  const workbench = await io.workbench();
  await workbench.arena.withdrawModel(model, flags.why.trim(), flags.return ?? false);
  io.err(
    flags.return
      ? `penny: ${oneLine(model)} is in the arena again\n`
      : `penny: ${oneLine(model)} is out of the arena: it meets nobody any more; its votes and its place stay\n`,
  );
}
