/**
 * One-shot programs: a model writes a script, a person sees it, and after their yes it runs once. Mended for as many rounds as were allowed,
 * each new script shown again; never for the same error twice, never past the budget. The rule that nothing runs unasked stands here:
 * whoever calls hands in the question.
 */

import type { Model } from "../models/model.ts";
import type { Call, Origin } from "../record/call.ts";
import type { IdSource } from "../record/id.ts";
import { textOf } from "../record/message.ts";
import type { Program, ProgramLanguage, ProgramRun } from "../record/program-run.ts";
import { wentWell } from "../record/program-run.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import type { ScriptEnd } from "../sandbox/run-script.ts";
import type { AskEvent } from "./ask.ts";
import { budgetPicodollars, refuseUnkeepableBudget } from "./budget.ts";
import type { Estimate } from "./estimate.ts";
import { errorKey, fixRequest, isSameProgram, oneShotSystem } from "./one-shot-prompt.ts";
import type { Prepared, PromptInput } from "./prepare.ts";
import { programIn } from "./script-metadata.ts";

/** How a program runs. */
export interface RunLimits {
  /** Whether it runs in bubblewrap; false only where a person said so in so many words. */
  isSandboxed: boolean;
  /** Whether it has the network. */
  network: boolean;
  /** Absolute path of the folder that it works in. */
  folder: string;
  /** Milliseconds that it may take. */
  mostMs: number;
  /** Bytes of memory that each of its processes may hold. */
  mostMemory: number;
}

/** A wish for a program. */
export interface OneShotWish extends RunLimits, Pick<PromptInput, "model" | "options"> {
  /** What it is to do. */
  prompt: string;
  /** Whether the model is told names of files in the folder. */
  tellsFiles: boolean;
  /** What it is to be written in. */
  language: ProgramLanguage;
  /** Times that a program that failed may be mended. 0: never. */
  fixes: number;
  /** Most dollars for all calls together. Absent: no limit. */
  budgetUsd?: number;
  /** Shows a program and asks whether it may run. Called before each run; hears of the run that it mends, if there was one. */
  approve: (program: Program, failed?: ProgramRun) => Promise<boolean>;
  /** Hears what a model writes. */
  onEvent?: (event: AskEvent) => void;
  /** Hears what a program writes. */
  onOutput?: (text: string, to: "stdout" | "stderr") => void;
  /** Stops all. */
  signal?: AbortSignal;
}

/**
 * How it ended. `ran`: the last run went well. `failed`: it did not, and no round is left. `declined`: the person said no. `no script`: the
 * answer holds none that may run. `call failed`. `budget`: a further call could pass it. `same error`: mending brought the same again.
 */
export type OneShotOutcome =
  | "ran"
  | "failed"
  | "declined"
  | "no script"
  | "call failed"
  | "budget"
  | "same error"
  | "interrupted";

/** What came of a wish. */
export interface OneShotReport {
  /** How it ended. */
  outcome: OneShotOutcome;
  /** Calls, in order. */
  calls: Call[];
  /** Runs, in order. */
  runs: ProgramRun[];
  /** The newest program. Absent: there was none. */
  program?: Program;
  /** Why there is no program, one sentence. Absent: there is. */
  problem?: string;
}

/** What is needed. */
export interface OneShotContext {
  /** From a prompt to a request. Throws SetupError. */
  prepare: (input: PromptInput) => Promise<Prepared>;
  /** The forecast of a call. */
  estimate: (model: Model, request: Request) => Promise<Estimate>;
  /** Makes a call. */
  ask: (prepared: Prepared, settings: { origin: Origin } & Pick<OneShotWish, "signal" | "onEvent">) => Promise<Call>;
  /** Whether packages can be fetched. */
  canFetch: () => Promise<boolean>;
  /** Names in a folder. Throws SetupError if it is none, or may not be given to a program. */
  filesIn: (folder: string) => Promise<string[]>;
  /** Why programs cannot run in bubblewrap here, one clause; `undefined`: they can. Throws SetupError if there is no interpreter. */
  noSandbox: () => Promise<string | undefined>;
  /** Fetches packages and runs a program; packages that cannot be had end it. Throws SetupError. */
  run: (program: Program, wish: OneShotWish) => Promise<ScriptEnd>;
  /** Writes a run to the log. */
  record: (run: ProgramRun) => Promise<void>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Makes ids. */
  newId: IdSource;
}

