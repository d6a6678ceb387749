/** Wishes for apps: made, changed and mended by a model, each a version. Which versions there are beside is app-bench.ts's. */
import type { App, AppKind, AppVersion } from "../record/app.ts";
import { SetupError } from "../record/setup-error.ts";
import type { NewAppVersion } from "../store/app-rows.ts";
import { alone, checkedName, type Desk, foundApp, type ShownVersion, shownApp } from "./app-desk.ts";
import { type AppProblem, fixPrompt, groupProblems, problemKey, toldProblems } from "./app-problems.ts";
import { type AppSurroundings, noSurroundings } from "./app-prompt.ts";
import { appRow } from "./app-rows-shown.ts";
import { type WishSettings, type WrittenDocument, writeApp } from "./app-write.ts";

/** How a wish for an app is carried out. */
export interface AppWishSettings extends WishSettings {
  /** Hears the ids before anything is sent, so that the answer can be shown while it comes. */
  onBegin?: (ids: { app: string; version: string }) => void;
}

/** How a new app is made. */
export interface MakeSettings extends AppWishSettings {
  /** What it shall be written in. Default: the model chooses, mostly HTML. */
  kind?: AppKind;
  /** What it is called. Default: what the model calls it. */
  name?: string;
}

/** What came of a wish for an app. */
export interface AppOutcome extends Omit<WrittenDocument, "content" | "kind" | "title"> {
  /** The app. Absent: nothing came, so none was made. */
  app?: App;
  /** The new version. Absent: nothing came that could be used. */
  version?: AppVersion;
}

const MOST_FIXES_IN_A_ROW = 3;

/** What of an outcome stands in its version. */
function callsOf({
  calls,
  failed,
  interrupted,
}: Pick<WrittenDocument, "calls" | "failed" | "interrupted">): Partial<NewAppVersion> {
  const ids = calls.map(({ id }) => id);
  const call = ids.pop();
  return {
    ...(call === undefined ? {} : { call }),
    ...(ids.length > 0 ? { tried: ids } : {}),
    ...(failed.length > 0 ? { failedEdits: failed.length } : {}),
    ...(interrupted ? { interrupted: true as const } : {}),
  };
}

async function surroundingsOf({ context }: Desk, app: string | undefined): Promise<AppSurroundings> {
  return (await context.surroundings?.(app)) ?? noSurroundings;
}

/** Makes an app. @throws SetupError before anything is sent. */
export async function makeApp(desk: Desk, prompt: string, settings: MakeSettings): Promise<AppOutcome> {
  const { context } = desk;
  if (prompt.trim() === "")
    throw new SetupError('There is nothing to make: say what, as in `penny app new "a dice roller"`.');
  const [app, version] = [context.newId(), context.newId()];
  settings.onBegin?.({ app, version });
  const wish = {
    ref: `app/${app}`,
    prompt,
    ...(settings.kind ? { kind: settings.kind } : {}),
    surroundings: await surroundingsOf(desk, undefined),
  };
  const { content, kind, title, ...outcome } = await writeApp(context, wish, settings);
  if (content === undefined) return outcome;
  const name = checkedName(settings.name ?? title ?? prompt);
  const at = context.now();
  const begun = await context.log.apps.begin(
    { id: app, name, madeAt: at, kind },
    { id: version, app, kind, how: "made", prompt, at, ...callsOf(outcome) },
    new TextEncoder().encode(content),
  );
  return { ...outcome, ...begun };
}

/** What was asked for an app so far, oldest first. */
async function earlierWishes({ context }: Desk, app: App): Promise<string[]> {
  const versions = await context.log.apps.versions(app.id);
  return versions.filter(({ how }) => how !== "fixed").flatMap(({ prompt }) => prompt ?? []);
}

interface Change {
  prompt: string;
  /** Told to the model in place of the prompt. */
  wish?: string;
  fixed?: { problems: string[] };
}

async function change(desk: Desk, on: ShownVersion, wanted: Change, settings: AppWishSettings): Promise<AppOutcome> {
  const { context } = desk;
  const { app, version, content: before } = on;
  const id = context.newId();
  settings.onBegin?.({ app: app.id, version: id });
  const model = settings.model ?? (await appRow(context.log, app)).model;
  const written = await writeApp(
    context,
    {
      ref: `app/${app.id}`,
      prompt: wanted.wish ?? wanted.prompt,
      base: { content: before, kind: version.kind, earlier: await earlierWishes(desk, app) },
      surroundings: await surroundingsOf(desk, app.id),
    },
    { ...settings, ...(model === undefined ? {} : { model }) },
  );
  const { content, kind, title: _, ...outcome } = written;
  if (content === undefined || content === before) {
    const problem = outcome.problem ?? (content === before ? "The model changed nothing." : undefined);
    return { ...outcome, app, ...(problem === undefined ? {} : { problem }) };
  }
  const next = await context.log.apps.putVersion(
    {
      id,
      app: app.id,
      kind,
      parent: version.id,
      how: wanted.fixed ? "fixed" : written.isWhole ? "rewritten" : "edited",
      prompt: wanted.prompt,
      at: context.now(),
      ...wanted.fixed,
      ...callsOf(written),
    },
    new TextEncoder().encode(content),
  );
  return { ...outcome, app: { ...app, kind }, version: next };
}

/** Changes an app by a prompt. @throws SetupError before anything is sent. */
export async function editApp(
  desk: Desk,
  word: string,
  prompt: string,
  settings: AppWishSettings,
): Promise<AppOutcome> {
  if (prompt.trim() === "") throw new SetupError("There is nothing to change: say what.");
  const app = await foundApp(desk, word);
  return alone(desk, app, async () => change(desk, await shownApp(desk, app.id), { prompt }, settings));
}

/** Mends what an app reported. @throws SetupError before anything is sent. */
export async function fixApp(
  desk: Desk,
  word: string,
  problems: readonly AppProblem[],
  settings: AppWishSettings,
): Promise<AppOutcome> {
  const app = await foundApp(desk, word);
  const groups = groupProblems(problems);
  if (groups.length === 0) throw new SetupError(`${app.name} reported no fault, so there is nothing to mend.`);
  return alone(desk, app, async () => {
    const versions = await desk.context.log.apps.versions(app.id);
    const asked = versions.findLastIndex(({ how }) => how !== "fixed" && how !== "restored");
    const repairs = versions.slice(asked + 1).filter(({ how }) => how === "fixed");
    if (repairs.length >= MOST_FIXES_IN_A_ROW)
      throw new SetupError(
        `${repairs.length} repairs in a row did not mend ${app.name}: say in your own words what is wrong, or undo.`,
      );
    const known = new Set(repairs.flatMap((each) => each.problems ?? []));
    const placeOf = (key: string): string => `${app.id}/${asked}/${key}`;
    const left = groups.filter((each) => {
      const key = problemKey(each);
      return !known.has(key) && !desk.tried.has(placeOf(key));
    });
    if (left.length === 0)
      throw new SetupError(
        `Mending this was tried before, and undoing does not make it new: say in your own words what is to change.`,
      );
    const on = await shownApp(desk, app.id);
    const keys = toldProblems(left).map(problemKey);
    const outcome = await change(
      desk,
      on,
      { prompt: "Mend what it reported.", wish: fixPrompt(left, on.content), fixed: { problems: keys } },
      settings,
    );
    if (!outcome.version) for (const key of keys) desk.tried.add(placeOf(key));
    return outcome;
  });
}
