/** `penny log export` and `penny log import`: calls as JSON lines, one by one, and the log of simonw/llm. */
import { setImmediate } from "node:timers/promises";
import type { Workbench } from "../index.ts";
import type { Call, Cost } from "../record/call.ts";
import { counted } from "../record/counted.ts";
import { nearestHint } from "../record/nearest.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import type { CallFilter } from "../store/call-filter.ts";
import { linesOf, linesOrDatabase, writeTexts } from "../store/line-file.ts";
import type { ImportReport } from "../store/transfer-calls.ts";
import { fromFolder } from "./ask-options.ts";
import { type CounterLine, counterLine } from "./counter-line.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { type FilterFlags, filterOf } from "./log-filter.ts";
import { jsonText } from "./plain-text.ts";

/** What the options of `penny log import` hold once parsed. */
export interface ImportFlags {
  /** Whose log it is: `penny` or `llm`. Absent: told by the file. */
  from?: string;
  /** The counts as JSON. */
  json?: true;
}

/** Calls between two breaths, in which output is written and a closed pipe or Ctrl-C is heard. */
const BREATH = 50;

/** Thrown where Ctrl-C, or a reader that has gone, ends the work. */
const stopped = new Error("stopped");

async function* exported(filter: CallFilter, io: Io, workbench: Workbench, line: CounterLine): AsyncGenerator<string> {
  let count = 0;
  for await (const call of workbench.log.exportCalls(filter)) {
    if (++count % BREATH === 0) await setImmediate();
    if (io.signal.aborted) throw stopped;
    line.add();
    yield `${JSON.stringify(call)}\n`;
  }
}

/** Writes the calls of a filter as JSON lines to standard output or a file. Throws SetupError. */
export async function exportLog(flags: FilterFlags & { output?: string }, io: Io): Promise<ExitCode> {
  const filter = filterOf(flags, Date.now());
  const workbench = await io.workbench();
  const toScreen = flags.output === undefined && io.terminal.out;
  // Lines on the screen and a counter would be in each other's way.
  const line = counterLine("calls written", toScreen ? { ...io, terminal: { ...io.terminal, err: false } } : io);
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const text of exported(filter, io, workbench, line)) {
      count++;
      yield text;
    }
  }
  try {
    if (flags.output === undefined) for await (const text of lines()) io.out(text);
    else await writeTexts(fromFolder(io, flags.output), lines());
  } catch (error) {
    if (error !== stopped) throw error;
    return exitCodes.interrupted;
  } finally {
    line.end();
  }
  if (flags.output !== undefined || count === 0) {
    const where = flags.output === undefined ? "" : ` to ${flags.output}`;
    io.err(`penny: wrote ${counted(count, "call")}${where}\n`);
  }
  return exitCodes.ok;
}

/** What each line holds; the last may be empty. */
async function* parsed(lines: AsyncIterable<string>, line: CounterLine, io: Io): AsyncGenerator<unknown> {
  let number = 0;
  let empty: number | undefined;
  for await (const text of lines) {
    number++;
    if (io.signal.aborted) throw stopped;
    if (text.trim() === "") {
      empty ??= number;
      continue;
    }
    if (empty !== undefined)
      throw new SetupError(`Line ${empty} is empty: import what \`penny log export\` wrote, one call per line.`);
    try {
      yield JSON.parse(text);
    } catch (error) {
      throw new SetupError(
        `Line ${number} is not JSON (${messageOf(error)}): import what \`penny log export\` wrote, or the logs.db of llm.`,
      );
    }
    line.add();
  }
}

/** Prices calls of hosted models by the ledger of their day, the person's own prices first. */
async function pricing(workbench: Workbench, line: CounterLine): Promise<(call: Call) => Cost | undefined> {
  const [{ costOf }, { parseOwnPrices }] = await Promise.all([
    import("../price/cost.ts"),
    import("../price/own-prices.ts"),
  ]);
  const { prices } = await workbench.settings.read();
  const overrides = prices && parseOwnPrices(prices, "settings.json");
  return (call) => {
    line.add();
    const { model } = call.request;
    // A name without a provider says nothing of where it ran.
    if (!model.includes("/")) return undefined;
    return costOf({
      ...{ model, usage: call.usage, at: call.timing.startedAt, where: "hosted" },
      ...(overrides ? { overrides } : {}),
    });
  };
}

async function takeIn(path: string, from: string | undefined, io: Io, line: CounterLine): Promise<ImportReport> {
  const workbench = await io.workbench();
  const source = path === "-" ? linesOf(io.input) : await linesOrDatabase(path);
  const isLlm = from === undefined ? source === "database" : from === "llm";
  if (isLlm) {
    if (path === "-") throw new SetupError("The log of llm is a database and cannot be piped in: give its path.");
    const { importLlm } = await import("../store/import-llm.ts");
    return importLlm(workbench.log, path, { costOf: await pricing(workbench, line) });
  }
  if (source === "database")
    throw new SetupError(
      `${path} is a database, not JSON lines: for the log of llm leave out --from; of another penny.db, import what \`PENNY_DIR=FOLDER penny log export\` writes.`,
    );
  return workbench.log.importCalls(parsed(source, line, io));
}

/** Takes calls into the log and says how many. Throws SetupError. */
export async function importLog(file: string, flags: ImportFlags, io: Io): Promise<ExitCode> {
  const { from } = flags;
  if (from !== undefined && from !== "penny" && from !== "llm")
    throw new SetupError(`--from is \`${from}\`, but must be penny or llm.${nearestHint(from, ["penny", "llm"])}`);
  if (file === "-" && io.terminal.in)
    throw new SetupError("Nothing is piped in: name a file, or pipe in what `penny log export` writes.");
  const line = counterLine("calls read", io);
  let report: ImportReport;
  try {
    report = await takeIn(file === "-" ? file : fromFolder(io, file), from, io, line);
  } catch (error) {
    if (error !== stopped) throw error;
    io.err("penny: stopped; the same command goes on where it was\n");
    return exitCodes.interrupted;
  } finally {
    line.end();
  }
  if (flags.json) {
    io.out(jsonText(report));
    return exitCodes.ok;
  }
  const skipped =
    report.skipped > 0
      ? `; ${report.skipped.toLocaleString("en-US")} left out: already in the log, or still running where they came from`
      : "";
  io.err(`penny: imported ${counted(report.imported, "call")}${skipped}\n`);
  return exitCodes.ok;
}
