/**
 * What was spent in a time: the log's sums by day, model, provider or command, their total, and their energy in familiar units.
 * Prices nothing anew: a call keeps the cost that it had.
 */
import { carbonGrams, familiarAmounts, zoneOf } from "../price/energy-units.ts";
import { SetupError } from "../record/setup-error.ts";
import type { SpendQuestion, SpendRow } from "../store/spend-report.ts";
import type { Store } from "../store/store.ts";
import type { Range } from "./estimate.ts";
import { dayAfter, dayIn, momentOf } from "./moment.ts";

/** What to sum. */
export interface SpentQuestion {
  /** One row for each of these. Default `day`. */
  by?: SpendQuestion["by"];
  /** From this day or moment (`2026-01-31`, `7d`). Default: the first of the last 30 days; with `until`, no bound. */
  since?: string;
  /** To the end of this day, or before this moment. Default: no bound. */
  until?: string;
  /** Only this model: whole name, pattern with `*`, or part of the name. */
  model?: string;
  /** Only this command. */
  command?: string;
  /** Time zone of the days. Default `UTC`. */
  zone?: string;
}

/** An energy in one familiar unit. */
export interface FamiliarEnergy {
  /** What it is counted in: `seconds of television`. */
  unit: string;
  /** How many of it. */
  amount: Range;
  /** Where the unit's figure is from, with its day. */
  source: string;
}

/** What was spent. */
export interface SpentReport {
  /** By what the rows are. */
  by: SpendQuestion["by"];
  /** First moment counted, milliseconds since 1970. Absent: from the beginning. */
  after?: number;
  /** Moment before which calls count, milliseconds since 1970. Absent: until now. */
  before?: number;
  /** Days in order, others with the greatest cost first. Empty: no call fits. */
  rows: SpendRow[];
  /** All rows together; its `key` is `total`. */
  total: SpendRow;
  /** Grams of CO₂ equivalent by the providers' zones. Absent: no energy is known. */
  carbonGrams?: Range;
  /** The energy in familiar units, smallest unit first. Empty: none is known. */
  familiar: FamiliarEnergy[];
}

const DEFAULT_DAYS = 30;

function sumOf(rows: readonly SpendRow[], name: Exclude<keyof SpendRow, "key">): number | undefined {
  const known = rows.map((row) => row[name]).filter((value) => value !== undefined);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : undefined;
}

/** All rows together. What is known in no row is absent. */
export function totalOf(rows: readonly SpendRow[]): SpendRow {
  const total: SpendRow = {
    key: "total",
    calls: sumOf(rows, "calls") ?? 0,
    failed: sumOf(rows, "failed") ?? 0,
    unknownCost: sumOf(rows, "unknownCost") ?? 0,
  };
  for (const name of [
    "inputTokens",
    "outputTokens",
    "picodollars",
    "energyLowWh",
    "energyHighWh",
    "energyCalls",
  ] as const) {
    const sum = sumOf(rows, name);
    if (sum !== undefined) total[name] = sum;
  }
  return total;
}

/** Carbon and familiar units of each provider's energy, summed: each is taken to use its own zone's electricity. */
function energyReport(byProvider: readonly SpendRow[]): Pick<SpentReport, "carbonGrams" | "familiar"> {
  const familiar = new Map<string, FamiliarEnergy>();
  let carbon: Range | undefined;
  for (const { key, energyLowWh: lowWh, energyHighWh: highWh } of byProvider) {
    if (lowWh === undefined || highWh === undefined) continue;
    const grams = carbonGrams({ lowWh, highWh }, zoneOf(key));
    carbon = { low: (carbon?.low ?? 0) + grams.low, high: (carbon?.high ?? 0) + grams.high };
    for (const { unit, amount, source } of familiarAmounts({ lowWh, highWh }, zoneOf(key))) {
      const sum = familiar.get(unit)?.amount ?? { low: 0, high: 0 };
      familiar.set(unit, { unit, source, amount: { low: sum.low + amount.low, high: sum.high + amount.high } });
    }
  }
  return { ...(carbon ? { carbonGrams: carbon } : {}), familiar: [...familiar.values()] };
}

/**
 * What was spent.
 * @param now milliseconds since 1970.
 * @throws SetupError if a day, a moment or the zone is none, or the time is empty.
 */
export async function spent(log: Pick<Store, "spend">, question: SpentQuestion, now: number): Promise<SpentReport> {
  const { by = "day", since, until, model, command, zone = "UTC" } = question;
  const moment = (text: string, end: "start" | "after", name: string): number =>
    momentOf(text, { now, zone, end, name });
  const first = since ?? (until === undefined ? `${DEFAULT_DAYS - 1}d` : undefined);
  const after = first === undefined ? undefined : moment(first, "start", "--since");
  const before = until === undefined ? undefined : moment(until, "after", "--until");
  if (after !== undefined && before !== undefined && after >= before) {
    const [from, to] = [dayIn(zone, after), dayAfter(dayIn(zone, before), -1)];
    throw new SetupError(`The time from ${from} to ${to} is empty: give a day for --until that is not before --since.`);
  }
  const filter = {
    zone,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
    ...(model === undefined ? {} : { model }),
    ...(command === undefined ? {} : { command }),
  };
  const rows = await log.spend({ ...filter, by });
  const byProvider = by === "provider" ? rows : await log.spend({ ...filter, by: "provider" });
  return {
    by,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
    rows,
    total: totalOf(rows),
    ...energyReport(byProvider),
  };
}
