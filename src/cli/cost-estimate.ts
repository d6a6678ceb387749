/** `penny cost estimate`: what a prompt, files or a folder will cost on each model. Parses, asks the library, prints. */
import type { Command } from "commander";
import type { CostJob, JobEstimate, Range } from "../index.ts";
import { PICODOLLARS_PER_USD } from "../price/money.ts";
import { SetupError } from "../record/setup-error.ts";
import { momentOf } from "../run/moment.ts";
import { dollarRange, energyRange, tokenRange } from "./amounts.ts";
import { fromFolder } from "./ask-options.ts";
import { displayWidth } from "./display-width.ts";
import type { Io } from "./io.ts";
import { collect, numberFrom } from "./parse.ts";
import { jsonText } from "./plain-text.ts";
import { progressLine } from "./progress.ts";
import { renderTable, type TableColumn } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

interface EstimateFlags {
  model?: string[];
  attachment?: string[];
  system?: string;
  calls?: number;
  inputTokens?: number;
  outputTokens?: number;
  maxOutputTokens?: number;
  at?: string;
  json?: true;
}

function usd(range: Range | undefined): Range | undefined {
  return range && { low: range.low / PICODOLLARS_PER_USD, high: range.high / PICODOLLARS_PER_USD };
}

/** Estimates for programs: as the library gives them, with dollars beside picodollars. */
function estimateJson(estimates: readonly JobEstimate[]): object[] {
  return estimates.map((each) => ({ ...each, usd: usd(each.picodollars), batchUsd: usd(each.batchPicodollars) }));
}

function energyText({ energyWh }: JobEstimate): string {
  return energyRange(energyWh && { lowWh: energyWh.low, highWh: energyWh.high, method: "" });
}

/** The table; energy stands in lines of its own where the terminal is too narrow. */
function estimateTable(estimates: readonly JobEstimate[], io: Io): string {
  const calls = new Set(estimates.map((each) => each.calls));
  const columns: TableColumn<JobEstimate>[] = [
    { title: "model", value: ({ model }) => model, whole: true, styles: () => ["bold"] },
    ...(calls.size > 1
      ? [{ title: "calls", value: (each: JobEstimate) => each.calls.toLocaleString("en-US"), align: "right" as const }]
      : []),
    { title: "in", value: ({ inputTokens }) => tokenRange(inputTokens), align: "right" },
    { title: "out", value: ({ outputTokens }) => tokenRange(outputTokens), align: "right" },
    { title: "dollars", value: ({ picodollars }) => dollarRange(picodollars), align: "right" },
    { title: "in a batch", value: ({ batchPicodollars }) => dollarRange(batchPicodollars), align: "right" },
  ];
  const energy: TableColumn<JobEstimate> = { title: "energy", value: energyText, align: "right" };
  const width = io.terminal.out ? io.width : Number.POSITIVE_INFINITY;
  const whole = renderTable(estimates, [...columns, energy], { width: Number.POSITIVE_INFINITY, color: false });
  const isNarrow = whole.split("\n").some((line) => displayWidth(line) > width);
  if (!isNarrow) return renderTable(estimates, [...columns, energy], { width, color: io.color });
  const nameWidth = Math.max(...estimates.map(({ model }) => model.length));
  const lines = estimates.map((each) => `${each.model.padEnd(nameWidth)}  energy ${energyText(each)}\n`);
  return `${renderTable(estimates, columns, { width, color: io.color })}\n${lines.join("")}`;
}

/** Assumptions, each once; those of some models only with their names. */
function assumptionLines(estimates: readonly JobEstimate[], width: number): string {
  const models = new Map<string, string[]>();
  for (const { model, assumptions } of estimates)
    for (const each of assumptions) models.set(each, [...(models.get(each) ?? []), model]);
  const lines = [...models].map(([text, names]) => {
    const isOfAll = names.length === estimates.length || names.every((name) => text.includes(name));
    return isOfAll ? text : `${names.join(", ")}: ${text}`;
  });
  if (lines.length === 0) return "";
  const items = lines.map((text) => wrapText([{ text, styles: [] }], width - 2, false).join("\n  "));
  return `\nAssumed:\n${items.map((item) => `- ${item}\n`).join("")}`;
}

