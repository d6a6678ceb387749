/** `penny log show`: one call, whole, as a sheet, as JSON, or as the raw answers of its provider. Reads the log; prints. */
import type { Store } from "../index.ts";
import type { RawResponse } from "../record/call.ts";
import type { ProgramRun } from "../record/program-run.ts";
import { duration } from "./amounts.ts";
import { writeFiles } from "./answer-files.ts";
import { filesOf } from "./call-outcome.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { callNamed } from "./log-ids.ts";
import { callSheet } from "./log-sheet.ts";
import { localTime, oneLine } from "./log-words.ts";
import { jsonText, withoutControls } from "./plain-text.ts";
import { styled } from "./wrap-text.ts";

/** What the options of `penny log show` hold once parsed. */
export interface ShowFlags {
  /** The raw answers instead of the call. */
  raw?: true;
  /** Folder for the files that the model made. */
  files?: string;
  /** As JSON. */
  json?: true;
}

function rawText(raws: readonly RawResponse[], io: Io): string {
  const shown = raws.map(({ attempt, status, headers, body }) => {
    const heading = styled(`── attempt ${attempt + 1}, status ${status} ──`, ["bold"], io.color);
    const lines = Object.entries(headers).map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}\n`);
    const text = io.terminal.out ? withoutControls(body) : body;
    return `${heading}\n${lines.join("")}\n${text}${text.endsWith("\n") || text === "" ? "" : "\n"}`;
  });
  return shown.join("\n");
}

async function showRaw(id: string, flags: ShowFlags, io: Io, log: Store): Promise<void> {
  const raws = await log.rawOf(id);
  if (flags.json) return io.out(jsonText(raws));
  if (raws.length === 0)
    return io.err(`penny: no raw answer of ${id} is kept: models in this process give none, and imports bring none\n`);
  io.out(rawText(raws, io));
}

/** A run of the program that a call wrote; the program itself stands in the answer. */
function runText(run: ProgramRun, io: Io): string {
  const how = run.ended ?? `exit code ${run.exitCode}`;
  const where = `${run.isSandboxed ? "sandboxed" : "no sandbox"}, ${run.hadNetwork ? "with the network" : "no network"}, in ${run.folder}`;
  const heading = `── run ${localTime(run.at)}: ${how}, ${duration(run.ms)}, ${where} ──`;
  const shown = [run.stdout, run.stderr].map((text) => (io.terminal.out ? withoutControls(text) : text).trimEnd());
  return `\n${styled(heading, ["bold"], io.color)}\n${shown.filter((text) => text !== "").join("\n")}\n`;
}

/** Shows a call. Throws SetupError if there is none of that id. */
export async function showCall(name: string, flags: ShowFlags, io: Io): Promise<ExitCode> {
  const workbench = await io.workbench();
  const { log } = workbench;
  const call = await callNamed(name, log);
  if (flags.files !== undefined) {
    if (filesOf(call).length === 0) io.err(`penny: the model made no file in ${call.id}\n`);
    return writeFiles(call, flags.files, io, workbench);
  }
  if (flags.raw) {
    await showRaw(call.id, flags, io, log);
  } else if (flags.json) {
    io.out(jsonText(call));
  } else {
    const children = (await log.calls({ parent: call.id })).map(({ id }) => id).reverse();
    const harmless = io.terminal.out;
    io.out(callSheet(call, { children, harmless, color: io.color, width: io.width, now: Date.now() }));
    for (const run of await log.programRuns([call.id])) io.out(runText(run, io));
  }
  return exitCodes.ok;
}
