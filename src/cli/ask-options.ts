/** The options that `prompt`, `chat` and `map` share, and how they become what the library asks for. Reads only what they name. */
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Options } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { optionRules, parseOptions } from "../run/options.ts";
import type { AttachmentInput, PromptInput } from "../run/prepare.ts";
import { readAttachment } from "../store/attachment-file.ts";
import type { Io } from "./io.ts";
import { nameAndValue } from "./paired-words.ts";
import { collect, helpWidth, numberFrom } from "./parse.ts";

/** What the shared options hold once parsed. */
export interface AskFlags {
  /** Model names. Absent: none given. */
  model?: string[];
  /** System prompt. */
  system?: string;
  /** Files by path or address, `-` for standard input. */
  attachment?: string[];
  /** `FILE=TYPE` each: files whose media type is given. */
  at?: string[];
  /** Fragments by path, address or saved name. */
  fragment?: string[];
  /** Template by name or path. */
  template?: string;
  /** `NAME=VALUE` each, for the template. */
  param?: string[];
  /** `NAME=VALUE` each, for the model. */
  option?: string[];
  /** Continue the last conversation. */
  continue?: true;
  /** Continue the conversation that this call ends. */
  cid?: string;
  /** Print a line of usage after each answer. */
  usage?: true;
  /** Do not show reasoning. */
  hideReasoning?: true;
  /** False: show Markdown as it is. */
  markdown: boolean;
  /** Longest time for one answer, in seconds. */
  timeout?: number;
  /** Keep the bytes of attachments in the log. */
  keepAttachments?: true;
}

/** Headings of the help text, in its order. */
export const groups = { ask: "What to ask:", answer: "How to answer:", print: "What to print:" } as const;

/** An option under a heading. */
export function grouped(group: keyof typeof groups, flags: string, about: string): Option {
  return new Option(flags, about).helpGroup(groups[group]);
}

function many(flags: string, about: string, group: keyof typeof groups = "ask"): Option {
  return grouped(group, flags, `${about}; repeatable`).argParser(collect);
}

/** Name of a shared option. */
export type AskOptionName = Exclude<keyof AskFlags, "model">;

/** The shared options by name, in the order of the help text; each command takes those that mean something there. */
const options: { [name in AskOptionName]: () => Option } = {
  system: () => grouped("ask", "-s, --system <text>", "system prompt"),
  attachment: () => many("-a, --attachment <file>", "send a file: path, address, or - for standard input"),
  at: () => many("--at <file type>", "send a file as this media type: --at scan.bin image/png"),
  keepAttachments: () =>
    grouped("ask", "--keep-attachments", "keep attached files whole in the log, not only path and SHA-256"),
  fragment: () => many("-f, --fragment <name>", "put a longer text before the prompt: path, address or saved name"),
  template: () => grouped("ask", "-t, --template <name>", "start from a saved template or a template file"),
  param: () => many("-p, --param <name=value>", "value for the template; also -p NAME VALUE"),
  continue: () => grouped("ask", "-c, --continue", "continue the last conversation"),
  cid: () => grouped("ask", "--cid <id>", "continue the conversation that this call ended").conflicts("continue"),
  option: () => many("-o, --option <name=value>", "model option, see below; also -o NAME VALUE", "answer"),
  timeout: () =>
    grouped("answer", "--timeout <seconds>", "longest time for one answer").argParser(
      numberFrom("--timeout", 0.001, false),
    ),
  usage: () => grouped("print", "-u, --usage", "tokens, cost, time and energy in a line on standard error"),
  hideReasoning: () => grouped("print", "-R, --hide-reasoning", "do not show the model's reasoning"),
  markdown: () => grouped("print", "--no-markdown", "show Markdown as it is on a terminal"),
};

/** Adds the shared options to a command, with what `-o` takes. @param names those to add. Absent: all. */
export function addAskOptions(
  command: Command,
  io: Io,
  names: readonly AskOptionName[] = Object.keys(options) as AskOptionName[],
): Command {
  for (const name of names) command.addOption(options[name]());
  return command.addHelpText("after", () => optionNotes(helpWidth(io)));
}

/** Adds the options that hold an answer to a schema. */
export function addSchemaOptions(command: Command): Command {
  return command
    .addOption(grouped("answer", "--schema <schema>", 'answer in JSON: a schema file, JSON text, or "name, age int"'))
    .addOption(grouped("answer", "--schema-multi <schema>", "the same, for a list of such items").conflicts("schema"));
}

/** Words in lines of at most `width` characters, those after the first indented. */
function hanging(text: string, indent: number, width: number): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    const longer = last === "" ? word : `${last} ${word}`;
    if (indent + longer.length > width && last !== "") lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}

