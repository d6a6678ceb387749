/**
 * The plots of the HTML report as inline SVG: intervals, quality against cost or time, latency. Pure. Colours are classes that the
 * page's style gives, so that they follow light and dark. All text is escaped.
 */
import { element, line, niceStep, svg, text } from "./report-svg.ts";

/** A value with its interval; a bound that is not known is not drawn. */
export interface Spread {
  /** The estimate. */
  value: number;
  /** Lower bound. Absent: unknown. */
  low?: number;
  /** Upper bound. Absent: unknown. */
  high?: number;
}

const SMALL_WIDTH = 190;
const SMALL_HEIGHT = 22;

/**
 * One interval on its own small axis, for a cell of a table.
 * @param from where the axis begins. @param to where it ends. @param zero where a rule is drawn. Absent: none.
 */
export function intervalPlot(spread: Spread, from: number, to: number, label: string, zero?: number): string {
  const margin = 6;
  const place = (value: number): number =>
    margin + ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * (SMALL_WIDTH - 2 * margin);
  const middle = SMALL_HEIGHT / 2;
  const { value, low = value, high = value } = spread;
  return svg(
    SMALL_WIDTH,
    SMALL_HEIGHT,
    label,
    line(place(from), middle, place(to), middle, "axis") +
      (zero === undefined ? "" : line(place(zero), 2, place(zero), SMALL_HEIGHT - 2, "zero")) +
      line(place(low), middle, place(high), middle, "range") +
      element("circle", { cx: place(value), cy: middle, r: 4.5, class: "dot" }),
  );
}

/** An axis: where a value lies from 0 to 1, and where it is marked. */
interface Scale {
  at: (value: number) => number;
  ticks: number[];
}

function linearScale(most: number): Scale {
  const step = niceStep(most, 4);
  const end = Math.ceil((most * 1.02) / step) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  return { at: (value) => value / end, ticks };
}

function logScale(least: number, most: number): Scale {
  const from = Math.floor(Math.log10(least * 0.8));
  const to = Math.ceil(Math.log10(most * 1.2));
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  return { at: (value) => (Math.log10(Math.max(value, 10 ** from)) - from) / (to - from), ticks };
}

/** Above this ratio small values would crowd at the left of a linear axis. */
const LOG_FROM = 30;

function scaleFor(values: readonly number[]): Scale {
  const most = Math.max(...values, Number.MIN_VALUE);
  const least = Math.min(...values);
  return least > 0 && most / least > LOG_FROM ? logScale(least, most) : linearScale(most);
}

/** One model in a plane. */
export interface PlanePoint {
  /** Its name. */
  name: string;
  /** Cost or time. */
  x: Spread;
  /** Quality, 0 to 1. */
  y: Spread;
  /** Whether no other beats it. */
  isFrontier: boolean;
}

const PLANE = { width: 620, height: 340, left: 52, right: 20, top: 30, bottom: 44 };

/** Labels beside their points, pushed apart so that none covers another. */
function labels(points: readonly { name: string; x: number; y: number }[]): string {
  const placed: { x: number; y: number; width: number }[] = [];
  return [...points]
    .sort((a, b) => a.y - b.y)
    .map(({ name, x, y }) => {
      const width = name.length * 6.6;
      const toLeft = x + 10 + width > PLANE.width;
      const left = toLeft ? x - 10 - width : x + 10;
      let top = y - 9;
      while (placed.some((each) => Math.abs(each.y - top) < 13 && left < each.x + each.width && each.x < left + width))
        top += 2;
      placed.push({ x: left, y: top, width });
      return text(toLeft ? x - 10 : x + 10, top, name, toLeft ? "label end" : "label");
    })
    .join("");
}

/**
 * Quality against cost or time: the better, the higher; the cheaper, the further left. The frontier is joined by a line.
 * @param show how a value of the x axis is written. @param title what the x axis is.
 */
