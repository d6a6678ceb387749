/** What an answer took: tokens, time, speed, cost, energy, who served it. Unknown is `–`. */
import { duration, energyRange, tokens } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import type { Call } from "../../../src/record/call.ts";
import { tokensPerSecond } from "../../../src/record/tokens-per-second.ts";

const BASES: { [basis: string]: string } = {
  assumed: "assumed: the price of a near model",
  billed: "as the provider billed it",
  local: "it ran on this machine",
  ledger: "by the price list",
};

function speedText(call: Call): string {
  const speed = tokensPerSecond(call);
  if (speed === undefined) return "–";
  return speed < 10 ? speed.toFixed(1) : Math.round(speed).toLocaleString("en-US");
}

function more(count: number | undefined, what: string): string {
  return count ? ` (${tokens(count)} ${what})` : "";
}

/** The figures of a call that has ended. */
export function Figures({ call }: { call: Call }) {
  const { usage, timing, cost } = call;
  const total = timing.endedAt === undefined ? undefined : timing.endedAt - timing.startedAt;
  const rows: [title: string, value: string, about?: string][] = [
    ["in", `${tokens(usage.inputTokens)}${more(usage.cacheReadTokens, "cached")}`, "tokens read"],
    ["out", `${tokens(usage.outputTokens)}${more(usage.reasoningTokens, "reasoning")}`, "tokens written"],
    ["first token", duration(timing.firstTokenMs)],
    ["tokens/s", speedText(call)],
    ["in all", duration(total)],
    ["cost", `${cost?.basis === "assumed" ? "≈ " : ""}${formatUsd(cost?.picodollars)}`, BASES[cost?.basis ?? ""]],
    ["energy", energyRange(call.energy), call.energy?.method],
    ["served", call.servedModel ?? "–", "the model that the provider says it served"],
  ];
  return (
    <dl class="figures">
      {rows.map(([title, value, about]) => (
        <div key={title} title={about}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
