/** The options of `penny arena battle`: their help and their parser. Asks nothing. */
import type { Command } from "commander";
import { type AskFlags, addAskOptions } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { collect, numberFrom } from "./parse.ts";

/** The options of `penny arena battle` once parsed. */
export interface BattleFlags extends AskFlags {
  /** An eval run whose answers meet. */
  run?: string;
  /** File of prompts. */
  prompts?: string;
  /** Most battles. */
  count?: number;
  /** Who votes. */
  voter?: string;
  /** False: battles are made and wait for `penny arena vote`. */
  vote: boolean;
  /** Only show how likely each pair is to be drawn. */
  chances?: true;
  /** Most dollars to spend. */
  budget?: number;
  /** Do not ask before calls that cost. */
  yes?: true;
  /** The battles as JSON. */
  json?: true;
}

/** Adds the command's options. */
export function addBattleOptions(command: Command, io: Io): Command {
  return addAskOptions(
    command
      .description("let models meet, names hidden, and vote: on a prompt, prompts in a file, or an eval run's answers")
      .argument("[prompt]", "what to ask; in quotes. Absent, on a terminal: prompts are asked for one by one")
      .option("-m, --model <name>", "a model that may meet the others; two or more", collect)
      .option("--run <run>", "take the answers of an eval run; asks no model")
      .option("--prompts <file>", "a battle for each prompt in a file: lines of text, or rows with `prompt`")
      .option(
        "-n, --count <count>",
        "most battles to make, those whose votes tell most first",
        numberFrom("--count", 1, true),
      )
      .option("--no-vote", "only make them; `penny arena vote` shows them later")
      .option("--voter <name>", "who votes (default: your name on this machine)")
      .option("--chances", "only show which pairs would be drawn, and how likely")
      .option("--budget <dollars>", "most to spend", numberFrom("--budget", 0, false))
      .option("--yes", "do not ask before calls that cost")
      .option("--json", "the battles, for programs; nobody votes"),
    io,
    ["system", "attachment", "fragment", "template", "param", "option"],
  );
}
