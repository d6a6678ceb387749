/** Quality against cost and against time, and how long answers take; only what is known of every model is plotted. */
import { duration } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import type { ShownRun } from "../../../src/server/eval-api.ts";
import { PlanePlot, type PlanePoint } from "../plots/plane-plot.tsx";
import { TimesPlot } from "../plots/times-plot.tsx";
import { Wide } from "../wide.tsx";
import { rowName } from "./leaderboard.tsx";

/** The plots of a run. */
export function Plots({ run }: { run: ShownRun }) {
  const rows = run.rows.filter((row) => row.passRate !== undefined);
  const frontier = new Set(run.decision.frontier);
  const nameOf = (row: (typeof rows)[number]): string => run.names[rowName(row)] ?? rowName(row);
  const pointsBy = (x: (row: (typeof rows)[number]) => PlanePoint["x"] | undefined): PlanePoint[] =>
    rows.flatMap((row) => {
      const at = x(row);
      return at && row.passRate
        ? [{ name: nameOf(row), x: at, y: row.passRate, isFrontier: frontier.has(rowName(row)) }]
        : [];
    });
  const byCost = pointsBy((row) => row.answerPicodollars);
  const byTime = pointsBy((row) => row.latency?.p50);
  const costs = byCost.some(({ x }) => x.value > 0);
  const lines = rows.flatMap((row) =>
    row.latency ? [{ name: nameOf(row), p50: row.latency.p50, p95: row.latency.p95 }] : [],
  );
  if (rows.length === 0) return <p class="soft">Nothing was scored yet, so there is nothing to plot.</p>;
  return (
    <div class="plots">
      <figure>
        <figcaption>
          Quality against cost: up is better, left is cheaper. Filled: no other beats it in quality, cost and time.
        </figcaption>
        {costs ? (
          <Wide label="Quality against cost">
            <PlanePlot points={byCost} show={(value) => formatUsd(Math.round(value))} title="dollars an answer" />
          </Wide>
        ) : (
          <p class="soft">{byCost.length > 0 ? "No answer costs anything." : "What an answer costs is not known."}</p>
        )}
      </figure>
      {byTime.length > 0 && (
        <figure>
          <figcaption>Quality against time.</figcaption>
          <Wide label="Quality against time">
            <PlanePlot points={byTime} show={duration} title="median time of an answer" />
          </Wide>
        </figure>
      )}
      {lines.length > 0 && (
        <figure>
          <figcaption>Time of an answer, without queue and retries.</figcaption>
          <Wide label="Times of answers">
            <TimesPlot lines={lines} show={duration} />
          </Wide>
        </figure>
      )}
    </div>
  );
}
