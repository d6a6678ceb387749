/** `penny app data`: tables given to an app, who may read them, queries and questions. Its verbs and what they print. */
import type { Command } from "commander";
import type { Workbench } from "../index.ts";
import type { AppData } from "../record/app.ts";
import { SetupError } from "../record/setup-error.ts";
import { tellOutcome } from "./call-outcome.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { numberFrom } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { renderTable, type TableColumn, tableSettings } from "./table.ts";

/** What a query gives back at most. */
const MOST = { rows: 10_000, bytes: 16 * 1024 * 1024 };

const COLUMNS: readonly TableColumn<AppData>[] = [
  { title: "table", value: ({ table }) => oneLine(table), styles: () => ["bold"] },
  { title: "from", value: ({ source, inside }) => oneLine(inside === undefined ? source : `${source}: ${inside}`) },
  { title: "a model sees", value: ({ sampleRows }) => `columns, ${sampleRows} rows` },
  { title: "the app", value: ({ grantedAt }) => (grantedAt === undefined ? "may not read it" : "may read it") },
];

async function appNamed(word: string, io: Io): Promise<Workbench & { id: string }> {
  const workbench = await io.workbench();
  return { ...workbench, id: (await workbench.apps.find(word)).id };
}

function print(tables: readonly AppData[], json: true | undefined, io: Io): void {
  if (json) io.out(jsonText(tables));
  else if (tables.length > 0) io.out(renderTable(tables, COLUMNS, tableSettings(io)));
  else io.err("penny: it was given no data: penny app data give APP sales.csv\n");
}

interface GiveFlags {
  table?: string;
  inside?: string;
  samples?: number;
  allow?: true;
}

async function give(word: string, source: string, flags: GiveFlags, io: Io): Promise<void> {
  const { data, id } = await appNamed(word, io);
  const given = await data.give(id, {
    source,
    folder: io.cwd,
    ...(flags.table === undefined ? {} : { table: flags.table }),
    ...(flags.inside === undefined ? {} : { inside: flags.inside }),
    ...(flags.samples === undefined ? {} : { sampleRows: flags.samples }),
  });
  if (flags.allow) await data.allow(id, true, [given.table]);
  const after = flags.allow
    ? "the app may read it"
    : `the app may read it after \`penny app data allow ${id} ${given.table}\``;
  io.out(`${oneLine(given.table)}\n`);
  io.err(`penny: models see its columns and ${given.sampleRows} of its rows; ${after}\n`);
}

async function query(word: string, sql: string, flags: { json?: true }, io: Io): Promise<ExitCode> {
  const { data, id } = await appNamed(word, io);
  const { columns, rows, hasMore, error } = await data.query(id, "person", { sql, most: MOST });
  if (error !== undefined) {
    io.err(`penny: ${oneLine(error)}\n`);
    return exitCodes.failed;
  }
  if (flags.json) {
    io.out(jsonText({ columns, rows, hasMore }));
    return exitCodes.ok;
  }
  const shown = columns.map((title, index) => ({
    title: oneLine(title),
    value: (row: (typeof rows)[number]) => {
      const value = row[index] ?? null;
      return value === null ? "" : oneLine(typeof value === "string" ? value : JSON.stringify(value));
    },
  }));
  io.out(renderTable(rows, shown, tableSettings(io)));
  if (hasMore) io.err("penny: there are more rows than are given back: ask for fewer, with LIMIT\n");
  return exitCodes.ok;
}

async function question(
  word: string,
  words: string,
  flags: { model?: string; json?: true; run: boolean },
  io: Io,
): Promise<ExitCode> {
  const { data, id } = await appNamed(word, io);
  const asked = { question: words, ...(flags.model === undefined ? {} : { model: flags.model }), signal: io.signal };
  const { sql, call } = await data.sqlFor(id, asked);
  if (sql === undefined) {
    tellOutcome(call, io);
    if (!call.error) io.err(`penny: ${call.request.model} wrote no SQL: ask otherwise, or ask another model\n`);
    return exitCodes.failed;
  }
  if (!flags.run) {
    io.out(`${sql}\n`);
    return exitCodes.ok;
  }
  io.err(`${sql}\n`);
  return query(id, sql, flags, io);
}

/** Adds the verbs. @param end hears the exit code of those that may fail. */
export function addDataVerbs(command: Command, io: Io, end: (code: ExitCode) => void): void {
  const parent = command
    .command("data")
    .description("give an app tables of your own: CSV, JSON, Parquet, SQLite, or the log")
    .helpCommand(false);
  const verb = (name: string, about: string): Command =>
    parent.command(name).description(about).argument("<app>", "name, id, or the end of its id");
  verb("list", "tables that an app was given")
    .option("--json", "for programs")
    .action(async (app: string, flags: { json?: true }) => {
      const { data, id } = await appNamed(app, io);
      print(await data.list(id), flags.json, io);
    });
  verb("give", "give an app a table; it may read it only when that is allowed")
    .argument("<source>", "CSV, JSON, JSON lines, Parquet or SQLite file, or `log`")
    .option("--table <name>", "its name in queries (default: the file's)")
    .option("--inside <name>", "which table of a SQLite file or of the log")
    .option("--samples <count>", "rows that models may see (default: 0)", numberFrom("--samples", 0, true))
    .option("--allow", "the app may read it")
    .action((app: string, source: string, flags: GiveFlags) => give(app, source, flags, io));
  verb("allow", "allow an app to read tables that it was given, or no longer")
    .argument("[tables...]", "names (default: all)")
    .option("--off", "no longer")
    .option("--json", "for programs")
    .action(async (app: string, tables: string[], flags: { off?: true; json?: true }) => {
      const { data, id } = await appNamed(app, io);
      print(await data.allow(id, !flags.off, tables.length > 0 ? tables : undefined), flags.json, io);
    });
  verb("take", "take a table from an app")
    .argument("<table>", "its name in queries")
    .action(async (app: string, table: string) => {
      const { data, id } = await appNamed(app, io);
      await data.take(id, table);
      io.err(`penny: ${oneLine(table)} is no longer the app's\n`);
    });
  verb("query", "run one SELECT on an app's tables, as the app could")
    .argument("<sql>", "in quotes")
    .option("--json", "for programs")
    .action(async (app: string, sql: string, flags: { json?: true }) => end(await query(app, sql, flags, io)));
  verb("question", "have a model write SQL for a question, show it, and run it")
    .argument("<question>", "in quotes")
    .option("-m, --model <name>", "model that writes the SQL")
    .option("--no-run", "only show the SQL")
    .option("--json", "for programs")
    .action(async (app: string, words: string, flags: { model?: string; json?: true; run: boolean }) => {
      if (words.trim() === "") throw new SetupError("There is no question: ask something.");
      end(await question(app, words, flags, io));
    });
}
