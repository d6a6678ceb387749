/**
 * An app: a small program or drawing made by a prompt, and its versions. A version points at the call that wrote it and at a file by
 * its SHA-256, and copies neither. Pure values.
 */

/** What a document can be written in. Each version of an app is one document. */
export const appKinds = ["html", "svg", "markdown", "mermaid", "jsx"] as const;

/** One of them. */
export type AppKind = (typeof appKinds)[number];

/** What the app may spend on calls of its own (`penny.ask`). */
export interface AppAsk {
  /** Full name of the model that answers. */
  model: string;
  /** US dollars that all calls of the app together may cost. */
  budgetUsd: number;
  /** Calls a minute, 1 or more. */
  perMinute: number;
}

/** An app. */
export interface App {
  /** Id, 26 characters of lower-case letters and digits, sorts by time. Also the first label of the app's host name. */
  id: string;
  /** What a person calls it. Two apps may share a name. */
  name: string;
  /** Milliseconds since 1970. */
  madeAt: number;
  /** Kind of its newest version. `html` before there is one. */
  kind: AppKind;
  /** Id of the version of another app that it began as. Absent: it was made or imported. */
  forkedFrom?: string;
  /** Milliseconds since 1970 when it was removed; it can be brought back. Absent: it is there. */
  deletedAt?: number;
  /** What it may spend on calls of its own. Absent: it may make none. */
  ask?: AppAsk;
}

/**
 * How a version came to be. `made`: the first, by a prompt. `edited`: by replacing pieces. `rewritten`: by a prompt, as a whole.
 * `fixed`: by a model that was told what went wrong. `by hand`: a person wrote it. `restored`: an earlier version brought back.
 * `imported`: from a file. `forked`: from a version of another app.
 */
export type VersionMaking = "made" | "edited" | "rewritten" | "fixed" | "by hand" | "restored" | "imported" | "forked";

/** One version of an app. Never changes but for `reviewedAt`. */
export interface AppVersion {
  /** Id, 26 characters, sorts by time. */
  id: string;
  /** Id of the app. */
  app: string;
  /** Which one in its app, from 1. */
  number: number;
  /** What the document is written in. */
  kind: AppKind;
  /**
   * Id of the version that it came from: the one that was changed, the one whose content `restored` brings back, the other app's for
   * `forked`. Absent: it came from none.
   */
  parent?: string;
  /** Id of the call that wrote it. Absent: no call did, or the call was removed from the log. */
  call?: string;
  /** Ids of calls made for the same wish before that one, oldest first, which brought nothing that could be used whole. Absent: none. */
  tried?: string[];
  /** SHA-256 of the content (UTF-8), 64 lower-case hexadecimal digits; its bytes are in the log's files. */
  sha256: string;
  /** Bytes of the content. */
  size: number;
  /** How it came to be. */
  how: VersionMaking;
  /** What the person asked, in their words. Absent: nothing was asked. */
  prompt?: string;
  /** What a `fixed` version was to mend, so that the same is not tried twice. Absent: nothing. */
  problems?: string[];
  /** Pieces that the model wanted to replace and that were not found, so that only the others are in it. Absent: none. */
  failedEdits?: number;
  /** Milliseconds since 1970. */
  at: number;
  /** Whether its call ended before the document did. Absent: it is whole. */
  interrupted?: true;
  /** Milliseconds since 1970 when a person said that they have read it and found it good. Absent: nobody did. */
  reviewedAt?: number;
}

/** What data of a person an app was given: one table. */
export interface AppData {
  /** Id of the app. */
  app: string;
  /** Name of the table in the app's SQL. Unique within the app. */
  table: string;
  /** Absolute path of the file, or `log` for the log itself. */
  source: string;
  /** What the source is. */
  format: "csv" | "json" | "parquet" | "sqlite" | "log";
  /** Name of the table inside a SQLite file or the log. Absent: the file is one table, or it has the same name. */
  inside?: string;
  /** Rows that a model may see as samples, 0 or more. It sees the names and types of columns in any case. */
  sampleRows: number;
  /** Milliseconds since 1970 when a person allowed the app to read it. Absent: not yet, so it may not. */
  grantedAt?: number;
}

/** A value that an app keeps under a name (`penny.store`). */
export interface AppStoreEntry {
  /** Name. */
  key: string;
  /** The value as JSON text. */
  json: string;
  /** Milliseconds since 1970 when it was last written. */
  at: number;
}
