/** `penny fragments`: longer texts kept by name, to put before a prompt with `-f`. Parses and prints. */
import { SetupError } from "../record/setup-error.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { addNamedTextVerbs, firstLine } from "./named-texts.ts";
import { commandParser, type Example, runVerbs } from "./parse.ts";

const SUMMARY = "keep longer texts by name, to put before a prompt with -f";

const EXAMPLES: readonly Example[] = [
  { words: "penny fragments set style house-style.md", does: "save a text" },
  { words: 'penny -f style "Rewrite this" < draft.md', does: "put it before a prompt" },
  { words: "penny fragments", does: "list them" },
  { words: "penny fragments remove style", does: "forget it" },
];

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about = "Longer texts kept by name. `-f NAME` puts one before a prompt; -f takes a path or an address too.";
  const command = commandParser("penny fragments", about, io, EXAMPLES);
  addNamedTextVerbs(
    command,
    {
      noun: "fragment",
      texts: async () => (await io.workbench()).fragments,
      summaryOf: firstLine,
      check: (text, name) => {
        if (text.trim() === "") throw new SetupError(`The text for fragment \`${name}\` is empty: give it some.`);
      },
    },
    io,
  );
  await runVerbs(command, words);
  return exitCodes.ok;
}

/** The command. */
export const fragmentsCommand: CliCommand = { name: "fragments", summary: SUMMARY, run };
