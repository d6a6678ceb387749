/** The database schema for the docs, as a fresh log has it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { LOG_FILE, openStore } from "../src/store/open-store.ts";

/** The statements that make it, without the internal tables of the full-text index. */
export async function databaseSchema(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "penny-schema-"));
  const store = await openStore({ dir, now: Date.now });
  await store.close();
  const database = new DatabaseSync(join(dir, LOG_FILE), { readOnly: true });
  const rows = database
    .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB '*_fts_*' ORDER BY rowid")
    .all();
  database.close();
  rmSync(dir, { recursive: true, force: true });
  return `\`\`\`sql\n${rows.map((row) => `${String(row.sql)};`).join("\n\n")}\n\`\`\``;
}
