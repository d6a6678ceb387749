/** The options of `penny map`: their help, their parser and how they become a job and its settings. Runs nothing. */
import { type Command, Option } from "commander";
import type { MapJob, MapSettings } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import { rowFormats } from "../store/open-rows.ts";
import { resultFormats } from "../store/result-writer.ts";
import { type AskFlags, addAskOptions, addSchemaOptions, fromFolder, grouped, inputOf } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { collect, commandParser, type Example, numberFrom } from "./parse.ts";
import { schemaOf } from "./schema-option.ts";

/** The options of `penny map` once parsed. */
export interface MapFlags extends Pick<AskFlags, "system" | "fragment" | "template" | "param" | "option" | "timeout"> {
  /** Model name. */
  model?: string;
  /** Columns or files to send. */
  attachment?: string[];
  /** Keep the bytes of attachments in the log. */
  keepAttachments?: true;
  /** JSON Schema: file, JSON text or short form. */
  schema?: string;
  /** The same, for a list of such items. */
  schemaMulti?: string;
  /** Take only the first code block. */
  extract?: true;
  /** Take only the last code block. */
  extractLast?: true;
  /** Format of the rows. */
  format?: string;
  /** Query on a SQLite file. */
  query?: string;
  /** Only so many rows. */
  limit?: number;
  /** Longest side of images, in pixels. */
  resize?: number;
  /** File for the results. */
  out?: string;
  /** Format of the results. */
  outFormat?: string;
  /** Table of the results. */
  table?: string;
  /** Name of the answer's column. */
  as?: string;
  /** Most dollars to spend. */
  budget?: number;
  /** Most calls to send. */
  maxCalls?: number;
  /** Most minutes to run. */
  maxMinutes?: number;
  /** Most calls at once. */
  concurrency?: number;
  /** False: ask again what the log has answers to. */
  cache: boolean;
  /** Do not ask before money is spent. */
  yes?: true;
  /** Print the report as JSON. */
  json?: true;
}

const EXAMPLES: readonly Example[] = [
  { words: 'penny map rows.csv "Translate: {{text}}" --out done.csv', does: "a prompt over a table" },
  {
    words: 'penny map photos "Describe it" -m google/gemini-2.5-flash-lite --resize 384 --out out.jsonl',
    does: "over photos",
  },
  { words: 'penny map rows.jsonl "{{q}}" --limit 20', does: "try the first twenty, on the screen" },
  {
    words: 'penny map shop.db "Sum up: {{review}}" --query "select id, review from reviews" --out shop.db',
    does: "over a query",
  },
  {
    words: 'penny map rows.parquet -t judge --schema "good bool, why" --out out.parquet --budget 5',
    does: "stop at $5",
  },
  { words: 'cut -f2 list.tsv | penny map - "Spell {{word}}" --format tsv', does: "rows that are piped in" },
];

const RESULT_FILE = /^[^=]*\.(jsonl|ndjson|csv|tsv|parquet|db|sqlite3?)$/i;

/** The words with `-o FILE` as `--out FILE` where FILE ends like results: no model option has such a name. */
export function withOutWords(words: readonly string[]): string[] {
  return words.map((word, index) => (word === "-o" && RESULT_FILE.test(words[index + 1] ?? "") ? "--out" : word));
}

const HEADINGS = { rows: "The rows:", results: "The results:", limits: "Limits:" } as const;

function option(heading: keyof typeof HEADINGS, flags: string, about: string): Option {
  return new Option(flags, about).helpGroup(HEADINGS[heading]);
}

function addJobOptions(command: Command): Command {
  const whole = (flag: string): ((text: string) => number) => numberFrom(flag, 1, true);
  return command
    .addOption(
      option("rows", "--format <name>", `format of the rows: ${rowFormats.join(", ")} (default: by the ending)`),
    )
    .addOption(option("rows", "--query <sql>", "rows of a SQLite file (default: all of its only table)"))
    .addOption(option("rows", "--limit <n>", "only the first rows").argParser(whole("--limit")))
    .addOption(
      option("results", "--out <file>", "where to write them; -o FILE too (default: standard output, as jsonl)"),
    )
    .addOption(option("results", "--out-format <name>", `${resultFormats.join(", ")} (default: by the ending)`))
    .addOption(option("results", "--table <name>", "table of a SQLite file (default: map)"))
    .addOption(option("results", "--as <name>", "column of the answer (default: answer, beside call and error)"))
    .addOption(option("results", "--json", "print what it came to as JSON; needs --out"))
    .addOption(
      option("limits", "--budget <usd>", "most dollars to spend; stops before it is passed").argParser(
        numberFrom("--budget", 0, false),
      ),
    )
    .addOption(option("limits", "--max-calls <n>", "most calls to send").argParser(numberFrom("--max-calls", 0, true)))
    .addOption(
      option("limits", "--max-minutes <n>", "most minutes to run").argParser(numberFrom("--max-minutes", 0, false)),
    )
    .addOption(
      option("limits", "--concurrency <n>", "most calls at once (default: 256; 8 on this machine)").argParser(
        whole("--concurrency"),
      ),
    )
    .addOption(new Option("--no-cache", "ask again what the log has answers to"))
    .addOption(new Option("--yes", "do not ask before money is spent"));
}

