/** Opens the results that a person names, in the format of its ending. Loads the writer of a format when it is used. */
import { resolve } from "node:path";
import { SetupError } from "../record/setup-error.ts";
import { type ResultsToOpen, type ResultWriter, resultFormat } from "./result-writer.ts";

/**
 * Opens results for writing.
 * @throws SetupError if they cannot be written there, or a table of that name is not one of ours.
 */
export async function openResults(wanted: ResultsToOpen): Promise<ResultWriter> {
  const path = resolve(wanted.path);
  const format = resultFormat(path, wanted.format);
  if (wanted.table !== undefined && format !== "sqlite")
    throw new SetupError(`--table names a table of a SQLite file, but the results are ${format}: leave it out.`);
  if (format === "parquet") return (await import("./result-parquet.ts")).parquetResults(path, wanted.columns);
  if (format === "sqlite") return (await import("./result-sqlite.ts")).sqliteResults({ ...wanted, path });
  const { csvLine, textResults } = await import("./result-text.ts");
  if (format === "jsonl") return textResults(path, "", (row) => `${JSON.stringify(row)}\n`);
  const delimiter = format === "csv" ? "," : "\t";
  const names = wanted.columns.map(({ name }) => name);
  const heading = csvLine(names, delimiter);
  return textResults(path, heading, (row) =>
    csvLine(
      names.map((name) => row[name]),
      delimiter,
    ),
  );
}
