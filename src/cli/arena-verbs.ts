/** The verbs of `penny arena` that make battles, take votes and take them back: their help and their flags. */
import type { Command } from "commander";
import { addBattleOptions, type BattleFlags } from "./arena-battle-flags.ts";
import type { VoteFlags } from "./arena-vote.ts";
import type { VotesFlags } from "./arena-votes.ts";
import type { ExitCode, Io } from "./io.ts";
import { numberFrom } from "./parse.ts";

/** Adds the verbs. @param end hears the exit code of those that may fail. */
export function addBattleVerbs(command: Command, io: Io, end: (code: ExitCode) => void): void {
  addBattleOptions(command.command("battle"), io).action(async (prompt: string | undefined, flags: BattleFlags) =>
    end(await (await import("./arena-battle.ts")).battle(prompt, flags, io)),
  );
  command
    .command("vote")
    .description("vote on battles in the log, without names, those that tell most first; the same command goes on")
    .argument(
      "[pairs]",
      "JSON lines from `penny eval export RUN --format pairs`: votes go to a file beside it, not to the log",
    )
    .option("--voter <name>", "who votes (default: your name on this machine)")
    .option("-o, --output <file>", "file that votes on pairs in a file are added to (default: PAIRS.votes.jsonl)")
    .action(async (path: string | undefined, flags: VoteFlags) =>
      (await import("./arena-vote.ts")).vote(path, flags, io),
    );
  command
    .command("votes")
    .description("list votes in the log, newest first, or take one back; it stays on record")
    .option("--voter <name>", "only those of this voter")
    .option("--limit <count>", "most to list (default: 20)", numberFrom("--limit", 1, true))
    .option("--withdraw <id>", "take back the vote with this id, or the end of one")
    .option("--why <text>", "why")
    .option("--json", "for programs")
    .action(async (flags: VotesFlags) => (await import("./arena-votes.ts")).votes(flags, io));
  command
    .command("export")
    .description("all votes of the log as a battle file that anybody can rate again; those taken back say so")
    .option("-o, --output <file>", "file (default: standard output)")
    .option("--format <format>", "jsonl, json or csv (default: by the file's ending, else jsonl)")
    .action(async (flags: { output?: string; format?: string }) =>
      (await import("./arena-votes.ts")).exportVotes(flags, io),
    );
  command
    .command("withdraw")
    .description("take a model out of the arena: it meets nobody any more; its votes and its place stay on record")
    .argument("<model>", "as the leaderboard names it")
    .option("--why <text>", "why")
    .option("--return", "put it back")
    .action(async (model: string, flags: { why?: string; return?: true }) =>
      (await import("./arena-votes.ts")).withdraw(model, flags, io),
    );
}
