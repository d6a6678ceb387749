/** What a migration is. Running them is `migrate.ts`. */

/** One step from an older schema to the next. Append-only: a released one is never edited, renumbered or removed. */
export interface Migration {
  /** Place in the order, from 1, without gaps. The number of the last one applied is the schema version of the file. */
  number: number;
  /** What it does, in a word or two; recorded in the database. */
  name: string;
  /** Statements, run in one transaction together with the record of it. */
  sql: string;
}
