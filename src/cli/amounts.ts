/** Amounts as people read them: tokens, times, energy, pass rates, ranges, how far work is. Unknown is `–`. Pure; for dollars see price/money.ts. */
import { formatUsd } from "../price/money.ts";
import type { Energy } from "../record/call.ts";
import type { Range } from "../run/estimate.ts";
import type { Interval } from "../stats/interval.ts";

/** What stands for an unknown amount. */
export const unknown = "–";

function significant(value: number, digits: number): string {
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(value)));
  return value
    .toFixed(Math.min(places, 12))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** An amount without a unit in two or three digits: `0.0042`, `7.1`, `385`, `12,400`. */
export function roughly(value: number): string {
  if (value === 0) return "0";
  return value < 1000 ? significant(value, value < 10 ? 2 : 3) : Math.round(value).toLocaleString("en-US");
}

/** A range of dollars, one figure where both ends read alike. */
export function dollarRange(range: Range | undefined): string {
  return between(range, formatUsd);
}

/** Tokens: `812`, `12.4k`, `3.1M`; `–` for unknown. */
export function tokens(count: number | undefined): string {
  if (count === undefined) return unknown;
  if (count < 10_000) return String(Math.round(count));
  return count < 999_500 ? `${significant(count / 1000, 3)}k` : `${significant(count / 1e6, 3)}M`;
}

/** A range of tokens. */
export function tokenRange(range: Range | undefined): string {
  return between(range, tokens);
}

function between(range: Range | undefined, show: (value: number) => string): string {
  if (!range) return unknown;
  const [low, high] = [show(range.low), show(range.high)];
  return low === high ? low : `${low}–${high}`;
}

/** A duration: `840 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`; `–` for unknown. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return unknown;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** Energy as a range: `0.02–0.3 Wh`; `–` for unknown. */
export function energyRange(energy: Energy | undefined): string {
  if (!energy) return unknown;
  const [low, high] = [roughly(energy.lowWh), roughly(energy.highWh)];
  return `${low === high ? low : `${low}–${high}`} Wh`;
}

/** A pass rate with its 95 % interval in whole per cent: `67 % [48–81]`; `–` for nothing scored. */
export function passRateText(rate: Interval | undefined): string {
  if (!rate) return "–";
  const percent = (share: number): number => Math.round(share * 100);
  return `${percent(rate.value)} % [${percent(rate.low)}–${percent(rate.high)}]`;
}

/** A number with its sign, as people write it: `+4`, `−12`, `0`. */
function signed(value: number): string {
  const whole = Math.round(value);
  return whole === 0 ? "0" : whole > 0 ? `+${whole}` : `−${-whole}`;
}

/** A difference of pass rates in points with its interval: `−33 [−55…−11]`; `–` for unknown. */
export function differenceText(difference: Interval | undefined): string {
  if (!difference) return "–";
  const { value, low, high } = difference;
  return `${signed(100 * value)} [${signed(100 * low)}…${signed(100 * high)}]`;
}

/** How far the work is. */
export interface Progress {
  /** Pieces done, failed ones included. */
  done: number;
  /** All pieces. */
  total: number;
  /** Picodollars spent so far. Absent: nothing is said of money. */
  spentPicodollars?: number;
  /** Picodollars that it will take in all. Absent: reckoned from what has been spent on what is done. */
  projectedPicodollars?: number;
}

function rateText(perMs: number): string {
  const perSecond = perMs * 1000;
  if (perSecond >= 1) return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
  return `${(perSecond * 60).toFixed(1)}/min`;
}

function moneyText({ done, total, spentPicodollars, projectedPicodollars }: Progress): string | undefined {
  if (spentPicodollars === undefined) return undefined;
  const guessed = done > 0 ? (spentPicodollars / done) * total : undefined;
  const whole = projectedPicodollars ?? guessed;
  const spent = `${formatUsd(spentPicodollars)} spent`;
  return whole === undefined || whole === 0 || done >= total
    ? spent
    : `${spent}, about ${formatUsd(Math.round(whole))} in all`;
}

/** `12/42`, `28 %`, `3.1/s`, `10 s left`, `$0.01 spent, about $0.04 in all`, as far as it is known. `perMs`: pieces a millisecond; absent: not known yet. */
export function progressTexts(progress: Progress, perMs: number | undefined): string[] {
  const { done, total } = progress;
  const count = (value: number): string => value.toLocaleString("en-US");
  const share = total > 0 ? `${Math.floor((100 * done) / total)} %` : undefined;
  const left = perMs === undefined || done >= total ? undefined : `${duration((total - done) / perMs)} left`;
  const rate = perMs === undefined ? undefined : rateText(perMs);
  return [`${count(done)}/${count(total)}`, share, rate, left, moneyText(progress)].filter(
    (text) => text !== undefined,
  );
}
