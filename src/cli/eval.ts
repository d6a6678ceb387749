/** `penny eval`: runs a suite and prints a leaderboard with intervals. Parses, calls the library, prints; judges nothing. */
import { Option } from "commander";
import type { EvalForecast, EvalReport, EvaluateSettings, Workbench } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { duration } from "./amounts.ts";
import { fromFolder } from "./ask-options.ts";
import { tellForecast } from "./confirm.ts";
import { cellTable, leaderboard } from "./eval-tables.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io, outputClosed } from "./io.ts";
import { commandParser, type Example, numberFrom, parseWords } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { progressLine } from "./progress.ts";

interface EvalFlags {
  models?: string[];
  json?: true;
  cells?: true;
  yes?: true;
  budget?: number;
  concurrency?: number;
  cache: boolean;
}

const SUMMARY = "run a suite of cases on models and compare them, with intervals";

const EXAMPLES: readonly Example[] = [
  { words: "penny eval examples/first/suite.yaml", does: "run a suite on the models it names" },
  { words: "penny eval suite.yaml --models openai/gpt-5-mini,pocket", does: "run it on others" },
  { words: "penny eval suite.yaml --budget 0.50", does: "stop before half a dollar is passed" },
  { words: "penny eval suite.yaml --cells", does: "show each answer and why it passed or not" },
  { words: "penny eval suite.yaml --json > report.json", does: "everything, for programs" },
];

function named(value: string, before: string[] | undefined): string[] {
  const names = value.split(",").map((name) => name.trim());
  return [...(before ?? []), ...names.filter((name) => name !== "")];
}

async function tellEvalForecast(forecast: EvalForecast, name: string, flags: EvalFlags, io: Io): Promise<boolean> {
  const cached = forecast.cached > 0 ? `, ${forecast.cached} of them answered already` : "";
  const time = forecast.durationMs
    ? `, about ${duration(forecast.durationMs.low)} to ${duration(forecast.durationMs.high)}`
    : "";
  io.err(`penny: ${name}: ${forecast.cells} cells${cached}${time}\n`);
  // A budget is an answer to the question whether to go on.
  return tellForecast(forecast.total, (flags.yes ?? false) || flags.budget !== undefined, io);
}

function tellEnd(report: EvalReport, io: Io): void {
  if (io.signal.reason === outputClosed) return;
  const errors = report.rows.reduce((sum, row) => sum + row.errors, 0);
  if (errors > 0) {
    const first = report.cells.find((cell) => cell.error !== undefined);
    const calls = errors === 1 ? "1 call" : `${errors} calls`;
    const why = oneLine(first?.error ?? "");
    io.err(`penny: ${calls} failed, such as ${first?.call}: ${why} Failed calls are not counted as wrong answers.\n`);
  }
  if (report.stopped === "budget")
    io.err(
      "penny: stopped before the budget was passed; the same command with a higher --budget goes on where it was.\n",
    );
  if (report.stopped === "cancelled") io.err("penny: stopped; the same command goes on where it was.\n");
  io.err(`penny: ${formatUsd(report.spentPicodollars)} spent in ${duration(report.durationMs)}; run ${report.id}\n`);
}

function exitCodeOf(report: EvalReport): ExitCode {
  if (report.stopped === "declined") return exitCodes.usage;
  if (report.stopped === "cancelled") return exitCodes.interrupted;
  if (report.stopped === "budget") return exitCodes.budget;
  return report.rows.some((row) => row.errors > 0) ? exitCodes.failed : exitCodes.ok;
}

async function evaluated(path: string, flags: EvalFlags, io: Io, workbench: Workbench): Promise<EvalReport> {
  const suite = await workbench.loadSuite(path);
  const line = progressLine(io);
  const settings: EvaluateSettings = {
    signal: io.signal,
    cache: flags.cache,
    confirm: (forecast) => tellEvalForecast(forecast, suite.name, flags, io),
    onProgress: (progress) => line.update(progress),
    ...(flags.models ? { models: flags.models } : {}),
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
  };
  try {
    return await workbench.evaluate(suite, settings);
  } finally {
    line.end();
  }
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Runs a suite: each prompt with each case on each model, scored. Says first what it will take. Answers that are in the log are not paid again, so a run that was stopped goes on by the same command.";
  const command = commandParser("penny eval", about, io, EXAMPLES)
    .argument("<suite>", "YAML file with prompts, models and cases")
    .addOption(
      new Option("-m, --models <names>", "models instead of the suite's, with commas between; repeatable").argParser(
        named,
      ),
    )
    .addOption(
      new Option("--budget <usd>", "most dollars to spend; stops before it is passed").argParser(
        numberFrom("--budget", 0, false),
      ),
    )
    .addOption(
      new Option("--concurrency <n>", "most calls at once (default: 8)").argParser(
        numberFrom("--concurrency", 1, true),
      ),
    )
    .addOption(new Option("--no-cache", "ask again what the log has answers to"))
    .addOption(new Option("--cells", "show each answer and its scores"))
    .addOption(new Option("--yes", "do not ask before money is spent"))
    .addOption(new Option("--json", "print the whole report as JSON"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<EvalFlags>();
  const report = await evaluated(fromFolder(io, command.args[0] ?? ""), flags, io, await io.workbench());
  if (flags.json) {
    io.out(jsonText(report));
  } else if (report.stopped !== "declined") {
    const settings = { width: io.terminal.out ? io.width : Number.POSITIVE_INFINITY, color: io.color };
    if (flags.cells) io.out(`${cellTable(report, settings)}\n`);
    io.out(leaderboard(report, settings));
  }
  if (report.stopped !== "declined") tellEnd(report, io);
  return exitCodeOf(report);
}

/** The command. */
export const evalCommand: CliCommand = { name: "eval", summary: SUMMARY, run };
