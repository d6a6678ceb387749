/** Runs of suites once they are in the log: shown, compared, scored again, added to. Wires the pieces; each has its own file. */
import type { Call } from "../record/call.ts";
import type { HumanLabel } from "../record/human-label.ts";
import { SetupError } from "../record/setup-error.ts";
import type { RunSummary } from "../store/run-rows.ts";
import type { Store } from "../store/store.ts";
import type { RunComparison } from "./compare-runs.ts";
import type { EvaluateContext, EvaluateSettings } from "./eval-context.ts";
import type { PowerPlan, PowerSettings } from "./eval-power.ts";
import type { EvalReport, ReportSettings } from "./eval-report.ts";
import type { Scaling, ScalingSettings } from "./eval-scaling.ts";
import type { FoundSuite } from "./found-suites.ts";
import type { CaseDrafts, GenerateContext, GenerateSettings } from "./generate-cases.ts";
import type { HumanItem } from "./human-scoring.ts";
import type { JudgeReport } from "./judge-agreement.ts";
import type { RunCase } from "./run-case.ts";
import type { Suite } from "./suite.ts";
import type { SuiteSheet } from "./suite-sheet.ts";

/** What can be done with runs. A run is named by its id, the beginning of one, or `last`. */
export interface EvalBench {
  /** Suites below a folder, and the sample that comes with penny. Reads no case and runs nothing. */
  suites: (folder: string | undefined) => Promise<FoundSuite[]>;
  /** The suite in a file that was found before, as it is now. */
  suiteAt: (folder: string | undefined, path: string) => Promise<FoundSuite>;
  /** What a suite is, as plain values. */
  sheet: (suite: Suite) => Promise<SuiteSheet>;
  /** The newest runs with their counts. */
  list: (limit: number) => Promise<RunSummary[]>;
  /** The report of a run, reckoned anew from its cells. Throws SetupError. */
  report: (run: string, settings?: ReportSettings) => Promise<EvalReport>;
  /** What was asked in a run: the text of the question by `questionKey(prompt, case)`. Throws SetupError. */
  questions: (run: string) => Promise<Map<string, string>>;
  /** One case of a run with its answers. Throws SetupError. */
  caseOf: (run: string, name: string) => Promise<RunCase>;
  /** Two runs, case by case. Throws SetupError. */
  compare: (before: string, after: string) => Promise<RunComparison>;
  /** What the cases of a run can tell of two models, and what it takes to tell more. Throws SetupError. */
  power: (run: string, settings?: PowerSettings) => Promise<PowerPlan>;
  /** What several answers to a case bring, by vote or by a judge's choice, from the answers of a run. Throws SetupError. */
  scaling: (run: string, settings?: ScalingSettings) => Promise<Scaling>;
  /** How far a run's scorers agree with what people said of its answers, and what they favour. Throws SetupError. */
  judges: (run: string) => Promise<JudgeReport>;
  /** The answers of a run for a person to judge, blind. Throws SetupError. */
  humanItems: (run: string) => Promise<HumanItem[]>;
  /** Keeps what a person said of one of them; `undefined` takes it back. Throws SetupError. */
  scoreByHand: (run: string, item: HumanItem, label: HumanLabel | undefined) => Promise<void>;
  /** The picture that an answer is, a PNG, drawn where it can do no harm. `undefined`: it holds no SVG that can be drawn. */
  picture: (answer: string) => Promise<Uint8Array | undefined>;
  /** Removes a run with its scores, those by people too; its calls stay. Throws SetupError. */
  remove: (run: string) => Promise<void>;
  /**
   * Scores stored answers by a suite as it is now, as a new run, and asks nothing: the answers of a run, or the log's newest.
   * Throws SetupError.
   */
  score: (suite: Suite, run: string | undefined, settings?: EvaluateSettings) => Promise<EvalReport>;
  /** Runs a suite into an older run: models and cases that it lacks are added, others are filled again. Throws SetupError. */
  addTo: (suite: Suite, run: string, settings?: EvaluateSettings) => Promise<EvalReport>;
  /** Drafts new cases for the suite in a file with a model; a person accepts them. Throws SetupError before anything is sent. */
  generate: (path: string, settings: GenerateSettings) => Promise<CaseDrafts>;
}

/** Runs a suite with a context that was changed. */
export type EvaluateChanged = (
  suite: Suite,
  settings: EvaluateSettings | undefined,
  change: (context: EvaluateContext) => EvaluateContext,
) => Promise<EvalReport>;

