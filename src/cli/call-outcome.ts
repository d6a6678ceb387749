/**
 * What is said once a call has ended: warnings, files it made, why it failed and where it is kept; and the exit code it gives.
 * Data is never printed here, except the paths of written files on standard error.
 */
import type { Call } from "../record/call.ts";
import type { FilePart } from "../record/message.ts";
import { type ExitCode, exitCodes, type Io, outputClosed } from "./io.ts";
import { oneLine } from "./plain-text.ts";

const FINISH_NOTES: { [reason: string]: string } = {
  length: "the answer stopped at the token limit (-o maxOutputTokens=N raises it)",
  "content-filter": "the provider withheld the answer or part of it",
  "tool-calls": "the model asked for a tool, and none is run here",
};

function failure(call: Call): string {
  const { error } = call;
  const { reason } = call.finish;
  const kept = call.parts.length > 0 ? "What had arrived is kept" : "It is in the log";
  if (reason === "aborted") return `Stopped. ${kept}: penny log show ${call.id}`;
  const why = oneLine(error?.message ?? `the call ended as ${reason}`).replace(/\.?$/, ".");
  return `${call.request.model}: ${why} ${kept}: penny log show ${call.id}`;
}

/** Whether the call came to a good end. */
export function isGood(call: Call): boolean {
  return call.error === undefined;
}

/** The exit code that one call gives. */
export function exitCodeOf(call: Call): ExitCode {
  if (isGood(call)) return exitCodes.ok;
  return call.finish.reason === "aborted" ? exitCodes.interrupted : exitCodes.failed;
}

/** The files that the model made. */
export function filesOf(call: Call): FilePart[] {
  return call.parts.filter((part) => part.type === "file");
}

/** Tells on standard error what a person should know of an ended call. Says nothing if the output's reader has gone. */
export function tellOutcome(call: Call, io: Io): void {
  if (io.signal.reason === outputClosed) return;
  for (const warning of call.warnings ?? []) io.err(`penny: note: ${oneLine(warning)}\n`);
  const note = FINISH_NOTES[call.finish.reason];
  if (note) io.err(`penny: note: ${note}\n`);
  if (!isGood(call)) io.err(`penny: ${failure(call)}\n`);
}
