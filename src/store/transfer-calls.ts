/** Calls out of one log and into another, in our own shape. Files' bytes and raw answers do not travel. */
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import type { CallFilter } from "./call-filter.ts";
import { CALL_COLUMNS, callOfRow } from "./call-rows.ts";
import type { Database } from "./database.ts";
import { filterCondition } from "./read-calls.ts";
import { finishCall, insertCall } from "./write-calls.ts";

/** How an import went. */
export interface ImportReport {
  /** Calls that are new in the log. */
  imported: number;
  /** Calls that the log has already, or that were still running where they came from. */
  skipped: number;
}

/** Calls written in one transaction. */
const BATCH = 100;

/** Calls of a filter, oldest first, one by one: only one is in memory. One that is deleted meanwhile is left out. */
export async function* exportCalls(database: Database, filter: CallFilter): AsyncGenerator<Call> {
  const { sql, values } = filterCondition(database, filter);
  const rows = database
    .sql(`SELECT call.row FROM call WHERE ${sql} ORDER BY started_at DESC, id DESC LIMIT ?`)
    .all(...values, filter.limit ?? -1);
  for (const { row } of rows.reverse()) {
    const found = database.sql(`SELECT ${CALL_COLUMNS} FROM call WHERE row = ?`).get(Number(row));
    if (found) yield callOfRow(database, found);
  }
}

function importOne(database: Database, call: Call): boolean {
  if (call.finish.reason === "pending") return false;
  if (database.sql("SELECT 1 FROM call WHERE id = ?").get(call.id)) return false;
  // A lost call is one that is pending and has no living process.
  const isLost = call.finish.reason === "lost";
  const stored: Call = isLost ? { ...call, finish: { reason: "pending" } } : call;
  const row = insertCall(database, stored, undefined);
  if (!isLost) {
    const tip = database.sql("SELECT tip FROM call WHERE row = ?").get(row)?.tip;
    finishCall(database, row, typeof tip === "number" ? tip : null, stored, []);
  }
  return true;
}

/**
 * A value as a call.
 * @param place where it came from, for error messages: `line 3`.
 * @throws SetupError naming the field if it is not one.
 */
async function checkedCall(value: unknown, place: string): Promise<Call> {
  const { callSchema } = await import("./call-schema.ts");
  const checked = callSchema.safeParse(value);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    const where = issue?.path.join(".") || "the whole";
    throw new SetupError(
      `${place} is not a call (${where}: ${issue?.message}): import what \`penny log export\` wrote.`,
    );
  }
  const call = value as Call;
  try {
    // A hash made by other rules, or a wrong one, must not stand for this request in the cache.
    return { ...call, hash: requestHash(call.request) };
  } catch (error) {
    throw new SetupError(
      `${place} has a request that cannot be hashed (${messageOf(error)}): mend or leave out that line.`,
    );
  }
}

/**
 * Takes calls into the log, in batches. Those whose id is there already are left as they are, so it can be done twice.
 * @throws SetupError naming the first value that is not a call; the batches before it stay.
 */
export async function importCalls(
  database: Database,
  values: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<ImportReport> {
  const report: ImportReport = { imported: 0, skipped: 0 };
  let batch: Call[] = [];
  let line = 0;
  const flush = (): void => {
    database.write(() => {
      for (const call of batch) report[importOne(database, call) ? "imported" : "skipped"]++;
    });
    batch = [];
  };
  for await (const value of values) {
    batch.push(await checkedCall(value, `Line ${++line}`));
    if (batch.length === BATCH) flush();
  }
  flush();
  return report;
}
