/** `penny eval judges`: how far scorers agree with people. Parses, calls the library, prints. */
import { Option } from "commander";
import type { JudgeReport, ScorerAgreement } from "../index.ts";
import { counted } from "../record/counted.ts";
import { differenceText } from "./amounts.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, parseWords } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { renderTable, type TableColumn, type TableSettings, tableSettings } from "./table.ts";
import { styled, wrapText } from "./wrap-text.ts";

interface Bounded {
  value: number;
  low?: number;
  high?: number;
}

function bounded(measure: Bounded | undefined, show: (value: number) => string, unit = ""): string | undefined {
  if (!measure) return undefined;
  const { value, low, high } = measure;
  return `${show(value)}${unit}${low === undefined || high === undefined ? "" : ` [${show(low)}–${show(high)}]`}`;
}

function table({ scorers }: JudgeReport, settings: TableSettings): string {
  const percent = (value: number): string => String(Math.round(100 * value));
  const has = (test: (each: ScorerAgreement) => boolean): boolean => scorers.some(test);
  const columns: TableColumn<ScorerAgreement>[] = [
    { title: "scorer", value: (each) => each.scorer, styles: () => ["bold"] },
    { title: "answers", value: (each) => each.answers },
    { title: "agrees", value: (each) => bounded(each.agreement, percent, " %"), align: "right" },
    { title: "kappa", value: (each) => bounded(each.kappa, (value) => value.toFixed(2)), align: "right" },
    { title: "it alone passes", value: (each) => each.passedBy.scorer },
    { title: "person alone", value: (each) => each.passedBy.person },
    { title: "kinder by", value: (each) => each.bias.interval && differenceText(each.bias.interval), align: "right" },
    ...(has((each) => each.length !== undefined)
      ? [
          {
            title: "to long answers",
            value: (each: ScorerAgreement) => each.length && differenceText(each.length),
            align: "right" as const,
          },
        ]
      : []),
    ...(has((each) => each.own !== undefined)
      ? [
          {
            title: "to its own",
            value: (each: ScorerAgreement) => each.own && differenceText(each.own),
            align: "right" as const,
          },
        ]
      : []),
    ...(has((each) => each.byOrder !== undefined)
      ? [
          {
            title: "went by order",
            value: (each: ScorerAgreement) => bounded(each.byOrder, percent, " %"),
            align: "right" as const,
          },
        ]
      : []),
  ];
  return renderTable(scorers, columns, settings);
}

function reportText(report: JudgeReport, settings: TableSettings): string {
  const width = Number.isFinite(settings.width) ? settings.width : 1000;
  const wrap = (text: string, style: "bold" | "dim"): string =>
    wrapText([{ text, styles: [] }], Math.max(20, width), false)
      .map((line) => `${styled(line, [style], settings.color)}\n`)
      .join("");
  const advice = report.scorers.map(({ advice }) => {
    const text = oneLine(advice);
    return wrap(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`, "bold");
  });
  const left = report.labelled < report.answers ? ` of ${report.answers}` : "";
  const notes = [
    `A person judged ${counted(report.labelled, "answer")}${left}, without knowing who gave them.`,
    "[ ]: 95 % intervals. kappa: 0 is what chance gives, 1 full agreement. kinder by: points that it passes more than the person, on all, on the longer half of the answers more than on the shorter.",
  ];
  return `${advice.join("")}\n${table(report, settings)}\n${notes.map((note) => wrap(note, "dim")).join("")}`;
}

const ABOUT =
  "Says how far the scorers of a run, judges above all, agree with a person who judged the same answers blind (`penny eval score RUN --human`), and whether they favour long answers or their own. Asks nothing.";

const EXAMPLES: readonly Example[] = [
  { words: "penny eval score last --human", does: "judge answers yourself, one key each" },
  { words: "penny eval judges last", does: "then see how far the judge agrees with you" },
];

/** The verb. */
export async function evalJudges(words: readonly string[], io: Io): Promise<ExitCode> {
  const command = commandParser("penny eval judges", ABOUT, io, EXAMPLES)
    .argument("[run]", "id, the beginning of one, or `last`", "last")
    .addOption(new Option("--json", "everything as JSON"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const { evals } = await io.workbench();
  const report = await evals.judges((command.processedArgs as [string])[0]);
  if (command.opts<{ json?: true }>().json) io.out(jsonText(report));
  else io.out(reportText(report, tableSettings(io)));
  return exitCodes.ok;
}
