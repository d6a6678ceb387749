/** `penny eval SUITE`: runs a suite, prints what it proves, writes files for CI. Parses, calls the library, prints; judges nothing. */
import { basename, dirname } from "node:path";
import { type Command, Option } from "commander";
import type { EvalReport, EvaluateSettings, Suite, Workbench } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import { fromFolder } from "./ask-options.ts";
import { type RunFormat, writeRun } from "./eval-files.ts";
import { cellTable, reportText } from "./eval-tables.ts";
import { evalExitCode, tellEnd, tellEvalForecast } from "./eval-tell.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { collect, numberFrom } from "./parse.ts";
import { jsonText } from "./plain-text.ts";
import { progressLine } from "./progress.ts";
import { tableSettings } from "./table.ts";

/** Options that say what is shown and written of a run. */
export interface ShownFlags {
  /** Each answer with its scores. */
  cells?: true;
  /** The whole report as JSON. */
  json?: true;
  /** JUnit file. */
  junit?: string;
  /** Markdown file. */
  markdown?: string;
  /** HTML file. */
  html?: string;
  /** By how much a model may be worse than the best. */
  margin?: number;
}

/** Options of `penny eval SUITE`. */
export interface RunFlags extends ShownFlags {
  /** Models instead of the suite's. */
  models?: string[];
  /** Which cases. */
  filter?: string[];
  /** How often each is asked. */
  epochs?: number;
  /** Not to be asked before money is spent. */
  yes?: true;
  /** Most dollars. */
  budget?: number;
  /** Most calls at once. */
  concurrency?: number;
  /** False: ask again. */
  cache: boolean;
  /** Stop once it is decided. */
  stopWhenDecided?: true;
  /** Run that this one goes into. */
  addTo?: string;
  /** Run again when files change. */
  watch?: true;
}

function named(value: string, before: string[] | undefined): string[] {
  const names = value.split(",").map((name) => name.trim());
  return [...(before ?? []), ...names.filter((name) => name !== "")];
}

function share(text: string): number {
  const value = numberFrom("--margin", 0, false)(text);
  if (value <= 1) return value;
  throw new SetupError(`--margin is \`${text}\`, but must be from 0 to 1: 0.05 is 5 points.`);
}

/** Adds the options that say what is shown and written of a run. */
export function addShownOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--margin <share>",
        "how much worse than the best still does, for the cheapest that does (default: 0.05)",
      ).argParser(share),
    )
    .addOption(new Option("--cells", "show each answer and its scores"))
    .addOption(new Option("--json", "print the whole report as JSON"))
    .addOption(new Option("--junit <file>", "also write it as JUnit XML, for CI"))
    .addOption(new Option("--markdown <file>", "also write a summary in Markdown, for CI"))
    .addOption(new Option("--html <file>", "also write a page with plots and all answers, one file"));
}

/** Adds the options of a run. */
export function addRunOptions(command: Command): Command {
  command
    .addOption(
      new Option("-m, --models <names>", "models instead of the suite's, with commas between; repeatable").argParser(
        named,
      ),
    )
    .addOption(
      new Option(
        "--filter <word>",
        "only cases with this tag or part of a name; `tag:`, `name:`, `/…/`, `!` for not; repeatable",
      ).argParser(collect),
    )
    .addOption(new Option("--epochs <n>", "how often each case is asked").argParser(numberFrom("--epochs", 1, true)))
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
    .addOption(
      new Option(
        "--stop-when-decided",
        "stop once it is sure which model is best, or that none is by more than --margin",
      ),
    )
    .addOption(new Option("--no-cache", "ask again what the log has answers to"))
    .addOption(new Option("--add-to <run>", "put models and cases into this older run (id, beginning of one, or last)"))
    .addOption(new Option("--watch", "run again whenever a file in the suite's folder changes"))
    .addOption(new Option("--yes", "do not ask before money is spent"));
  return addShownOptions(command);
}

function settingsOf(flags: RunFlags, path: string, suite: Suite, io: Io): EvaluateSettings {
  // A budget is an answer to the question whether to go on.
  const yes = (flags.yes ?? false) || flags.budget !== undefined || suite.budgetUsd !== undefined;
  return {
    signal: io.signal,
    cache: flags.cache,
    about: { path },
    confirm: (forecast) => tellEvalForecast(forecast, suite.name, yes, io),
    ...(flags.models ? { models: flags.models } : {}),
    ...(flags.stopWhenDecided ? { stopWhenDecided: true } : {}),
    ...(flags.filter ? { filter: flags.filter } : {}),
    ...(flags.epochs === undefined ? {} : { epochs: flags.epochs }),
    ...(flags.margin === undefined ? {} : { margin: flags.margin }),
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
  };
}

async function evaluated(path: string, flags: RunFlags, io: Io, workbench: Workbench): Promise<EvalReport> {
  const suite = await workbench.loadSuite(path);
  for (const note of suite.notes) io.err(`penny: ${note}\n`);
  const line = progressLine(io);
  const settings = { ...settingsOf(flags, path, suite, io), onProgress: line.update };
  try {
    return flags.addTo === undefined
      ? await workbench.evaluate(suite, settings)
      : await workbench.evals.addTo(suite, flags.addTo, settings);
  } finally {
    line.end();
  }
}

/** Prints a report and writes the files that were asked for. */
export async function showReport(report: EvalReport, flags: ShownFlags, io: Io, workbench: Workbench): Promise<void> {
  const files: [RunFormat, string | undefined][] = [
    ["junit", flags.junit],
    ["markdown", flags.markdown],
    ["html", flags.html],
  ];
  for (const [format, path] of files) {
    if (path === undefined) continue;
    await writeRun(report, format, path, io, workbench);
    io.err(`penny: ${format} written to ${path}\n`);
  }
  if (flags.json) return io.out(jsonText(report));
  const settings = tableSettings(io);
  if (flags.cells) io.out(`${cellTable(report, settings)}\n`);
  io.out(reportText(report, settings));
}

async function once(path: string, flags: RunFlags, io: Io, workbench: Workbench): Promise<ExitCode> {
  const report = await evaluated(path, flags, io, workbench);
  if (report.stopped === "declined") return exitCodes.usage;
  await showReport(report, flags, io, workbench);
  tellEnd(report, io);
  return evalExitCode(report);
}

/** Endings of files that a suite may be made of. */
const PARTS = /\.(ya?ml|jsonl?|csv|tsv|txt|md|njk|j2|[cm]?[jt]s)$/i;

async function watching(path: string, flags: RunFlags, io: Io, workbench: Workbench): Promise<ExitCode> {
  const { watchFolder } = await import("../store/watch-folder.ts");
  const written = [flags.junit, flags.markdown, flags.html].flatMap((file) => (file ? [basename(file)] : []));
  const counts = (file: string): boolean => PARTS.test(file) && !written.includes(basename(file));
  const watch = watchFolder(dirname(path), counts, io.signal);
  let code: ExitCode = exitCodes.ok;
  do {
    try {
      code = await once(path, flags, io, workbench);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      io.err(`penny: ${error.message}\n`);
      code = exitCodes.usage;
    }
    if (!io.signal.aborted) io.err(`penny: waiting for changes in ${dirname(path)}; Ctrl-C ends\n`);
  } while (await watch.changed());
  watch.end();
  return code;
}

/** Runs a suite, once or whenever its files change. */
export async function runSuite(suite: string, flags: RunFlags, io: Io): Promise<ExitCode> {
  const path = fromFolder(io, suite);
  const workbench = await io.workbench();
  return flags.watch ? watching(path, flags, io, workbench) : once(path, flags, io, workbench);
}
