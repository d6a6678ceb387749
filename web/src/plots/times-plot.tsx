/** Median and 95th percentile of each model's time on one axis, with the interval of the median. */
import "../styles/plots.css";
import { type Spread, scaleFor } from "./scale.ts";

/** One model's time. */
export interface TimeLine {
  /** Its name. */
  name: string;
  /** Median, milliseconds. */
  p50: Spread;
  /** Time within which 95 of 100 answers are done, milliseconds. */
  p95: Spread;
}

const WIDTH = 620;
const STEP = 30;
const TOP = 8;
const BOTTOM = 42;
const RIGHT = 34;

/** The plot. @param show how a time is written. */
export function TimesPlot({ lines, show }: { lines: readonly TimeLine[]; show: (ms: number) => string }) {
  const left = Math.min(200, Math.max(60, ...lines.map(({ name }) => name.length * 6.8))) + 12;
  const base = TOP + lines.length * STEP;
  const scale = scaleFor(lines.flatMap(({ p50, p95 }) => [p50.value, p95.value]));
  const px = (value: number): number => left + scale.at(value) * (WIDTH - left - RIGHT);
  return (
    <svg
      class="plot wide"
      viewBox={`0 0 ${WIDTH} ${base + BOTTOM}`}
      role="img"
      aria-label="Time of an answer: median and 95th percentile; the leaderboard has the figures"
    >
      {scale.ticks.map((value) => (
        <g key={value}>
          <line class="grid" x1={px(value)} x2={px(value)} y1={TOP} y2={base} />
          <text class="tick middle" x={px(value)} y={base + 18}>
            {show(value)}
          </text>
        </g>
      ))}
      <line class="axis" x1={left} x2={WIDTH - RIGHT} y1={base} y2={base} />
      <text class="tick middle" x={(left + WIDTH - RIGHT) / 2} y={base + BOTTOM - 6}>
        time of an answer: ● median, ○ 95 of 100
      </text>
      {lines.map(({ name, p50, p95 }, index) => {
        const y = TOP + (index + 0.5) * STEP;
        return (
          <g key={name}>
            <text class="label end" x={left - 10} y={y + 4}>
              {name}
            </text>
            <line class="tail" x1={px(p50.value)} x2={px(p95.value)} y1={y} y2={y} />
            <line class="range" x1={px(p50.low ?? p50.value)} x2={px(p50.high ?? p50.value)} y1={y} y2={y} />
            <circle class="dot" cx={px(p50.value)} cy={y} r={5} />
            <circle class="dot hollow" cx={px(p95.value)} cy={y} r={4} />
          </g>
        );
      })}
    </svg>
  );
}
