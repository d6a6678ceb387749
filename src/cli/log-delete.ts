/** `penny log delete`: says first which calls, asks where somebody sits, then removes exactly these. */
import { setImmediate } from "node:timers/promises";
import type { Store } from "../index.ts";
import type { Call } from "../record/call.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import type { CallFilter } from "../store/call-filter.ts";
import type { Removal } from "../store/remove-calls.ts";
import { askYesNo } from "./confirm.ts";
import { truncated } from "./display-width.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { type FilterFlags, filterOf, isEmptyFilter } from "./log-filter.ts";
import { callNamed, whyNone } from "./log-ids.ts";
import { localDay, oneLine, promptWords } from "./log-words.ts";
import { jsonText } from "./plain-text.ts";

/** What the options of `penny log delete` hold once parsed. */
export interface DeleteFlags extends FilterFlags {
  /** Words that the calls hold. */
  matching?: string;
  /** Every call. */
  all?: true;
  /** Only say what would be deleted. */
  dryRun?: true;
  /** Do not ask. */
  yes?: true;
  /** What was deleted as JSON. */
  json?: true;
}

/** The calls that are to go, as far as a person wants to hear of them. */
interface Chosen {
  ids: string[];
  running: number;
  models: Set<string>;
  first?: Call;
  last?: Call;
}

const MOST_MODELS = 3;
const PROMPT_CELLS = 50;
/** Calls between two breaths, in which Ctrl-C is heard. */
const BREATH = 50;

async function filterFor(names: readonly string[], flags: DeleteFlags, log: Store): Promise<CallFilter> {
  const filter = filterOf(flags, Date.now());
  if (flags.matching !== undefined) {
    if (!/[\p{L}\p{N}]/u.test(flags.matching))
      throw new SetupError(`--matching is \`${flags.matching}\`, which holds no word: give one that the calls hold.`);
    filter.matching = flags.matching;
  }
  if (names.length > 0) filter.ids = await Promise.all(names.map(async (name) => (await callNamed(name, log)).id));
  const isEmpty = isEmptyFilter(filter);
  if (isEmpty && !flags.all)
    throw new SetupError(
      "Say which calls to delete: ids, filters such as --until 2026-01-31, or --all for the whole log.",
    );
  if (!isEmpty && flags.all)
    throw new SetupError("--all deletes the whole log, but there are ids or filters too: leave out one or the other.");
  return filter;
}

async function choose(filter: CallFilter, log: Store, io: Io): Promise<Chosen> {
  const chosen: Chosen = { ids: [], running: 0, models: new Set() };
  let count = 0;
  for await (const call of log.exportCalls(filter)) {
    if (++count % BREATH === 0) await setImmediate();
    if (io.signal.aborted) break;
    if (call.finish.reason === "pending") {
      chosen.running++;
      continue;
    }
    chosen.ids.push(call.id);
    chosen.models.add(call.request.model);
    chosen.first ??= call;
    chosen.last = call;
  }
  return chosen;
}

function describe({ ids, models, first, last }: Chosen): string {
  const named = [...models].map(oneLine);
  const which = named.length <= MOST_MODELS ? named.join(", ") : `${named.length} models`;
  const days = [first, last].map((call) => localDay(call?.timing.startedAt ?? 0));
  const when = days[0] === days[1] ? days[0] : `${days[0]} to ${days[1]}`;
  const words = ids.length === 1 && first ? `, "${truncated(promptWords(first), PROMPT_CELLS)}"` : "";
  return `${counted(ids.length, "call")} of ${which}, ${when}${words}`;
}

function running(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? "; 1 call that is still running stays"
    : `; ${counted(count, "call")} that are still running stay`;
}

function tellRemoval(removal: Removal, io: Io): void {
  const { calls, messages, files, rewritten } = removal;
  const freed = [
    ...(messages > 0 ? [counted(messages, "message")] : []),
    ...(files > 0 ? [counted(files, "file")] : []),
  ];
  const more = freed.length > 0 ? `, with ${freed.join(" and ")} that no other call uses` : "";
  io.err(`penny: deleted ${counted(calls, "call")}${more}${running(removal.running)}\n`);
  if (!rewritten)
    io.err(
      "penny: another program that reads the log, or a full disk, kept the file from being rewritten: traces may stand in it until calls are deleted the next time\n",
    );
}

async function agreed(chosen: Chosen, flags: DeleteFlags, io: Io): Promise<boolean> {
  if (flags.yes) return true;
  if (!io.terminal.in || !io.terminal.err)
    throw new SetupError(
      "Nothing was deleted, since nobody is there to be asked: add --yes, or --dry-run to see which.",
    );
  return askYesNo(`Delete ${chosen.ids.length === 1 ? "it" : "them"} for good?`, io);
}

/**
 * Deletes the calls of these ids and options.
 * @throws SetupError if none are named, an id is none, or nobody can be asked.
 */
export async function deleteCalls(names: readonly string[], flags: DeleteFlags, io: Io): Promise<ExitCode> {
  const { log } = await io.workbench();
  const chosen = await choose(await filterFor(names, flags, log), log, io);
  if (io.signal.aborted) return exitCodes.interrupted;
  const none: Removal = { calls: 0, running: chosen.running, messages: 0, files: 0, rewritten: true };
  if (chosen.ids.length === 0) {
    if (flags.json && !flags.dryRun) io.out(jsonText(none));
    else if (flags.json) io.out(jsonText({ ids: [], running: chosen.running }));
    io.err(`penny: ${await whyNone(log, "no call fits that")}${running(chosen.running)}\n`);
    return exitCodes.ok;
  }
  io.err(`penny: ${describe(chosen)}${running(chosen.running)}\n`);
  if (flags.dryRun) {
    io.out(flags.json ? jsonText({ ids: chosen.ids, running: chosen.running }) : `${chosen.ids.join("\n")}\n`);
    return exitCodes.ok;
  }
  if (!(await agreed(chosen, flags, io))) {
    io.err("penny: nothing was deleted\n");
    return io.signal.aborted ? exitCodes.interrupted : exitCodes.usage;
  }
  // Those that were told of, and none that have come since.
  const removal = await log.remove({ ids: chosen.ids });
  removal.running += chosen.running;
  if (flags.json) io.out(jsonText(removal));
  tellRemoval(removal, io);
  return exitCodes.ok;
}
