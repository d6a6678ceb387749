/** The help texts of all commands, as a person sees them at a width of 100. */
import type { Io } from "../src/cli/io.ts";
import { commands, runCli } from "../src/cli/program.ts";

async function helpOf(words: readonly string[]): Promise<string> {
  let text = "";
  const io = {
    out: (piece: string) => {
      text += piece;
    },
    err: (piece: string) => {
      text += piece;
    },
    terminal: { in: true, out: false, err: false },
    width: 100,
    color: false,
    env: {},
    signal: new AbortController().signal,
  } as unknown as Io;
  await runCli(words, io);
  return text.trimEnd();
}

/** One section a command. */
export async function commandHelp(): Promise<string> {
  const sections = [`\`\`\`text\n${await helpOf(["help"])}\n\`\`\``];
  for (const { name } of commands)
    sections.push(`## penny ${name}\n\n\`\`\`text\n${await helpOf(["help", name])}\n\`\`\``);
  return sections.join("\n\n");
}