/** What is read of suites and runs without reckoning anything. */
function readingBench(log: Store): Pick<EvalBench, "suites" | "suiteAt" | "sheet" | "list" | "questions" | "caseOf"> {
  const stored = (): Promise<typeof import("./stored-report.ts")> => import("./stored-report.ts");
  return {
    suites: async (folder) => (await import("./found-suites.ts")).foundSuites(folder),
    suiteAt: async (folder, path) => (await import("./found-suites.ts")).foundSuiteAt(folder, path),
    sheet: async (suite) => (await import("./suite-sheet.ts")).suiteSheet(suite),
    list: (limit) => log.runs(limit),
    questions: async (name) => {
      const { questionsOf, runNamed } = await stored();
      return questionsOf(log, (await runNamed(log, name)).id);
    },
    caseOf: async (name, wanted) => {
      const [{ runNamed }, { runCase }] = await Promise.all([stored(), import("./run-case.ts")]);
      const { id } = await runNamed(log, name);
      return runCase(id, await log.cellsOf(id, wanted), wanted);
    },
  };
}

/** What a person does with runs. */
function personBench(log: Store): Pick<EvalBench, "humanItems" | "scoreByHand" | "remove"> {
  const runNamed = async (name: string): Promise<string> =>
    (await (await import("./stored-report.ts")).runNamed(log, name)).id;
  return {
    humanItems: async (name) => {
      const [id, { humanItems }] = await Promise.all([runNamed(name), import("./human-scoring.ts")]);
      return humanItems(id, await log.cellsOf(id));
    },
    scoreByHand: async (name, item, label) => log.putHuman(await runNamed(name), item.cells, label),
    remove: async (name) => void (await log.removeRun(await runNamed(name))),
  };
}

async function pictureOf(
  answer: string,
  needed: () => Pick<EvaluateContext, "sandbox">,
): Promise<Uint8Array | undefined> {
  const svg = (await import("../scorers/renders-svg.ts")).svgIn(answer);
  return svg === "" ? undefined : (await (await needed().sandbox()).svg(svg)).png;
}

/** The bench on a log. @param needed what drafting cases and drawing pictures need. */
export function evalBench(
  log: Store,
  evaluate: EvaluateChanged,
  needed: () => GenerateContext & Pick<EvaluateContext, "sandbox">,
): EvalBench {
  const stored = (): Promise<typeof import("./stored-report.ts")> => import("./stored-report.ts");
  const report = async (name: string, settings?: ReportSettings): Promise<EvalReport> => {
    const { runNamed, storedReport } = await stored();
    return storedReport(log, await runNamed(log, name), settings);
  };
  const finishedByHash = (hash: string): Promise<Call | undefined> => log.finishedByHash(hash);
  return {
    report,
    compare: async (before, after) => {
      const { compareRuns } = await import("./compare-runs.ts");
      return compareRuns(await report(before), await report(after));
    },
    power: async (name, settings) => {
      const { powerPlan } = await import("./eval-power.ts");
      return powerPlan(await report(name), settings);
    },
    scaling: async (name, settings) => {
      const [{ scalingOf }, { shortNames }] = await Promise.all([
        import("./eval-scaling.ts"),
        import("./eval-verdict.ts"),
      ]);
      const run = await report(name);
      const names = shortNames(run.rows);
      return scalingOf(run, settings, (row) => names.get(row) ?? row);
    },
    judges: async (name) => (await import("./judge-agreement.ts")).judgeReportOf(await report(name)),
    ...readingBench(log),
    ...personBench(log),
    picture: (answer) => pictureOf(answer, needed),
    generate: async (path, settings) => (await import("./generate-cases.ts")).generateCases(needed(), path, settings),
    score: async (suite, name, settings) => {
      const { withoutAsking } = await import("./add-to-run.ts");
      const run = name === undefined ? undefined : await (await stored()).runNamed(log, name);
      const cells = run && (await log.cellsOf(run.id));
      const models = cells && [...new Set(cells.map((cell) => cell.model))];
      const epochs = cells && Math.max(1, ...cells.map((cell) => cell.epoch));
      const wanted = { ...(models ? { models } : {}), ...(epochs ? { epochs } : {}), ...settings };
      const done = await evaluate(suite, wanted, (context) => withoutAsking(context, finishedByHash, cells));
      return report(done.id, settings?.margin === undefined ? {} : { margin: settings.margin });
    },
    addTo: async (suite, name, settings) => {
      const [{ runNamed }, { addingTo }] = await Promise.all([stored(), import("./add-to-run.ts")]);
      const run = await runNamed(log, name);
      if (run.suite !== suite.name)
        throw new SetupError(`Run ${run.id} is of suite \`${run.suite}\`, not of \`${suite.name}\`: name another run.`);
      const cells = await log.cellsOf(run.id);
      const done = await evaluate(suite, settings, (context) => addingTo(context, run, cells));
      if (done.stopped === "declined") return done;
      const whole = await report(run.id, settings?.margin === undefined ? {} : { margin: settings.margin });
      // What it took and spent is said of this time; the report from the log says it of all times.
      const { forecast, durationMs, spentPicodollars } = done;
      return {
        ...whole,
        ...(forecast ? { forecast } : {}),
        ...(durationMs === undefined ? {} : { durationMs }),
        ...(spentPicodollars === undefined ? {} : { spentPicodollars }),
      };
    },
  };
}
