/** One line on what a call used, for `-u`. Pure. */
import { formatUsd } from "../price/money.ts";
import type { Call } from "../record/call.ts";
import { tokensPerSecond } from "../record/tokens-per-second.ts";
import { duration, energyRange, tokens } from "./amounts.ts";

const COST_NOTES: { [basis: string]: string } = { assumed: " (assumed)", billed: " (billed)", local: " (local)" };

/**
 * Model, tokens in and out, cost, time to the first token and in all, tokens per second, energy: `–` for what is unknown.
 * Without an end of line.
 */
export function usageLine(call: Call): string {
  const { usage, timing, cost } = call;
  const speed = tokensPerSecond(call);
  const cached = usage.cacheReadTokens ? ` (${tokens(usage.cacheReadTokens)} cached)` : "";
  const reasoning = usage.reasoningTokens ? ` (${tokens(usage.reasoningTokens)} reasoning)` : "";
  const total = timing.endedAt === undefined ? undefined : timing.endedAt - timing.startedAt;
  return [
    call.request.model,
    `${tokens(usage.inputTokens)} in${cached}, ${tokens(usage.outputTokens)} out${reasoning}`,
    `${formatUsd(cost?.picodollars)}${COST_NOTES[cost?.basis ?? ""] ?? ""}`,
    `first token ${duration(timing.firstTokenMs)}`,
    `${duration(total)} in all`,
    `${speed === undefined ? "–" : speed < 10 ? speed.toFixed(1) : Math.round(speed)} tokens/s`,
    energyRange(call.energy),
  ].join(" · ");
}
