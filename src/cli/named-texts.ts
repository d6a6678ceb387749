/**
 * The verbs of `penny templates` and `penny fragments`: list, show, set, remove of texts kept by name. What the texts mean is the
 * commands' own.
 */
import type { Command } from "commander";
import type { NamedTexts } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import { readTextFile } from "../store/text-file.ts";
import { fromFolder } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { jsonText, withoutControls } from "./plain-text.ts";

/** What differs between the two commands. */
export interface NamedTextKind {
  /** One of them, for sentences: `template`. */
  noun: string;
  /** The texts. */
  texts: () => Promise<NamedTexts>;
  /** One line on what a text holds, for the list. Must not throw. */
  summaryOf: (text: string) => Promise<string> | string;
  /** Refuses a text that is none. Throws SetupError. Absent: the workbench refuses it itself. */
  check?: (text: string, name: string) => void;
}

const SUMMARY_LENGTH = 80;

/** The first line of a text that is not empty, at most 80 characters of it. */
export function firstLine(text: string): string {
  const line =
    withoutControls(text)
      .split("\n")
      .find((each) => each.trim() !== "")
      ?.trim() ?? "";
  return line.length > SUMMARY_LENGTH ? `${line.slice(0, SUMMARY_LENGTH - 1)}…` : line;
}

async function readNew(file: string | undefined, noun: string, io: Io): Promise<string> {
  if (file !== undefined && file !== "-") return readTextFile(fromFolder(io, file), noun);
  if (io.terminal.in) throw new SetupError(`Name a file with the ${noun}'s text, or pipe it in.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await io.readStdin());
  } catch {
    throw new SetupError(`What was piped in is not UTF-8 text, so it is no ${noun}.`);
  }
}

async function list(kind: NamedTextKind, json: boolean, io: Io): Promise<void> {
  const texts = await kind.texts();
  const rows: { name: string; text: string }[] = [];
  for (const name of await texts.list()) rows.push({ name, text: await texts.read(name) });
  if (json) return io.out(jsonText(rows));
  if (rows.length === 0)
    return io.err(`penny: no ${kind.noun}s are saved; \`penny ${kind.noun}s set NAME FILE\` saves one\n`);
  const width = Math.max(...rows.map((row) => row.name.length));
  for (const { name, text } of rows) io.out(`${`${name.padEnd(width)}  ${await kind.summaryOf(text)}`.trimEnd()}\n`);
}

/** Adds the verbs to a command. */
export function addNamedTextVerbs(command: Command, kind: NamedTextKind, io: Io): Command {
  const { noun } = kind;
  command
    .command("list", { isDefault: true })
    .description(`list the saved ${noun}s`)
    .option("--json", "names and texts as JSON")
    .action((options: { json?: true }) => list(kind, options.json ?? false, io));
  command
    .command("show")
    .description(`print a saved ${noun}`)
    .argument("<name>")
    .action(async (name: string) => {
      const text = await (await kind.texts()).read(name);
      const shown = io.terminal.out ? withoutControls(text) : text;
      io.out(shown.endsWith("\n") ? shown : `${shown}\n`);
    });
  command
    .command("set")
    .description(`save a ${noun} from a file or from what is piped in, over an older one`)
    .argument("<name>")
    .argument("[file]", "path, or - for standard input")
    .action(async (name: string, file: string | undefined) => {
      const text = await readNew(file, noun, io);
      kind.check?.(text, name);
      await (await kind.texts()).write(name, text);
      io.err(`penny: saved ${noun} ${name}\n`);
    });
  command
    .command("remove")
    .description(`forget a saved ${noun}`)
    .argument("<name>")
    .action(async (name: string) => {
      await (await kind.texts()).remove(name);
      io.err(`penny: removed ${noun} ${name}\n`);
    });
  return command;
}
