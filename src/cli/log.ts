/** `penny log`: the newest calls, and the verbs on the log. Parses and prints; each verb's work is in a file of its own, loaded when used. */
import type { Command } from "commander";
import { nearest } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import type { DeleteFlags } from "./log-delete.ts";
import type { FilesFlags } from "./log-files.ts";
import { addFilterOptions, type FilterFlags, filterOf } from "./log-filter.ts";
import { shortIds, whyNone } from "./log-ids.ts";
import type { SearchFlags } from "./log-search.ts";
import type { ShowFlags } from "./log-show.ts";
import { callTable } from "./log-table.ts";
import type { ImportFlags } from "./log-transfer.ts";
import { commandParser, type Example, numberFrom, runVerbs } from "./parse.ts";
import { jsonText } from "./plain-text.ts";

const SUMMARY = "show, search, export and delete what was asked before";

const EXAMPLES: readonly Example[] = [
  { words: "penny log -n 3", does: "the newest three calls" },
  { words: "penny log --failed --since 7d", does: "what failed in the last week" },
  { words: "penny log show", does: "the newest call, whole" },
  { words: "penny log show 01kar3t9w2", does: "any call; the beginning of its id is enough" },
  { words: "penny log search pelican bicycle", does: "calls with both words, best first" },
  { words: "penny log export -o calls.jsonl", does: "all calls as JSON lines" },
  { words: 'penny log import "$(llm logs path)"', does: "take in the log of simonw/llm" },
  { words: "penny log delete --until 2026-01-31", does: "delete old calls for good; asks first" },
];

interface ListFlags extends FilterFlags {
  count: number;
  json?: true;
}

/** Takes the exit code of a verb. */
type End = (code: ExitCode) => void;

/** An option `-n` with its default. */
function addCount(command: Command, about: string, usual: number): Command {
  return command.option("-n, --count <n>", `${about}; 0: all`, numberFrom("-n", 0, true), usual);
}

async function list(flags: ListFlags, io: Io): Promise<void> {
  const filter = filterOf(flags, Date.now());
  const { log } = await io.workbench();
  const calls = await log.calls({ ...filter, ...(flags.count > 0 ? { limit: flags.count } : {}) });
  if (flags.json) return io.out(jsonText(calls));
  if (calls.length === 0) return io.err(`penny: ${await whyNone(log, "no call fits that; leave an option out")}\n`);
  const ids = await shortIds(
    calls.map((call) => call.id),
    log,
  );
  const onTerminal = io.terminal.out;
  const width = onTerminal ? io.width : Number.POSITIVE_INFINITY;
  io.out(callTable(calls, { ids, width, color: io.color, ...(onTerminal ? { now: Date.now() } : {}) }));
}

/** A word where none is expected: a slip in a verb's name, or an id. */
function refuseWord(word: string, verbs: readonly string[]): never {
  const [verb] = nearest(word, verbs, 1);
  const isId = /^[0-9][0-9a-z]{3,25}$/i.test(word);
  const hint = isId ? ` To see that call: \`penny log show ${word}\`.` : verb ? ` Nearest: ${verb}.` : "";
  throw new SetupError(`There is no \`penny log ${word}\`.${hint} See \`penny log --help\`.`);
}

function addListVerb(command: Command, io: Io): void {
  const verb = command
    .command("list", { isDefault: true })
    .description("list the newest calls")
    .allowExcessArguments()
    .option("--json", "an array of calls as JSON")
    .action((flags: ListFlags, { args }: Command) => {
      const verbs = command.commands.map((each) => each.name());
      return args[0] === undefined ? list(flags, io) : refuseWord(args[0], verbs);
    });
  addFilterOptions(addCount(verb, "so many", 10));
}

