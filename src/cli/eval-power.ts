/** `penny eval power`: what the cases of a run can tell, and what it takes to tell more. Parses, calls the library, prints. */
import { Option } from "commander";
import type { PowerPlan, PowerStep } from "../index.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { points } from "../run/eval-verdict.ts";
import { differenceText } from "./amounts.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, numberFrom, parseWords } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { renderTable, type TableColumn, type TableSettings, tableSettings } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

interface PowerFlags {
  models?: string;
  difference?: number[];
  power: number;
  alpha: number;
  budget?: number;
  answers?: number;
  cases?: number;
  json?: true;
}

/** A number above 0 and below a most, for an option; `scale` is what it is divided by. */
function within(flag: string, most: number, scale = 1): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value > 0 && value < most) return value / scale;
    throw new SetupError(`${flag} is \`${text}\`, but must be a number above 0 and below ${most}.`);
  };
}

function twoNames(text: string): [string, string] {
  const [first, second, ...more] = text.split(",").map((name) => name.trim());
  if (first && second && more.length === 0) return [first, second];
  throw new SetupError(`--models is \`${text}\`, but must be two names with a comma between: \`--models a,b\`.`);
}

function stepTable({ steps, cases, epochs, knowsRepeats }: PowerPlan, settings: TableSettings): string {
  const columns: TableColumn<PowerStep>[] = [
    { title: "difference", value: (step) => points(step.difference), align: "right" },
    { title: "these cases find it in", value: (step) => `${Math.floor(100 * step.power)} of 100 runs`, align: "right" },
    {
      title: epochs === 1 ? "cases needed" : `cases needed, each asked ${epochs} ×`,
      value: (step) => step.cases.toLocaleString("en-US"),
      align: "right",
    },
  ];
  if (knowsRepeats)
    columns.push({
      title: `or answers to each of these ${cases}`,
      value: (step) => (step.epochs === undefined ? undefined : step.epochs.toLocaleString("en-US")),
      align: "right",
    });
  return renderTable(steps, columns, settings);
}

function splitSentence({ split }: PowerPlan): string[] {
  if (!split) return [];
  const spent = split.unit === "usd" ? `about $${Number(split.cost.toPrecision(3))}` : counted(split.cost, "answer");
  const each = split.epochs === 1 ? "asked once" : `asked ${split.epochs} times`;
  const able = split.detectable >= 1 ? "find no difference surely" : `find ${points(split.detectable)}`;
  return [`Best use of the budget: ${counted(split.cases, "case")}, each ${each}, for ${spent}: they ${able}.`];
}

function planText(plan: PowerPlan, settings: TableSettings): string {
  const { suite, between, cases, epochs, observed, detectable, power, knowsRepeats } = plan;
  const [first, second] = between.map(oneLine);
  const runs = `${Number((100 * power).toFixed(1))} of 100 runs`;
  const answers = epochs === 1 ? "asked once" : `asked up to ${epochs} times`;
  const seen = observed ? ` Seen was ${differenceText(observed)} points.` : "";
  const able =
    detectable >= 1
      ? `They are too few to find any difference in ${runs}.`
      : `They find a difference of ${points(detectable)} and more in ${runs}.`;
  const lines = [
    `${oneLine(suite)}: ${first} against ${second}, ${counted(cases, "case")}, each ${answers}. ${able}${seen}`,
    ...splitSentence(plan),
  ];
  const notes = knowsRepeats
    ? []
    : ["No case was asked twice, so what asking again would bring is not known: run the suite with --epochs 3 first."];
  const wrap = (text: string): string => `${wrapText([{ text, styles: [] }], settings.width, false).join("\n")}\n`;
  return `${lines.map(wrap).join("")}\n${stepTable(plan, settings)}${notes.map((note) => `\n${wrap(note)}`).join("")}`;
}

const ABOUT =
  "Says what the cases of a run can tell of two models: how large a difference they find, how many cases, or answers to each, would find a smaller one, and how a budget is best split. By the normal approximation: rough below a hundred cases. Asks nothing.";

const EXAMPLES: readonly Example[] = [
  { words: "penny eval power", does: "the last run's best model and the one nearest to it" },
  { words: "penny eval power 01jd --difference 3", does: "what it takes to find 3 points" },
  { words: "penny eval power last --budget 5 --cases 400", does: "how to spend $5 when there are 400 cases at most" },
];

/** The verb. */
export async function evalPower(words: readonly string[], io: Io): Promise<ExitCode> {
  const points = within("--difference", 100, 100);
  const command = commandParser("penny eval power", ABOUT, io, EXAMPLES)
    .argument("[run]", "id, the beginning of one, or `last`", "last")
    .addOption(new Option("-m, --models <a,b>", "the two models (default: the best and the nearest to it)"))
    .addOption(
      new Option("--difference <points>", "a difference of pass rates to plan for; repeatable").argParser(
        (text: string, earlier: number[] = []) => [...earlier, points(text)],
      ),
    )
    .addOption(new Option("--power <share>", "chance of finding it").argParser(within("--power", 1)).default(0.8))
    .addOption(
      new Option("--alpha <share>", "chance of finding one that is not there")
        .argParser(within("--alpha", 1))
        .default(0.05),
    )
    .addOption(
      new Option("--budget <usd>", "dollars for the next run, split best").argParser(numberFrom("--budget", 0, false)),
    )
    .addOption(
      new Option("--answers <n>", "answers for the next run, from both models together")
        .argParser(numberFrom("--answers", 4, true))
        .conflicts("budget"),
    )
    .addOption(new Option("--cases <n>", "most cases that can be had").argParser(numberFrom("--cases", 2, true)))
    .addOption(new Option("--json", "the plan as JSON"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<PowerFlags>();
  const { evals } = await io.workbench();
  const [run] = command.processedArgs as [string];
  const plan = await evals.power(run, {
    ...(flags.models === undefined ? {} : { between: twoNames(flags.models) }),
    ...(flags.difference === undefined ? {} : { differences: flags.difference }),
    power: flags.power,
    alpha: flags.alpha,
    ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
    ...(flags.answers === undefined ? {} : { budgetAnswers: flags.answers }),
    ...(flags.cases === undefined ? {} : { maxCases: flags.cases }),
  });
  if (flags.json) io.out(jsonText(plan));
  else io.out(planText(plan, tableSettings(io)));
  return exitCodes.ok;
}
