/** What the sandbox's process is told, and what it answers. Types only. */
import type { QueryRun, QueryWish } from "../record/query-run.ts";
import type { JavaScriptRun, SqlRun, SvgPicture } from "../record/sandbox-run.ts";

/** Work for the process. */
export type Job =
  | { kind: "javascript"; code: string; tests: string[] }
  | { kind: "sql"; code: string; before: string }
  | { kind: "query"; wish: QueryWish }
  | { kind: "svg"; code: string; width: number };

/** What the process is sent. */
export interface JobMessage {
  /** The work. */
  job: Job;
  /** Bytes of memory that the process may hold; the same each time. Absent: as many as it likes. */
  mostMemory?: number;
}

/** What comes of each kind. */
export interface JobResult {
  /** Of JavaScript. */
  javascript: JavaScriptRun;
  /** Of SQL. */
  sql: SqlRun;
  /** Of a query on tables of a person's. */
  query: QueryRun;
  /** Of SVG. */
  svg: SvgPicture;
}
