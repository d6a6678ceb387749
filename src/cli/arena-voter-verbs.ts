/** The verbs of `penny arena` about who votes: their options and help. What they do is loaded when one is asked. */
import type { Command } from "commander";
import type { JudgeFlags } from "./arena-judge.ts";
import type { VotersFlags } from "./arena-voters.ts";
import type { ExitCode, Io } from "./io.ts";
import { collect, numberFrom } from "./parse.ts";

/** Adds them. @param end hears how the verb ended. */
export function addVoterVerbs(command: Command, io: Io, end: (code: ExitCode) => void): void {
  command
    .command("judge")
    .description(
      "let a model vote on battles in the log: both orders, names hidden, a tie where its verdicts differ; the same command goes on",
    )
    .option("-m, --model <name>", "model that judges, better one that does not compete (default: the default model)")
    .option("--criteria <text>", "what makes an answer better (default: what helps the person who asked)")
    .option("--voter <name>", "name it votes under, for criteria of its own (default: the model's name)")
    .option(
      "-n, --count <count>",
      "most battles to judge, those whose votes tell most first",
      numberFrom("--count", 1, true),
    )
    .option("-o, --option <name=value>", "model option, as in `penny prompt`; repeatable", collect)
    .option("--budget <dollars>", "most to spend; stops before it is passed", numberFrom("--budget", 0, false))
    .option("--yes", "do not ask before calls that cost")
    .option("--json", "each verdict with its reason and calls, for programs")
    .action(async (flags: JudgeFlags) => end(await (await import("./arena-judge.ts")).judge(flags, io)));
  command
    .command("voters")
    .description("who voted: influence on the ratings, who votes unlike the others, judges against people")
    .argument("[file]", "file of votes with a column `judge` or `voter` (default: the votes of the log)")
    .option("--voter <name>", "only this voter, with everything known")
    .option("--where <condition>", "only votes that satisfy it, as in `penny arena rank`; repeatable", collect)
    .option("--style", "also whether judges favour length, where the file tells it")
    .option("--json", "for programs")
    .action(async (path: string | undefined, flags: VotersFlags) =>
      (await import("./arena-voters.ts")).voters(path, flags, io),
    );
}
