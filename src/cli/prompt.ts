/** `penny "…"`: one prompt to one model; several-models.ts for more. Parses, asks, prints. */
import type { CallSettings, Workbench } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import type { PromptInput } from "../run/prepare.ts";
import { writeFiles } from "./answer-files.ts";
import { answerView, retryLine } from "./answer-view.ts";
import { attachesStdin, inputOf, requireTemplate } from "./ask-options.ts";
import { exitCodeOf, tellOutcome } from "./call-outcome.ts";
import { extractAnswer } from "./extract-answer.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { pairedWords } from "./paired-words.ts";
import { parseWords } from "./parse.ts";
import { jsonText } from "./plain-text.ts";
import { callSettings, type PromptFlags, promptParser } from "./prompt-flags.ts";
import { schemaOf } from "./schema-option.ts";
import { usageLine } from "./usage-line.ts";

const SUMMARY = "ask one or several models; the word `prompt` may be left out";

function stdinText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).trimEnd();
  } catch {
    throw new SetupError("What was piped in is not UTF-8 text: to send it as a file, add `-a -`.");
  }
}

async function readInput(words: readonly string[], flags: PromptFlags, io: Io): Promise<PromptInput> {
  requireTemplate(flags);
  const stdin = await io.readStdin();
  const input = await inputOf(flags, io, stdin);
  const piped = attachesStdin(flags) ? "" : stdinText(stdin);
  const prompt = [piped, words[0] ?? ""].filter((text) => text !== "").join("\n\n");
  if (prompt !== "") input.prompt = prompt;
  const schema = await schemaOf(flags, io);
  if (schema !== undefined) input.schema = schema;
  return input;
}

type Extract = "first" | "last" | undefined;

async function extractOf(flags: PromptFlags, input: PromptInput, workbench: Workbench): Promise<Extract> {
  if (flags.extract) return "first";
  if (flags.extractLast) return "last";
  return input.template === undefined || flags.json ? undefined : (await workbench.prepare(input)).extract;
}

/**
 * Whether to say on a terminal that a tiny model answers: only while nobody has chosen one, so that its answers are not taken for
 * the best there are.
 */
async function tellsBuiltIn(input: PromptInput, io: Io, workbench: Workbench): Promise<boolean> {
  if (!io.terminal.err || input.model !== undefined) return false;
  return (await workbench.settings.read()).defaultModel === undefined;
}

const BUILT_IN =
  "a tiny model that comes with penny, answers; `penny models --available` lists others, `penny models default NAME` sets one";

async function askOne(input: PromptInput, flags: PromptFlags, io: Io, workbench: Workbench): Promise<ExitCode> {
  const extract = await extractOf(flags, input, workbench);
  const showsText = !flags.json && extract === undefined;
  // Without a listener a broken answer is tried again from its start, so there is one only where something is shown.
  const listens = showsText || (io.terminal.err && !flags.json);
  let model = input.model ?? "the model";
  const markdown = flags.markdown && input.schema === undefined;
  const view = await answerView(io, () => model, { markdown, reasoning: !flags.hideReasoning, text: showsText });
  const tells = await tellsBuiltIn(input, io, workbench);
  const onEvent: CallSettings["onEvent"] = (event) => {
    if (event.type === "begin") {
      model = event.call.request.model;
      if (tells && model.startsWith("pocket/")) io.err(`penny: ${model}, ${BUILT_IN}\n`);
    }
    view.onEvent(event);
  };
  const call = await workbench.ask({ ...input, ...callSettings(flags, io), ...(listens ? { onEvent } : {}) });
  if (!listens)
    for (const each of call.attempts) if (each.waitMs !== undefined) io.err(retryLine(call.request.model, each));
  view.end(call);
  if (flags.json) io.out(jsonText(call));
  else if (extract) io.out(extractAnswer(call, extract, io));
  tellOutcome(call, io);
  const written =
    flags.json && flags.outputFile === undefined
      ? exitCodes.ok
      : await writeFiles(call, flags.outputFile, io, workbench);
  if (flags.usage) io.err(`${usageLine(call)}\n`);
  return exitCodeOf(call) || written;
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const command = promptParser(io);
  if (!(await parseWords(command, pairedWords(words)))) return exitCodes.ok;
  const flags = command.opts<PromptFlags>();
  const models = flags.model ?? [];
  if (command.args.length > 1) {
    throw new SetupError(`Put the prompt in quotes: \`penny "${command.args.join(" ")}"\`.`);
  }
  if (flags.save !== undefined) {
    const { saveTemplate } = await import("./save-template.ts");
    return saveTemplate(flags.save, command.args[0], flags, io);
  }
  const opening = io.workbench();
  // Reading the input may fail first; the workbench's own failure must not then count as unhandled.
  opening.catch(() => undefined);
  const input = await readInput(command.args, flags, io);
  const workbench = await opening;
  if (models.length < 2)
    return askOne(models[0] === undefined ? input : { ...input, model: models[0] }, flags, io, workbench);
  const { askSeveral } = await import("./several-models.ts");
  return askSeveral(models, input, flags, io, workbench);
}

/** The command. */
export const promptCommand: CliCommand = { name: "prompt", summary: SUMMARY, run };