/** What `-o` takes, for help texts. */
function optionNotes(width: number): string {
  const rows = Object.entries(optionRules).map(([name, rule]) => [name, `${rule.summary}: ${rule.wanted}`]);
  rows.push(["provider.NAME", "a provider's own option, sent as it is"]);
  const longest = Math.max(...rows.map(([name = ""]) => name.length));
  const lines = rows.map(([name = "", text = ""]) => `  ${name.padEnd(longest)}  ${hanging(text, longest + 4, width)}`);
  return `\nModel options (-o):\n${lines.join("\n")}`;
}

function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** A path as the person meant it: from the folder they are in. Addresses stay. */
export function fromFolder(io: { cwd: string }, source: string): string {
  return isAddress(source) ? source : resolve(io.cwd, source);
}

/** The named values of `-p` or `-o`. The same name twice: the last one counts, or both if `lists` has it. */
function named(words: readonly string[], flag: string, lists: readonly string[] = []): { [name: string]: JsonValue } {
  const values: { [name: string]: JsonValue } = {};
  for (const word of words) {
    const pair = nameAndValue(word);
    if (!pair)
      throw new SetupError(`${flag} is \`${word}\`, but must be NAME=VALUE, as in \`${flag} ${exampleOf(flag)}\`.`);
    const before = values[pair.name];
    const isList = lists.includes(pair.name) && before !== undefined;
    values[pair.name] = isList ? [...(Array.isArray(before) ? before : [before]), pair.value] : pair.value;
  }
  return values;
}

function exampleOf(flag: string): string {
  return flag === "-p" ? "language=French" : "temperature=0";
}

/** Model options of `-o`, checked. Throws SetupError. */
export function optionsOf(words: readonly string[]): Options {
  return parseOptions(named(words, "-o", ["stop"]) as JsonObject);
}

async function typedFile(word: string, io: { cwd: string }, stdin: () => Uint8Array): Promise<AttachmentInput> {
  const at = word.lastIndexOf("=");
  const [source, mediaType] = [word.slice(0, at), word.slice(at + 1)];
  if (at < 1 || !/^[\w.+-]+\/[\w.+-]+$/.test(mediaType))
    throw new SetupError(`--at is \`${word}\`, but must be a file and a media type: \`--at scan.bin image/png\`.`);
  if (source === "-") return { bytes: stdin(), mediaType };
  if (isAddress(source))
    throw new SetupError(
      `--at is \`${source}\`, but takes a file only: give an address with -a, or download it first.`,
    );
  const { bytes, name } = await readAttachment(fromFolder(io, source));
  return { bytes, mediaType, name };
}

async function attachments(
  flags: AskFlags,
  io: { cwd: string },
  stdin: Uint8Array | undefined,
): Promise<AttachmentInput[]> {
  const bytesOfStdin = (): Uint8Array => {
    if (stdin?.length) return stdin;
    throw new SetupError("`-a -` sends standard input, but nothing was piped in: `penny … -a - < FILE`.");
  };
  const plain = (flags.attachment ?? []).map(
    (source): AttachmentInput => (source === "-" ? { bytes: bytesOfStdin() } : fromFolder(io, source)),
  );
  const typed = (flags.at ?? []).map((word) => typedFile(word, io, bytesOfStdin));
  return [...plain, ...(await Promise.all(typed))];
}

/** Whether one of the attachments is standard input. */
export function attachesStdin(flags: AskFlags): boolean {
  return flags.attachment?.includes("-") === true || flags.at?.some((word) => word.startsWith("-=")) === true;
}

/** Refuses values for a template where there is none: they would be lost without a word. Throws SetupError. */
export function requireTemplate(flags: { param?: string[]; template?: string }): void {
  if (flags.param && flags.template === undefined)
    throw new SetupError(`-p ${flags.param[0]} gives a value to a template, but there is none: add -t NAME.`);
}

/**
 * What the shared options ask for, without prompt and model.
 * @param stdin the bytes that were piped in, for `-a -`. `undefined`: none.
 * @throws SetupError for an option or a media type that is none.
 */
export async function inputOf(flags: AskFlags, io: { cwd: string }, stdin?: Uint8Array): Promise<PromptInput> {
  const input: PromptInput = {};
  if (flags.system !== undefined) input.system = flags.system;
  const files = await attachments(flags, io, stdin);
  if (files.length > 0) input.attachments = files;
  if (flags.fragment) input.fragments = flags.fragment;
  if (flags.template !== undefined) input.template = flags.template;
  if (flags.param) input.params = named(flags.param, "-p") as { [name: string]: string };
  if (flags.option) input.options = optionsOf(flags.option);
  if (flags.cid !== undefined) input.continue = flags.cid;
  else if (flags.continue) input.continue = true;
  if (flags.keepAttachments) input.storeAttachments = true;
  return input;
}