const ORIGIN: Origin = { command: "run" };
const DEFAULT_OUTPUT = 4000;
const PROBLEMS = {
  "no script":
    "The answer holds no script in that language: say more plainly what it shall do, or name another model with -m.",
  "odd dependencies":
    "The script asks for packages otherwise than by name and version, which is not allowed: run it again, or name another model.",
  "odd characters":
    "The script has characters that cannot be seen, so that what runs would not be what was shown: run it again, or name another model.",
} as const;

interface Work {
  context: OneShotContext;
  wish: OneShotWish;
  report: OneShotReport;
  system: string;
  errors: Set<string>;
}

/** Whether one more call fits into the budget. @throws SetupError if that cannot be known. */
async function fits({ context, wish, report }: Work, { model, request }: Prepared): Promise<boolean> {
  if (wish.budgetUsd === undefined) return true;
  const high = model.where === "hosted" ? (await context.estimate(model, request)).picodollars?.high : 0;
  refuseUnkeepableBudget(model, request.options, high, wish.budgetUsd, "with -o maxOutputTokens=4000");
  const spent = report.calls.reduce((sum, call) => sum + (call.cost?.picodollars ?? high ?? 0), 0);
  return spent + (high ?? 0) <= budgetPicodollars(wish.budgetUsd);
}

/** Asks for a program. Gives why there is none. */
async function written(work: Work, input: PromptInput): Promise<Program | OneShotOutcome> {
  const { context, wish, report, system } = work;
  const options = { maxOutputTokens: DEFAULT_OUTPUT, ...wish.options };
  const prepared = await context.prepare({
    ...input,
    system,
    options,
    ...(wish.model === undefined ? {} : { model: wish.model }),
  });
  if (!(await fits(work, prepared))) return "budget";
  const { signal, onEvent } = wish;
  const call = await context.ask(prepared, {
    origin: ORIGIN,
    ...(signal ? { signal } : {}),
    ...(onEvent ? { onEvent } : {}),
  });
  report.calls.push(call);
  if (call.finish.reason === "aborted") return "interrupted";
  if (call.error) return "call failed";
  const found = programIn(textOf(call.parts), wish.language);
  if (typeof found !== "string") return found;
  report.problem = PROBLEMS[found];
  return "no script";
}

async function ran({ context, wish, report }: Work, program: Program): Promise<ProgramRun> {
  const at = context.now();
  const { exitCode, ended, ms, stdout, stderr } = await context.run(program, wish);
  const run: ProgramRun = {
    id: context.newId(),
    call: report.calls.at(-1)?.id ?? "",
    at,
    ms,
    ...program,
    folder: wish.folder,
    isSandboxed: wish.isSandboxed,
    hadNetwork: wish.network || !wish.isSandboxed,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(ended === undefined ? {} : { ended }),
    stdout,
    stderr,
  };
  await context.record(run);
  report.runs.push(run);
  return run;
}

/** Asks, runs, mends. */
async function rounds(work: Work): Promise<OneShotOutcome> {
  const { wish, report, errors } = work;
  let input: PromptInput = { prompt: wish.prompt };
  for (let round = 0; ; round++) {
    const program = await written(work, input);
    if (typeof program === "string") return program;
    if (report.program && isSameProgram(report.program, program)) return "same error";
    report.program = program;
    const isWanted = await wish.approve(program, report.runs.at(-1));
    if (wish.signal?.aborted) return "interrupted";
    if (!isWanted) return "declined";
    const run = await ran(work, program);
    if (wentWell(run)) return "ran";
    if (wish.signal?.aborted) return "interrupted";
    if (errors.has(errorKey(run))) return "same error";
    errors.add(errorKey(run));
    if (round >= wish.fixes) return "failed";
    const call = report.calls.at(-1);
    input = { prompt: fixRequest(run), ...(call ? { continue: call.id } : {}) };
  }
}

/**
 * Has a program written, shown, run, mended.
 * @throws SetupError before anything is sent: the folder, the model, the sandbox or its interpreter is not there.
 */
export async function oneShot(context: OneShotContext, wish: OneShotWish): Promise<OneShotReport> {
  const files = await context.filesIn(wish.folder);
  const lacking = wish.isSandboxed ? await context.noSandbox() : undefined;
  if (lacking !== undefined)
    throw new SetupError(
      `Nothing was asked: ${lacking}, and without it a program could do all that you may. Add --run-without-sandbox if it shall.`,
    );
  const surroundings = { language: wish.language, network: wish.network || !wish.isSandboxed };
  const system = oneShotSystem({
    ...surroundings,
    canFetch: await context.canFetch(),
    ...(wish.tellsFiles ? { files } : {}),
  });
  const report: OneShotReport = { outcome: "failed", calls: [], runs: [] };
  report.outcome = await rounds({ context, wish, report, system, errors: new Set() });
  return report;
}
