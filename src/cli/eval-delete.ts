/** `penny eval delete`: says which run, asks where somebody sits, then removes it. The calls stay in the log. */
import { Option } from "commander";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { askYesNo } from "./confirm.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, parseWords } from "./parse.ts";
import { oneLine } from "./plain-text.ts";

const EXAMPLES: readonly Example[] = [{ words: "penny eval delete 01jd --yes", does: "without being asked" }];

/** The verb. */
export async function evalDelete(words: readonly string[], io: Io): Promise<ExitCode> {
  const about =
    "Deletes a run: its cells and scores, those given by people too. The calls stay, and so does what they cost; `penny log delete` deletes calls.";
  const command = commandParser("penny eval delete", about, io, EXAMPLES)
    .argument("<run>", "id, the beginning of one, or `last`")
    .addOption(new Option("--yes", "do not ask"));
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const { log, evals } = await io.workbench();
  const [name] = command.processedArgs as [string];
  const run = await log.run(name);
  if (!run) throw new SetupError(`There is no run \`${name}\` in the log: \`penny eval list\` lists the newest.`);
  const cells = await log.cellsOf(run.id);
  const byHand = cells.filter((cell) => cell.human).length;
  const people = byHand > 0 ? `, ${byHand} of them judged by a person` : "";
  io.err(`penny: run ${run.id} of ${oneLine(run.suite)}: ${counted(cells.length, "cell")}${people}; its calls stay\n`);
  if (!command.opts<{ yes?: true }>().yes) {
    if (!io.terminal.in || !io.terminal.err)
      throw new SetupError("Nothing was deleted, since nobody is there to be asked: add --yes.");
    if (!(await askYesNo("Delete it for good?", io))) {
      io.err("penny: nothing was deleted\n");
      return io.signal.aborted ? exitCodes.interrupted : exitCodes.usage;
    }
  }
  await evals.remove(run.id);
  io.err(`penny: deleted run ${run.id}\n`);
  return exitCodes.ok;
}
