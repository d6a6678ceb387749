/** What `penny eval` says on standard error before and after a run, and the exit code that a run gives. Runs nothing. */
import type { EvalCell, EvalForecast, EvalReport } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { counted } from "../record/counted.ts";
import { duration } from "./amounts.ts";
import { tellForecast } from "./confirm.ts";
import { type ExitCode, exitCodes, type Io, outputClosed } from "./io.ts";
import { oneLine } from "./plain-text.ts";

/** Tells what a run will take, and asks whether to go on if it may cost money and `yes` is not set. */
export async function tellEvalForecast(forecast: EvalForecast, name: string, yes: boolean, io: Io): Promise<boolean> {
  const cached = forecast.cached > 0 ? `, ${forecast.cached} of them answered already` : "";
  const time =
    forecast.durationMs && forecast.total.calls > 0
      ? `, about ${duration(forecast.durationMs.low)} to ${duration(forecast.durationMs.high)}`
      : "";
  io.err(`penny: ${name}: ${counted(forecast.cells, "cell")}${cached}${time}\n`);
  return tellForecast(forecast.total, yes, io);
}

const STOPS: { [reason: string]: string } = {
  budget: "stopped before the budget was passed; the same command with a higher --budget goes on where it was.",
  cancelled: "stopped; the same command goes on where it was.",
  decided: "stopped, since the question is decided.",
};

function tellFailed(cells: readonly EvalCell[], noun: string, verb: string, so: string, io: Io): void {
  const [first] = cells;
  if (!first) return;
  io.err(`penny: ${counted(cells.length, noun)} ${verb}, such as ${first.call}: ${oneLine(first.error ?? "")} ${so}\n`);
}

/** Tells what failed, why a run stopped, what it spent. Says nothing if the reader of the output has gone. */
export function tellEnd(report: EvalReport, io: Io): void {
  if (io.signal.reason === outputClosed) return;
  const failed = report.cells.filter((cell) => cell.error !== undefined);
  // A call that failed has no time of its own.
  const [unjudged, broken] = [true, false].map((came) =>
    failed.filter(({ figures }) => (figures?.modelMs !== undefined) === came),
  );
  tellFailed(broken ?? [], "call", "failed", "Failed calls are not counted as wrong answers.", io);
  tellFailed(unjudged ?? [], "answer", "could not be judged", "They are not counted as wrong.", io);
  if (report.stopped) io.err(`penny: ${STOPS[report.stopped]}\n`);
  const lost = report.gates.filter((gate) => !gate.passed).length;
  if (lost > 0) io.err(`penny: ${lost} of ${report.gates.length} gates did not hold\n`);
  const time = report.durationMs === undefined ? "" : ` in ${duration(report.durationMs)}`;
  io.err(`penny: ${formatUsd(report.spentPicodollars)} spent${time}; run ${report.id}\n`);
}

/** The exit code of a run. A gate that did not hold counts more than a call that failed. */
export function evalExitCode(report: EvalReport): ExitCode {
  if (report.stopped === "declined") return exitCodes.usage;
  if (report.stopped === "cancelled") return exitCodes.interrupted;
  if (report.stopped === "budget") return exitCodes.budget;
  if (report.gates.some((gate) => !gate.passed)) return exitCodes.gate;
  return report.rows.some((row) => row.errors > 0) ? exitCodes.failed : exitCodes.ok;
}
