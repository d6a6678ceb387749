/** What the sandbox's process is told, and what it answers. Types only. */
import type { JavaScriptRun, SqlRun, SvgPicture } from "../record/sandbox-run.ts";

/** Work for the process. */
export type Job =
  | { kind: "javascript"; code: string; tests: string[] }
  | { kind: "sql"; code: string; before: string }
  | { kind: "svg"; code: string; width: number };

/** What comes of each kind. */
export interface JobResult {
  /** Of JavaScript. */
  javascript: JavaScriptRun;
  /** Of SQL. */
  sql: SqlRun;
  /** Of SVG. */
  svg: SvgPicture;
}
