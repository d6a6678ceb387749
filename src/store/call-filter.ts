/** Which calls: a filter as the faces use it, and the SQL condition it becomes. Reads and writes nothing. */
import type { FinishReason } from "../record/call.ts";

/** Which calls are meant. All that is given must hold; empty: every call. */
export interface CallFilter {
  /** At most this many, the newest. Absent: no limit. */
  limit?: number;
  /** Started before this, milliseconds since 1970. */
  before?: number;
  /** Started at this or after, milliseconds since 1970. */
  after?: number;
  /** Comes after this call in a list, newest first: started before it, or with it and has a lesser id. */
  olderThan?: { startedAt: number; id: string };
  /**
   * Model: a name with a slash is the whole name, one with `*` or `?` a pattern, any other a part of the name. Case does
   * not count.
   */
  model?: string;
  /** Command that asked: `prompt`, `eval`. */
  command?: string;
  /** What in the command asked. */
  ref?: string;
  /** How the call ended; several: any of them. */
  reason?: FinishReason | readonly FinishReason[];
  /** True: ended as `error`, `aborted` or `lost`. False: ended otherwise, or still runs. */
  failed?: boolean;
  /** Cost at least this, picodollars; calls of unknown cost are left out. */
  minCostPicodollars?: number;
  /** Continues this call. */
  parent?: string;
  /** Has one of these whole ids. */
  ids?: readonly string[];
  /** Has this request hash. */
  hash?: string;
  /** Its turn, its answer or a message before it holds these words, as `search` finds them. */
  matching?: string;
}

/** A condition on the table `call`. */
export interface Condition {
  /** SQL, to follow `WHERE`. */
  sql: string;
  /** Its parameters, in order. */
  values: (string | number)[];
}

const FAILED: readonly FinishReason[] = ["error", "aborted", "lost"];

function marks(count: number): string {
  return Array.from({ length: count }, () => "?").join(", ");
}

function modelCondition(model: string): Condition {
  const name = model.toLowerCase();
  if (/[*?]/.test(name)) return { sql: "lower(model) GLOB ?", values: [name.replaceAll("[", "[[]")] };
  if (name.includes("/")) return { sql: "lower(model) = ?", values: [name] };
  return { sql: "instr(lower(model), ?) > 0", values: [name] };
}

/** A condition on how calls ended. A lost call stands as `pending` in the table: `lost` are the rows of those. */
function reasonCondition(reasons: readonly FinishReason[], lost: readonly number[]): Condition {
  const stored = reasons.filter((reason) => reason !== "lost" && reason !== "pending");
  const alternatives: string[] = [];
  const values: (string | number)[] = [];
  if (stored.length > 0) {
    alternatives.push(`reason IN (${marks(stored.length)})`);
    values.push(...stored);
  }
  // One parameter for any number of rows: SQLite limits how many a statement may have.
  if (reasons.includes("lost")) {
    alternatives.push("call.row IN (SELECT value FROM json_each(?))");
    values.push(JSON.stringify(lost));
  }
  if (reasons.includes("pending")) {
    alternatives.push("(reason = 'pending' AND call.row NOT IN (SELECT value FROM json_each(?)))");
    values.push(JSON.stringify(lost));
  }
  return { sql: alternatives.length > 0 ? `(${alternatives.join(" OR ")})` : "0", values };
}

function endingConditions(filter: CallFilter, lost: () => readonly number[]): Condition[] {
  const conditions: Condition[] = [];
  if (filter.reason !== undefined) {
    conditions.push(reasonCondition(typeof filter.reason === "string" ? [filter.reason] : filter.reason, lost()));
  }
  if (filter.failed !== undefined) {
    const failed = reasonCondition(FAILED, lost());
    conditions.push(filter.failed ? failed : { sql: `NOT ${failed.sql}`, values: failed.values });
  }
  return conditions;
}

/**
 * The condition of a filter; `limit` and `matching` are not in it, they need the database.
 * @param lost gives the rows of calls whose process ended before they did; asked only if the filter needs it.
 */
export function conditionOf(filter: CallFilter, lost: () => readonly number[]): Condition {
  const conditions: Condition[] = endingConditions(filter, lost);
  const add = (sql: string, value: string | number | undefined): void => {
    if (value !== undefined) conditions.push({ sql, values: [value] });
  };
  add("started_at < ?", filter.before);
  add("started_at >= ?", filter.after);
  add("command = ?", filter.command);
  add("ref = ?", filter.ref);
  add("picodollars >= ?", filter.minCostPicodollars);
  add("parent = ?", filter.parent);
  add("hash = ?", filter.hash);
  if (filter.olderThan) {
    const { startedAt, id } = filter.olderThan;
    conditions.push({ sql: "(started_at, call.id) < (?, ?)", values: [startedAt, id] });
  }
  if (filter.model !== undefined) conditions.push(modelCondition(filter.model));
  if (filter.ids) add("call.id IN (SELECT value FROM json_each(?))", JSON.stringify(filter.ids));
  return {
    sql: conditions.length > 0 ? conditions.map((each) => each.sql).join(" AND ") : "1",
    values: conditions.flatMap((each) => each.values),
  };
}
