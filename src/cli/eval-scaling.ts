/** `penny eval scaling`: what several answers to a case bring, and what they cost. Parses, calls the library, prints. */
import { Option } from "commander";
import type { EvalReport, Scaling, ScalingPoint } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { shortNames } from "../run/eval-verdict.ts";
import { differenceText, passRateText, roughly, tokens } from "./amounts.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, parseWords } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { renderTable, type TableColumn, type TableSettings, tableSettings } from "./table.ts";
import { styled, wrapText } from "./wrap-text.ts";

function energyText({ energyWh }: ScalingPoint): string | undefined {
  if (!energyWh) return undefined;
  const [low, high] = [roughly(energyWh.low), roughly(energyWh.high)];
  return low === high ? low : `${low}–${high}`;
}

/** The points as a table, each row named once. */
function pointTable({ points }: Scaling, name: (row: string) => string, settings: TableSettings): string {
  const has = (test: (point: ScalingPoint) => boolean): boolean => points.some(test);
  const uneven = new Set(points.map((point) => point.quality.cases)).size > 1;
  const columns: TableColumn<ScalingPoint>[] = [
    {
      title: "  model",
      value: (point) => (point.samples === 1 ? name(point.row) : ""),
      prefix: (point) => (point.isFrontier ? "* " : "  "),
      styles: () => ["bold"],
    },
    { title: "answers", value: (point) => point.samples, align: "right" },
    { title: "passes", value: (point) => passRateText(point.quality), align: "right" },
    {
      title: "vs one",
      value: (point) => (point.samples === 1 ? "" : point.gain ? differenceText(point.gain) : undefined),
      align: "right",
      styles: ({ gain, adjustedPValue = 1 }) => (gain && gain.low > 0 && adjustedPValue <= 0.05 ? ["green"] : []),
    },
    { title: "any right", value: (point) => `${Math.round(100 * point.anyPasses)} %`, align: "right" },
    ...(uneven ? [{ title: "cases", value: (point: ScalingPoint) => point.quality.cases }] : []),
    { title: "tokens in", value: (point) => tokens(point.inputTokens), align: "right" },
    { title: "out", value: (point) => tokens(point.outputTokens), align: "right" },
    { title: "cost/case", value: (point) => formatUsd(point.picodollars), align: "right" },
    ...(has((point) => point.energyWh !== undefined)
      ? [{ title: "Wh/case", value: energyText, align: "right" as const }]
      : []),
  ];
  return renderTable(points, columns, settings);
}

/** Scaling for people: the sentence, the points, what is to be known beside them. */
function scalingText(scaling: Scaling, report: Pick<EvalReport, "rows">, settings: TableSettings): string {
  const names = shortNames(report.rows);
  const width = Number.isFinite(settings.width) ? settings.width : 1000;
  const wrap = (text: string, style: "bold" | "dim"): string =>
    wrapText([{ text: `${oneLine(text)}.`, styles: [] }], Math.max(20, width), false)
      .map((line) => `${styled(line, [style], settings.color)}\n`)
      .join("");
  const mark = `* no other is as good for ${scaling.against === "cost" ? "less money" : "fewer tokens"}`;
  const notes = [mark, ...scaling.notes].map((note) => wrap(note, "dim")).join("");
  return `${wrap(scaling.verdict, "bold")}\n${pointTable(scaling, (row) => names.get(row) ?? row, settings)}\n${notes}`;
}

const ABOUT =
  "Says what several answers to a case bring: the majority of 1, 2, 4, 8 … answers, or the one that a judge rates highest, against tokens, dollars and energy. Reckoned from a run that asked each case several times (`--epochs 8`), over all ways to choose so many of its answers. Asks nothing. Levels of reasoning effort are models of the suite with other options.";

const EXAMPLES: readonly Example[] = [
  { words: "penny eval scaling", does: "majority votes of the last run's answers" },
  { words: "penny eval scaling last --answer last-number", does: "answers that end with the same number agree" },
  { words: "penny eval scaling last --by rubric", does: "the answer that the judge of that name rates highest" },
];

/** The verb. */
export async function evalScaling(words: readonly string[], io: Io): Promise<ExitCode> {
  const command = commandParser("penny eval scaling", ABOUT, io, EXAMPLES)
    .argument("[run]", "id, the beginning of one, or `last`", "last")
    .addOption(
      new Option(
        "--answer <part>",
        "what of an answer votes: text, last-line, last-number or a /regular expression/ (default: the last number where `numeric` scores, else text)",
      ),
    )
    .addOption(
      new Option(
        "--by <scorer>",
        "scorer or metric that chooses instead of a majority; give it weight 0 in the suite, so that it does not also decide what passes",
      ).conflicts("answer"),
    )
    .addOption(new Option("--json", "the points as JSON"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<{ answer?: string; by?: string; json?: true }>();
  const { evals } = await io.workbench();
  const [run] = command.processedArgs as [string];
  const scaling = await evals.scaling(run, {
    ...(flags.answer === undefined ? {} : { answer: flags.answer }),
    ...(flags.by === undefined ? {} : { by: flags.by }),
  });
  if (flags.json) io.out(jsonText(scaling));
  else io.out(scalingText(scaling, await evals.report(run), tableSettings(io)));
  return exitCodes.ok;
}
