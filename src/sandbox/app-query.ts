/**
 * Runs one SELECT of an app, or of a model, on the tables that a person gave it, and on nothing else.
 *
 * What it stops: reading any other table of the same file, its schema, or another file; writing, attaching, settings, extensions, virtual
 * tables, several statements; telling by its errors whether something else is there; giants. An authorizer allows what is on its lists
 * and denies all else. Queries without an end, and those that take all memory, are ended by the process around it (process.ts). What it
 * does not stop: learning from how long a query takes how large the file's other tables are.
 * Sources: https://sqlite.org/c3ref/set_authorizer.html, https://sqlite.org/security.html,
 * https://nodejs.org/docs/latest-v24.x/api/sqlite.html (2026-11-30).
 */
import { constants, DatabaseSync, type DatabaseSyncOptions, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { JsonValue } from "../record/json.ts";
import type { QueryParam, QueryRun, QueryTable, QueryWish } from "../record/query-run.ts";
import { sqlName } from "../record/sql-name.ts";
import { statementsOf } from "./run-sql.ts";

/**
 * `limits` and `defensive` are newer than the types (Node 24.15). Nothing can be written, so there is nothing to defend; but it would keep
 * the names of tables behind virtual ones from being hidden.
 */
const OPTIONS: DatabaseSyncOptions & { limits: { [name: string]: number }; defensive: boolean } = {
  defensive: false,
  readOnly: true,
  timeout: 2000,
  allowExtension: false,
  limits: {
    length: 20_000_000,
    sqlLength: 100_000,
    exprDepth: 200,
    compoundSelect: 100,
    functionArg: 100,
    likePatternLength: 1000,
    variableNumber: 1000,
  },
};

/** Functions that read nothing but their arguments, write nothing, and tell nothing of this machine but the time. */
const FUNCTIONS = new Set(
  `-> ->> abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling char coalesce concat concat_ws cos cosh count cume_dist current_date
  current_time current_timestamp date datetime degrees dense_rank exp first_value floor format glob group_concat hex if ifnull iif instr
  json json_array json_array_insert json_array_length json_error_position json_extract json_group_array json_group_object json_insert
  json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type json_valid julianday lag last_value lead length
  like likelihood likely ln log log10 log2 lower ltrim max median min mod nth_value ntile nullif octet_length percent_rank percentile
  percentile_cont percentile_disc pi pow power printf quote radians random rank replace round row_number rtrim sign sin sinh sqrt strftime
  string_agg substr substring sum tan tanh time timediff total trim trunc typeof unhex unicode unistr unixepoch unlikely upper`.split(
    /\s+/,
  ),
);
/** Tables that are made of an argument alone. */
const FROM_ARGUMENTS = new Set(["json_each", "json_tree"]);
/** Names of SQLite's own tables. */
const RESERVED = /^(sqlite_|pragma_|dbstat$)/i;

/** What may be read: `schema.table` in lower case, with its columns or all of them. */
type Readable = Map<string, Set<string> | "all">;

/** Attaches each file once. Gives the name by which each is known to SQLite. */
function attachedFiles(database: DatabaseSync, tables: readonly QueryTable[]): Map<string, string> {
  const files = [...new Set(tables.map(({ file }) => file))];
  const schemas = new Map(files.map((file, index) => [file, `source${index}`]));
  for (const [file, schema] of schemas)
    database.prepare(`ATTACH ? AS ${schema}`).run(`${pathToFileURL(file).href}?mode=ro`);
  return schemas;
}

/** Shows the tables under the names given to them. Gives what may be read. */
function shownTables(
  database: DatabaseSync,
  tables: readonly QueryTable[],
  schemas: ReadonlyMap<string, string>,
): Readable {
  const readable: Readable = new Map();
  for (const { name, file, sql, reads } of tables) {
    const schema = schemas.get(file) ?? "";
    database.exec(`CREATE TEMP VIEW ${sqlName(name)} AS ${sql.replaceAll("$source.", `${schema}.`)}`);
    readable.set(`temp.${name.toLowerCase()}`, "all");
    for (const [table, columns] of Object.entries(reads)) {
      const key = `${schema}.${table.toLowerCase()}`;
      const before = readable.get(key);
      const isAll = columns === "all" || before === "all";
      readable.set(key, isAll ? "all" : new Set([...(before ?? []), ...columns.map((each) => each.toLowerCase())]));
    }
  }
  return readable;
}

/**
 * Puts a view that cannot be read before each other table, so that its bare name does not mean it. The authorizer cannot tell a bare name
 * from a common table expression where no column is read, as in `count(*)`: it hears no schema for either.
 */
function hideOthers(database: DatabaseSync, schemas: Iterable<string>, readable: Readable): void {
  const hidden = new Set<string>();
  for (const schema of schemas) {
    for (const { name } of database.prepare(`PRAGMA ${schema}.table_list`).all()) {
      const key = String(name).toLowerCase();
      if (RESERVED.test(key) || hidden.has(key) || readable.has(`temp.${key}`)) continue;
      hidden.add(key);
      database.exec(`CREATE TEMP VIEW ${sqlName(String(name))} AS VALUES (not_given())`);
    }
  }
}

/** An empty column stands for a table of which no column is read, as in `count(*)`. */
function mayRead(readable: Readable, schema: string | null, table: string, column: string): boolean {
  if (schema === "main" && FROM_ARGUMENTS.has(table)) return true;
  if (schema === null) return column === "" && !RESERVED.test(table);
  const columns = readable.get(`${schema}.${table.toLowerCase()}`);
  return columns === "all" || (columns !== undefined && (column === "" || columns.has(column.toLowerCase())));
}

function authorize(database: DatabaseSync, readable: Readable): void {
  database.setAuthorizer((action, first, second, schema) => {
    const { SQLITE_OK, SQLITE_DENY, SQLITE_SELECT, SQLITE_RECURSIVE, SQLITE_READ, SQLITE_FUNCTION } = constants;
    if (action === SQLITE_SELECT || action === SQLITE_RECURSIVE) return SQLITE_OK;
    if (action === SQLITE_FUNCTION) return FUNCTIONS.has((second ?? "").toLowerCase()) ? SQLITE_OK : SQLITE_DENY;
    if (action === SQLITE_READ && mayRead(readable, schema, first ?? "", second ?? "")) return SQLITE_OK;
    return SQLITE_DENY;
  });
}

function jsonValue(value: unknown): JsonValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" ? value : null;
}

