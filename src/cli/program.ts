/**
 * The program: finds the command in the words and runs it. Each command's module is loaded only when it is used, so that none
 * makes the others slower. Words that begin with no command are a prompt. Knows no command's options.
 */
import { editDistance, nearest } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io, outputClosed } from "./io.ts";

/** A command as the program knows it before its module is loaded. */
export interface CommandEntry {
  /** Name as typed. */
  name: string;
  /** One line for the list of commands; the same as in its module. */
  summary: string;
  /** Loads it. */
  load: () => Promise<CliCommand>;
}

/** All commands, in the order of the help text. */
export const commands: readonly CommandEntry[] = [
  {
    name: "prompt",
    summary: "ask one or several models; the word `prompt` may be left out",
    load: async () => (await import("./prompt.ts")).promptCommand,
  },
  {
    name: "chat",
    summary: "talk with a model, line by line",
    load: async () => (await import("./chat.ts")).chatCommand,
  },
  {
    name: "log",
    summary: "show, search, export and delete what was asked before",
    load: async () => (await import("./log.ts")).logCommand,
  },
  {
    name: "eval",
    summary: "run a suite of cases on models and compare them, with intervals",
    load: async () => (await import("./eval.ts")).evalCommand,
  },
  {
    name: "map",
    summary: "run a prompt over the rows of a table or the files of a folder",
    load: async () => (await import("./map.ts")).mapCommand,
  },
  {
    name: "arena",
    summary: "vote on pairs of answers, rate models from votes, ask published leaderboards",
    load: async () => (await import("./arena.ts")).arenaCommand,
  },
  {
    name: "app",
    summary: "make small apps and drawings by a prompt, change and mend them, keep their versions",
    load: async () => (await import("./app.ts")).appCommand,
  },
  {
    name: "run",
    summary: "have a script written, see it, and run it once in a sandbox after your yes",
    load: async () => (await import("./run.ts")).runCommand,
  },
  {
    name: "serve",
    summary: "open the local web page, and an OpenAI-compatible endpoint that logs, costs and caches",
    load: async () => (await import("./serve.ts")).serveCommand,
  },
  {
    name: "models",
    summary: "list models with prices and abilities; set the default and short names",
    load: async () => (await import("./models.ts")).modelsCommand,
  },
  {
    name: "keys",
    summary: "keep API keys of providers; they are never shown or logged",
    load: async () => (await import("./keys.ts")).keysCommand,
  },
  {
    name: "cost",
    summary: "show what was spent; forecast what a prompt, files or a whole folder will cost",
    load: async () => (await import("./cost.ts")).costCommand,
  },
  {
    name: "prices",
    summary: "show what a model costs and cost before, with sources",
    load: async () => (await import("./prices.ts")).pricesCommand,
  },
  {
    name: "templates",
    summary: "keep prompts by name, with parameters, to ask with -t",
    load: async () => (await import("./templates.ts")).templatesCommand,
  },
  {
    name: "fragments",
    summary: "keep longer texts by name, to put before a prompt with -f",
    load: async () => (await import("./fragments.ts")).fragmentsCommand,
  },
];

const INTRODUCTION = `penny: a local-first workbench for large language models

Usage: penny [options] "PROMPT"
       penny COMMAND [options]

Commands:
`;

const CLOSING = `
Examples:
  penny "Why is the sky blue?"                    # ask the default model
  git diff | penny "Write a commit message"       # what is piped in comes before the prompt
  penny "Describe this" -a photo.jpg -u           # send a picture; show tokens, cost and time
  penny -m openai/gpt-5-mini -m pocket "Hi"       # ask several models at once
  penny -c "And shorter?"                         # continue the last conversation
  penny log                                       # what was asked before

\`penny help COMMAND\` shows a command's options and examples.
The log and settings are kept in your data folder, or where PENNY_DIR says.
`;

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}\n`);
  const help = `  ${"help".padEnd(width)}  show this, or the options and examples of one command\n`;
  return `${INTRODUCTION}${lines.join("")}${help}${CLOSING}`;
}

function entryNamed(name: string | undefined): CommandEntry | undefined {
  return commands.find((command) => command.name === name);
}

async function help(words: readonly string[], io: Io): Promise<ExitCode> {
  const [name] = words;
  if (name === undefined || name.startsWith("-") || name === "help") {
    io.out(overview());
    return exitCodes.ok;
  }
  const entry = entryNamed(name);
  if (!entry) throw new SetupError(`There is no command \`${name}\`.${didYouMean(name)} \`penny help\` lists all.`);
  return (await entry.load()).run([...words.slice(1), "--help"], io);
}

function didYouMean(word: string): string {
  const names = nearest(
    word,
    [...commands, { name: "help" }].map((command) => command.name),
    1,
  );
  return names.length > 0 ? ` Did you mean \`penny ${names[0]}\`?` : "";
}

/** Whether a word is a command with a letter wrong, two in a long one. `hello` is not `help`: prompts come first. */
function isSlipOf(word: string, name: string): boolean {
  return editDistance(word.toLowerCase(), name) <= (word.length < 7 ? 1 : 2);
}

/** One bare word, nothing piped in, and it looks like a command: rather a slip than a prompt, and prompts may cost. */
function refuseSlip(words: readonly string[], io: Io): void {
  const [word, ...rest] = words;
  if (word === undefined || rest.length > 0 || !io.terminal.in || !/^[a-z]{3,}$/i.test(word)) return;
  const meant = [...commands, { name: "help" }].find(({ name }) => isSlipOf(word, name));
  if (!meant) return;
  const sentence = `There is no command \`${word}\`. Did you mean \`penny ${meant.name}\`?`;
  throw new SetupError(`${sentence} To ask a model that word: \`penny prompt ${word}\`.`);
}

async function version(io: Io): Promise<ExitCode> {
  const { default: about } = await import("../../package.json", { with: { type: "json" } });
  io.out(`${about.version}\n`);
  return exitCodes.ok;
}

async function dispatch(words: readonly string[], io: Io): Promise<ExitCode> {
  const [first] = words;
  if (first === "--version" || first === "-V") return version(io);
  if (first === "help") return help(words.slice(1), io);
  if (first === "--help" || first === "-h" || (first === undefined && io.terminal.in)) return help([], io);
  const entry = entryNamed(first);
  if (entry) return (await entry.load()).run(words.slice(1), io);
  refuseSlip(words, io);
  const prompt = await (await import("./prompt.ts")).promptCommand;
  return prompt.run([...words], io);
}

/**
 * Runs the program on the words after its name. What is wrong before anything was sent is told in one sentence on standard
 * error and gives exit code 2; a failed call gives 1 (docs/exit-codes.md).
 * @throws anything that is not a SetupError: a fault of the program itself.
 */
export async function runCli(words: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const code = await dispatch(words, io);
    // Who closes our output early has what they wanted: `penny … | head`.
    return io.signal.reason === outputClosed ? exitCodes.ok : code;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    io.err(`penny: ${error.message}\n`);
    return io.signal.aborted ? exitCodes.interrupted : exitCodes.usage;
  }
}
