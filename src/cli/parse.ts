/**
 * Parses a command's words with commander, in the ways that all commands share: help and examples go to standard output, a
 * wrong word becomes a SetupError of one sentence, nothing ends the process. It knows no command.
 */
import { Command, CommanderError } from "commander";
import { SetupError } from "../record/setup-error.ts";
import type { Io } from "./io.ts";

/** One line of a help text's examples. */
export interface Example {
  /** The command as typed. */
  words: string;
  /** What it does, a few words. */
  does: string;
}

const MOST_HELP_WIDTH = 100;

/** Width of help texts: the terminal's, at most 100 columns, so that it reads well and the docs are always the same. */
export function helpWidth(io: Io): number {
  return Math.max(40, Math.min(MOST_HELP_WIDTH, io.width));
}

function exampleLines(examples: readonly Example[], width: number): string {
  const longest = Math.max(...examples.map((example) => example.words.length));
  const beside = examples.every((example) => longest + example.does.length + 8 <= width);
  const lines = examples.flatMap(({ words, does }) =>
    beside ? [`  ${words.padEnd(longest)}  # ${does}`] : [`  # ${does}`, `  ${words}`],
  );
  return `\nExamples:\n${lines.join("\n")}`;
}

/**
 * A commander command that writes to `io` and never ends the process. Add options and arguments, then give it to
 * `parseWords` (or `runVerbs`, if it has subcommands).
 * @param name words as typed before the options: `penny eval`.
 * @param about what it does, one or more sentences.
 */
export function commandParser(name: string, about: string, io: Io, examples: readonly Example[] = []): Command {
  const command = new Command(name)
    .description(about)
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ styleTitle: (title) => title })
    .configureOutput({
      writeOut: (text) => io.out(text),
      // Errors are told once, by the program, from the SetupError.
      outputError: () => undefined,
      // What is left is the help of a command whose verb was left out.
      writeErr: (text) => io.out(text),
      getOutHelpWidth: () => helpWidth(io),
      getErrHelpWidth: () => helpWidth(io),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  if (examples.length > 0) command.addHelpText("after", exampleLines(examples, helpWidth(io)));
  return command;
}

/** Gathers the values of an option that may be given several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** A parser of an option's number, for commander. @param high the greatest. Default: none. */
export function numberFrom(
  flag: string,
  low: number,
  whole: boolean,
  high: number = Number.POSITIVE_INFINITY,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isIn = text.trim() !== "" && Number.isFinite(value) && value >= low && value <= high;
    if (isIn && (!whole || Number.isInteger(value))) return value;
    const wanted = `a ${whole ? "whole " : ""}number from ${low}${high === Number.POSITIVE_INFINITY ? "" : ` to ${high}`}`;
    throw new SetupError(`${flag} is \`${text}\`, but must be ${wanted}.`);
  };
}

function sentenceOf(error: CommanderError, name: string): string {
  const [first = "", hint = ""] = error.message.replace(/^error: /, "").split("\n");
  const said = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, ".");
  const nearest = hint.replace(/^\(|\)$/g, "");
  return `${said}${nearest ? ` ${nearest}` : ""} See \`${name} --help\`.`;
}

/** The words of a command up to its last verb, whose help says more: `penny app new`. */
function nameWithVerbs(command: Command, words: readonly string[]): string {
  const [first, ...rest] = words;
  const verb = command.commands.find((each) => each.name() === first);
  return verb ? `${command.name()} ${nameWithVerbs(verb, rest)}` : command.name();
}

async function guarded(name: string, work: () => Promise<unknown> | unknown): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed" || error.code === "commander.help") return false;
    throw new SetupError(sentenceOf(error, name));
  }
}

/**
 * Parses the words after a command's name; then `command.opts()` and `command.args` hold them.
 * @returns false if help was asked for and shown: then there is nothing left to do.
 * @throws SetupError for a word that the command does not know.
 */
export async function parseWords(command: Command, words: readonly string[]): Promise<boolean> {
  return guarded(command.name(), () => command.parse([...words], { from: "user" }));
}

/**
 * Parses and runs a command that has verbs (commander subcommands with actions).
 * @returns false if help was asked for and shown.
 * @throws SetupError for a word that the command does not know, and whatever the action throws.
 */
export async function runVerbs(command: Command, words: readonly string[]): Promise<boolean> {
  return guarded(nameWithVerbs(command, words), () => command.parseAsync([...words], { from: "user" }));
}
