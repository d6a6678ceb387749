/** Quality against cost or time: the better, the higher; the cheaper, the further left. What nothing beats is joined by a line. */
import "../styles/plots.css";
import { linearScale, type Spread, scaleFor } from "./scale.ts";

/** One model in the plane. */
export interface PlanePoint {
  /** Its name. */
  name: string;
  /** Cost or time, 0 and more. */
  x: Spread;
  /** Quality, 0 to 1. */
  y: Spread;
  /** Whether no other beats it. */
  isFrontier: boolean;
}

const WIDTH = 620;
const HEIGHT = 340;
const LEFT = 52;
const RIGHT = 34;
const TOP = 26;
const BOTTOM = 44;
const LETTER = 6.8;

interface Placed extends PlanePoint {
  cx: number;
  cy: number;
}

/** Names beside their points, pushed apart so that none covers another. */
function Names({ points }: { points: readonly Placed[] }) {
  const taken: { left: number; width: number; y: number }[] = [];
  return [...points]
    .sort((a, b) => a.cy - b.cy)
    .map(({ name, cx, cy }) => {
      const width = name.length * LETTER;
      const toLeft = cx + 10 + width > WIDTH;
      const left = toLeft ? cx - 10 - width : cx + 10;
      let y = cy - 9;
      while (
        taken.some((each) => Math.abs(each.y - y) < 13 && left < each.left + each.width && each.left < left + width)
      )
        y += 2;
      taken.push({ left, width, y });
      return (
        <text key={name} class={toLeft ? "label end" : "label"} x={toLeft ? cx - 10 : cx + 10} y={y}>
          {name}
        </text>
      );
    });
}

function Mark({ point, px, py }: { point: Placed; px: (value: number) => number; py: (value: number) => number }) {
  const { x, y, cx, cy, isFrontier } = point;
  return (
    <g>
      <line class="range thin" x1={cx} x2={cx} y1={py(y.low ?? y.value)} y2={py(y.high ?? y.value)} />
      <line class="range thin" x1={px(x.low ?? x.value)} x2={px(x.high ?? x.value)} y1={cy} y2={cy} />
      <circle class={isFrontier ? "dot" : "dot hollow"} cx={cx} cy={cy} r={5.5} />
    </g>
  );
}

/** The plot. @param show how a value of the x axis is written. @param title what the x axis is. */
export function PlanePlot({
  points,
  show,
  title,
}: {
  points: readonly PlanePoint[];
  show: (value: number) => string;
  title: string;
}) {
  const scale = scaleFor(points.map(({ x }) => x.value));
  const px = (value: number): number => LEFT + scale.at(value) * (WIDTH - LEFT - RIGHT);
  // The axis begins where the worst lies, so that good models are not crowded at the top; its marks say where.
  const shares = linearScale(Math.min(0.75, ...points.map(({ y }) => y.low ?? y.value)), 1);
  const py = (value: number): number => TOP + (1 - shares.at(value)) * (HEIGHT - TOP - BOTTOM);
  const base = HEIGHT - BOTTOM;
  const placed = points.map((point) => ({ ...point, cx: px(point.x.value), cy: py(point.y.value) }));
  const front = placed.filter(({ isFrontier }) => isFrontier).sort((a, b) => a.cx - b.cx);
  return (
    <svg
      class="plot wide"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Pass rate against ${title}; the leaderboard has the figures`}
    >
      {shares.ticks.map((share) => (
        <g key={share}>
          <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={py(share)} y2={py(share)} />
          <text class="tick end" x={LEFT - 8} y={py(share) + 4}>
            {`${Number((100 * share).toFixed(1))} %`}
          </text>
        </g>
      ))}
      <line class="axis" x1={LEFT} x2={WIDTH - RIGHT} y1={base} y2={base} />
      {scale.ticks.map((value) => (
        <g key={value}>
          <line class="axis" x1={px(value)} x2={px(value)} y1={base} y2={base + 5} />
          <text class="tick middle" x={px(value)} y={base + 18}>
            {show(value)}
          </text>
        </g>
      ))}
      <text class="tick middle" x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 6}>
        {title}
      </text>
      {front.length > 1 && <polyline class="front" points={front.map(({ cx, cy }) => `${cx},${cy}`).join(" ")} />}
      {placed.map((point) => (
        <Mark key={point.name} point={point} px={px} py={py} />
      ))}
      <Names points={placed} />
    </svg>
  );
}