export function planePlot(points: readonly PlanePoint[], show: (value: number) => string, title: string): string {
  const { width, height, left, right, top, bottom } = PLANE;
  const scale = scaleFor(points.map((point) => point.x.value));
  const px = (value: number): number => left + Math.min(1, Math.max(0, scale.at(value))) * (width - left - right);
  // The axis begins at a quarter, so that good models are not crowded at the top; its marks say where.
  const least = Math.min(0.75, Math.floor(4 * Math.min(1, ...points.map(({ y }) => y.low ?? y.value))) / 4);
  const py = (value: number): number => top + ((1 - value) / (1 - least)) * (height - top - bottom);
  const shares = Array.from({ length: 5 }, (_, index) => least + ((1 - least) * index) / 4);
  const grid = shares.map(
    (share) =>
      line(left, py(share), width - right, py(share), "grid") +
      text(left - 8, py(share) + 4, `${Number((100 * share).toFixed(1))} %`, "tick end"),
  );
  const ticks = scale.ticks.map(
    (value) =>
      line(px(value), height - bottom, px(value), height - bottom + 5, "axis") +
      text(px(value), height - bottom + 18, show(value), "tick middle"),
  );
  const front = points
    .filter((point) => point.isFrontier)
    .sort((a, b) => a.x.value - b.x.value)
    .map((point) => `${px(point.x.value).toFixed(1)},${py(point.y.value).toFixed(1)}`);
  const marks = points.map(({ x, y, isFrontier }) => {
    const [cx, cy] = [px(x.value), py(y.value)];
    return (
      line(cx, py(y.low ?? y.value), cx, py(y.high ?? y.value), "range thin") +
      line(px(x.low ?? x.value), cy, px(x.high ?? x.value), cy, "range thin") +
      element("circle", { cx, cy, r: 5.5, class: isFrontier ? "dot" : "dot hollow" })
    );
  });
  return svg(
    width,
    height,
    `Pass rate against ${title}`,
    grid.join("") +
      line(left, height - bottom, width - right, height - bottom, "axis") +
      ticks.join("") +
      text((left + width - right) / 2, height - 6, title, "tick middle") +
      (front.length > 1 ? element("polyline", { points: front.join(" "), class: "front" }) : "") +
      marks.join("") +
      labels(points.map((point) => ({ name: point.name, x: px(point.x.value), y: py(point.y.value) }))),
  );
}

/** One model's time. */
export interface TimeLine {
  /** Its name. */
  name: string;
  /** Median, milliseconds. */
  p50: Spread;
  /** 95th percentile, milliseconds. */
  p95: Spread;
}

/** Median and 95th percentile of each model on one axis, with the interval of the median. */
export function latencyPlot(lines: readonly TimeLine[], show: (ms: number) => string): string {
  const names = Math.min(200, Math.max(60, ...lines.map((each) => each.name.length * 6.8))) + 12;
  const [width, step, top, bottom] = [620, 30, 8, 42];
  const height = top + lines.length * step + bottom;
  const scale = scaleFor(lines.flatMap((each) => [each.p50.value, each.p95.value]));
  const px = (value: number): number => names + Math.min(1, Math.max(0, scale.at(value))) * (width - names - 24);
  const base = height - bottom;
  const ticks = scale.ticks.map(
    (value) => line(px(value), top, px(value), base, "grid") + text(px(value), base + 18, show(value), "tick middle"),
  );
  const rows = lines.map(({ name, p50, p95 }, index) => {
    const y = top + (index + 0.5) * step;
    return (
      text(names - 10, y + 4, name, "label end") +
      line(px(p50.value), y, px(p95.value), y, "tail") +
      line(px(p50.low ?? p50.value), y, px(p50.high ?? p50.value), y, "range") +
      element("circle", { cx: px(p50.value), cy: y, r: 5, class: "dot" }) +
      element("circle", { cx: px(p95.value), cy: y, r: 4, class: "dot hollow" })
    );
  });
  return svg(
    width,
    height,
    "Time of an answer: median and 95th percentile",
    ticks.join("") +
      line(names, base, width - 24, base, "axis") +
      text((names + width - 24) / 2, height - 6, "time of an answer: ● median, ○ 95 of 100", "tick middle") +
      rows.join(""),
  );
}
