/** Apps and their versions. Removed apps stay until they are forgotten. Asks no model and judges no content. */
import type { App, AppAsk, AppKind, AppVersion, VersionMaking } from "../record/app.ts";
import { sha256 } from "../record/hash.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Row } from "./call-rows.ts";
import type { Database } from "./database.ts";
import { recordFileBytes, removeUnusedFile } from "./file-rows.ts";

/** A version as it is given to the store, which counts, hashes and measures. */
export type NewAppVersion = Omit<AppVersion, "number" | "sha256" | "size">;

/** What of an app can be changed. */
export interface AppChange {
  /** A new name. Absent: as it is. */
  name?: string;
  /** When it was removed, in milliseconds since 1970; `null` brings it back. Absent: as it is. */
  deletedAt?: number | null;
  /** What it may spend on calls of its own; `null`: nothing. Absent: as it is. */
  ask?: AppAsk | null;
}

/** What an app has taken so far. */
export interface AppSpend {
  /** Calls that ended well. */
  calls: number;
  /** What they cost, picodollars. Absent: unknown for one of them. */
  picodollars?: number;
}

/** What is known of a version beside columns that are asked for. */
type About = Pick<AppVersion, "tried" | "prompt" | "problems" | "failedEdits" | "interrupted">;

const APP = `SELECT app.*, (SELECT kind FROM app_version WHERE app = app.id ORDER BY number DESC LIMIT 1) AS kind FROM app`;
const VERSION = `SELECT app_version.*, call.id AS call_id, file.sha256, file.size FROM app_version
  JOIN file ON file.id = app_version.file LEFT JOIN call ON call.row = app_version.call`;

const MEDIA_TYPES: { [kind in AppKind]: string } = {
  html: "text/html",
  svg: "image/svg+xml",
  markdown: "text/markdown",
  mermaid: "text/vnd.mermaid",
  jsx: "text/jsx",
};

function appOf(row: Row): App {
  return {
    id: String(row.id),
    name: String(row.name),
    madeAt: Number(row.made_at),
    kind: typeof row.kind === "string" ? (row.kind as AppKind) : "html",
    ...(typeof row.forked_from === "string" ? { forkedFrom: row.forked_from } : {}),
    ...(row.deleted_at === null ? {} : { deletedAt: Number(row.deleted_at) }),
    ...(typeof row.ask === "string" ? { ask: JSON.parse(row.ask) as AppAsk } : {}),
  };
}

function versionOf(row: Row): AppVersion {
  return {
    id: String(row.id),
    app: String(row.app),
    number: Number(row.number),
    kind: String(row.kind) as AppKind,
    ...(typeof row.parent === "string" ? { parent: row.parent } : {}),
    ...(typeof row.call_id === "string" ? { call: row.call_id } : {}),
    sha256: String(row.sha256),
    size: Number(row.size),
    how: String(row.how) as VersionMaking,
    ...(JSON.parse(String(row.about)) as About),
    at: Number(row.at),
    ...(row.reviewed_at === null ? {} : { reviewedAt: Number(row.reviewed_at) }),
  };
}

/** Writes an app without versions. */
export function putApp(database: Database, { id, name, madeAt, forkedFrom, ask }: App): void {
  database
    .sql("INSERT INTO app (id, name, made_at, forked_from, ask) VALUES (?, ?, ?, ?, ?)")
    .run(id, name, Math.floor(madeAt), forkedFrom ?? null, ask ? JSON.stringify(ask) : null);
}

/**
 * The app with an id, else the one of a name (letter case apart), else the one with the only id that ends so. Removed apps are found by
 * id alone. `undefined`: there is none.
 * @throws SetupError if several apps are meant, naming them.
 */
export function readApp(database: Database, word: string): App | undefined {
  const exact = database.sql(`${APP} WHERE id = ?`).get(word);
  if (exact) return appOf(exact);
  const named = database
    .sql(`${APP} WHERE lower(name) = lower(?) AND deleted_at IS NULL ORDER BY id DESC LIMIT 5`)
    .all(word);
  const found =
    named.length > 0
      ? named
      : database
          .sql(`${APP} WHERE ?1 <> '' AND substr(id, -length(?1)) = lower(?1) ORDER BY id DESC LIMIT 5`)
          .all(word);
  if (found.length > 1)
    throw new SetupError(
      `\`${word}\` could be several apps: ${found.map(({ id, name }) => `${name} (${id})`).join(", ")}. Give the id.`,
    );
  return found[0] ? appOf(found[0]) : undefined;
}

/** Apps, newest first. @param removed those that were removed instead. */
export function readApps(database: Database, removed: boolean): App[] {
  return database
    .sql(`${APP} WHERE (deleted_at IS NOT NULL) = ? ORDER BY id DESC`)
    .all(removed ? 1 : 0)
    .map(appOf);
}

