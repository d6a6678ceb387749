/** One value with its interval on a small axis, for a cell of a table. Its text stands beside it; this says it again to who cannot see. */
import "../styles/plots.css";
import type { Spread } from "./scale.ts";

const WIDTH = 190;
const HEIGHT = 22;
const MARGIN = 6;

/** The plot. @param label what it shows, for those who do not see it. */
export function IntervalPlot({
  spread,
  from = 0,
  to = 1,
  zero,
  label,
}: {
  spread: Spread;
  from?: number;
  to?: number;
  /** Where a rule is drawn. Absent: none. */
  zero?: number;
  label: string;
}) {
  const at = (value: number): number =>
    MARGIN + ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * (WIDTH - 2 * MARGIN);
  const middle = HEIGHT / 2;
  const { value, low = value, high = value } = spread;
  return (
    <svg
      class="plot small"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <line class="axis" x1={at(from)} x2={at(to)} y1={middle} y2={middle} />
      {zero !== undefined && <line class="zero" x1={at(zero)} x2={at(zero)} y1={2} y2={HEIGHT - 2} />}
      <line class="range" x1={at(low)} x2={at(high)} y1={middle} y2={middle} />
      <circle class="dot" cx={at(value)} cy={middle} r={4.5} />
    </svg>
  );
}
