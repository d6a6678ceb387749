/** Ratings over time: a line for each of the first models with its interval as a band, and the same as a table. */
import { Wide } from "../wide.tsx";
import "../styles/plots.css";
import type { RatingHistory } from "../../../src/run/rating-history.ts";
import { linearScale } from "../plots/scale.ts";

const WIDTH = 760;
const HEIGHT = 300;
const LEFT = 52;
const RIGHT = 190;
const TOP = 12;
const BOTTOM = 34;
/** Lines with a colour of their own. */
const NAMED = 6;
const LABEL_STEP = 16;
const MOST_LABEL = 22;

interface Track {
  model: string;
  points: { at: number; score: number; low: number; high: number }[];
}

/** A line for each model, those of the last moment first. */
function tracksOf({ moments }: RatingHistory): Track[] {
  const tracks = new Map<string, Track>(moments.at(-1)?.models.map(({ model }) => [model, { model, points: [] }]));
  for (const { at, models } of moments)
    for (const { model, score, low, high } of models) tracks.get(model)?.points.push({ at, score, low, high });
  return [...tracks.values()];
}

/** Heights of the names, none over another. */
function labelTops(wanted: readonly number[]): number[] {
  const order = wanted.map((top, index) => ({ top, index })).sort((a, b) => a.top - b.top);
  const tops: number[] = [];
  let last = TOP - LABEL_STEP;
  for (const { top, index } of order) {
    last = Math.max(top, last + LABEL_STEP);
    tops[index] = last;
  }
  return tops;
}

function short(name: string): string {
  return name.length > MOST_LABEL ? `${name.slice(0, MOST_LABEL - 1)}…` : name;
}

function moment(at: number, span: number): string {
  const date = new Date(at);
  return span > 3 * 86_400_000
    ? date.toLocaleDateString(undefined, { day: "numeric", month: "short" })
    : date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}

/** The same as a table. */
function Figures({ moments, models }: { moments: RatingHistory["moments"]; models: readonly string[] }) {
  return (
    <details>
      <summary>The same as a table</summary>
      <Wide label="Ratings over time as a table">
        <table>
          <thead>
            <tr>
              <th>until</th>
              <th class="number">votes</th>
              {models.map((model) => (
                <th key={model} class="number">
                  {model}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {moments.map(({ at, votes, models: then }) => (
              <tr key={at}>
                <td>{new Date(at).toLocaleString()}</td>
                <td class="number">{votes}</td>
                {models.map((model) => {
                  const found = then.find((each) => each.model === model);
                  return (
                    <td key={model} class="number">
                      {found
                        ? `${Math.round(found.score)} (${Math.round(found.low)} to ${Math.round(found.high)})`
                        : "–"}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </details>
  );
}

/** Names at the right, each as near its line as the others let it. */
function Names({ models, ends }: { models: readonly string[]; ends: readonly number[] }) {
  const tops = labelTops(ends);
  return (
    <>
      {models.map((model, place) => (
        <g key={model}>
          <line class="lead" x1={WIDTH - RIGHT} y1={ends[place]} x2={WIDTH - RIGHT + 14} y2={tops[place]} />
          <circle class={`mark s${place}`} cx={WIDTH - RIGHT + 18} cy={tops[place]} r={4} />
          <text x={WIDTH - RIGHT + 27} y={(tops[place] ?? 0) + 4}>
            <title>{model}</title>
            {short(model)}
          </text>
        </g>
      ))}
    </>
  );
}

/** The plot. */
export function HistoryPlot({ history }: { history: RatingHistory }) {
  const tracks = tracksOf(history);
  const named = tracks.slice(0, NAMED);
  const { moments } = history;
  const [from, till] = [moments[0]?.at ?? 0, moments.at(-1)?.at ?? 1];
  const scores = tracks.flatMap(({ points }) => points.map(({ score }) => score));
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  const margin = Math.max(20, 0.15 * (most - least));
  const scale = linearScale(least - margin, most + margin);
  const x = (at: number): number => LEFT + ((at - from) / (till - from)) * (WIDTH - LEFT - RIGHT);
  const y = (score: number): number => TOP + (1 - scale.at(score)) * (HEIGHT - TOP - BOTTOM);
  const held = (score: number): number => Math.min(HEIGHT - BOTTOM, Math.max(TOP, y(score)));
  const line = ({ points }: Track): string => points.map(({ at, score }) => `${x(at)},${y(score)}`).join(" ");
  const band = ({ points }: Track): string =>
    [
      ...points.map(({ at, high }) => [x(at), held(high)]),
      ...points.toReversed().map(({ at, low }) => [x(at), held(low)]),
    ]
      .map(([left, top]) => `${left},${top}`)
      .join(" ");
  const ends = named.map(({ points }) => y(points.at(-1)?.score ?? 0));
  return (
    <>
      <Wide label="Ratings over time">
        <svg
          class="plot wide history"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label="Ratings over time; the table below has the figures"
        >
          {scale.ticks.map((score) => (
            <g key={score}>
              <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(score)} y2={y(score)} />
              <text class="tick end" x={LEFT - 8} y={y(score) + 4}>
                {Math.round(score)}
              </text>
            </g>
          ))}
          <line class="axis" x1={LEFT} x2={WIDTH - RIGHT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
          {[from, (from + till) / 2, till].map((at) => (
            <text key={at} class="tick middle" x={x(at)} y={HEIGHT - BOTTOM + 20}>
              {moment(at, till - from)}
            </text>
          ))}
          {tracks.slice(NAMED).map((track) => (
            <polyline key={track.model} class="line rest" points={line(track)} />
          ))}
          {named.length <= 4 &&
            named.map((track, place) => <polygon key={track.model} class={`band s${place}`} points={band(track)} />)}
          {named.map((track, place) => (
            <polyline key={track.model} class={`line s${place}`} points={line(track)} />
          ))}
          <Names models={named.map(({ model }) => model)} ends={ends} />
        </svg>
      </Wide>
      <Figures moments={moments} models={named.map(({ model }) => model)} />
    </>
  );
}
