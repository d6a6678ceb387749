/** The formats that a run is written in, and writing one to a file or standard output. Loads a format when it is used. */
import type { EvalReport, Workbench } from "../index.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { fromFolder } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { jsonText } from "./plain-text.ts";

/** Formats of a run. */
export const runFormats = ["json", "jsonl", "csv", "junit", "markdown", "html", "gallery", "pairs"] as const;

/** Name of a format. */
export type RunFormat = (typeof runFormats)[number];

const BY_ENDING: { [ending: string]: RunFormat } = {
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  csv: "csv",
  xml: "junit",
  md: "markdown",
  html: "html",
  htm: "html",
};

/**
 * The format that is wanted, or that a path's ending means.
 * @throws SetupError if neither tells.
 */
export function runFormat(wanted: string | undefined, path: string | undefined): RunFormat {
  if (wanted !== undefined) {
    const found = runFormats.find((format) => format === wanted.toLowerCase()) ?? BY_ENDING[wanted.toLowerCase()];
    if (found) return found;
    throw new SetupError(
      `There is no format \`${wanted}\`.${nearestHint(wanted, runFormats)} Known: ${runFormats.join(", ")}.`,
    );
  }
  const ending = /\.([^./\\]+)$/.exec(path ?? "")?.[1]?.toLowerCase() ?? "";
  const found = path === undefined ? "json" : BY_ENDING[ending];
  if (found) return found;
  throw new SetupError(
    `The format is not told by the file's ending: add --format with one of ${runFormats.join(", ")}.`,
  );
}

/** The text of a run in a format. */
export async function runText(report: EvalReport, format: RunFormat, workbench: Workbench): Promise<string> {
  switch (format) {
    case "json":
      return jsonText(report);
    case "jsonl":
      return report.cells.map((cell) => `${JSON.stringify({ run: report.id, ...cell })}\n`).join("");
    case "csv":
      return (await import("./report-csv.ts")).csvReport(report);
    case "junit":
      return (await import("./report-junit.ts")).junitReport(report);
    case "markdown":
      return (await import("./report-markdown.ts")).markdownReport(report);
    case "html": {
      const questions = await workbench.evals.questions(report.id);
      return (await import("./report-html.ts")).htmlReport(report, questions);
    }
    case "pairs": {
      const questions = await workbench.evals.questions(report.id);
      return (await import("./report-pairs.ts")).pairLines(report, questions);
    }
    case "gallery":
      return (await import("./report-gallery.ts")).galleryPage(report);
  }
}

/** Writes a run to a file. Throws SetupError if that cannot be. */
export async function writeRun(
  report: EvalReport,
  format: RunFormat,
  path: string,
  io: Io,
  workbench: Workbench,
): Promise<void> {
  const { writeText } = await import("../store/line-file.ts");
  await writeText(fromFolder(io, path), await runText(report, format, workbench));
}
