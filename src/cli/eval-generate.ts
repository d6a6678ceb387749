/** `penny eval generate`: drafts new cases for a suite with a model, and lets a person take those that are good. Parses, calls the library, prints. */
import { basename, dirname, join, relative } from "node:path";
import { type Command, Option } from "commander";
import type { CaseDrafts, GenerateSettings } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { DEFAULT_SIMILAR } from "../run/case-likeness.ts";
import { type DraftScorer, draftScorers } from "../run/draft-form.ts";
import { fromFolder, optionsOf } from "./ask-options.ts";
import { tellForecast } from "./confirm.ts";
import { type Reviewed, reviewDrafts } from "./draft-review.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { collect, commandParser, type Example, numberFrom, parseWords } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { progressLine } from "./progress.ts";

interface Flags {
  model?: string;
  count: number;
  output?: string;
  topic?: string;
  seed: number;
  expect?: DraftScorer;
  similar: number;
  option?: string[];
  budget?: number;
  yes?: true;
  json?: true;
}

/** Most cases of one command. */
const MOST = 1_000;
/** Most reasons for leaving drafts out that are shown. */
const MOST_REASONS = 8;

const ABOUT =
  "Drafts new cases for a suite with a model: it is shown the suite's prompts and some cases. What the suite cannot use, and what is there already in much the same words, is left out. You go through the rest: accept, edit or skip. Each that you accept is added to the file at once. Without a terminal, `--yes` adds all, tagged `draft`.";

const EXAMPLES: readonly Example[] = [
  { words: "penny eval generate suite.yaml", does: "20 drafts, to go through" },
  {
    words: 'penny eval generate suite.yaml -m openai/gpt-5 -n 50 --topic "irony"',
    does: "by that model, about something",
  },
  { words: "penny eval generate suite.yaml --seed 2", does: "others than the last time" },
  { words: "penny eval generate suite.yaml -o more.jsonl --yes < /dev/null", does: "all of them, for later" },
];

function count(text: string): number {
  const value = numberFrom("-n", 1, true)(text);
  if (value <= MOST) return value;
  throw new SetupError(`-n is \`${text}\`, but must be at most ${MOST}: run it again with another --seed for more.`);
}

function share(text: string): number {
  const value = numberFrom("--similar", 0, false)(text);
  if (value <= 1) return value;
  throw new SetupError(`--similar is \`${text}\`, but must be from 0 to 1: 1 leaves out only what is the same.`);
}

function parser(io: Io): Command {
  return commandParser("penny eval generate", ABOUT, io, EXAMPLES)
    .argument("<suite>", "YAML, JSON or TypeScript file with at least one case")
    .addOption(new Option("-m, --model <name>", "model that drafts, better a strong one (default: the default model)"))
    .addOption(new Option("-n, --count <n>", "so many cases, ten to a call").argParser(count).default(20))
    .addOption(new Option("-o, --output <file>", "add them to this file (default: SUITE.cases.jsonl beside the suite)"))
    .addOption(new Option("--topic <text>", "what they are to be about"))
    .addOption(
      new Option("--seed <n>", "which cases the model is shown; another number asks for others")
        .argParser(numberFrom("--seed", 0, true))
        .default(1),
    )
    .addOption(
      new Option(
        "--expect <scorer>",
        "what each draft expects: a rubric for a judge, or the exact answer (default: as the suite's cases do)",
      ).choices(draftScorers),
    )
    .addOption(
      new Option("--similar <share>", "leave out drafts that are so like another case, 1: only the same ones")
        .argParser(share)
        .default(DEFAULT_SIMILAR),
    )
    .addOption(
      new Option("--option <name=value>", "model option, as `-o` of `penny prompt`; repeatable").argParser(collect),
    )
    .addOption(
      new Option("--budget <usd>", "most dollars to spend; stops before it is passed").argParser(
        numberFrom("--budget", 0, false),
      ),
    )
    .addOption(new Option("--yes", "do not ask before money is spent; without a terminal, add every draft"))
    .addOption(new Option("--json", "print what was drafted, added and left out as JSON"));
}

function fileOf(suite: string, flags: Flags, io: Io): string {
  if (flags.output !== undefined) return fromFolder(io, flags.output);
  return join(dirname(suite), `${basename(suite).replace(/\.(ya?ml|json|[cm]?[jt]s)$/i, "")}.cases.jsonl`);
}

