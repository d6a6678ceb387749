/** What data apps were given, and what they keep themselves. Reads no data: only notes where it is. */
import type { AppData, AppStoreEntry } from "../record/app.ts";
import type { Database } from "./database.ts";

/** Notes a table given to an app, over one of the same name. */
export function putAppData(database: Database, data: AppData): void {
  const { app, table, source, format, inside, sampleRows, grantedAt } = data;
  database
    .sql(
      `INSERT OR REPLACE INTO app_data (app, table_name, source, format, inside, sample_rows, granted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      app,
      table,
      source,
      format,
      inside ?? null,
      sampleRows,
      grantedAt === undefined ? null : Math.floor(grantedAt),
    );
}

/** Tables given to an app, by name. */
export function readAppData(database: Database, app: string): AppData[] {
  return database
    .sql("SELECT * FROM app_data WHERE app = ? ORDER BY table_name")
    .all(app)
    .map((row) => ({
      app,
      table: String(row.table_name),
      source: String(row.source),
      format: String(row.format) as AppData["format"],
      ...(typeof row.inside === "string" ? { inside: row.inside } : {}),
      sampleRows: Number(row.sample_rows),
      ...(row.granted_at === null ? {} : { grantedAt: Number(row.granted_at) }),
    }));
}

/** Takes a table from an app. Gives whether it had it. */
export function removeAppData(database: Database, app: string, table: string): boolean {
  return Number(database.sql("DELETE FROM app_data WHERE app = ? AND table_name = ?").run(app, table).changes) > 0;
}

/** The value that an app keeps under a key, as JSON. `undefined`: none. */
export function readAppValue(database: Database, app: string, key: string): string | undefined {
  const row = database.sql("SELECT json FROM app_store WHERE app = ? AND key = ?").get(app, key);
  return row ? String(row.json) : undefined;
}

/**
 * Keeps a JSON value of an app under a key, over an earlier one, unless all that it keeps would then be more than `most` bytes of UTF-8
 * (keys and values). Gives whether it is kept. Within a write transaction.
 */
export function putAppValue(database: Database, app: string, entry: AppStoreEntry, most: number): boolean {
  const { key, json, at } = entry;
  const row = database
    .sql(
      "SELECT coalesce(sum(octet_length(key) + octet_length(json)), 0) AS size FROM app_store WHERE app = ? AND key <> ?",
    )
    .get(app, key);
  if (Number(row?.size) + Buffer.byteLength(key) + Buffer.byteLength(json) > most) return false;
  database
    .sql("INSERT OR REPLACE INTO app_store (app, key, json, at) VALUES (?, ?, ?, ?)")
    .run(app, key, json, Math.floor(at));
  return true;
}

/** Forgets a value. Gives whether it was there. */
export function removeAppValue(database: Database, app: string, key: string): boolean {
  return Number(database.sql("DELETE FROM app_store WHERE app = ? AND key = ?").run(app, key).changes) > 0;
}

/** All that an app keeps, by key. */
export function readAppValues(database: Database, app: string): AppStoreEntry[] {
  return database
    .sql("SELECT key, json, at FROM app_store WHERE app = ? ORDER BY key")
    .all(app)
    .map(({ key, json, at }) => ({ key: String(key), json: String(json), at: Number(at) }));
}
