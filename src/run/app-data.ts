/**
 * Data of a person's for apps and questions: given, allowed, taken back, described for a model, queried. A query runs in the sandbox on the
 * tables given to that app and on no others. Asks no model: data-question.ts does.
 */
import { basename, resolve } from "node:path";
import type { AppData } from "../record/app.ts";
import type { JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import type { QueryRun, QueryTable, QueryWish } from "../record/query-run.ts";
import { SetupError } from "../record/setup-error.ts";
import type { AppLog } from "../store/app-log.ts";
import type { DataPlace } from "../store/data-tables.ts";
import { firstRowsOf } from "../store/first-rows.ts";

/** A table to give. */
export interface DataWish {
  /** A CSV, JSON, Parquet or SQLite file, or `log` for the log itself. */
  source: string;
  /** Which table of a SQLite file or of the log. Absent: the only one. */
  inside?: string;
  /** Its name in queries. Absent: made from the file's or the table's. */
  table?: string;
  /** Rows that a model may see, 0 to 20. Default 0. */
  sampleRows?: number;
  /** Folder that a relative path starts from. Default: that of the process. */
  folder?: string;
}

/** A table as a model is told of it. */
export interface DescribedTable {
  /** Its name in queries. */
  table: string;
  /** Names of its columns, and what SQLite keeps in them as far as the first rows show: `integer`, `real`, `text`. */
  columns: { name: string; type: string }[];
  /** Rows that a model may see: the first ones, long texts cut. Empty: none may be seen. */
  samples: JsonValue[][];
}

/** Who asks. An app reads only what was allowed; the person reads all that they gave. */
export type DataReader = "app" | "person";

/** Data of apps. Each function throws SetupError for what is not there or cannot be read. */
export interface AppDataBench {
  /** Tables that a file has, or the log: names to give. */
  tablesOf: (source: string, folder?: string) => Promise<string[]>;
  /** Gives a table to an app. The app may read it only when that is allowed. */
  give: (app: string, wish: DataWish) => Promise<AppData>;
  /** Tables given to an app, by name. */
  list: (app: string) => Promise<AppData[]>;
  /** Allows an app to read tables, or no more. Absent tables: all of them. */
  allow: (app: string, isAllowed: boolean, tables?: readonly string[]) => Promise<AppData[]>;
  /** Takes a table from an app. */
  take: (app: string, table: string) => Promise<void>;
  /** What a model is told of an app's tables. */
  describe: (app: string) => Promise<DescribedTable[]>;
  /** Runs one SELECT on an app's tables. What is wrong with it is in what is given back. */
  query: (app: string, reader: DataReader, wish: Omit<QueryWish, "tables">) => Promise<QueryRun>;
}

/** What the bench works with. */
export interface DataContext {
  /** Apps in the log. */
  apps: Pick<AppLog, "data" | "putData" | "removeData" | "list">;
  /** Names of tables in a source. */
  tablesOf: (place: Pick<DataPlace, "source" | "format">) => Promise<string[]>;
  /** A table as a query sees it. */
  open: (place: DataPlace) => Promise<QueryTable>;
  /** Forgets copies of a table. */
  forget: (place: DataPlace) => Promise<void>;
  /** What a path's ending means. */
  formatOf: (path: string) => Promise<string | undefined>;
  /** Runs a query in the sandbox. */
  run: (wish: QueryWish) => Promise<QueryRun>;
  /** Milliseconds since 1970. */
  now: () => number;
}

const LOG = "log";
const MOST_SAMPLES = 20;
/** SQLite attaches at most ten files (https://sqlite.org/limits.html, 2026-11-30). */
const MOST_FILES = 10;
const MOST_CELL = 80;
const FORMATS: { readonly [format: string]: AppData["format"] } = {
  csv: "csv",
  tsv: "csv",
  json: "json",
  jsonl: "json",
  yaml: "json",
  parquet: "parquet",
  sqlite: "sqlite",
};

async function placeOf(
  context: DataContext,
  source: string,
  folder: string | undefined,
): Promise<Pick<DataPlace, "source" | "format">> {
  if (source === LOG) return { source: LOG, format: "log" };
  const path = folder === undefined ? resolve(source) : resolve(folder, source);
  const format = FORMATS[(await context.formatOf(path)) ?? ""];
  if (format) return { source: path, format };
  throw new SetupError(
    `The format of ${basename(path)} is not told by its ending: name a .csv, .tsv, .json, .jsonl, .yaml, .parquet or .db file, or \`log\`.`,
  );
}

/** A name that can stand in SQL without quotes. */
function plainName(text: string): string {
  const words = text.replace(/[^\p{L}\p{N}_]+/gu, "_").replace(/^_+|_+$/g, "");
  return (/^\p{N}/u.test(words) ? `t_${words}` : words).slice(0, 60) || "data";
}

function freeName(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted;
  for (let number = 2; used.has(name.toLowerCase()); number++) name = `${wanted}_${number}`;
  return name;
}

/** The table inside a source that is meant. `undefined`: the source is one table. */
async function insideOf(
  context: DataContext,
  place: Pick<DataPlace, "source" | "format">,
  wanted: string | undefined,
): Promise<string | undefined> {
  if (place.format !== "sqlite" && place.format !== "log") {
    if (wanted === undefined) return undefined;
    throw new SetupError(`${place.source} is one table, so none inside can be named: leave out \`${wanted}\`.`);
  }
  const names = await context.tablesOf(place);
  if (wanted === undefined && names.length === 1) return names[0];
  if (wanted === undefined)
    throw new SetupError(
      `${place.source} has several tables (${names.join(", ")}): say which, as in \`--inside ${names[0]}\`.`,
    );
  const found = names.find((name) => name.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  throw new SetupError(
    `${place.source} has no table \`${wanted}\`.${nearestHint(wanted, names) || ` Tables: ${names.join(", ")}.`}`,
  );
}

async function give(context: DataContext, app: string, wish: DataWish): Promise<AppData> {
  const { sampleRows = 0 } = wish;
  if (!Number.isInteger(sampleRows) || sampleRows < 0 || sampleRows > MOST_SAMPLES)
    throw new SetupError(`${sampleRows} sample rows are not possible: give a whole number from 0 to ${MOST_SAMPLES}.`);
  const given = await context.apps.data(app);
  const place = await placeOf(context, wish.source, wish.folder);
  const inside = await insideOf(context, place, wish.inside);
  const taken = given.map(({ table }) => table);
  const base = plainName(wish.table ?? inside ?? basename(place.source).replace(/\.[^.]*$/, ""));
  if (/^(sqlite_|json_each$|json_tree$)/i.test(base))
    throw new SetupError(`A table cannot be called \`${base}\`, which is SQLite's own name: give another.`);
  if (wish.table !== undefined && base !== wish.table)
    throw new SetupError(`\`${wish.table}\` is no name of a table: use letters, digits and _, as in \`${base}\`.`);
  const table = wish.table ?? freeName(base, taken);
  const data: AppData = { app, table, ...place, ...(inside === undefined ? {} : { inside }), sampleRows };
  const opened = await context.open(data);
  const others = given.filter((each) => each.table.toLowerCase() !== table.toLowerCase());
  const files = new Set((await Promise.all(others.map((each) => context.open(each)))).map(({ file }) => file));
  if (files.add(opened.file).size > MOST_FILES)
    throw new SetupError(`An app can be given tables of ${MOST_FILES} files at most: take one away first.`);
  await context.apps.putData(data);
  return data;
}

async function namedData(context: DataContext, app: string, table: string): Promise<AppData> {
  const given = await context.apps.data(app);
  const found = given.find((each) => each.table.toLowerCase() === table.toLowerCase());
  if (found) return found;
  const names = given.map((each) => each.table);
  throw new SetupError(
    `The app has no table \`${table}\`.${nearestHint(table, names) || ` It has ${names.join(", ") || "none"}.`}`,
  );
}

async function take(context: DataContext, app: string, table: string): Promise<void> {
  const data = await namedData(context, app, table);
  await context.apps.removeData(app, data.table);
  const apps = [...(await context.apps.list()), ...(await context.apps.list({ removed: true }))];
  const left = (await Promise.all(apps.map(({ id }) => context.apps.data(id)))).flat();
  if (!left.some(({ source, inside }) => source === data.source && inside === data.inside)) await context.forget(data);
}

function shortened(value: JsonValue): JsonValue {
  return typeof value === "string" && value.length > MOST_CELL ? `${value.slice(0, MOST_CELL)}…` : value;
}

/** What a model is told of a table: rows that it may not see are not even read, but one, for what kind of value a column holds. */
async function described(context: DataContext, data: AppData, tables: readonly QueryTable[]): Promise<DescribedTable> {
  const most = { rows: Math.max(1, data.sampleRows), bytes: 1_000_000 };
  const run = await context.run({ tables, sql: firstRowsOf(data.table, most.rows), most });
  if (run.error !== undefined) throw new SetupError(`The table ${data.table} cannot be read: ${run.error}`);
  const kinds = (at: number): string => {
    const values = run.rows.map((row) => row[at]).filter((value) => value !== null);
    if (values.length === 0) return "unknown";
    if (values.every((value) => Number.isInteger(value))) return "integer";
    return values.every((value) => typeof value === "number") ? "real" : "text";
  };
  return {
    table: data.table,
    columns: run.columns.map((column, at) => ({ name: column, type: kinds(at) })),
    samples: run.rows.slice(0, data.sampleRows).map((row) => row.map(shortened)),
  };
}

/** The bench. */
export function appDataBench(context: DataContext): AppDataBench {
  const { apps } = context;
  return {
    tablesOf: async (source, folder) => {
      const place = await placeOf(context, source, folder);
      if (place.format !== "sqlite" && place.format !== "log") return [];
      return context.tablesOf(place);
    },
    give: (app, wish) => give(context, app, wish),
    list: (app) => apps.data(app),
    allow: async (app, isAllowed, tables) => {
      const chosen = tables
        ? await Promise.all(tables.map((table) => namedData(context, app, table)))
        : await apps.data(app);
      for (const { grantedAt, ...data } of chosen)
        await apps.putData({ ...data, ...(isAllowed ? { grantedAt: grantedAt ?? context.now() } : {}) });
      return apps.data(app);
    },
    take: (app, table) => take(context, app, table),
    describe: async (app) => {
      const given = await apps.data(app);
      const tables = await Promise.all(given.map((data) => context.open(data)));
      return Promise.all(given.map((data) => described(context, data, tables)));
    },
    query: async (app, reader, wish) => {
      const given = (await apps.data(app)).filter(({ grantedAt }) => reader === "person" || grantedAt !== undefined);
      return context.run({ ...wish, tables: await Promise.all(given.map((data) => context.open(data))) });
    },
  };
}
