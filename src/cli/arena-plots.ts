/** Ratings over time as inline SVG. Pure. The first models of the board have colours and names, the others are grey. All text is escaped. */
import type { RatingHistory, RatingThen } from "../run/rating-history.ts";
import { LINE_COLOURS } from "./arena-style.ts";
import { escapedHtml } from "./report-escape.ts";
import { element, line, niceStep, svg, text } from "./report-svg.ts";

const SIZE = { width: 1080, height: 440, left: 52, right: 250, top: 14, bottom: 34 };
const DAY_MS = 86_400_000;
const LABEL_STEP = 15;
const MOST_LABEL = 28;
/** More intervals than these cover each other. */
const MOST_BANDS = 4;
/** Points of the scale: what has a wider interval on either side tells nothing, and would squeeze the others. */
export const WIDEST = 100;

/** A model's way through the moments. */
interface Track {
  model: string;
  points: { at: number; then: RatingThen }[];
}

/** All models with their ways, in the order of the board. */
function tracksOf({ moments }: RatingHistory): Track[] {
  const tracks = new Map<string, Track>();
  for (const { at, models } of moments)
    for (const then of models) {
      const track = tracks.get(then.model) ?? { model: then.model, points: [] };
      tracks.set(then.model, track);
      track.points.push({ at, then });
    }
  for (const track of tracks.values()) {
    const sure = track.points.filter(({ then }) => then.high - then.low <= 2 * WIDEST);
    if (sure.length > 1) track.points = sure;
  }
  // The last moment has all models, in the order of the board.
  const order = new Map(moments.at(-1)?.models.map(({ model }, place) => [model, place]));
  const place = (track: Track): number => order.get(track.model) ?? Number.POSITIVE_INFINITY;
  return [...tracks.values()].sort((a, b) => place(a) - place(b));
}

/** Where a moment and a score lie in the picture. */
interface Plane {
  x: (at: number) => number;
  y: (score: number) => number;
}

function shape(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
}

function lineOf({ model, points }: Track, { x, y }: Plane, kind: string): string {
  const path = shape(points.map(({ at, then }) => [x(at), y(then.score)] as const));
  return element("polyline", { points: path, class: kind }, element("title", {}, escapedHtml(model)));
}

function bandOf({ points }: Track, { x, y }: Plane, kind: string): string {
  const upper = points.map(({ at, then }) => [x(at), y(then.high)] as const);
  const lower = points.map(({ at, then }) => [x(at), y(then.low)] as const).reverse();
  return element("polygon", { points: shape([...upper, ...lower]), class: kind });
}

/** Names at the right, each as near its line's end as the others let it. */
function labelsOf(named: readonly Track[], { x, y }: Plane, bottom: number): string {
  const ends = named
    .map((track, place) => ({ track, place, end: track.points.at(-1) as Track["points"][number] }))
    .sort((a, b) => b.end.then.score - a.end.then.score);
  const wanted = ends.map(({ end }) => y(end.then.score));
  // Down from the top so that none covers another, then up again from the bottom.
  const tops: number[] = [];
  for (const [index, each] of wanted.entries())
    tops.push(Math.max(each, (tops[index - 1] ?? -LABEL_STEP) + LABEL_STEP));
  for (let index = tops.length - 1, below = bottom; index >= 0; index--) {
    tops[index] = Math.min(tops[index] as number, below);
    below = (tops[index] as number) - LABEL_STEP;
  }
  const right = SIZE.width - SIZE.right;
  return ends
    .map(({ track, place, end }, index) => {
      const top = tops[index] as number;
      const { model } = track;
      const name = model.length > MOST_LABEL ? `${model.slice(0, MOST_LABEL - 1)}…` : model;
      return (
        line(x(end.at), y(end.then.score), right + 16, top, "lead") +
        element("circle", { cx: right + 20, cy: top, r: 4, class: `dot s${place}` }) +
        text(right + 30, top + 4, `${end.then.score.toFixed(0)} ${name}`, "label")
      );
    })
    .join("");
}

function dayText(at: number, span: number): string {
  const iso = new Date(at).toISOString();
  return span > 3 * DAY_MS ? iso.slice(0, 10) : `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
}

/** Scores from the lowest to the highest of the named lines, or of their intervals, and whole steps between. */
function scores(named: readonly Track[], withBands: boolean): { least: number; most: number; ticks: number[] } {
  const all = named.flatMap(({ points }) =>
    points.flatMap(({ then }) => (withBands ? [then.low, then.high] : [then.score])),
  );
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = Math.max(10, 0.08 * (high - low));
  const [least, most] = [low - margin, high + margin];
  const step = niceStep(most - least, 6);
  const first = Math.ceil(least / step) * step;
  const ticks = Array.from({ length: Math.floor((most - first) / step) + 1 }, (_, index) => first + index * step);
  return { least, most, ticks };
}

/** The plot. */
export function historyPlot(history: RatingHistory): string {
  const { width, height, left, right, top, bottom } = SIZE;
  const tracks = tracksOf(history);
  const [named, rest] = [tracks.slice(0, LINE_COLOURS), tracks.slice(LINE_COLOURS)];
  const withBands = named.length <= MOST_BANDS;
  const { least, most, ticks } = scores(named, withBands);
  const { moments } = history;
  const [from, to] = [moments[0]?.at ?? 0, moments.at(-1)?.at ?? 1];
  const [wide, high] = [width - left - right, height - top - bottom];
  const x = (at: number): number => left + ((at - from) / (to - from)) * wide;
  const y = (score: number): number => top + ((most - score) / (most - least)) * high;
  const grid = ticks.map(
    (score) =>
      line(left, y(score), width - right, y(score), "grid") + text(left - 8, y(score) + 4, String(score), "tick end"),
  );
  const days = Array.from({ length: 5 }, (_, index) => from + ((to - from) * index) / 4).map(
    (at, index) =>
      line(x(at), height - bottom, x(at), height - bottom + 5, "axis") +
      text(x(at), height - bottom + 19, dayText(at, to - from), index === 0 ? "tick" : "tick middle"),
  );
  // An SVG inside cuts off what lies beyond the scores that are shown.
  const inside = element(
    "svg",
    { x: left, y: top, width: wide, height: high, viewBox: `${left} ${top} ${wide} ${high}` },
    rest.map((track) => lineOf(track, { x, y }, "rest")).join("") +
      (withBands ? named : []).map((track, place) => bandOf(track, { x, y }, `band s${place}`)).join("") +
      named.map((track, place) => lineOf(track, { x, y }, `line s${place}`)).join(""),
  );
  return svg(
    width,
    height,
    "Ratings over time",
    grid.join("") +
      line(left, height - bottom, width - right, height - bottom, "axis") +
      days.join("") +
      inside +
      labelsOf(named, { x, y }, height - bottom),
  );
}
