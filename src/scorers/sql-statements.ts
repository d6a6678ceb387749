/**
 * Reads SQL to say whether a dialect's grammar takes it, and which tables and columns it names. It knows no database: whether the
 * tables exist is not looked at. The grammars are those of node-sql-parser, each loaded on first use; they do not know all of each
 * dialect (in 5.4 not `ON CONFLICT DO NOTHING` without a target, nor `FILTER` before `OVER`), and that of `transactsql` takes
 * some of what it should not, so `any` does without it. Chosen for its licence, upkeep and reach: each grammar is 0.2–0.3 MB, and
 * SQLite itself, which is at hand, would need the tables.
 */
import type { Parser } from "node-sql-parser";
import { messageOf } from "../record/setup-error.ts";

/** The dialects there are. `any`: one of SQLite, PostgreSQL and MySQL takes it. */
export const SQL_DIALECTS = [
  "any",
  "sqlite",
  "postgresql",
  "mysql",
  "mariadb",
  "bigquery",
  "snowflake",
  "transactsql",
] as const;

/** One of the dialects. */
export type SqlDialect = (typeof SQL_DIALECTS)[number];

type OneDialect = Exclude<SqlDialect, "any">;

const LOADERS: { [dialect in OneDialect]: () => Promise<unknown> } = {
  sqlite: () => import("node-sql-parser/build/sqlite.js"),
  postgresql: () => import("node-sql-parser/build/postgresql.js"),
  mysql: () => import("node-sql-parser/build/mysql.js"),
  mariadb: () => import("node-sql-parser/build/mariadb.js"),
  bigquery: () => import("node-sql-parser/build/bigquery.js"),
  snowflake: () => import("node-sql-parser/build/snowflake.js"),
  transactsql: () => import("node-sql-parser/build/transactsql.js"),
};

const ANY: readonly OneDialect[] = ["sqlite", "postgresql", "mysql"];

interface SqlModule {
  Parser: new () => Parser;
}

const parsers = new Map<OneDialect, Promise<Parser>>();

function parserOf(dialect: OneDialect): Promise<Parser> {
  let parser = parsers.get(dialect);
  if (!parser) {
    parser = LOADERS[dialect]().then((loaded) => {
      // A CommonJS module: bundled or not, its exports may stand under `default`.
      const module = loaded as Partial<SqlModule> & { default?: SqlModule };
      const made = module.Parser ?? module.default?.Parser;
      if (!made) throw new Error(`The grammar of ${dialect} could not be loaded.`);
      return new made();
    });
    parsers.set(dialect, parser);
  }
  return parser;
}

/** What a text came to. */
export type SqlReading =
  | {
      /** The dialect that takes it. */
      dialect: OneDialect;
      /** Names of the tables in it, without their schema. */
      tables: Set<string>;
      /** Names of the columns in it, without their table; `*` for all of them. */
      columns: Set<string>;
    }
  | {
      /** Why no dialect takes it, one clause. */
      problem: string;
    };

function lastOf(entry: string): string {
  const name = entry.slice(entry.lastIndexOf("::") + 2);
  return name === "(.*)" ? "*" : name;
}

function problemOf(error: unknown): string {
  const { line, column } =
    (error as { location?: { start?: { line?: number; column?: number } } }).location?.start ?? {};
  if (line === undefined) return messageOf(error).replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 200);
  const found = (error as { found?: string | null }).found;
  return `line ${line}, column ${column}: ${found ? `“${found}” is not expected there` : "it ends too soon"}`;
}

/** Reads a text of one or more SQL statements. */
export async function readSql(text: string, dialect: SqlDialect): Promise<SqlReading> {
  // The grammars take nothing for a list of no statements.
  if (!/[a-z]/i.test(text)) return { problem: "it has no statement" };
  let problem = "";
  for (const [index, each] of (dialect === "any" ? ANY : [dialect]).entries()) {
    const parser = await parserOf(each);
    try {
      const { tableList, columnList } = parser.parse(text);
      return { dialect: each, tables: new Set(tableList.map(lastOf)), columns: new Set(columnList.map(lastOf)) };
    } catch (error) {
      if (index === 0) problem = problemOf(error);
    }
  }
  return { problem };
}
