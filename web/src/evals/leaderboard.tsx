/** The leaderboard of a run: each row with its pass rate as figure and interval, what it is behind the best, time and cost. */
import { differenceText, duration, passRateText, tokens } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import type { EvalRow } from "../../../src/run/eval-rows.ts";
import type { ShownRun } from "../../../src/server/eval-api.ts";
import { NumberCells, type NumberColumn, NumberHeads } from "../number-columns.tsx";
import { IntervalPlot } from "../plots/interval-plot.tsx";
import { Wide } from "../wide.tsx";

type Column = NumberColumn<EvalRow>;

/** The name of a row: the model, and the prompt where there are several. */
export function rowName({ model, prompt }: Pick<EvalRow, "model" | "prompt">): string {
  return prompt === undefined ? model : `${model} · ${prompt}`;
}

function scoreText(score: EvalRow["score"]): string {
  return score ? `${score.value.toFixed(2)} [${score.low.toFixed(2)}–${score.high.toFixed(2)}]` : "–";
}

function columnsOf({ rows, statistics }: ShownRun): Column[] {
  const { best, baseline, toBest, toBaseline } = statistics;
  const behind = new Map(toBest.map((each) => [each.row, each.difference]));
  const base = new Map(toBaseline.map((each) => [each.row, each.difference]));
  const metrics = [...new Set(rows.flatMap((row) => row.metrics.map(({ metric }) => metric)))];
  const has = (test: (row: EvalRow) => boolean): boolean => rows.some(test);
  const number = (title: string, show: Column["show"]): Column => ({ title, show });
  return [
    ...(toBest.length > 0
      ? [number("vs best", (row) => (rowName(row) === best ? "best" : differenceText(behind.get(rowName(row)))))]
      : []),
    ...(toBaseline.length > 0 && baseline !== best
      ? [number("vs base", (row) => (rowName(row) === baseline ? "base" : differenceText(base.get(rowName(row)))))]
      : []),
    ...(has((row) => row.errors > 0) ? [number("failed", ({ errors }) => String(errors))] : []),
    ...(has((row) => row.unfinished > 0) ? [number("open", ({ unfinished }) => String(unfinished))] : []),
    number("cost", (row) => formatUsd(row.picodollars)),
    number("median", (row) => duration(row.latency?.p50.value)),
    number("95 of 100", (row) => duration(row.latency?.p95.value)),
    ...metrics.map((metric) => number(metric, (row) => scoreText(row.metrics.find((each) => each.metric === metric)))),
    ...(has((row) => row.score !== undefined) ? [number("mean score", (row) => scoreText(row.score))] : []),
    ...(has((row) => row.latency?.firstToken !== undefined)
      ? [number("first token", (row) => duration(row.latency?.firstToken?.value))]
      : []),
    number("tokens/s", ({ tokensPerSecond }) =>
      tokensPerSecond === undefined ? "–" : String(Math.round(tokensPerSecond)),
    ),
    number("in", (row) => tokens(row.inputTokens)),
    number("out", (row) => tokens(row.outputTokens)),
  ];
}

/** The table, best first. */
export function Leaderboard({ run }: { run: ShownRun }) {
  const columns = columnsOf(run);
  const tied = new Set(run.statistics.tied);
  const several = run.rows.filter((row) => row.scored > 0).length > 1;
  return (
    <Wide label="Leaderboard">
      <table class="lines leaderboard">
        <thead>
          <tr>
            <th scope="col">model</th>
            <th scope="col" class="number">
              passed
            </th>
            <th scope="col" class="number">
              pass rate
            </th>
            <th scope="col">0 % to 100 %</th>
            <NumberHeads columns={columns} />
          </tr>
        </thead>
        <tbody>
          {run.rows.map((row) => {
            const name = rowName(row);
            const isTied = several && tied.has(name);
            return (
              <tr key={name}>
                <th scope="row" class={isTied ? "name best" : "name"} title={name}>
                  {isTied && <abbr title="may be the best: not worse than it beyond doubt">*</abbr>}{" "}
                  {run.names[name] ?? name}
                </th>
                <td class="number">
                  {row.passed}/{row.scored}
                </td>
                <td class="number">{passRateText(row.passRate)}</td>
                <td>
                  {row.passRate && (
                    <IntervalPlot spread={row.passRate} label={`Pass rate ${passRateText(row.passRate)}`} />
                  )}
                </td>
                <NumberCells columns={columns} row={row} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </Wide>
  );
}
