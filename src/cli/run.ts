/** `penny run "…"`: a model writes a script, you see it, and after your yes it runs once, in a sandbox. Parses, asks, prints. */
import { type Command, Option } from "commander";
import type { OneShotOutcome, OneShotReport, OneShotWish } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { textOf } from "../record/message.ts";
import type { Program, ProgramRun } from "../record/program-run.ts";
import { SetupError } from "../record/setup-error.ts";
import { duration } from "./amounts.ts";
import { colorsErrors } from "./answer-view.ts";
import { fromFolder, optionsOf } from "./ask-options.ts";
import { tellOutcome } from "./call-outcome.ts";
import { askYesNo } from "./confirm.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { collect, commandParser, type Example, numberFrom, parseWords } from "./parse.ts";
import { jsonText, oneLine, withoutControls } from "./plain-text.ts";
import { rule } from "./shown-answer.ts";
import { usageLine } from "./usage-line.ts";
import { styled } from "./wrap-text.ts";

const SUMMARY = "have a script written, see it, and run it once in a sandbox after your yes";

interface Flags {
  model?: string;
  option?: string[];
  node?: true;
  folder?: string;
  net?: true;
  tellFiles?: true;
  time: number;
  memory: number;
  fix?: number;
  budget?: number;
  show?: true;
  runWithoutAsking?: true;
  runWithoutSandbox?: true;
  usage?: true;
  json?: true;
}

const ABOUT =
  "Has a model write a script for what you want, shows it, and runs it once, only after your yes. It runs in bubblewrap: it sees and changes the files of one folder alone, has no network and none of your keys, and an end. See docs/run.md for what that does not stop.";

const EXAMPLES: readonly Example[] = [
  { words: 'penny run "How many lines do the CSV files here have together?"', does: "Python, in this folder" },
  {
    words: 'penny run --folder ./photos --tell-files "Sort these by year"',
    does: "in that folder, the model told its names",
  },
  { words: 'penny run --net "Is example.com up?"', does: "with the network" },
  {
    words: 'penny run --fix 2 --budget 0.05 "Draw a histogram of a.csv"',
    does: "mended at most twice, each time after a yes",
  },
  { words: 'penny run --show "List prime numbers up to 100" > primes.py', does: "only written, not run" },
];

const DEFAULT_SECONDS = 60;
const DEFAULT_MB = 1000;

function parser(io: Io): Command {
  return commandParser("penny run", ABOUT, io, EXAMPLES)
    .argument("[prompt]", "what the script is to do, in quotes")
    .allowExcessArguments()
    .usage("[options] <prompt>")
    .addOption(new Option("-m, --model <name>", "model that writes it (default: the default model)"))
    .addOption(new Option("-o, --option <key=value>", "option of the model, may be repeated").argParser(collect))
    .addOption(new Option("--node", "a script for Node instead of Python"))
    .addOption(new Option("--folder <folder>", "the one folder that it may see and change (default: this one)"))
    .addOption(new Option("--net", "gives it the network"))
    .addOption(new Option("--tell-files", "tells the model the names of up to 50 files of the folder"))
    .addOption(
      new Option("--time <seconds>", "ends it after so long")
        .argParser(numberFrom("--time", 1, false))
        .default(DEFAULT_SECONDS),
    )
    .addOption(
      new Option("--memory <mb>", "memory that each of its processes may hold")
        .argParser(numberFrom("--memory", 50, true))
        .default(DEFAULT_MB),
    )
    .addOption(
      new Option(
        "--fix <rounds>",
        "if it fails, tells the model its errors and output and has it mended, so often at most (default: never)",
      ).argParser(numberFrom("--fix", 0, true)),
    )
    .addOption(
      new Option(
        "--budget <usd>",
        "most dollars for all its calls (default: 0.50 with --fix, else no limit)",
      ).argParser(numberFrom("--budget", 0, false)),
    )
    .addOption(new Option("--show", "writes the script to standard output and runs nothing"))
    .addOption(new Option("--run-without-asking", "runs what the model wrote though nobody has seen it"))
    .addOption(new Option("--run-without-sandbox", "runs it with all that you may do yourself"))
    .addOption(new Option("-u, --usage", "shows tokens, cost and time of each call"))
    .addOption(new Option("--json", "prints scripts, runs and calls as JSON"));
}

function facts(program: Program, flags: Flags, folder: string): string {
  const isOpen = flags.runWithoutSandbox;
  const sandbox = isOpen
    ? "NO SANDBOX: it may do all that you may"
    : `sandboxed, ${flags.net ? "with the network" : "no network"}`;
  const packages = program.dependencies.length > 0 ? [`uv fetches ${program.dependencies.join(", ")} first`] : [];
  return [...packages, sandbox, `changes files in ${folder}`, `${flags.time} s, ${flags.memory} MB`].join(" · ");
}

