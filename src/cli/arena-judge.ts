/** `penny arena judge`: a model votes on the battles of the log. Parses, calls the library, prints. */
import type { JudgeBattlesSettings, JudgedBattles } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { optionsOf } from "./ask-options.ts";
import { tellForecast } from "./confirm.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { progressLine } from "./progress.ts";

/** How a model is to judge. */
export interface JudgeFlags {
  /** Model. */
  model?: string;
  /** What makes an answer better. */
  criteria?: string;
  /** Name it votes under. */
  voter?: string;
  /** Most battles. */
  count?: number;
  /** `NAME=VALUE` each, for the model. */
  option?: string[];
  /** Most dollars to spend. */
  budget?: number;
  /** Do not ask before money is spent. */
  yes?: true;
  /** Everything as JSON. */
  json?: true;
}

/** Most reasons for having no vote that are shown. */
const MOST_REASONS = 5;

function settingsOf(flags: JudgeFlags, io: Io): JudgeBattlesSettings {
  if (flags.criteria !== undefined && flags.criteria.trim() === "")
    throw new SetupError("--criteria is empty: say what makes an answer better, or leave it out.");
  return {
    signal: io.signal,
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.criteria === undefined ? {} : { criteria: flags.criteria.trim() }),
    ...(flags.voter === undefined ? {} : { voter: flags.voter }),
    ...(flags.count === undefined ? {} : { count: flags.count }),
    ...(flags.option ? { options: optionsOf(flags.option) } : {}),
    ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
    confirm: async ({ judge, battles, earlier, own, estimate }) => {
      io.err(`penny: ${judge} is to judge ${counted(battles, "battle")}, each in both orders\n`);
      if (own > 0)
        io.err(`penny: ${counted(own, "battle has", "battles have")} an answer of its own, which judges favour\n`);
      if (earlier > 0) io.err(`penny: ${counted(earlier, "verdict")} in the log, not asked again\n`);
      if (estimate.calls === 0) return true;
      // A budget is an answer to the question whether to go on.
      return tellForecast(estimate, (flags.yes ?? false) || flags.budget !== undefined, io);
    },
  };
}

/** Why there is no vote, each reason once. */
function tellReasons(reasons: readonly string[], io: Io): void {
  const counts = [...Map.groupBy(reasons, (reason) => reason)].sort(([, one], [, other]) => other.length - one.length);
  for (const [reason, { length }] of counts.slice(0, MOST_REASONS))
    io.err(`penny: no vote${length > 1 ? ` (${length} ×)` : ""}: ${oneLine(reason)}\n`);
  if (counts.length > MOST_REASONS) io.err(`penny: and ${counts.length - MOST_REASONS} more reasons; --json has all\n`);
}

function tell(found: JudgedBattles, flags: JudgeFlags, io: Io): void {
  const failed = found.judged.flatMap(({ verdict }) => ("failed" in verdict ? [verdict.failed] : []));
  tellReasons([...failed, ...found.unshown], io);
  const votes = found.judged.length - failed.length;
  const spent = found.spentPicodollars ? `, ${formatUsd(found.spentPicodollars)}` : "";
  io.err(`penny: ${counted(votes, "vote")} by ${oneLine(found.voter)}${spent}\n`);
  if (found.byOrder && votes > 0) {
    const [value, low, high] = [found.byOrder.value, found.byOrder.low, found.byOrder.high].map((share) =>
      Math.round(100 * share),
    );
    io.err(
      `penny: its two verdicts differed on ${value} % [${low}–${high}] of the battles asked about, which count as ties\n`,
    );
  }
  const { left } = found;
  if (left === 0) return;
  if (found.stopped === "budget")
    io.err(`penny: stopped before the budget of $${flags.budget} could be passed, ${counted(left, "battle")} left\n`);
  else if (found.stopped === "interrupted")
    io.err(`penny: interrupted, ${counted(left, "battle")} left: the same command goes on\n`);
  else io.err(`penny: ${counted(left, "battle")} left without its vote: another --criteria or -o asks anew\n`);
}

function codeOf(found: JudgedBattles): ExitCode {
  if (found.stopped === "declined") return exitCodes.usage;
  if (found.stopped === "interrupted") return exitCodes.interrupted;
  if (found.stopped === "budget") return exitCodes.budget;
  const isBroken = found.judged.some(({ verdict }) => "failed" in verdict);
  return isBroken || (found.unshown.length > 0 && found.judged.length === 0) ? exitCodes.failed : exitCodes.ok;
}

/** Lets a model vote. @throws SetupError before anything is sent. */
export async function judge(flags: JudgeFlags, io: Io): Promise<ExitCode> {
  const line = progressLine(io);
  const settings = settingsOf(flags, io);
  const { arena } = await io.workbench();
  const found = await arena.judge({ ...settings, onProgress: line.update }).finally(line.end);
  if (flags.json) io.out(jsonText(found));
  if (found.stopped === "declined") return exitCodes.usage;
  if (found.judged.length + found.unshown.length + found.left === 0)
    io.err(`penny: no battle waits for a vote of ${oneLine(found.voter)}: \`penny arena battle\` makes them\n`);
  else tell(found, flags, io);
  return codeOf(found);
}
