/** What each day took, as upright bars; days without calls are there too. The figures stand in the table below. */

import { plotWidth } from "../plots/plot-width.ts";

/** A day. */
export interface DayBar {
  /** `2024-05-31`. */
  day: string;
  /** 0 and more. Absent: unknown. */
  value?: number | undefined;
  /** The value as people read it. */
  text: string;
}

const HEIGHT = 180;
const LEFT = 56;
const TOP = 10;
const BOTTOM = 24;
const DAY_MS = 86_400_000;
/** With more the days between are left out: they would be thinner than a line. */
const MOST_DAYS = 400;

function withGaps(bars: readonly DayBar[]): DayBar[] {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return [];
  const count = (Date.parse(last.day) - Date.parse(first.day)) / DAY_MS + 1;
  if (!(count <= MOST_DAYS)) return [...bars];
  const known = new Map(bars.map((bar) => [bar.day, bar]));
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.parse(first.day) + index * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, value: 0, text: "nothing" };
  });
}

/** The least of 1, 2, 5, 10, 20, … that is not below a number. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((each) => each >= value * 0.999) ?? 10 * power;
}

/** The plot. @param bars in the order of their days. @param show how a value is written at the axis. */
export function DayPlot({
  bars,
  show,
  label,
}: {
  bars: readonly DayBar[];
  show: (value: number) => string;
  label: string;
}) {
  const width = plotWidth();
  const all = withGaps(bars);
  const most = roundUp(Math.max(...all.map(({ value = 0 }) => value), Number.MIN_VALUE));
  const step = (width - LEFT) / Math.max(all.length, 7);
  const yOf = (value: number): number => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  const every = Math.ceil(all.length / (width / 110));
  return (
    <svg class="day-plot" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {[0, most / 2, most].map((value) => (
        <g key={value}>
          <line x1={LEFT} x2={width} y1={yOf(value)} y2={yOf(value)} />
          <text x={LEFT - 8} y={yOf(value) + 4} text-anchor="end">
            {show(value)}
          </text>
        </g>
      ))}
      {all.map(({ day, value = 0, text }, index) => (
        <g key={day}>
          <rect
            x={LEFT + index * step + step * 0.1}
            width={Math.max(1, Math.min(step * 0.8, 48))}
            y={yOf(value)}
            height={Math.max(value > 0 ? 1 : 0, yOf(0) - yOf(value))}
          >
            <title>
              {day}: {text}
            </title>
          </rect>
          {index % every === 0 && (
            <text x={Math.min(LEFT + (index + 0.5) * step, width - 18)} y={HEIGHT - 6} text-anchor="middle">
              {day.slice(5)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
