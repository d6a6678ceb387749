/** `penny app new`, `edit` and `fix`: wishes for apps, and what came of them. Parses and prints. */
import type { AppOutcome, AppWishSettings } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { appKinds } from "../record/app.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { kindNamed } from "../run/app-kind.ts";
import { sumKnown } from "../stats/sum-known.ts";
import { appText } from "./app-file.ts";
import { optionsOf } from "./ask-options.ts";
import { tellOutcome } from "./call-outcome.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { jsonText, oneLine } from "./plain-text.ts";

/** The options of the three verbs once parsed. */
export interface AppWishFlags {
  /** Models. */
  model?: string[];
  /** Kind of document. */
  kind?: string;
  /** Name of the app. */
  name?: string;
  /** Most dollars to spend. */
  budget?: number;
  /** Model options. */
  option?: string[];
  /** A file with the next version. */
  from?: string;
  /** Faults that a person saw. */
  problem?: string[];
  /** Only tries the app. */
  try?: true;
  /** For programs. */
  json?: true;
}

/** Shows on a terminal how much has come. Gives what to call with each piece, and at the end. */
function counter(io: Io): { onPiece: NonNullable<AppWishSettings["onPiece"]>; end: () => void } {
  let characters = 0;
  let shown = 0;
  return {
    onPiece: (piece) => {
      if (piece.type === "text") characters += piece.text.length;
      if (piece.type === "pair") characters += piece.newText.length;
      if (!io.terminal.err || characters - shown < 200) return;
      shown = characters;
      io.err(`\r${characters.toLocaleString("en")} characters`);
    },
    end: () => {
      if (shown > 0) io.err("\r\u001b[K");
    },
  };
}

function settingsOf(flags: AppWishFlags, model: string | undefined, io: Io): AppWishSettings {
  const options = optionsOf(flags.option ?? []);
  return {
    ...(model === undefined ? {} : { model }),
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
    signal: io.signal,
  };
}

function costOf({ calls }: AppOutcome): string {
  return formatUsd(sumKnown(calls.map(({ cost }) => cost?.picodollars)));
}

/** Tells what came of a wish, and gives its exit code. */
function tell(outcome: AppOutcome, io: Io): ExitCode {
  const { app, version, calls, problem, prose } = outcome;
  for (const call of calls) if (call.error) tellOutcome(call, io);
  if (app && version) {
    const model = calls.at(-1)?.request.model ?? "–";
    io.out(`${oneLine(app.name)}\n`);
    io.err(
      `penny: version ${version.number}, ${version.how}, ${version.kind}, ${version.size.toLocaleString("en")} bytes; ${model}, ${counted(calls.length, "call")}, ${costOf(outcome)}; id ${app.id}\n`,
    );
  }
  if (prose !== "") io.err(`penny: the model says: ${oneLine(prose).slice(0, 500)}\n`);
  if (problem !== undefined && !calls.some(({ error }) => error)) io.err(`penny: ${oneLine(problem)}\n`);
  if (problem === undefined) return exitCodes.ok;
  return calls.at(-1)?.finish.reason === "aborted" ? exitCodes.interrupted : exitCodes.failed;
}

function summary({ app, version, calls, failed, problem, prose }: AppOutcome): object {
  return {
    ...(app ? { app } : {}),
    ...(version ? { version } : {}),
    calls: calls.map(({ id }) => id),
    failed,
    ...(problem === undefined ? {} : { problem }),
    prose,
  };
}

function only(models: readonly string[] | undefined): string | undefined {
  const [model, ...others] = models ?? [];
  if (others.length > 0) throw new SetupError("One app is changed by one model: name one with -m.");
  return model;
}

async function wish(
  work: (settings: AppWishSettings) => Promise<AppOutcome>,
  flags: AppWishFlags,
  io: Io,
): Promise<ExitCode> {
  const { onPiece, end } = counter(io);
  const outcome = await work({ ...settingsOf(flags, only(flags.model), io), onPiece }).finally(end);
  if (!flags.json) return tell(outcome, io);
  io.out(jsonText(summary(outcome)));
  return outcome.problem === undefined ? exitCodes.ok : exitCodes.failed;
}

/** Makes an app by each model. @throws SetupError */
export async function makeApps(prompt: string, flags: AppWishFlags, io: Io): Promise<ExitCode> {
  const kind = flags.kind === undefined ? undefined : kindNamed(flags.kind);
  if (flags.kind !== undefined && !kind)
    throw new SetupError(`--kind is \`${flags.kind}\`, but must be ${appKinds.join(", ")}.`);
  const { apps } = await io.workbench();
  const about = { ...(kind ? { kind } : {}), ...(flags.name === undefined ? {} : { name: flags.name }) };
  const models = flags.model ?? [];
  if (models.length < 2) return wish((settings) => apps.make(prompt, { ...settings, ...about }), flags, io);
  const outcomes = await Promise.all(
    models.map((model) => apps.make(prompt, { ...settingsOf(flags, model, io), ...about })),
  );
  if (flags.json) {
    io.out(jsonText(outcomes.map(summary)));
    return outcomes.every(({ problem }) => problem === undefined) ? exitCodes.ok : exitCodes.failed;
  }
  const codes = outcomes.map((outcome) => tell(outcome, io));
  return codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
}

/** Changes an app, by a prompt or by hand. @throws SetupError */
export async function editApp(app: string, prompt: string | undefined, flags: AppWishFlags, io: Io): Promise<ExitCode> {
  const { apps } = await io.workbench();
  if (flags.from === undefined) {
    if (prompt === undefined)
      throw new SetupError("Say what shall be otherwise, or give the next version with --from.");
    return wish((settings) => apps.edit(app, prompt, settings), flags, io);
  }
  if (prompt !== undefined) throw new SetupError("--from gives the next version as it is: leave the prompt out.");
  const version = await apps.handEdit(app, await appText(flags.from, io));
  if (flags.json) io.out(jsonText({ version }));
  else io.err(`penny: version ${version.number}, ${version.how}, ${version.size.toLocaleString("en")} bytes\n`);
  return exitCodes.ok;
}

/** Has mended what an app reports, or what a person saw. @throws SetupError */
export async function fixApp(app: string, flags: AppWishFlags, io: Io): Promise<ExitCode> {
  const { apps } = await io.workbench();
  const seen = flags.problem?.map((text) => ({ kind: "error", text }));
  const problems = seen ?? (await apps.tryOut(app)).problems;
  if (flags.try || problems.length === 0) {
    if (flags.json) io.out(jsonText({ problems }));
    else if (problems.length === 0) io.err("penny: it was opened and reported no fault\n");
    else for (const { text } of problems) io.out(`${oneLine(text)}\n`);
    return flags.try && problems.length > 0 ? exitCodes.failed : exitCodes.ok;
  }
  if (!seen) for (const { text } of problems.slice(0, 5)) io.err(`penny: it reports: ${oneLine(text)}\n`);
  return wish((settings) => apps.fix(app, problems, settings), flags, io);
}
