/** List prices over time as steps, on a scale where each line is ten times the one below. The figures stand in a table beside it. */
import type { PriceStory } from "../../../src/server/api.ts";
import { plotWidth } from "../plots/plot-width.ts";

const HEIGHT = 300;
const LEFT = 52;
const RIGHT = 134;
const TOP = 14;
const BOTTOM = 26;
const LABEL_HEIGHT = 14;
const DAY_MS = 86_400_000;

/** A line: days and dollars, and where its name stands. */
interface Steps {
  name: string;
  path: string;
  points: { x: number; y: number; title: string }[];
  x: number;
  y: number;
}

function dollars(value: number): string {
  return value >= 1 ? `$${value}` : `$${Number(value.toPrecision(2))}`;
}

/** Names one below the other, none over another, as near as can be to where their line ends. */
function apart(lines: Steps[]): Map<string, number> {
  const places = new Map<string, number>();
  let least = TOP;
  for (const { name, y } of lines.toSorted((a, b) => a.y - b.y)) {
    const place = Math.max(y, least);
    places.set(name, place);
    least = place + LABEL_HEIGHT;
  }
  const over = least - LABEL_HEIGHT - (HEIGHT - BOTTOM);
  if (over > 0) for (const [name, place] of places) places.set(name, place - over);
  return places;
}

/**
 * The plot.
 * @param stories each begins with the first dated price.
 * @param now milliseconds since 1970, where the lines of prices that still hold end.
 * @param label what it shows, for those who do not see it.
 */
export function PricePlot({ stories, now, label }: { stories: readonly PriceStory[]; now: number; label: string }) {
  const width = plotWidth();
  const all = stories.flatMap(({ prices }) => prices);
  const amounts = all.map(({ inputUsd }) => Number(inputUsd)).filter((value) => value > 0);
  const begin = Math.min(...all.map(({ from }) => Date.parse(from)));
  const end = Math.max(now, begin + DAY_MS);
  const low = Math.floor(Math.log10(Math.min(...amounts)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...amounts))));
  const xOf = (at: number): number => LEFT + ((Math.min(at, end) - begin) / (end - begin)) * (width - LEFT - RIGHT);
  const yOf = (usd: number): number =>
    TOP + ((high - Math.log10(Math.max(usd, 10 ** low))) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const lines: Steps[] = stories.map(({ model, prices }) => {
    const points = prices.map(({ from, inputUsd }) => ({
      x: xOf(Date.parse(from)),
      y: yOf(Number(inputUsd)),
      title: `${model}: $${inputUsd} from ${from}`,
    }));
    const last = prices.at(-1);
    const x = xOf(last?.to === undefined ? end : Date.parse(last.to));
    const steps = points.map(({ x: at, y }, index) => (index === 0 ? `M${at} ${y}` : `H${at}V${y}`));
    return { name: model, path: `${steps.join("")}H${x}`, points, x, y: points.at(-1)?.y ?? 0 };
  });
  const places = apart(lines);
  const years = Array.from({ length: 30 }, (_, index) => new Date(begin).getUTCFullYear() + index + 1).filter(
    (year) => Date.UTC(year) < end,
  );
  const everyYear = (width - LEFT - RIGHT) / years.length < 44 ? 2 : 1;
  const tens = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  return (
    <svg class="price-plot" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {tens.map((power) => (
        <g key={power}>
          <line class="grid" x1={LEFT} x2={width - RIGHT} y1={yOf(10 ** power)} y2={yOf(10 ** power)} />
          <text class="tick" x={LEFT - 8} y={yOf(10 ** power) + 4} text-anchor="end">
            {dollars(10 ** power)}
          </text>
        </g>
      ))}
      {years.map((year, index) => (
        <g key={year}>
          <line class="grid" x1={xOf(Date.UTC(year))} x2={xOf(Date.UTC(year))} y1={TOP} y2={HEIGHT - BOTTOM} />
          {index % everyYear === 0 && (
            <text class="tick" x={xOf(Date.UTC(year))} y={HEIGHT - 8} text-anchor="middle">
              {year}
            </text>
          )}
        </g>
      ))}
      {lines.map(({ name, path, points, x, y }, index) => (
        <g key={name} class={`line line-${index % 6}`}>
          <path d={path} />
          {points.map((point) => (
            <circle key={point.title} cx={point.x} cy={point.y} r={3.5}>
              <title>{point.title}</title>
            </circle>
          ))}
          <path class="lead" d={`M${x + 2} ${y}L${width - RIGHT + 10} ${places.get(name) ?? y}`} />
          <text x={width - RIGHT + 14} y={(places.get(name) ?? y) + 4}>
            {name.slice(name.indexOf("/") + 1)}
          </text>
        </g>
      ))}
    </svg>
  );
}