/** Changes an app. Gives whether it is there. */
export function changeApp(database: Database, id: string, { name, deletedAt, ask }: AppChange): boolean {
  const found = database.sql("SELECT name, deleted_at, ask FROM app WHERE id = ?").get(id);
  if (!found) return false;
  database
    .sql("UPDATE app SET name = ?, deleted_at = ?, ask = ? WHERE id = ?")
    .run(
      name ?? found.name ?? "",
      deletedAt === undefined ? (found.deleted_at ?? null) : deletedAt && Math.floor(deletedAt),
      ask === undefined ? (found.ask ?? null) : ask && JSON.stringify(ask),
      id,
    );
  return true;
}

/**
 * Removes an app for good: versions, their content where nothing else holds it, data given, what it keeps. Its calls stay in the log.
 * Gives whether it was there. Within a write transaction.
 */
export function forgetApp(database: Database, id: string): boolean {
  const files = database.sql("SELECT DISTINCT file FROM app_version WHERE app = ?").all(id);
  const removed = Number(database.sql("DELETE FROM app WHERE id = ?").run(id).changes) > 0;
  for (const { file } of files) removeUnusedFile(database, Number(file));
  return removed;
}

/**
 * Writes the next version of an app and keeps its content; gives it with its number. Within a write transaction.
 * @throws SetupError if there is no such app.
 */
export function putAppVersion(database: Database, version: NewAppVersion, content: Uint8Array): AppVersion {
  const { id, app, kind, parent, call, how, at, reviewedAt, tried, prompt, problems, failedEdits, interrupted } =
    version;
  if (!database.sql("SELECT 1 FROM app WHERE id = ?").get(app)) throw new SetupError(`There is no app \`${app}\`.`);
  const hash = sha256(content);
  const part = { type: "file", mediaType: MEDIA_TYPES[kind], sha256: hash, size: content.byteLength } as const;
  const file = recordFileBytes(database, part, content, at);
  const about: About = {
    ...(tried?.length ? { tried } : {}),
    ...(prompt === undefined ? {} : { prompt }),
    ...(problems?.length ? { problems } : {}),
    ...(failedEdits ? { failedEdits } : {}),
    ...(interrupted ? { interrupted } : {}),
  };
  database
    .sql(
      `INSERT INTO app_version (id, app, number, kind, parent, call, file, how, about, at, reviewed_at)
       VALUES (?1, ?2, (SELECT coalesce(max(number), 0) + 1 FROM app_version WHERE app = ?2), ?3, ?4,
         (SELECT row FROM call WHERE id = ?5), ?6, ?7, ?8, ?9, ?10)`,
    )
    .run(
      id,
      app,
      kind,
      parent ?? null,
      call ?? null,
      file,
      how,
      JSON.stringify(about),
      Math.floor(at),
      reviewedAt ?? null,
    );
  const written = readAppVersion(database, id);
  if (!written) throw new SetupError(`The version \`${id}\` could not be read back.`);
  return written;
}

/** The version with an id. `undefined`: there is none. */
export function readAppVersion(database: Database, id: string): AppVersion | undefined {
  const row = database.sql(`${VERSION} WHERE app_version.id = ?`).get(id);
  return row ? versionOf(row) : undefined;
}

/** The versions of an app, oldest first. */
export function readAppVersions(database: Database, app: string): AppVersion[] {
  return database.sql(`${VERSION} WHERE app_version.app = ? ORDER BY number`).all(app).map(versionOf);
}

/** The calls that name an app, or something in it (`app/<id>/ask`), as what asked. */
export function readAppSpend(database: Database, app: string): AppSpend {
  const row = database
    .sql(
      `SELECT count(*) AS calls, sum(picodollars) AS picodollars, count(picodollars) AS known FROM call
       WHERE command = 'app' AND (ref = ?1 OR ref > ?1 || '/' AND ref < ?1 || '0') AND reason NOT IN ('error', 'aborted', 'pending')`,
    )
    .get(`app/${app}`);
  const calls = Number(row?.calls ?? 0);
  return { calls, ...(Number(row?.known ?? 0) === calls ? { picodollars: Number(row?.picodollars ?? 0) } : {}) };
}

/** Notes when a person found a version good; `undefined` takes it back. Gives whether the version is there. */
export function markReviewed(database: Database, id: string, at: number | undefined): boolean {
  const value = at === undefined ? null : Math.floor(at);
  return Number(database.sql("UPDATE app_version SET reviewed_at = ? WHERE id = ?").run(value, id).changes) > 0;
}
