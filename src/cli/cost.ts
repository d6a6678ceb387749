/** `penny cost`: what was spent, and what a job will cost. Parses, calls the library, prints; reckons nothing. */
import { type Command, Option } from "commander";
import type { SpentQuestion } from "../index.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { addEstimateVerb } from "./cost-estimate.ts";
import { spentJson, spentText } from "./cost-report.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, runVerbs } from "./parse.ts";
import { jsonText } from "./plain-text.ts";

const SUMMARY = "show what was spent; forecast what a prompt, files or a whole folder will cost";

const EXAMPLES: readonly Example[] = [
  { words: "penny cost", does: "the last 30 days, by day" },
  { words: "penny cost --by model --since 7d", does: "by model, since a week ago" },
  { words: "penny cost --by origin --since 2026-01-01 --energy", does: "by command, with energy in familiar units" },
  { words: "penny cost --json", does: "for programs" },
  { words: 'penny cost estimate "Describe this" -a photos/', does: "one call for each file of a folder" },
  {
    words: "penny cost estimate -m openai/gpt-4o-mini --calls 68000 --input-tokens 260 --output-tokens 100",
    does: "by counts of tokens",
  },
];

interface SpentFlags {
  by: NonNullable<SpentQuestion["by"]>;
  since?: string;
  until?: string;
  model?: string;
  zone?: string;
  energy?: true;
  json?: true;
}

async function showSpent(flags: SpentFlags, io: Io): Promise<void> {
  const { by, since, until, model } = flags;
  const zone = flags.zone ?? (io.env.TZ || Intl.DateTimeFormat().resolvedOptions().timeZone);
  const workbench = await io.workbench();
  const report = await workbench.cost.spent({
    by,
    zone,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(model === undefined ? {} : { model }),
  });
  if (flags.json) return io.out(jsonText(spentJson(report)));
  if (report.rows.length > 0) return io.out(spentText(report, { zone, energy: flags.energy ?? false }, io));
  const isAnyCall = (await workbench.log.calls({ limit: 1 })).length > 0;
  io.err(
    isAnyCall
      ? "penny: no call in the log fits that; `penny cost --since 2000-01-01` counts all of them\n"
      : 'penny: the log is empty, nothing was spent; `penny "Why is the sky blue?"` makes a first call, `penny cost estimate` forecasts one\n',
  );
}

function addSpentVerb(command: Command, io: Io): void {
  command
    .command("spent", { isDefault: true })
    .description("what was spent; the word `spent` may be left out")
    .addOption(
      new Option("--by <what>", "one row for each of these")
        .choices(["day", "model", "provider", "origin"])
        .default("day"),
    )
    .option("--since <when>", "from this day or time on: 2026-01-31, yesterday, 7d, 12h (default: the last 30 days)")
    .option("--until <when>", "to the end of this day, or to this time")
    .option("-m, --model <name>", "only this model: whole name, pattern with *, or part of the name")
    .option("--zone <name>", "time zone of the days (default: this machine's)")
    .option("--energy", "energy and carbon in familiar units, with the sources of the figures")
    .option("--json", "rows as JSON, with exact picodollars")
    .allowExcessArguments()
    .action((flags: SpentFlags, verb: Command) => {
      const [word] = verb.args;
      if (word === undefined) return showSpent(flags, io);
      throw new SetupError(
        `\`penny cost\` knows no \`${word}\`.${nearestHint(word, ["estimate"])} See \`penny cost --help\`.`,
      );
    });
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "What was spent, from the log: each call keeps the cost that it had. `estimate` forecasts and sends nothing.";
  const command = commandParser("penny cost", about, io, EXAMPLES);
  addSpentVerb(command, io);
  addEstimateVerb(command, io);
  await runVerbs(command, words);
  return exitCodes.ok;
}

/** The command. */
export const costCommand: CliCommand = { name: "cost", summary: SUMMARY, run };
