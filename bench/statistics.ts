/**
 * `node bench/statistics.ts`: all that a report reckons, and bootstrap intervals of 10,000 rounds beside it, on 100,000 cases × 10
 * models, once for answers that are right or wrong and once for scores of any size. First a small set, where the plain formulae
 * say what must come out.
 */
import { parseArgs } from "node:util";
import { bootstrapInterval } from "../src/stats/bootstrap.ts";
import { meanInterval } from "../src/stats/mean-interval.ts";
import { createRandom } from "../src/stats/random.ts";
import { resample } from "../src/stats/resample.ts";
import { tiedForBest } from "../src/stats/tied-for-best.ts";
import { wilsonInterval } from "../src/stats/wilson.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    cases: { ...text, default: "100000" },
    models: { ...text, default: "10" },
    rounds: { ...text, default: "10000" },
  },
});

type Kind = "right or wrong" | "any size";

/** Scores of models that differ a little, correlated case by case as those of real models are. */
function scoresOf(kind: Kind, models: number, cases: number): Float64Array[] {
  const random = createRandom(7);
  const ease = Float64Array.from({ length: cases }, () => random.unit());
  return Array.from({ length: models }, (_, model) =>
    ease.map((easy) => {
      const score = Math.min(1, Math.max(0, 0.5 * easy + 0.5 * random.unit() + 0.02 * model));
      return kind === "any size" ? score : Number(score > 0.5);
    }),
  );
}

interface Reckoned {
  /** Milliseconds of each step. */
  steps: { [step: string]: number };
  /** Bootstrap standard errors of the means. */
  errors: number[];
  /** Widths of the bootstrap intervals of the differences from the first model. */
  widths: number[];
}

function timed<T>(steps: { [step: string]: number }, step: string, work: () => T): T {
  const from = performance.now();
  const result = work();
  steps[step] = performance.now() - from;
  return result;
}

/** Intervals of each model by formula and by bootstrap, of each difference from the first, and which are tied for best. */
function reckon(kind: Kind, columns: readonly Float64Array[], rounds: number): Reckoned {
  const steps: Reckoned["steps"] = {};
  timed(steps, "intervals by formula", () =>
    columns.map((column) =>
      kind === "any size"
        ? meanInterval(column)
        : wilsonInterval(
            column.reduce((sum, each) => sum + each, 0),
            column.length,
          ),
    ),
  );
  timed(steps, "every pair, tied for best", () => tiedForBest(columns.map((column) => [...column])));
  const drawn = timed(steps, `${rounds} rounds drawn`, () => resample(columns, { rounds }));
  const found = timed(steps, "bootstrap intervals of means and differences", () => ({
    means: columns.map((_, model) => bootstrapInterval(drawn, (means) => means[model] ?? Number.NaN)),
    differences: columns
      .slice(1)
      .map((_, index) =>
        bootstrapInterval(drawn, (means) => (means[index + 1] ?? Number.NaN) - (means[0] ?? Number.NaN)),
      ),
  }));
  return {
    steps,
    errors: found.means.map((each) => each?.standardError ?? Number.NaN),
    widths: found.differences.map((each) => (each ? each.high - each.low : Number.NaN)),
  };
}

/** The standard error of a mean over rows drawn with return: the root of the sum of squares over n². */
function plainError(column: Float64Array): number {
  const n = column.length;
  const mean = column.reduce((sum, each) => sum + each, 0) / n;
  return Math.sqrt(column.reduce((sum, each) => sum + (each - mean) ** 2, 0)) / n;
}

/** Most that a bootstrap figure is off from the plain formula, as a share; about 1 % is chance at 10,000 rounds. */
function offBy(found: readonly number[], plain: readonly number[]): number {
  return Math.max(...found.map((each, index) => Math.abs(each / (plain[index] ?? Number.NaN) - 1)));
}

const rounds = Number(values.rounds);
for (const kind of ["right or wrong", "any size"] as const) {
  const columns = scoresOf(kind, 6, 500);
  const { errors, widths } = reckon(kind, columns, rounds);
  const differences = columns.slice(1).map((column) => column.map((each, index) => each - (columns[0]?.[index] ?? 0)));
  const share = offBy(errors, columns.map(plainError));
  // A normal interval of 95 % is 2 × 1.959964 standard errors wide: https://en.wikipedia.org/wiki/97.5th_percentile_point.
  const wide = offBy(
    widths,
    differences.map((each) => 2 * 1.959964 * plainError(each)),
  );
  console.log(
    `500 cases × 6 models, ${kind}: standard errors within ${(100 * share).toFixed(1)} %, widths of intervals within ${(100 * wide).toFixed(1)} % of the plain formulae`,
  );
  if (!(share < 0.05 && wide < 0.1)) throw new Error("The bootstrap does not agree with the plain formulae.");
}
for (const kind of ["right or wrong", "any size"] as const) {
  const columns = scoresOf(kind, Number(values.models), Number(values.cases));
  const before = process.cpuUsage();
  const { steps } = reckon(kind, columns, rounds);
  const { user, system } = process.cpuUsage(before);
  const all = Object.values(steps).reduce((sum, each) => sum + each, 0);
  console.log(
    `${values.cases} cases × ${values.models} models, ${kind}: ${(all / 1000).toFixed(2)} s (wanted ≤ 10), processor ${((user + system) / 1e6).toFixed(2)} s, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  );
  for (const [step, ms] of Object.entries(steps)) console.log(`  ${step}: ${(ms / 1000).toFixed(2)} s`);
}
