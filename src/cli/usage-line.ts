/** One line on what a call used, for `-u`. Pure. */
import { formatUsd } from "../price/money.ts";
import type { Call } from "../record/call.ts";
import { duration, energyRange, tokens } from "./amounts.ts";

const COST_NOTES: { [basis: string]: string } = { assumed: " (assumed)", billed: " (billed)", local: " (local)" };

/** Written tokens per second of the model's time after the first token; `undefined` if unknown. */
export function tokensPerSecond(call: Call): number | undefined {
  const { modelMs, firstTokenMs = 0 } = call.timing;
  const written = call.usage.outputTokens;
  if (modelMs === undefined || written === undefined) return undefined;
  // The first token's time is not in the rest; with a single token there is no rest to measure.
  const rest = firstTokenMs > 0 ? written - 1 : written;
  const seconds = (modelMs - firstTokenMs) / 1000;
  return rest > 0 && seconds > 0 ? rest / seconds : undefined;
}

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