function sizeOf(value: JsonValue): number {
  return typeof value === "string" ? Buffer.byteLength(value) : 8;
}

function bound(value: QueryParam): string | number | null {
  return typeof value === "boolean" ? Number(value) : value;
}

function iterated(query: StatementSync, params: QueryWish["params"]): Iterable<unknown> {
  if (params === undefined || Array.isArray(params)) return query.iterate(...(params ?? []).map(bound));
  const named = Object.entries(params).map(([name, value]) => [name, bound(value)] as const);
  return query.iterate(Object.fromEntries(named));
}

function rowsOf(query: StatementSync, { params, most }: QueryWish): Pick<QueryRun, "rows" | "hasMore"> {
  query.setReturnArrays(true);
  query.setReadBigInts(true);
  const rows: JsonValue[][] = [];
  let bytes = 0;
  for (const row of iterated(query, params)) {
    const values = (row as unknown[]).map(jsonValue);
    bytes += values.reduce<number>((sum, value) => sum + sizeOf(value), 0);
    if (rows.length >= most.rows || bytes > most.bytes) return { rows, hasMore: true };
    rows.push(values);
  }
  return { rows, hasMore: false };
}

/** Tables and columns that there are, for a query that names others. */
function whatThereIs(database: DatabaseSync, tables: readonly QueryTable[]): string {
  database.setAuthorizer(null);
  const told = tables.map(({ name }) => {
    try {
      const columns = database.prepare(`PRAGMA temp.table_info(${sqlName(name)})`).all();
      return `${name} (${columns.map((column) => column.name).join(", ")})`;
    } catch {
      return `${name} (which cannot be read)`;
    }
  });
  return told.length === 0 ? "no tables were given" : `there are ${told.join("; ")}`;
}

/**
 * The error of a query in words. Whatever is not given and whatever is not there read alike: else a query could find out by its
 * errors what else the file holds.
 */
function errorOf(error: unknown, database: DatabaseSync, tables: readonly QueryTable[]): string {
  const message = error instanceof Error ? error.message : String(error);
  if (
    /^(not authorized|access to |authorizer|no such|ambiguous column|unknown database|cannot modify|.* prohibited)/i.test(
      message,
    )
  )
    return `The query asks for something that was not given: only SELECT is allowed, and ${whatThereIs(database, tables)}.`;
  if (/too big|too large|too many|out of memory/i.test(message))
    return `The query is too large (${message}): ask for less.`;
  if (/database|disk|file|locked|busy/i.test(message)) return "The tables cannot be read just now: try again.";
  return `The query is wrong (${message}): mend it.`;
}

/** Runs a query. Never throws. */
export function appQuery(wish: QueryWish): QueryRun {
  const failed = (error: string): QueryRun => ({ columns: [], rows: [], hasMore: false, error });
  const statements = statementsOf(wish.sql);
  if (statements.length !== 1) return failed("A query is one SELECT: leave out what follows the first semicolon.");
  const database = new DatabaseSync(":memory:", OPTIONS);
  try {
    let readable: Readable;
    try {
      // Sorting in a file would fill the disk. Nothing in the schema of a file may call a function that does more than reckon.
      database.exec("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF");
      const schemas = attachedFiles(database, wish.tables);
      readable = shownTables(database, wish.tables, schemas);
      hideOthers(database, schemas.values(), readable);
    } catch {
      return failed("The tables cannot be read: the person who gave them must look whether they are still there.");
    }
    authorize(database, readable);
    try {
      const query = database.prepare(wish.sql);
      const columns = query.columns().map(({ name }) => name);
      if (columns.length === 0) return failed("A query is one SELECT.");
      return { columns, ...rowsOf(query, wish) };
    } catch (error) {
      return failed(errorOf(error, database, wish.tables));
    }
  } finally {
    database.close();
  }
}