function addReadingVerbs(command: Command, io: Io, end: End): void {
  command
    .command("show")
    .description("show one call, whole")
    .argument("[id]", "id, the beginning of one, or `last`", "last")
    .option("--raw", "the provider's answers as they came, before parsing")
    .option("--files <folder>", "write the files that the model made there, and show nothing")
    .option("--json", "the call as JSON; with --raw its raw answers")
    .action(async (id: string, flags: ShowFlags) => end(await (await import("./log-show.ts")).showCall(id, flags, io)));
  const search = command
    .command("search")
    .description(
      'find calls by words, best first: all must occur; "several words" as they stand, pelic* for beginnings',
    )
    .argument("<words...>")
    .option("--json", "an array of calls with snippets as JSON")
    .action(async (words: string[], flags: SearchFlags) =>
      (await import("./log-search.ts")).searchLog(words.join(" "), flags, io),
    );
  addFilterOptions(addCount(search, "so many", 10));
}

function addTransferVerbs(command: Command, io: Io, end: End): void {
  const verb = command
    .command("export")
    .description("write calls as JSON lines, oldest first, without raw answers and files' bytes")
    .option("-o, --output <file>", "write to this file instead of standard output")
    .action(async (flags: FilterFlags & { output?: string }) =>
      end(await (await import("./log-transfer.ts")).exportLog(flags, io)),
    );
  addFilterOptions(verb);
  command
    .command("import")
    .description(
      "take in what `penny log export` wrote, or the logs.db of simonw/llm; calls that are there stay as they are",
    )
    .argument("<file>", "path, or - for JSON lines on standard input")
    .option("--from <program>", "penny or llm (default: told by the file)")
    .option("--json", "the counts as JSON")
    .action(async (file: string, flags: ImportFlags) =>
      end(await (await import("./log-transfer.ts")).importLog(file, flags, io)),
    );
}

function addDeleteVerb(command: Command, io: Io, end: End): void {
  const verb = command
    .command("delete")
    .description("delete calls for good, with their messages and files that no other call uses")
    .argument("[ids...]", "ids, beginnings of ids, or `last`")
    .option("--matching <words>", "that hold these words, as `penny log search` finds them")
    .option("--all", "every call of the log")
    .option("--dry-run", "show what would be deleted")
    .option("--yes", "do not ask")
    .option("--json", "what was deleted as JSON")
    .action(async (ids: string[], flags: DeleteFlags) =>
      end(await (await import("./log-delete.ts")).deleteCalls(ids, flags, io)),
    );
  addFilterOptions(verb);
}

function addFileVerbs(command: Command, io: Io): void {
  const verb = command
    .command("files")
    .description("list files that were sent or made, those of the newest calls first")
    .option("--json", "an array of files as JSON")
    .action(async (flags: FilesFlags) => (await import("./log-files.ts")).listFiles(flags, io));
  addFilterOptions(addCount(verb, "so many", 20));
  command
    .command("file")
    .description("get a file that was sent or made")
    .argument("<sha256>", "SHA-256 or the beginning of one, from `penny log files`")
    .option("-o, --output <path>", "write it to this file or folder; without it, text is printed")
    .action(async (sha256: string, flags: { output?: string }) =>
      (await import("./log-files.ts")).getFile(sha256, flags.output, io),
    );
  command
    .command("path")
    .description("print where the log file is")
    .action(async () => io.out(`${(await io.workbench()).log.path}\n`));
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Every call to a model, good, failed, cut or cancelled, is in the log. Without a verb the newest are listed; `penny log list --help` shows the filters.";
  const command = commandParser("penny log", about, io, EXAMPLES);
  let code: ExitCode = exitCodes.ok;
  addListVerb(command, io);
  const end: End = (ended) => {
    code = ended;
  };
  addReadingVerbs(command, io, end);
  addTransferVerbs(command, io, end);
  addDeleteVerb(command, io, end);
  addFileVerbs(command, io);
  await runVerbs(command, words);
  return code;
}

/** The command. */
export const logCommand: CliCommand = { name: "log", summary: SUMMARY, run };
