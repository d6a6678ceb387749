/** What `penny arena rank` writes beside its table: a page, a CSV table, Markdown; who beat whom. Flags and files; forms no table itself. */
import type { Command } from "commander";
import { SetupError } from "../record/setup-error.ts";
import type { BoardSheet } from "../run/board-sheet.ts";
import { TERMINAL_MODELS } from "./arena-matrix.ts";
import { fromFolder } from "./ask-options.ts";
import type { Io } from "./io.ts";

/** Flags that say what is written. */
export interface ExportFlags {
  /** File of the page. */
  html?: string;
  /** File of the CSV table; `-`: standard output. */
  csv?: string;
  /** File of the Markdown table; `-`: standard output. */
  markdown?: string;
  /** Published leaderboard that tells organisations and licences. */
  facts?: string;
  /** Whether to print who beat whom. */
  matrix?: true;
}

/** Adds the flags. */
export function addExportOptions(command: Command): Command {
  return command
    .option("--html <file>", "also write a page with intervals, ratings over time and who beat whom, one file")
    .option("--csv <file>", "also write all columns as CSV; -: to standard output, in place of the table")
    .option("--markdown <file>", "also write the table as Markdown; -: to standard output, in place of the table")
    .option("--matrix", `also print who beat whom, for the first ${TERMINAL_MODELS} models`)
    .option(
      "--facts <file>",
      "a published leaderboard that tells organisations and licences of models of the same name",
    );
}

/** Whether more is asked for than the ratings. */
export function wantsSheet({ html, csv, markdown, matrix }: ExportFlags): boolean {
  return [html, csv, markdown, matrix].some((flag) => flag !== undefined);
}

/** The flag that puts a table on standard output in place of the usual one. */
export function toOutput({ csv, markdown }: ExportFlags): "csv" | "markdown" | undefined {
  return csv === "-" ? "csv" : markdown === "-" ? "markdown" : undefined;
}

/**
 * Refuses flags that contradict each other, before anything is read.
 * @param votes the file of the votes, which is not to be written over. Absent: votes of the log.
 * @throws SetupError.
 */
export function checkExports(
  flags: ExportFlags & { by?: string; json?: true },
  votes: string | undefined,
  io: Io,
): void {
  const { csv, markdown, html } = flags;
  const written = Object.entries({ html, csv, markdown }).filter(([, file]) => file !== undefined) as [
    string,
    string,
  ][];
  const [first] = written;
  if (flags.by !== undefined && (first || flags.matrix))
    throw new SetupError(
      `--${first?.[0] ?? "matrix"} is of one leaderboard, but --by makes several: take votes by --where instead.`,
    );
  if (html === "-") throw new SetupError("--html is `-`, but must be a file.");
  const outputs = [csv === "-", markdown === "-", flags.json].filter(Boolean).length;
  if (outputs > 1)
    throw new SetupError(
      "Only one of --json, --csv - and --markdown - can go to standard output: give the others a file.",
    );
  for (const [flag, file] of written)
    if (votes !== undefined && fromFolder(io, file) === fromFolder(io, votes))
      throw new SetupError(`--${flag} ${file} would write over the votes: name another file.`);
}

async function textOf(format: string, sheet: BoardSheet, title: string, notes: readonly string[]): Promise<string> {
  if (format === "csv") return (await import("./arena-csv.ts")).arenaCsv(sheet);
  if (format === "markdown") return (await import("./arena-markdown.ts")).arenaMarkdown(sheet, notes);
  return (await import("./arena-html.ts")).arenaPage(sheet, { title, notes });
}

/**
 * Writes what was asked for.
 * @param title what the page is called. @param notes sentences that say how to read the table, the same as in a terminal.
 * @throws SetupError if a file cannot be written.
 */
export async function writeSheet(
  sheet: BoardSheet,
  flags: ExportFlags,
  { title, notes }: { title: string; notes: readonly string[] },
  io: Io,
): Promise<void> {
  const { html, csv, markdown } = flags;
  for (const [format, file] of Object.entries({ html, csv, markdown })) {
    if (file === undefined) continue;
    const text = await textOf(format, sheet, title, notes);
    if (file === "-") {
      io.out(text);
      continue;
    }
    const { writeText } = await import("../store/line-file.ts");
    await writeText(fromFolder(io, file), text);
    io.err(`penny: ${format} written to ${file}\n`);
  }
}
