/** Axes of plots: where a value lies from 0 to 1, and which values are marked. Pure. */

/** A value with its interval; a bound that is not known is not drawn. */
export interface Spread {
  /** The estimate. */
  value: number;
  /** Lower bound. Absent: unknown. */
  low?: number | undefined;
  /** Upper bound. Absent: unknown. */
  high?: number | undefined;
}

/** An axis. */
export interface Scale {
  /** Where a value lies, 0 to 1; beyond the ends, the end. */
  at: (value: number) => number;
  /** Values to mark. */
  ticks: number[];
}

/** The step of an axis: 1, 2 or 5 times a power of ten, at most so many parts. */
function niceStep(span: number, parts: number): number {
  const rough = span / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
}

function kept(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** An axis between two values. @param parts at most so many between its marks. */
export function linearScale(from: number, to: number, parts = 4): Scale {
  const step = niceStep(Math.max(to - from, Number.MIN_VALUE), parts);
  const start = Math.floor(from / step) * step;
  const end = Math.max(Math.ceil(to / step) * step, start + step);
  const ticks = Array.from({ length: Math.round((end - start) / step) + 1 }, (_, index) => start + index * step);
  return { at: (value) => kept((value - start) / (end - start)), ticks };
}

/** An axis on which each power of ten is as wide as the next. Values must be above 0. */
export function logScale(least: number, most: number): Scale {
  const from = Math.floor(Math.log10(least * 0.8));
  const to = Math.max(Math.ceil(Math.log10(most * 1.2)), from + 1);
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  return { at: (value) => kept((Math.log10(Math.max(value, 10 ** from)) - from) / (to - from)), ticks };
}

/** Above this ratio small values would crowd at the left of a linear axis. */
const LOG_FROM = 30;

/** The axis that suits values of 0 and more: from 0, or by powers of ten where they lie far apart. */
export function scaleFor(values: readonly number[]): Scale {
  const most = Math.max(...values, Number.MIN_VALUE);
  const least = Math.min(...values);
  return least > 0 && most / least > LOG_FROM ? logScale(least, most) : linearScale(0, most * 1.02);
}
