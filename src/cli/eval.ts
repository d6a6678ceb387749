/** `penny eval`: runs a suite, and the verbs on runs that are in the log. Parses; each verb's work is in a file of its own. */
import type { RunFlags } from "./eval-run.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, parseWords } from "./parse.ts";

const SUMMARY = "run a suite of cases on models and compare them, with intervals";

const EXAMPLES: readonly Example[] = [
  { words: "penny eval examples/first/suite.yaml", does: "run a suite on the models it names" },
  { words: "penny eval suite.yaml --models openai/gpt-5-mini,pocket", does: "run it on others" },
  { words: "penny eval suite.yaml --filter tag:sums --epochs 5", does: "only some cases, each five times" },
  { words: "penny eval suite.yaml --budget 0.50", does: "stop before half a dollar is passed" },
  { words: "penny eval suite.yaml -m pocket --add-to last", does: "add a model to the last run" },
  { words: "penny eval suite.yaml --junit out.xml", does: "for CI; a gate that fails gives exit code 4" },
  { words: "penny eval show last --cells", does: "a run again, each answer and why it passed or not" },
  { words: "penny eval compare 01jd last", does: "what was fixed and what broke" },
  { words: "penny eval export last -o report.html", does: "a page with plots and all answers" },
];

const VERBS: { [verb: string]: string } = {
  list: "the runs in the log, newest first",
  show: "a run again, from the log",
  power: "what the cases of a run can tell, and how many would tell more",
  scaling: "what several answers to a case bring, by majority or a judge's choice",
  compare: "two runs, case by case: fixed, broken, flaky",
  export: "a run as JSON, JSON lines, CSV, JUnit, Markdown or HTML",
  score: "score stored answers by a suite as it is now, or yourself (`--human`); asks nothing",
  judges: "how far judges agree with what you said of the answers",
  generate: "new cases for a suite, drafted by a model, for you to accept",
  delete: "a run with its scores; its calls stay",
};

const ABOUT =
  "Runs a suite: each prompt with each case on each model, scored. Says first what it will take. Answers that are in the log are not paid again, so a run that was stopped goes on by the same command.";

function verbsText(): string {
  const width = Math.max(...Object.keys(VERBS).map((verb) => verb.length));
  const lines = Object.entries(VERBS).map(([verb, does]) => `  ${verb.padEnd(width)}  ${does}`);
  return `\nVerbs (\`penny eval VERB --help\`; RUN is the id of a run, the beginning of one, or \`last\`):\n${lines.join("\n")}`;
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const [verb = "", ...rest] = words;
  if (Object.hasOwn(VERBS, verb)) return (await import("./eval-verbs.ts")).runVerb(verb, rest, io);
  const { addRunOptions, runSuite } = await import("./eval-run.ts");
  const command = commandParser("penny eval", ABOUT, io, EXAMPLES).argument(
    "<suite>",
    "YAML, JSON or TypeScript file with prompts, models and cases; or a promptfoo configuration",
  );
  addRunOptions(command);
  command.addHelpText("after", verbsText());
  if (!(await parseWords(command, words))) return exitCodes.ok;
  return runSuite(command.args[0] ?? "", command.opts<RunFlags>(), io);
}

/** The command. */
export const evalCommand: CliCommand = { name: "eval", summary: SUMMARY, run };
