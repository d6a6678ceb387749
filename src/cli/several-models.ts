/**
 * One prompt to several models at once: answers side by side where the terminal is wide enough, else one after the other under
 * headings, in the order the models were named. Nothing is sent unless all of them can take the prompt.
 */
import type { Workbench } from "../index.ts";
import type { Call } from "../record/call.ts";
import { textOf } from "../record/message.ts";
import { sumEstimates } from "../run/estimate.ts";
import type { PromptInput } from "../run/prepare.ts";
import { duration } from "./amounts.ts";
import { writeFiles } from "./answer-files.ts";
import { retryLine } from "./answer-view.ts";
import { exitCodeOf, tellOutcome } from "./call-outcome.ts";
import { columnsFit, sideBySide } from "./columns.ts";
import { tellForecast } from "./confirm.ts";
import { extractAnswer } from "./extract-answer.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { jsonText } from "./plain-text.ts";
import { callSettings, type PromptFlags } from "./prompt-flags.ts";
import { renderedAnswer } from "./rendered-answer.ts";
import { usageLine } from "./usage-line.ts";

/** More calls than this are forecast first. */
const UNANNOUNCED_CALLS = 5;

type Extract = "first" | "last" | undefined;

/** All inputs, each prepared once so that what is wrong with the last model is known before the first is asked. */
async function check(inputs: readonly PromptInput[], workbench: Workbench): Promise<Extract> {
  let extract: Extract;
  for (const input of inputs) extract = (await workbench.prepare(input)).extract;
  return extract;
}

async function isAgreed(
  inputs: readonly PromptInput[],
  flags: PromptFlags,
  io: Io,
  workbench: Workbench,
): Promise<boolean> {
  if (inputs.length <= UNANNOUNCED_CALLS) return true;
  const estimates = await Promise.all(inputs.map((input) => workbench.estimate(input)));
  return tellForecast(sumEstimates(`${inputs.length} models`, estimates), flags.yes ?? false, io);
}

function textShown(call: Call, flags: PromptFlags, extract: Extract, width: number, io: Io): Promise<string> | string {
  if (extract) return extractAnswer(call, extract, io);
  const markdown = flags.markdown && call.request.schema === undefined;
  return renderedAnswer(textOf(call.parts), markdown, width, io);
}

function heading(call: Call, io: Io): string {
  const title = `── ${call.request.model} `;
  const line = io.terminal.out ? title.padEnd(Math.min(io.width, 100), "─") : `${title}──`;
  return io.color ? `\u001b[1m${line}\u001b[22m\n` : `${line}\n`;
}

async function finish(call: Call, flags: PromptFlags, io: Io, workbench: Workbench): Promise<ExitCode> {
  tellOutcome(call, io);
  // Several answers cannot share one file, so a target is a folder here.
  const written = await writeFiles(call, flags.outputFile && `${flags.outputFile}/`, io, workbench);
  if (flags.usage) io.err(`${usageLine(call)}\n`);
  return exitCodeOf(call) || written;
}

async function showInOrder(
  calls: readonly Promise<Call>[],
  flags: PromptFlags,
  extract: Extract,
  io: Io,
  workbench: Workbench,
): Promise<ExitCode[]> {
  const codes: ExitCode[] = [];
  for (const [index, each] of calls.entries()) {
    const call = await each;
    const text = await textShown(call, flags, extract, io.width, io);
    io.out(`${index > 0 ? "\n" : ""}${heading(call, io)}${text}`);
    codes.push(await finish(call, flags, io, workbench));
  }
  return codes;
}

async function showColumns(
  pending: readonly Promise<Call>[],
  flags: PromptFlags,
  io: Io,
  workbench: Workbench,
): Promise<ExitCode[]> {
  const calls = await Promise.all(
    pending.map(async (each) => {
      const call = await each;
      io.err(
        `penny: ${call.request.model} ended after ${duration((call.timing.endedAt ?? 0) - call.timing.startedAt)}\n`,
      );
      return call;
    }),
  );
  const cells = await sideBySide(
    calls.map((call) => ({
      title: call.request.model,
      text: (width: number) => textShown(call, flags, undefined, width, io),
    })),
    io,
  );
  io.out(cells);
  const codes: ExitCode[] = [];
  for (const call of calls) codes.push(await finish(call, flags, io, workbench));
  return codes;
}

/** Asks all models at once and shows their answers. */
export async function askSeveral(
  models: readonly string[],
  input: PromptInput,
  flags: PromptFlags,
  io: Io,
  workbench: Workbench,
): Promise<ExitCode> {
  const inputs = models.map((model) => ({ ...input, model }));
  const fromTemplate = await check(inputs, workbench);
  if (!(await isAgreed(inputs, flags, io, workbench))) return exitCodes.usage;
  const extract = flags.extract ? "first" : flags.extractLast ? "last" : fromTemplate;
  const calls = inputs.map(async (each) => {
    const call = await workbench.ask({ ...each, ...callSettings(flags, io) });
    for (const attempt of call.attempts)
      if (attempt.waitMs !== undefined) io.err(retryLine(call.request.model, attempt));
    return call;
  });
  // They are waited for one by one; one that cannot be begun must not end the process before its turn.
  for (const call of calls) call.catch(() => undefined);
  let codes: ExitCode[];
  if (flags.json) {
    const done = await Promise.all(calls);
    io.out(jsonText(done));
    codes = [];
    for (const call of done) codes.push(await finish(call, flags, io, workbench));
  } else if (!extract && columnsFit(models.length, io)) {
    codes = await showColumns(calls, flags, io, workbench);
  } else {
    codes = await showInOrder(calls, flags, extract, io, workbench);
  }
  return (
    codes.find((code) => code === exitCodes.interrupted) ?? codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok
  );
}