function heading(estimates: readonly JobEstimate[]): string {
  const most = Math.max(...estimates.map((each) => each.calls));
  return `${most === 1 ? "One call" : `${most.toLocaleString("en-US")} calls`}; nothing was sent.\n\n`;
}

async function promptFrom(words: readonly string[], flags: EstimateFlags, io: Io): Promise<string | undefined> {
  const reads = !io.terminal.in && flags.inputTokens === undefined;
  const piped = reads ? new TextDecoder().decode(await io.readStdin()).trimEnd() : "";
  const pieces = [piped, ...words].filter((piece) => piece !== "");
  return pieces.length > 0 ? pieces.join("\n\n") : undefined;
}

function jobOf(prompt: string | undefined, flags: EstimateFlags, io: Io): CostJob {
  const { model, attachment, system, calls, inputTokens, outputTokens, maxOutputTokens, at } = flags;
  const day = at === undefined ? undefined : momentOf(at, { now: Date.now(), zone: "UTC", end: "start", name: "--at" });
  return {
    signal: io.signal,
    ...(prompt === undefined ? {} : { prompt }),
    ...(system === undefined ? {} : { system }),
    ...(model ? { models: model } : {}),
    ...(attachment ? { attachments: attachment.map((path) => fromFolder(io, path)) } : {}),
    ...(calls === undefined ? {} : { calls }),
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(maxOutputTokens === undefined ? {} : { options: { maxOutputTokens } }),
    ...(day === undefined ? {} : { at: day }),
  };
}

async function estimate(words: readonly string[], flags: EstimateFlags, io: Io): Promise<void> {
  if (words.length > 1)
    throw new SetupError(
      `\`${words[1]}\` is one word too many: put the prompt in quotes, and patterns such as \`-a "photos/*.jpg"\` too.`,
    );
  const prompt = await promptFrom(words, flags, io);
  const workbench = await io.workbench();
  const line = progressLine(io);
  let estimates: JobEstimate[];
  try {
    estimates = await workbench.cost.estimate({ ...jobOf(prompt, flags, io), onProgress: (now) => line.update(now) });
  } finally {
    line.end();
  }
  if (flags.json) return io.out(jsonText(estimateJson(estimates)));
  const width = Math.min(io.width, 100);
  io.out(`${heading(estimates)}${estimateTable(estimates, io)}${assumptionLines(estimates, width)}`);
}

/** Adds the verb. */
export function addEstimateVerb(command: Command, io: Io): void {
  const whole = (flag: string, low: number): ((text: string) => number) => numberFrom(flag, low, true);
  command
    .command("estimate")
    .description("what a prompt, files, or each file of a folder will cost; sends nothing, needs no key")
    .argument("[prompt]", "what would be asked; in quotes")
    .allowExcessArguments()
    .option("-m, --model <name>", "model; repeatable (default: the default model)", collect)
    .option(
      "-a, --attachment <file>",
      "file or address sent with every call; a folder or a quoted pattern makes one call for each of its files; repeatable",
      collect,
    )
    .option("-s, --system <text>", "system prompt")
    .option("--calls <n>", "calls, or calls for each file (default: 1)", whole("--calls", 1))
    .option("--input-tokens <n>", "input tokens of a call, instead of a prompt and files", whole("--input-tokens", 0))
    .option("--output-tokens <n>", "output tokens of a call (default: from 1 to the most)", whole("--output-tokens", 0))
    .option("--max-output-tokens <n>", "most output tokens of a call", whole("--max-output-tokens", 1))
    .option("--at <day>", "prices of this day (default: today)")
    .option("--json", "as JSON, with exact picodollars")
    .action((_prompt: string | undefined, flags: EstimateFlags, verb: Command) => estimate(verb.args, flags, io));
}
