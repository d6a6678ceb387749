/** A query that an app, or whoever asks their data, wants run, on which tables, and what came of it. Types only. */
import type { JsonValue } from "./json.ts";

/** A table as a query sees it. */
export interface QueryTable {
  /** Its name in queries. */
  name: string;
  /** Absolute path of the SQLite file that it stands in. */
  file: string;
  /** Trusted SQL that gives its rows, with `$source.` before the name of each table of the file. */
  sql: string;
  /** What that reads: each table of the file with the columns. */
  reads: { [table: string]: readonly string[] | "all" };
}

/** A value in a query's place. */
export type QueryParam = string | number | boolean | null;

/** A query. */
export interface QueryWish {
  /** What it may read; nothing else. */
  tables: readonly QueryTable[];
  /** One SELECT. */
  sql: string;
  /** Values for its `?` in order, or for its names. Absent: it has none. */
  params?: readonly QueryParam[] | { [name: string]: QueryParam };
  /** Rows and bytes that are given back at most; the rest is left out. */
  most: { rows: number; bytes: number };
}

/** What came of it. */
export interface QueryRun {
  /** Names of the columns, in order. Empty if it broke. */
  columns: string[];
  /** Rows in order, each its values. Whole numbers beyond 2^53 are texts, bytes hexadecimal. */
  rows: JsonValue[][];
  /** Whether there were more rows than may be given back. */
  hasMore: boolean;
  /** Why it broke: one sentence that tells nothing of what it may not read. Absent: it did not. */
  error?: string;
}
