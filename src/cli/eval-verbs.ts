/** The verbs of `penny eval` on runs in the log: list, show, power, scaling, judges, generate, compare, export, score, delete. */
import { Option } from "commander";
import type { Workbench } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import { fromFolder } from "./ask-options.ts";
import { runFormat, runFormats, runText, writeRun } from "./eval-files.ts";
import { addShownOptions, type ShownFlags, showReport } from "./eval-run.ts";
import { comparisonText, runTable } from "./eval-run-tables.ts";
import { evalExitCode, tellEnd } from "./eval-tell.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, numberFrom, parseWords } from "./parse.ts";
import { jsonText } from "./plain-text.ts";
import { tableSettings } from "./table.ts";

type Verb = (words: readonly string[], io: Io) => Promise<ExitCode>;

const list: Verb = async (words, io) => {
  const examples: Example[] = [{ words: "penny eval list -n 3", does: "the newest three runs" }];
  const command = commandParser("penny eval list", "Lists the runs in the log, newest first.", io, examples)
    .addOption(new Option("-n, --count <n>", "so many; 0: all").argParser(numberFrom("-n", 0, true)).default(10))
    .addOption(new Option("--json", "an array of runs with their counts as JSON"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<{ count: number; json?: true }>();
  const runs = await (await io.workbench()).evals.list(flags.count > 0 ? flags.count : -1);
  if (flags.json) io.out(jsonText(runs));
  else if (runs.length === 0) io.err("penny: there is no run in the log yet: `penny eval SUITE` makes one\n");
  else io.out(runTable(runs, { ...tableSettings(io), whole: !io.terminal.out }));
  return exitCodes.ok;
};

const show: Verb = async (words, io) => {
  const about = "Shows a run again, from the log. Sums and statistics are reckoned anew from its cells.";
  const examples: Example[] = [
    { words: "penny eval show", does: "the last run" },
    { words: "penny eval show 01jd --margin 0.1", does: "with another margin" },
    { words: "penny eval show last --html report.html", does: "and write it as a page" },
  ];
  const command = addShownOptions(
    commandParser("penny eval show", about, io, examples).argument(
      "[run]",
      "id, the beginning of one, or `last`",
      "last",
    ),
  ).addOption(new Option("--baseline <model>", "model that the others are compared with"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<ShownFlags & { baseline?: string }>();
  const workbench = await io.workbench();
  const report = await workbench.evals.report(command.processedArgs[0], {
    ...(flags.margin === undefined ? {} : { margin: flags.margin }),
    ...(flags.baseline === undefined ? {} : { baseline: flags.baseline }),
  });
  const models = [...new Set(report.cells.map((cell) => cell.model))];
  if (flags.baseline !== undefined && !models.includes(flags.baseline))
    throw new SetupError(`Run ${report.id} has no model \`${flags.baseline}\`. It has: ${models.join(", ")}.`);
  await showReport(report, flags, io, workbench);
  tellEnd(report, io);
  return exitCodes.ok;
};

const compare: Verb = async (words, io) => {
  const about =
    "Compares two runs case by case: what was fixed, what broke, what wavers. Models are matched by name; two runs of one model each are compared whatever the models are.";
  const examples: Example[] = [
    { words: "penny eval compare 01jd last", does: "an older run with the last" },
    { words: "penny eval compare 01jd last --fail-on-broken", does: "exit code 4 if a case broke" },
  ];
  const command = commandParser("penny eval compare", about, io, examples)
    .argument("<before>", "id, the beginning of one, or `last`")
    .argument("[after]", "the later run", "last")
    .addOption(new Option("--all", "also cases that did not change"))
    .addOption(new Option("--fail-on-broken", "exit code 4 if a case broke"))
    .addOption(new Option("--json", "everything as JSON"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<{ all?: true; failOnBroken?: true; json?: true }>();
  const [before, after] = command.processedArgs as [string, string];
  const comparison = await (await io.workbench()).evals.compare(before, after);
  if (flags.json) io.out(jsonText(comparison));
  else io.out(comparisonText(comparison, { ...tableSettings(io), all: flags.all ?? false }));
  if (comparison.rows.length === 0)
    throw new SetupError("The runs have no model and prompt in common, so nothing can be compared.");
  const broken = comparison.rows.some((row) => row.cases.some((each) => each.change === "broken"));
  return flags.failOnBroken && broken ? exitCodes.gate : exitCodes.ok;
};

const exported: Verb = async (words, io) => {
  const about = "Writes a run of the log in another format.";
  const examples: Example[] = [
    { words: "penny eval export last -o report.html", does: "a page with plots and all answers, in one file" },
    { words: "penny eval export 01jd --format csv > cells.csv", does: "one line a cell" },
    { words: "penny eval export last --format pairs -o pairs.jsonl", does: "pairs of answers, for a blind vote" },
    { words: "penny eval export last --format gallery -o gallery.html", does: "the pictures of answers that are SVG" },
  ];
  const command = commandParser("penny eval export", about, io, examples)
    .argument("[run]", "id, the beginning of one, or `last`", "last")
    .addOption(new Option("--format <name>", `${runFormats.join(", ")} (default: by the file's ending, else json)`))
    .addOption(new Option("-o, --output <file>", "write to this file instead of standard output"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<{ format?: string; output?: string }>();
  const format = runFormat(flags.format, flags.output);
  const workbench = await io.workbench();
  const report = await workbench.evals.report(command.processedArgs[0]);
  if (flags.output === undefined) {
    io.out(await runText(report, format, workbench));
  } else {
    await writeRun(report, format, flags.output, io, workbench);
    io.err(`penny: run ${report.id} written to ${flags.output} as ${format}\n`);
  }
  return exitCodes.ok;
};

/** The suite's path, and the run whose answers are meant; only one of them need be named. */
async function scoreTarget(
  target: string,
  suite: string | undefined,
  io: Io,
  workbench: Workbench,
): Promise<{ path: string; run?: string }> {
  const isFile = /[\\/]|\.(ya?ml|json|[cm]?[jt]s)$/i.test(target);
  if (isFile) return { path: fromFolder(io, target) };
  const stored = await workbench.log.run(target);
  if (!stored)
    throw new SetupError(
      `\`${target}\` is neither a suite's file nor a run in the log: \`penny eval list\` lists the runs.`,
    );
  const { path } = stored.about;
  if (suite !== undefined) return { path: fromFolder(io, suite), run: stored.id };
  if (typeof path === "string") return { path, run: stored.id };
  throw new SetupError(`Run ${stored.id} does not know its suite's file: add --suite FILE.`);
}

const score: Verb = async (words, io) => {
  const about =
    "Scores stored answers by a suite as it is now, as a new run, and asks no model: the answers of a run, or with a file the newest in the log. What has no stored answer, or was asked in other words, stays open.";
  const examples: Example[] = [
    { words: "penny eval score last", does: "after the suite's scorers were changed" },
    { words: "penny eval score suite.yaml", does: "the newest answers in the log" },
    { words: "penny eval score last --human", does: "judge the answers yourself" },
  ];
  const command = addShownOptions(
    commandParser("penny eval score", about, io, examples)
      .argument("<what>", "a run, or a suite's file")
      .addOption(new Option("--suite <file>", "score a run by this suite instead of its own"))
      .addOption(
        new Option(
          "--human",
          "judge a run's answers yourself: shown blind, one key each; goes on where it stopped",
        ).conflicts("suite"),
      ),
  );
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<ShownFlags & { suite?: string; human?: true }>();
  if (flags.human) return (await import("./eval-human.ts")).scoreByHand(command.args[0] ?? "", io);
  const workbench = await io.workbench();
  const { path, run } = await scoreTarget(command.args[0] ?? "", flags.suite, io, workbench);
  const report = await workbench.evals.score(await workbench.loadSuite(path), run, {
    about: { path },
    ...(flags.margin === undefined ? {} : { margin: flags.margin }),
  });
  await showReport(report, flags, io, workbench);
  tellEnd(report, io);
  return evalExitCode(report);
};

const power: Verb = async (words, io) => (await import("./eval-power.ts")).evalPower(words, io);

const scaling: Verb = async (words, io) => (await import("./eval-scaling.ts")).evalScaling(words, io);

const judges: Verb = async (words, io) => (await import("./eval-judges.ts")).evalJudges(words, io);

const generate: Verb = async (words, io) => (await import("./eval-generate.ts")).evalGenerate(words, io);

const deleted: Verb = async (words, io) => (await import("./eval-delete.ts")).evalDelete(words, io);

const verbs: { [name: string]: Verb } = {
  list,
  show,
  power,
  scaling,
  compare,
  export: exported,
  score,
  judges,
  generate,
  delete: deleted,
};

/** Runs a verb with the words after it. */
export async function runVerb(name: string, words: readonly string[], io: Io): Promise<ExitCode> {
  const verb = verbs[name];
  if (!verb) throw new SetupError(`There is no \`penny eval ${name}\`. See \`penny eval --help\`.`);
  return verb(words, io);
}
