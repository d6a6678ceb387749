/** The options of `penny "…"`: their help, their parser and how they become settings of a call. Asks nothing. */
import { type Command, Option } from "commander";
import type { CallSettings } from "../index.ts";
import { type AskFlags, addAskOptions, addSchemaOptions, grouped } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { collect, commandParser, type Example } from "./parse.ts";

/** The options of `penny "…"` once parsed. */
export interface PromptFlags extends AskFlags {
  /** JSON Schema: file, JSON text or short form. */
  schema?: string;
  /** The same, for a list of such items. */
  schemaMulti?: string;
  /** Print only the first code block. */
  extract?: true;
  /** Print only the last code block. */
  extractLast?: true;
  /** Print the call as JSON. */
  json?: true;
  /** False: wait for the whole answer. */
  stream: boolean;
  /** Give back an earlier answer to the very same request. */
  cache?: true;
  /** Where files that the model makes are written. */
  outputFile?: string;
  /** Save these options as a template instead of asking. */
  save?: string;
  /** Do not ask before many calls. */
  yes?: true;
}

const EXAMPLES: readonly Example[] = [
  { words: 'penny "Why is the sky blue?"', does: "ask the default model" },
  { words: 'penny -m openai/gpt-5-mini "Hi" -u', does: "name the model; show tokens, cost, time" },
  { words: 'penny -m pocket -m ollama/qwen3 "Hi"', does: "several models side by side" },
  { words: 'git diff | penny "Write a commit message"', does: "what is piped in comes first" },
  { words: 'penny "What is this?" -a photo.jpg', does: "send a picture, sound, video or PDF" },
  { words: 'penny -f notes.md "Summarise"', does: "put a long text before the prompt" },
  { words: 'penny -c "And shorter?"', does: "continue the last conversation" },
  { words: 'penny --schema "name, age int" "Invent a dog"', does: "an answer in JSON" },
  { words: 'penny -x "A bash one-liner that counts files"', does: "only the code" },
  { words: 'penny -s "Answer in French" --save french', does: "save options as a template" },
  { words: 'penny -t french "Good morning"', does: "use it" },
];

/** A parser of the words of `penny "…"`. */
export function promptParser(io: Io): Command {
  const about =
    "Asks a model and prints its answer. What is piped in comes before the prompt. Every call is kept in the log (`penny log`).";
  const command = commandParser("penny", about, io, EXAMPLES)
    .usage('[options] "PROMPT"')
    .argument("[prompt]", "what to ask; in quotes")
    .allowExcessArguments()
    .addOption(
      grouped("ask", "-m, --model <name>", "model, `provider/name` or an alias; several: side by side").argParser(
        collect,
      ),
    );
  return addSchemaOptions(addAskOptions(command, io))
    .addOption(grouped("answer", "--no-stream", "wait for the whole answer"))
    .addOption(grouped("answer", "--cache", "give back an earlier answer to the very same request, if there is one"))
    .addOption(grouped("print", "-x, --extract", "only the first code block"))
    .addOption(grouped("print", "--xl, --extract-last", "only the last code block").conflicts("extract"))
    .addOption(grouped("print", "--json", "the whole call as JSON").conflicts(["extract", "extractLast"]))
    .addOption(grouped("print", "-O, --output-file <path>", "folder or file name for files that the model makes"))
    .addOption(new Option("--save <name>", "save these options as a template instead of asking"))
    .addOption(new Option("--yes", "do not ask before more than five calls"));
}

/** How calls of this command are made. */
export function callSettings(flags: PromptFlags, io: Io): CallSettings {
  return {
    origin: { command: "prompt" },
    signal: io.signal,
    streaming: flags.stream,
    cache: flags.cache ?? false,
    ...(flags.timeout === undefined ? {} : { timeouts: { totalMs: flags.timeout * 1000 } }),
  };
}
