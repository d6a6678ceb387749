/** `penny map`: runs a prompt over rows. Parses, calls the library, prints; judges nothing. */
import type { MapForecast, MapReport } from "../index.ts";
import { tellForecast } from "./confirm.ts";
import { counterLine } from "./counter-line.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { type MapFlags, mapJob, mapParser, mapSettings, withOutWords } from "./map-options.ts";
import { forecastLines, mapExitCode, tellMapEnd } from "./map-report.ts";
import { pairedWords } from "./paired-words.ts";
import { parseWords } from "./parse.ts";
import { jsonText } from "./plain-text.ts";
import { type ProgressLine, progressLine } from "./progress.ts";

const SUMMARY = "run a prompt over the rows of a table or the files of a folder";

async function tellMapForecast(forecast: MapForecast, name: string, flags: MapFlags, io: Io): Promise<boolean> {
  io.err(forecastLines(forecast, name));
  // A budget is an answer to the question whether to go on.
  return tellForecast(forecast.total, (flags.yes ?? false) || flags.budget !== undefined, io);
}

/** A line of progress; none where rows are printed on the same screen. */
function progressOf(flags: MapFlags, io: Io): ProgressLine {
  const sharesScreen = (flags.out === undefined || flags.out === "-") && io.terminal.out && io.terminal.err;
  return sharesScreen ? { update: () => undefined, end: () => undefined } : progressLine(io);
}

async function mapped(words: readonly string[], flags: MapFlags, io: Io): Promise<MapReport> {
  const job = await mapJob(words, flags, io);
  const settings = mapSettings(flags, io);
  const workbench = await io.workbench();
  const looking = counterLine("rows looked at", io);
  const line = progressOf(flags, io);
  const name = words[0] === "-" ? "standard input" : (words[0] ?? "");
  try {
    return await workbench.map(job, {
      ...settings,
      onLook: () => looking.add(),
      confirm: (forecast) => {
        looking.end();
        return tellMapForecast(forecast, name, flags, io);
      },
      onProgress: (progress) => line.update(progress),
      ...(settings.out === undefined ? { onRow: (row) => io.out(`${JSON.stringify(row)}\n`) } : {}),
    });
  } finally {
    looking.end();
    line.end();
  }
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const command = mapParser(io);
  if (!(await parseWords(command, pairedWords(withOutWords(words))))) return exitCodes.ok;
  const flags = command.opts<MapFlags>();
  const report = await mapped(command.args, flags, io);
  if (flags.json) io.out(jsonText(report));
  tellMapEnd(report, io);
  return mapExitCode(report);
}

/** The command. */
export const mapCommand: CliCommand = { name: "map", summary: SUMMARY, run };
