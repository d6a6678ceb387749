/** The verbs of `penny app` that keep versions and apps in order: undo, restore, fork, rename, review, remove, ask. Parses and prints. */
import { SetupError } from "../record/setup-error.ts";
import type { Io } from "./io.ts";
import { oneLine } from "./plain-text.ts";

/** Brings back the version before. @throws SetupError */
export async function undoApp(app: string, io: Io): Promise<void> {
  const { apps } = await io.workbench();
  const { number } = await apps.undo(app);
  io.err(`penny: version ${number} is what was before\n`);
}

/** Brings back a version. @throws SetupError */
export async function restoreApp(app: string, number: number, io: Io): Promise<void> {
  const { apps } = await io.workbench();
  const version = await apps.restore(app, number);
  io.err(`penny: version ${version.number} is version ${number} again\n`);
}

/** Makes a new app of a version. @throws SetupError */
export async function forkApp(app: string, flags: { version?: number; name?: string }, io: Io): Promise<void> {
  const { apps } = await io.workbench();
  const made = await apps.fork(app, {
    ...(flags.version === undefined ? {} : { number: flags.version }),
    ...(flags.name === undefined ? {} : { name: flags.name }),
  });
  io.out(`${oneLine(made.app.name)}\n`);
  io.err(`penny: id ${made.app.id}\n`);
}

/** Gives an app another name. @throws SetupError */
export async function renameApp(app: string, name: string, io: Io): Promise<void> {
  const { apps } = await io.workbench();
  io.err(`penny: it is called ${oneLine((await apps.rename(app, name)).name)} now\n`);
}

/** Notes that a person has read a version. @throws SetupError */
export async function reviewApp(app: string, flags: { version?: number; withdraw?: true }, io: Io): Promise<void> {
  const { apps } = await io.workbench();
  const { version, app: found } = await apps.show(app, flags.version);
  await apps.review(found.id, version.number, !flags.withdraw);
  io.err(
    `penny: version ${version.number} of ${oneLine(found.name)} ${flags.withdraw ? "is not" : "is"} marked as reviewed by a person\n`,
  );
}

/** Removes an app, for good or not, or puts it back. @throws SetupError */
export async function removeApp(word: string, flags: { forGood?: true; return?: true }, io: Io): Promise<void> {
  const { apps } = await io.workbench();
  if (flags.forGood && flags.return) throw new SetupError("--for-good and --return are opposites: give one of them.");
  if (flags.return) {
    io.err(`penny: ${oneLine((await apps.bringBack(word)).name)} is on the list again\n`);
  } else if (flags.forGood) {
    io.err(`penny: ${oneLine((await apps.forget(word)).name)} is gone with its versions; its calls are in the log\n`);
  } else {
    const { name, id } = await apps.remove(word);
    io.err(`penny: ${oneLine(name)} is removed; \`penny app remove --return ${id}\` puts it back\n`);
  }
}

/** Calls a minute where none are named. */
const USUAL_RATE = 10;

/** Allows an app to ask a model. @throws SetupError */
export async function allowAsk(
  word: string,
  flags: { model?: string; budget?: number; rate?: number; off?: true },
  io: Io,
): Promise<void> {
  const { apps, models } = await io.workbench();
  const app = await apps.find(word);
  const tell = ({ ask }: typeof app): void =>
    io.err(
      ask
        ? `penny: ${oneLine(app.name)} may ask ${ask.model}, at most ${ask.perMinute} times a minute and for $${ask.budgetUsd} in all\n`
        : `penny: ${oneLine(app.name)} may ask no model\n`,
    );
  if (flags.off) return tell(await apps.allowAsk(app.id, null));
  if (flags.model === undefined && flags.budget === undefined && flags.rate === undefined) return tell(app);
  const model = flags.model ?? app.ask?.model;
  const budgetUsd = flags.budget ?? app.ask?.budgetUsd;
  if (model === undefined || budgetUsd === undefined)
    throw new SetupError("Say which model it may ask and what that may cost in all: `-m pocket --budget 1`.");
  const { id } = await models.resolve(model);
  tell(
    await apps.allowAsk(app.id, { model: id, budgetUsd, perMinute: flags.rate ?? app.ask?.perMinute ?? USUAL_RATE }),
  );
}
