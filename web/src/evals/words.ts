/** Runs in words, as the command line says them. Pure; reckons nothing but rates. */
import { dollarRange, duration, tokenRange, unknown } from "../../../src/cli/amounts.ts";
import { counted } from "../../../src/record/counted.ts";
import type { ListedRun, RunForecast, RunProgress } from "../../../src/server/eval-api.ts";

/** A model's name without its provider. */
export function shortName(model: string): string {
  return model.replace(/^.*\//, "");
}

/** How a run stands: `done`, `running`, `cancelled, 12 open`. */
export function stateOf({ endedAt, stopped, cells, scored, failed, isRunning }: ListedRun): string {
  if (isRunning) return "running";
  if (cells === 0) return "older";
  const open = cells - scored - failed;
  if (endedAt === undefined) return `unfinished, ${open} open`;
  if (stopped !== undefined) return `${stopped}, ${open} open`;
  return open > 0 ? `done, ${open} open` : "done";
}

/** A forecast in one line: `42 cells, 10 of them answered already: 32 calls, 3.1k tokens in, 1k–8k out, $0.002–0.01, about 2 s to 4 s`. */
export function forecastText({ forecast }: RunForecast): string {
  const { cells, cached, total, durationMs } = forecast;
  const answered = cached > 0 ? `, ${cached.toLocaleString("en-US")} of them answered already` : "";
  if (total.calls === 0) return `${counted(cells, "cell")}${answered}: nothing to ask`;
  const price = total.picodollars ? dollarRange(total.picodollars) : `${unknown} (price or tokens unknown)`;
  const time = durationMs ? `, about ${duration(durationMs.low)} to ${duration(durationMs.high)}` : "";
  return `${counted(cells, "cell")}${answered}: ${counted(total.calls, "call")}, ${tokenRange(total.inputTokens)} tokens in, ${tokenRange(total.outputTokens)} out, ${price}${time}`;
}

/** The rate is that of the last half minute: cached answers at the start must not promise a fast end. */
const WINDOW_MS = 30_000;

/** Pieces a millisecond, by what was heard so far. `undefined`: not known yet. */
export function rateOf(samples: readonly RunProgress[]): number | undefined {
  const last = samples.at(-1);
  const first = last && samples.find((each) => last.elapsedMs - each.elapsedMs <= WINDOW_MS);
  if (!first || last.elapsedMs - first.elapsedMs < 500 || last.done <= first.done) return undefined;
  return (last.done - first.done) / (last.elapsedMs - first.elapsedMs);
}
