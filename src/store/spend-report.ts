/** What was spent, summed from the log by day, model, provider or command. Prices nothing. */
import { SetupError } from "../record/setup-error.ts";
import type { CallFilter } from "./call-filter.ts";
import type { Database } from "./database.ts";
import { filterCondition } from "./read-calls.ts";

/** What to sum, and by what. */
export interface SpendQuestion extends Pick<CallFilter, "after" | "before" | "model" | "command" | "ref"> {
  /** One line for each day, model, provider or command. */
  by: "day" | "model" | "provider" | "origin";
  /** Time zone of the days: IANA name (`Europe/Berlin`) or offset (`+05:30`). Default `UTC`. */
  zone?: string;
}

/** One line of the sums. */
export interface SpendRow {
  /** Day (`2024-05-31`), model, provider (`unknown` for a model name without one) or command. */
  key: string;
  /** Calls that ended, well or not, and lost ones. */
  calls: number;
  /** Of these, ended as `error` or `aborted`, or lost. */
  failed: number;
  /** Input tokens of the calls that say. Absent: none says. */
  inputTokens?: number;
  /** Output tokens of the calls that say. Absent: none says. */
  outputTokens?: number;
  /**
   * Picodollars of the calls whose cost is known; an exact integer up to 2^53 (9,007 dollars), the nearest number beyond.
   * Absent: none is known.
   */
  picodollars?: number;
  /** Calls that brought an answer, or part of one, at unknown cost: what was spent is more than the sum. */
  unknownCost: number;
  /** Energy of the calls where it is known, lower bound, watt-hours. Absent: none is known. */
  energyLowWh?: number;
  /** Energy of the calls where it is known, upper bound, watt-hours. Absent: none is known. */
  energyHighWh?: number;
  /** Calls whose energy is known. Absent: none. */
  energyCalls?: number;
}

/** All time zones in use are whole quarters of an hour from UTC, so a quarter lies within one day everywhere. */
const QUARTER_MS = 900_000;

const KEYS: { readonly [by in SpendQuestion["by"]]: string } = {
  day: `CAST(floor(started_at / ${QUARTER_MS}.0) AS INTEGER)`,
  model: "model",
  provider: "CASE instr(model, '/') WHEN 0 THEN 'unknown' ELSE substr(model, 1, instr(model, '/') - 1) END",
  origin: "command",
};

/** The day of a time in a zone, `2024-05-31`. */
function dayNamer(zone: string): (ms: number) => string {
  let format: Intl.DateTimeFormat;
  try {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  } catch {
    throw new SetupError(
      `"${zone}" is not a time zone: give a name such as Europe/Berlin or an offset such as +05:30.`,
    );
  }
  return (ms) => format.format(ms);
}

/** Sums that are absent where nothing is known. */
const SUMS = ["inputTokens", "outputTokens", "picodollars", "energyLowWh", "energyHighWh", "energyCalls"] as const;

type Sums = Omit<{ [name in keyof SpendRow]-?: bigint | number | null }, "key">;

function add(into: Map<string, Sums>, key: string, sums: Sums): void {
  const known = into.get(key);
  if (!known) {
    into.set(key, sums);
    return;
  }
  for (const name of Object.keys(sums) as (keyof Sums)[]) {
    const [a, b] = [known[name], sums[name]];
    if (a === null) known[name] = b;
    else if (typeof a === "bigint" && typeof b === "bigint") known[name] = a + b;
    else if (b !== null) known[name] = Number(a) + Number(b);
  }
}

function rowOf(key: string, sums: Sums): SpendRow {
  const row: SpendRow = {
    key,
    calls: Number(sums.calls),
    failed: Number(sums.failed),
    unknownCost: Number(sums.unknownCost),
  };
  for (const name of SUMS) {
    const value = sums[name];
    if (value !== null) row[name] = Number(value);
  }
  return row;
}

/**
 * The sums, by day in order of days, by others in order of cost, greatest first. Calls that still run are not in them.
 * @throws SetupError if the zone is not one.
 */
export function readSpend(database: Database, question: SpendQuestion): SpendRow[] {
  const { by, zone = "UTC", ...filter } = question;
  const nameOf = by === "day" ? dayNamer(zone) : undefined;
  const { sql, values } = filterCondition(database, filter);
  const running = filterCondition(database, { reason: "pending" });
  const statement = database.sql(
    `SELECT ${KEYS[by]} AS key, count(*) AS calls,
       sum(reason IN ('error', 'aborted', 'pending')) AS failed,
       sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens, sum(picodollars) AS picodollars,
       sum(picodollars IS NULL AND (answer IS NOT NULL OR output_tokens > 0)) AS unknownCost,
       sum(energy_low_wh) AS energyLowWh, sum(energy_high_wh) AS energyHighWh,
       nullif(count(energy_low_wh), 0) AS energyCalls
     FROM call WHERE ${sql} AND NOT ${running.sql} GROUP BY 1`,
  );
  statement.setReadBigInts(true);
  const sums = new Map<string, Sums>();
  for (const { key, ...row } of statement.all(...values, ...running.values)) {
    add(sums, nameOf ? nameOf(Number(key) * QUARTER_MS) : String(key), row as unknown as Sums);
  }
  const rows = [...sums].map(([key, row]) => rowOf(key, row));
  const byKey = (a: SpendRow, b: SpendRow): number => (a.key < b.key ? -1 : 1);
  return rows.sort(nameOf ? byKey : (a, b) => (b.picodollars ?? -1) - (a.picodollars ?? -1) || byKey(a, b));
}
