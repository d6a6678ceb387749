/** A query that many ask. Reads nothing itself. */
import { sqlName } from "../record/sql-name.ts";

/** The query that gives the first rows of a table. */
export function firstRowsOf(table: string, most: number): string {
  return `SELECT * FROM ${sqlName(table)} LIMIT ${most}`;
}
