/** A query that many ask. Reads nothing itself. */

/** The query that gives the first rows of a table. */
export function firstRowsOf(table: string, most: number): string {
  return `SELECT * FROM "${table.replaceAll('"', '""')}" LIMIT ${most}`;
}
