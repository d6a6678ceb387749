/** What is said of a map before it begins and when it has ended. Runs nothing and asks nothing. */
import { isAbsolute, relative } from "node:path";
import type { MapForecast, MapReport } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { counted } from "../record/counted.ts";
import { dollarRange, duration, energyRange, tokenRange } from "./amounts.ts";
import { type ExitCode, exitCodes, type Io, outputClosed } from "./io.ts";
import { oneLine } from "./plain-text.ts";

function timeText({ durationMs, rates }: MapForecast): string | undefined {
  if (!durationMs) return undefined;
  const [low, high] = [duration(durationMs.low), duration(durationMs.high)];
  const about = low === high ? `about ${low}` : `about ${low} to ${high}`;
  const limits = [
    ...(rates?.requestsPerMinute === undefined ? [] : [`${rates.requestsPerMinute.toLocaleString("en-US")} calls`]),
    ...(rates?.tokensPerMinute === undefined ? [] : [`${rates.tokensPerMinute.toLocaleString("en-US")} tokens`]),
  ];
  if (!rates || limits.length === 0) return about;
  const when = new Date(rates.statedAt).toISOString().slice(0, 16).replace("T", " ");
  return `${about} (limits of ${limits.join(" and ")} a minute, as stated at ${when} UTC)`;
}

/** The lines before the forecast of dollars: rows, time, energy, what resizing saves. */
export function forecastLines(forecast: MapForecast, name: string): string {
  const { rows, cached, shared, total, energyWh, batchPicodollars, saving } = forecast;
  const of = [
    ...(cached > 0 ? [`${cached.toLocaleString("en-US")} answered already`] : []),
    ...(shared > 0 ? [`${shared.toLocaleString("en-US")} equal to an earlier one`] : []),
  ];
  const first = `penny: ${name}: ${counted(rows, "row")}${of.length > 0 ? `, of them ${of.join(" and ")}` : ""}\n`;
  if (total.calls === 0) return first;
  const more = [
    timeText(forecast),
    energyWh && energyRange({ lowWh: energyWh.low, highWh: energyWh.high, method: "" }),
    batchPicodollars && batchPicodollars.high > 0 ? `${dollarRange(batchPicodollars)} in a batch` : undefined,
  ].filter((text) => text !== undefined);
  const saved = saving?.inputTokens
    ? `penny: resizing saves ${tokenRange(saving.inputTokens)} tokens in, ${dollarRange(saving.picodollars)}\n`
    : "";
  return `${first}${more.length > 0 ? `penny: ${more.join(", ")}\n` : ""}${saved}`;
}

const STOPS: { [reason: string]: string } = {
  budget: "stopped before the budget was passed; the same command with a higher --budget goes on where it was",
  calls: "stopped before --max-calls was passed; the same command goes on where it was",
  minutes: "stopped before --max-minutes was passed; the same command goes on where it was",
  held: "stopped; the same command goes on where it was",
};

function shown(path: string, io: Io): string {
  const from = relative(io.cwd, path);
  return from === "" || from.startsWith("..") || isAbsolute(from) ? path : from;
}

/** Tells on standard error what a map came to. Says nothing if the reader of its rows has gone. */
export function tellMapEnd(report: MapReport, io: Io): void {
  if (io.signal.reason === outputClosed || report.stopped === "declined") return;
  const { failed, firstFailure, cut } = report;
  if (firstFailure) {
    const call = firstFailure.call === undefined ? "" : ` (penny log show ${firstFailure.call})`;
    const why = oneLine(firstFailure.error).replace(/\.?$/, ".");
    io.err(`penny: ${counted(failed, "row")} failed, such as ${firstFailure.place}: ${why}${call}\n`);
    if (failed > report.unusable) io.err("penny: the same command asks again where a call failed, and nowhere else\n");
  }
  if (cut > 0) io.err(`penny: ${counted(cut, "answer")} stopped at the token limit (-o maxOutputTokens=N raises it)\n`);
  if (report.stopped) io.err(`penny: ${STOPS[report.stopped]}\n`);
  const done = counted(report.answered + failed, "row");
  if (report.out !== undefined) io.err(`penny: ${done} in ${shown(report.out, io)}\n`);
  else if (report.unfinished !== undefined) io.err(`penny: the rows so far are in ${shown(report.unfinished, io)}\n`);
  const reused = report.reused > 0 ? `, ${counted(report.reused, "row")} answered without one` : "";
  io.err(
    `penny: ${formatUsd(report.spentPicodollars)} spent on ${counted(report.calls, "call")}${reused}, in ${duration(report.durationMs)}; run ${report.id}\n`,
  );
}

/** The exit code that a map gives. */
export function mapExitCode(report: MapReport): ExitCode {
  if (report.stopped === "declined") return exitCodes.usage;
  if (report.stopped === "held") return exitCodes.interrupted;
  if (report.stopped !== undefined) return exitCodes.budget;
  return report.failed > 0 ? exitCodes.failed : exitCodes.ok;
}
