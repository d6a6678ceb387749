/** The filters that `penny log` and its verbs share, as options and as what the log is asked. Asks nothing itself. */
import { type Command, Option } from "commander";
import { picodollarsOfUsd } from "../price/money.ts";
import { type FinishReason, finishReasons } from "../record/call.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { momentOf } from "../run/moment.ts";
import type { CallFilter } from "../store/call-filter.ts";
import { numberFrom } from "./parse.ts";

/** What the filter options hold once parsed. */
export interface FilterFlags {
  /** Model: whole name, pattern with `*`, or part of the name. */
  model?: string;
  /** First day or moment. */
  since?: string;
  /** Last day, or the moment before which. */
  until?: string;
  /** Command that asked. */
  command?: string;
  /** What in the command asked. */
  originRef?: string;
  /** Only calls that failed, were stopped or lost. */
  failed?: true;
  /** Least cost in USD. */
  minCost?: number;
  /** How they ended. */
  reason?: FinishReason[];
}

const GROUP = "Which calls:";

function reasonsIn(text: string, before: FinishReason[] | undefined): FinishReason[] {
  const found = text.split(",").map((word) => {
    const wanted = word.trim().toLowerCase();
    const reason = finishReasons.find((each) => each === wanted);
    if (reason) return reason;
    throw new SetupError(
      `--reason is \`${word.trim()}\`, which no call ends as.${nearestHint(wanted, finishReasons)} They are ${finishReasons.join(", ")}.`,
    );
  });
  return [...(before ?? []), ...found];
}

/** Adds the filter options to a command. */
export function addFilterOptions(command: Command): Command {
  const option = (flags: string, about: string): Option => new Option(flags, about).helpGroup(GROUP);
  return command
    .addOption(option("-m, --model <name>", "of this model: whole name, pattern with *, or part of the name"))
    .addOption(option("--since <when>", "from this day or time on: 2026-01-31, today, yesterday, 7d, 3h"))
    .addOption(option("--until <when>", "up to the end of this day, or before this time"))
    .addOption(option("--command <name>", "that this command asked: prompt, chat, eval, library, import"))
    .addOption(option("--origin-ref <text>", "that this run and cell, or other part of a command, asked"))
    .addOption(option("--failed", "that failed, were stopped or lost"))
    .addOption(
      option("--min-cost <usd>", "that cost at least so many dollars").argParser(numberFrom("--min-cost", 0, false)),
    )
    .addOption(option("--reason <how>", `that ended so: ${finishReasons.join(", ")}; repeatable`).argParser(reasonsIn));
}

function timesOf(flags: FilterFlags, now: number): Pick<CallFilter, "after" | "before"> {
  if (flags.since === undefined && flags.until === undefined) return {};
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const times: Pick<CallFilter, "after" | "before"> = {};
  if (flags.since !== undefined) times.after = momentOf(flags.since, { now, zone, end: "start", name: "--since" });
  if (flags.until !== undefined) times.before = momentOf(flags.until, { now, zone, end: "after", name: "--until" });
  if (times.after !== undefined && times.before !== undefined && times.after >= times.before)
    throw new SetupError(
      `No time lies between --since ${flags.since} and --until ${flags.until}: give an --until that is after --since.`,
    );
  return times;
}

/**
 * The filter that the options mean. Days are those of this machine's time zone.
 * @param now milliseconds since 1970.
 * @throws SetupError for a time that is none or a span that is empty.
 */
export function filterOf(flags: FilterFlags, now: number): CallFilter {
  const { model, command, originRef, failed, minCost, reason } = flags;
  const picodollars = minCost === undefined ? undefined : picodollarsOfUsd(minCost);
  if (minCost !== undefined && picodollars === undefined)
    throw new SetupError(
      `--min-cost is \`${minCost}\`, which is more dollars than can be counted: give a smaller number.`,
    );
  return {
    ...timesOf(flags, now),
    ...(model === undefined ? {} : { model }),
    ...(command === undefined ? {} : { command }),
    ...(originRef === undefined ? {} : { ref: originRef }),
    ...(failed ? { failed } : {}),
    ...(picodollars === undefined ? {} : { minCostPicodollars: picodollars }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Whether a filter leaves out nothing. */
export function isEmptyFilter(filter: CallFilter): boolean {
  return Object.values(filter).every((value) => value === undefined);
}