function showProgram(program: Program, flags: Flags, folder: string, io: Io): void {
  const title = program.language === "python" ? "Python" : "Node";
  const color = colorsErrors(io);
  io.err(`${rule(title, io)}${withoutControls(program.script.trimEnd())}\n${rule("", io)}`);
  io.err(
    styled(`${withoutControls(facts(program, flags, folder))}\n`, flags.runWithoutSandbox ? ["bold"] : ["dim"], color),
  );
}

function ending({ exitCode, ended, ms }: ProgramRun): string {
  // One whose packages could not be fetched never began.
  const time = ms === 0 ? "" : `, ${duration(ms)}`;
  return `penny: ${withoutControls(ended ?? `exit code ${exitCode}`)}${time}\n`;
}

/** The question before each run. */
function approval(flags: Flags, folder: string, io: Io): OneShotWish["approve"] {
  return async (program, failed) => {
    if (flags.show) {
      io.out(io.terminal.out ? withoutControls(program.script) : program.script);
      return false;
    }
    if (failed && !flags.json) io.err(`${ending(failed)}penny: mended:\n`);
    if (!flags.json || !flags.runWithoutAsking) showProgram(program, flags, folder, io);
    return flags.runWithoutAsking ? true : askYesNo("Run it?", io);
  };
}

function wishOf(prompt: string, flags: Flags, io: Io): OneShotWish {
  const folder = fromFolder(io, flags.folder ?? ".");
  const fixes = flags.show ? 0 : (flags.fix ?? 0);
  const budgetUsd = flags.budget ?? (fixes > 0 ? 0.5 : undefined);
  const harmless = (text: string, isTerminal: boolean): string => (isTerminal ? withoutControls(text) : text);
  return {
    prompt,
    language: flags.node ? "node" : "python",
    folder,
    network: flags.net ?? false,
    tellsFiles: flags.tellFiles ?? false,
    isSandboxed: !flags.runWithoutSandbox && !flags.show,
    mostMs: flags.time * 1000,
    mostMemory: flags.memory * 1_000_000,
    fixes,
    options: optionsOf(flags.option ?? []),
    approve: approval(flags, folder, io),
    signal: io.signal,
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    onEvent: (event) => {
      if (event.type === "begin" && io.terminal.err && !flags.json)
        io.err(`penny: ${event.call.request.model} writes …\n`);
    },
    ...(flags.json
      ? {}
      : {
          onOutput: (text, to) =>
            to === "stdout" ? io.out(harmless(text, io.terminal.out)) : io.err(harmless(text, io.terminal.err)),
        }),
  };
}

/** Nothing is paid before it is known that somebody can answer. */
function requireSomebody(flags: Flags, io: Io): void {
  if (flags.runWithoutAsking || flags.show || (io.terminal.in && io.terminal.err)) return;
  throw new SetupError(
    "There is no terminal to ask on, and nothing runs unseen: add --show to have the script written only, or --run-without-asking if it shall run all the same.",
  );
}

const EXITS: { readonly [outcome in OneShotOutcome]: ExitCode } = {
  ran: exitCodes.ok,
  declined: exitCodes.ok,
  failed: exitCodes.failed,
  "same error": exitCodes.failed,
  "no script": exitCodes.failed,
  "call failed": exitCodes.failed,
  budget: exitCodes.budget,
  interrupted: exitCodes.interrupted,
};

function tellEnd(report: OneShotReport, flags: Flags, io: Io): void {
  const { outcome, calls, runs, problem } = report;
  const last = runs.at(-1);
  if (last) io.err(ending(last));
  const final = calls.at(-1);
  if (outcome === "call failed" && final) tellOutcome(final, io);
  if (problem !== undefined) {
    const said = final ? oneLine(textOf(final.parts)).trim() : "";
    if (said !== "") io.err(`penny: the model says: ${said.slice(0, 500)}\n`);
    io.err(`penny: ${problem}\n`);
  }
  if (outcome === "same error") io.err("penny: mending it brought the same again, so it was not tried once more\n");
  if (outcome === "budget") io.err("penny: stopped before the budget: the next call could pass it\n");
  if (outcome === "declined" && !flags.show) io.err("penny: not run\n");
  const spent = calls.reduce((sum, { cost }) => sum + (cost?.picodollars ?? 0), 0);
  if (flags.usage) for (const call of calls) io.err(`${usageLine(call)}\n`);
  else if (io.terminal.err && spent > 0) io.err(`penny: ${formatUsd(spent)}\n`);
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const command = parser(io);
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<Flags>();
  const [prompt = "", ...more] = command.args;
  if (more.length > 0) throw new SetupError(`Put the prompt in quotes: \`penny run "${command.args.join(" ")}"\`.`);
  if (prompt.trim() === "")
    throw new SetupError('There is nothing to do: say it, as in `penny run "Count the files here"`.');
  requireSomebody(flags, io);
  const workbench = await io.workbench();
  const report = await workbench.oneShot(wishOf(prompt, flags, io));
  if (flags.json) io.out(jsonText(report));
  else tellEnd(report, flags, io);
  return EXITS[report.outcome];
}

/** The command. */
export const runCommand: CliCommand = { name: "run", summary: SUMMARY, run };
