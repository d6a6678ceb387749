/** The report of a run that is in the log, reckoned anew from its cells. Asks no model. */
import { textOf } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import type { RunCell } from "../store/cell-rows.ts";
import type { StoredRun } from "../store/run-rows.ts";
import type { Store } from "../store/store.ts";
import { cellOf } from "./eval-cell.ts";
import { type EvalReport, type EvalStop, type JudgeCalls, type ReportSettings, reportOf } from "./eval-report.ts";
import { judgeCallsOf } from "./judge-tally.ts";
import { settingsOfJson } from "./report-settings.ts";

/** What reading runs needs of the log. */
export type RunReader = Pick<Store, "run" | "cellsOf" | "judgeSums">;

/**
 * The run that a person means: an id, the beginning of one, or `last`.
 * @throws SetupError if there is none, or several ids begin so.
 */
export async function runNamed(log: Pick<Store, "run">, name: string): Promise<StoredRun> {
  const run = await log.run(name);
  if (run) return run;
  throw new SetupError(
    name.toLowerCase() === "last"
      ? "There is no last run: `penny eval SUITE` makes one."
      : `There is no run \`${name}\` in the log: \`penny eval list\` lists the newest.`,
  );
}

const STOPS: readonly string[] = ["budget", "cancelled", "declined", "decided"] satisfies EvalStop[];

/** What a run spent itself; `undefined`: unknown for some call. A call that several cells share is counted once. */
function spent(cells: readonly RunCell[], judges: JudgeCalls | undefined): number | undefined {
  const own = new Map(cells.flatMap((cell) => (cell.call && !cell.cached ? [[cell.call.id, cell.call]] : [])));
  let sum = 0;
  for (const call of own.values()) {
    if (call.cost) sum += call.cost.picodollars;
    else if (!call.error) return undefined;
  }
  return judges && judges.picodollars === undefined ? undefined : sum + (judges?.picodollars ?? 0);
}

/**
 * The report of a stored run.
 * @param settings other than those kept with the run.
 * @throws SetupError if the run is of before cells were stored, or all its cells are gone.
 */
export async function storedReport(log: RunReader, run: StoredRun, settings: ReportSettings = {}): Promise<EvalReport> {
  const cells = await log.cellsOf(run.id);
  if (cells.length === 0)
    throw new SetupError(
      `Run ${run.id} of ${run.suite} has no cells in the log: it was made by an older penny. Run the suite again; answers are reused.`,
    );
  const judges = judgeCallsOf(await log.judgeSums(run.id));
  const total = spent(cells, judges);
  const { path } = run.about;
  return reportOf(
    {
      id: run.id,
      suite: run.suite,
      ...(typeof path === "string" ? { path } : {}),
      startedAt: run.startedAt,
      ...(run.endedAt === undefined ? {} : { durationMs: run.endedAt - run.startedAt }),
      cells: cells.map(cellOf),
      ...(total === undefined ? {} : { spentPicodollars: total }),
      ...(judges ? { judging: judges } : {}),
      ...(run.stopped !== undefined && STOPS.includes(run.stopped) ? { stopped: run.stopped as EvalStop } : {}),
    },
    { ...settingsOfJson(run.about), ...settings },
  );
}

/** What was asked, by prompt and case: the text of the newest user message. Cells that were not asked are left out. */
export async function questionsOf(log: Pick<Store, "cellsOf">, run: string): Promise<Map<string, string>> {
  const questions = new Map<string, string>();
  for (const { call, prompt, case: name } of await log.cellsOf(run)) {
    const last = call?.request.messages.findLast((message) => message.role === "user");
    if (last) questions.set(questionKey(prompt, name), textOf(last.parts));
  }
  return questions;
}

/** What names a question. */
export function questionKey(prompt: string, name: string): string {
  return JSON.stringify([prompt, name]);
}