/** A parser of the words of `penny map`. */
export function mapParser(io: Io): Command {
  const about =
    "Runs a prompt over the rows of a table or the files of a folder. {{column}} in the prompt stands for a cell. Says first what it will take. Answers that are in the log are not paid again, so a map that was stopped or killed goes on by the same command.";
  const command = commandParser("penny map", about, io, EXAMPLES)
    .usage('[options] ROWS ["PROMPT"]')
    .argument("<rows>", "a table (csv, tsv, json, jsonl, yaml, parquet, db), a folder, a quoted pattern, or -")
    .argument("[prompt]", "what to ask of each row; in quotes")
    .allowExcessArguments()
    .addOption(grouped("ask", "-m, --model <name>", "model, `provider/name` or an alias"))
    .addOption(
      grouped(
        "ask",
        "-a, --attachment <column>",
        "send what a column names, or a file for all rows; repeatable",
      ).argParser(collect),
    )
    .addOption(
      grouped("ask", "--resize <pixels>", "make images smaller first: pixels of the longer side").argParser(
        numberFrom("--resize", 16, true),
      ),
    );
  addAskOptions(command, io, ["keepAttachments", "system", "fragment", "template", "param", "option", "timeout"]);
  addSchemaOptions(command)
    .addOption(grouped("answer", "-x, --extract", "only the first code block of each answer"))
    .addOption(grouped("answer", "--xl, --extract-last", "only the last one").conflicts("extract"));
  return addJobOptions(command);
}

function rowsOf(given: string, flags: MapFlags, io: Io): MapJob["rows"] {
  const more = {
    ...(flags.format === undefined ? {} : { format: flags.format }),
    ...(flags.query === undefined ? {} : { query: flags.query }),
  };
  if (given !== "-") return { from: fromFolder(io, given), name: given, ...more };
  if (io.terminal.in)
    throw new SetupError("`-` reads the rows from standard input, but nothing was piped in: `penny map - … < FILE`.");
  return { from: io.input, name: "standard input", folder: io.cwd, ...more };
}

/** The job. @throws SetupError for a wrong option, and if neither prompt nor template is given. */
export async function mapJob(words: readonly string[], flags: MapFlags, io: Io): Promise<MapJob> {
  const [rows = "", prompt, ...more] = words;
  if (more.length > 0)
    throw new SetupError(
      `\`${more[0]}\` is one word too many: put the prompt in quotes, and a pattern such as "photos/*.jpg" too.`,
    );
  const schema = await schemaOf(flags, io);
  const { system, fragments, template, params, options } = await inputOf(
    { ...flags, model: undefined, attachment: undefined, markdown: true },
    io,
  );
  const extract = flags.extract ? "first" : flags.extractLast ? "last" : undefined;
  return {
    rows: rowsOf(rows, flags, io),
    ...(prompt === undefined ? {} : { prompt }),
    ...(system === undefined ? {} : { system }),
    ...(fragments ? { fragments } : {}),
    ...(template === undefined ? {} : { template }),
    ...(params ? { params } : {}),
    ...(options ? { options } : {}),
    ...(schema ? { schema } : {}),
    ...(extract ? { extract } : {}),
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.attachment ? { attachments: flags.attachment } : {}),
    ...(flags.resize === undefined ? {} : { resize: flags.resize }),
    ...(flags.limit === undefined ? {} : { limit: flags.limit }),
    ...(flags.keepAttachments ? { storeAttachments: true } : {}),
  };
}

/** How to run it, but for what listens. @throws SetupError for options that do not go together. */
export function mapSettings(flags: MapFlags, io: Io): MapSettings {
  const out = flags.out === "-" ? undefined : flags.out;
  if (out === undefined && flags.json)
    throw new SetupError("--json prints the report where the rows go: name a file for them with --out.");
  if (out === undefined && (flags.outFormat !== undefined || flags.table !== undefined))
    throw new SetupError(`${flags.table === undefined ? "--out-format" : "--table"} needs a file: name it with --out.`);
  return {
    hold: io.signal,
    cache: flags.cache,
    ...(out === undefined ? {} : { out: fromFolder(io, out) }),
    ...(flags.outFormat === undefined ? {} : { outFormat: flags.outFormat }),
    ...(flags.table === undefined ? {} : { table: flags.table }),
    ...(flags.as === undefined ? {} : { as: flags.as }),
    ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
    ...(flags.maxCalls === undefined ? {} : { maxCalls: flags.maxCalls }),
    ...(flags.maxMinutes === undefined ? {} : { maxMinutes: flags.maxMinutes }),
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    ...(flags.timeout === undefined ? {} : { timeouts: { totalMs: flags.timeout * 1000 } }),
  };
}