function settingsOf(suite: string, flags: Flags, io: Io): GenerateSettings {
  return {
    count: flags.count,
    file: fileOf(suite, flags, io),
    seed: flags.seed,
    similar: flags.similar,
    signal: io.signal,
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.topic === undefined ? {} : { topic: flags.topic }),
    ...(flags.expect === undefined ? {} : { expect: flags.expect }),
    ...(flags.option ? { options: optionsOf(flags.option) } : {}),
    ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
    confirm: async (estimate, earlier) => {
      if (earlier > 0) io.err(`penny: ${counted(earlier, "answer")} in the log, not asked again\n`);
      if (estimate.calls === 0) return true;
      io.err(`penny: ${estimate.model} is to draft ${counted(flags.count, "case")}\n`);
      // A budget is an answer to the question whether to go on.
      return tellForecast(estimate, (flags.yes ?? false) || flags.budget !== undefined, io);
    },
  };
}

/** What was left out, the most frequent reason first; repeats together, whatever they repeat. */
function refusedText({ refused }: CaseDrafts): string {
  const groups = new Map<string, { why: string; times: number }>();
  for (const { kind, why } of refused) {
    const key = kind === "repeat" ? kind : why;
    const group = groups.get(key) ?? { why: kind === "repeat" ? `There already; the first: ${why}` : why, times: 0 };
    groups.set(key, { ...group, times: group.times + 1 });
  }
  const lines = [...groups.values()].sort((a, b) => b.times - a.times);
  const more = lines.length > MOST_REASONS ? `  and ${lines.length - MOST_REASONS} more reasons; --json has all\n` : "";
  const shown = lines.slice(0, MOST_REASONS).map(({ why, times }) => `  ${times} × ${oneLine(why)}\n`);
  return `${shown.join("")}${more}`;
}

function tellDrafts(drafts: CaseDrafts, io: Io): void {
  for (const problem of drafts.problems) io.err(`penny: ${oneLine(problem)}\n`);
  const spent = drafts.spentPicodollars === 0 ? "" : `, ${formatUsd(drafts.spentPicodollars)}`;
  const out = drafts.refused.length > 0 ? `, ${drafts.refused.length} left out:` : "";
  io.err(`penny: ${counted(drafts.drafts.length, "new draft")}${spent}${out}\n${refusedText(drafts)}`);
}

function tellEnd(drafts: CaseDrafts, added: number, left: number, suite: string, io: Io): void {
  const file = relative(io.cwd, drafts.file) || drafts.file;
  const goOn = left > 0 ? `; ${left} left: the same command shows them again and asks no model` : "";
  io.err(`penny: ${counted(added, "case")} added to ${file}${goOn}\n`);
  if (added > 0 && drafts.lines !== undefined)
    io.err(`penny: for the suite to take them, write in ${basename(suite)}:\n\n${drafts.lines}\n`);
}

function exitCodeOf(drafts: CaseDrafts, signal: AbortSignal): ExitCode {
  if (drafts.stopped === "declined") return exitCodes.usage;
  if (drafts.stopped === "interrupted" || signal.aborted) return exitCodes.interrupted;
  if (drafts.stopped === "budget") return exitCodes.budget;
  return drafts.problems.length > 0 && drafts.drafts.length === 0 ? exitCodes.failed : exitCodes.ok;
}

/** Adds drafts: those that a person accepts, or all where nobody sits there. After Ctrl-C none: they are in the log. */
async function added(drafts: CaseDrafts, asks: boolean, io: Io): Promise<Reviewed> {
  const reviewed: Reviewed = { added: [], skipped: 0 };
  if (drafts.drafts.length === 0 || io.signal.aborted) return reviewed;
  if (asks) return reviewDrafts(drafts, io);
  for (const draft of drafts.drafts) reviewed.added.push(await drafts.accept(draft, ["draft"]));
  return reviewed;
}

/** The verb. */
export async function evalGenerate(words: readonly string[], io: Io): Promise<ExitCode> {
  const command = parser(io);
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<Flags>();
  const suite = fromFolder(io, command.args[0] ?? "");
  const asks = io.terminal.in && io.terminal.err;
  if (!asks && !flags.yes)
    throw new SetupError("There is no terminal to show the drafts on: add --yes to write all of them, tagged `draft`.");
  const line = progressLine(io);
  const settings = settingsOf(suite, flags, io);
  const drafts = await (await io.workbench()).evals
    .generate(suite, { ...settings, onProgress: line.update })
    .finally(line.end);
  if (drafts.stopped === "declined") return exitCodes.usage;
  tellDrafts(drafts, io);
  const reviewed = await added(drafts, asks, io);
  const left = drafts.drafts.length - reviewed.added.length - reviewed.skipped;
  tellEnd(drafts, reviewed.added.length, left, suite, io);
  if (flags.json) {
    const { problemOf: _problemOf, accept: _accept, ...shown } = drafts;
    io.out(jsonText({ ...shown, ...reviewed, left }));
  }
  return exitCodeOf(drafts, io.signal);
}
