/**
 * Apps: made, changed and mended by prompts, versions kept, compared and brought back, taken out as files and in. One wish at a time for
 * each app. Runs no app: the page does, in its sandbox.
 */
import type { App, AppAsk, AppKind, AppVersion } from "../record/app.ts";
import type { IdSource } from "../record/id.ts";
import type { HtmlRun } from "../record/sandbox-run.ts";
import { SetupError } from "../record/setup-error.ts";
import type { NewAppVersion } from "../store/app-rows.ts";
import type { Store } from "../store/store.ts";
import { type ExportedApp, type ExportSettings, exportHtml, importApp } from "./app-export.ts";
import { titleOf } from "./app-kind.ts";
import { type AppProblem, fixPrompt, groupProblems, problemKey, toldProblems } from "./app-problems.ts";
import { type AppSurroundings, noSurroundings } from "./app-prompt.ts";
import { type AppRow, appRow, provenanceOf, type VersionRow, versionRows } from "./app-rows-shown.ts";
import type { StandaloneApp, StandaloneData } from "./app-standalone.ts";
import { type WishSettings, type WriteContext, type WrittenDocument, writeApp } from "./app-write.ts";
import { type DiffLines, lineDiff } from "./line-diff.ts";

/** What apps need. */
export interface AppContext extends WriteContext {
  /** The log. */
  log: Pick<Store, "apps" | "call" | "fileBytes">;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Makes ids. */
  newId: IdSource;
  /** What an app finds where it runs; a new one has no id yet. Default: nothing but the sandbox. */
  surroundings?: (app: string | undefined) => Promise<AppSurroundings>;
  /** The app as it is where there is no workbench: as HTML, with what stands before it. Default: its text as it is. */
  standalone?: (shown: ShownVersion, data: StandaloneData) => Promise<StandaloneApp>;
  /** Opens a page in a browser without a window, without a network. Default: no app can be tried. */
  openPage?: (html: string) => Promise<HtmlRun>;
}

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

/** A version with its text. */
export interface ShownVersion {
  /** The app. */
  app: App;
  /** The version. */
  version: AppVersion;
  /** Its text. */
  content: string;
}

/** Apps. Functions that take an app take its id, its name, or the end of its id, and throw SetupError if there is none. */
export interface AppBench {
  /** Makes an app by a prompt. Throws SetupError before anything is sent; a failure afterwards is in the outcome. */
  make: (prompt: string, settings?: MakeSettings) => Promise<AppOutcome>;
  /** Changes the newest version by a prompt. Default model: the one that wrote last. */
  edit: (app: string, prompt: string, settings?: AppWishSettings) => Promise<AppOutcome>;
  /**
   * Mends what a running version reported. Throws SetupError if nothing is a fault, if all of it was tried before, or after three repairs
   * in a row.
   */
  fix: (app: string, problems: readonly AppProblem[], settings?: AppWishSettings) => Promise<AppOutcome>;
  /** Opens the newest version in a browser without a window and tells what it reported. Throws SetupError where there is no browser. */
  tryOut: (app: string) => Promise<{ problems: AppProblem[]; shown: ShownVersion }>;
  /** Keeps a text that a person wrote as the next version. */
  handEdit: (app: string, content: string) => Promise<AppVersion>;
  /** Brings back what was before the newest version, as a new version. */
  undo: (app: string) => Promise<AppVersion>;
  /** Brings back a version by its number, as a new version. */
  restore: (app: string, number: number) => Promise<AppVersion>;
  /** Makes a new app of a version. @param number default: the newest. */
  fork: (app: string, settings?: { number?: number; name?: string }) => Promise<ShownVersion>;
  /** Gives it another name. */
  rename: (app: string, name: string) => Promise<App>;
  /** Removes it from the list; `bringBack` by id undoes that. */
  remove: (app: string) => Promise<App>;
  /** Brings back a removed app. */
  bringBack: (id: string) => Promise<App>;
  /** Removes it for good, with its versions and what it keeps. Its calls stay in the log. */
  forget: (app: string) => Promise<App>;
  /** The app. */
  find: (app: string) => Promise<App>;
  /** Apps with what they came to, newest first; with `removed` those that were removed. */
  list: (settings?: { removed?: boolean }) => Promise<AppRow[]>;
  /** Its versions with model and cost, oldest first. */
  versions: (app: string) => Promise<VersionRow[]>;
  /** A version with its text. @param number default: the newest. */
  show: (app: string, number?: number) => Promise<ShownVersion>;
  /** What differs between two versions by their numbers. */
  compare: (app: string, from: number, to: number) => Promise<DiffLines[]>;
  /** Notes that a person has read a version and found it good, or no longer. */
  review: (app: string, number: number, good: boolean) => Promise<AppVersion>;
  /** Allows an app to ask a model, within a budget; `null`: no longer. */
  allowAsk: (app: string, ask: AppAsk | null) => Promise<App>;
  /** The app as a file. */
  exportApp: (app: string, settings?: ExportSettings) => Promise<ExportedApp>;
  /** Takes in an app from the text of a file. The same text under the same name is not taken in twice. */
  importApp: (text: string, fileName: string) => Promise<ShownVersion>;
}

const MOST_NAME_CHARACTERS = 80;
const MOST_FIXES_IN_A_ROW = 3;
const MOST_CONTENT_BYTES = 16 * 1024 * 1024;

function nameFrom(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MOST_NAME_CHARACTERS ? `${line.slice(0, MOST_NAME_CHARACTERS - 1).trimEnd()}…` : line;
}

function checkedName(text: string): string {
  const name = nameFrom(text);
  if (name === "") throw new SetupError("An app needs a name: give a word or two.");
  return name;
}

function checkedContent(content: string): Uint8Array {
  const bytes = new TextEncoder().encode(content);
  if (content.trim() === "") throw new SetupError("The text is empty: an app needs a document.");
  if (bytes.byteLength > MOST_CONTENT_BYTES)
    throw new SetupError(
      `The document has ${bytes.byteLength} bytes and may have ${MOST_CONTENT_BYTES}: leave embedded files out.`,
    );
  return bytes;
}

interface Desk {
  context: AppContext;
  /** Apps for which a wish is being carried out. */
  busy: Set<string>;
  /** What was tried to be mended and came to no version: app and problem. */
  tried: Set<string>;
}

async function found({ context }: Desk, word: string): Promise<App> {
  const app = await context.log.apps.find(word);
  if (app) return app;
  throw new SetupError(`There is no app \`${word}\`: \`penny app list\` shows them.`);
}

async function shown(desk: Desk, word: string, number?: number): Promise<ShownVersion> {
  const app = await found(desk, word);
  const versions = await desk.context.log.apps.versions(app.id);
  const version = number === undefined ? versions.at(-1) : versions.find((each) => each.number === number);
  if (!version)
    throw new SetupError(
      `${app.name} has no version ${number ?? 1}; its newest is ${versions.at(-1)?.number ?? "none"}.`,
    );
  const content = new TextDecoder().decode(await desk.context.log.fileBytes(version.sha256));
  return { app, version, content };
}

/** One wish at a time for an app: two would change the same version, and one would be lost. */
async function alone<T>({ busy }: Desk, app: App, work: () => Promise<T>): Promise<T> {
  if (busy.has(app.id)) throw new SetupError(`${app.name} is being changed just now: wait until that is done.`);
  busy.add(app.id);
  try {
    return await work();
  } finally {
    busy.delete(app.id);
  }
}

/** What of an outcome stands in its version. */
function callsOf({ calls, failed, interrupted }: WrittenDocument): Partial<NewAppVersion> {
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

async function make(desk: Desk, prompt: string, settings: MakeSettings): Promise<AppOutcome> {
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
  const about = callsOf({ ...outcome, kind });
  const begun = await context.log.apps.begin(
    { id: app, name, madeAt: at, kind },
    { id: version, app, kind, how: "made", prompt, at, ...about },
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

async function edit(desk: Desk, word: string, prompt: string, settings: AppWishSettings): Promise<AppOutcome> {
  if (prompt.trim() === "") throw new SetupError("There is nothing to change: say what.");
  const app = await found(desk, word);
  return alone(desk, app, async () => change(desk, await shown(desk, app.id), { prompt }, settings));
}

async function fix(
  desk: Desk,
  word: string,
  problems: readonly AppProblem[],
  settings: AppWishSettings,
): Promise<AppOutcome> {
  const app = await found(desk, word);
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
        `Mending that was tried before and did not help: say in your own words what is wrong, or undo.`,
      );
    const on = await shown(desk, app.id);
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

async function bringBackVersion(desk: Desk, app: App, from: AppVersion): Promise<AppVersion> {
  const { context } = desk;
  const { id: parent, kind } = from;
  return alone(desk, app, async () => {
    const content = await context.log.fileBytes(from.sha256);
    const version = { id: context.newId(), app: app.id, kind, parent, how: "restored", at: context.now() } as const;
    return context.log.apps.putVersion(version, content);
  });
}

async function undo(desk: Desk, word: string): Promise<AppVersion> {
  const app = await found(desk, word);
  const versions = await desk.context.log.apps.versions(app.id);
  const byId = new Map(versions.map((each) => [each.id, each]));
  // A version that was brought back is the one it brings back: undoing twice goes back two steps.
  let now = versions.at(-1);
  while (now?.how === "restored" && now.parent !== undefined) now = byId.get(now.parent);
  const before = now?.parent === undefined ? undefined : byId.get(now.parent);
  if (!before) throw new SetupError(`${app.name} is as it was first: there is nothing to undo.`);
  return bringBackVersion(desk, app, before);
}

async function fork(
  desk: Desk,
  word: string,
  { number, name }: { number?: number; name?: string },
): Promise<ShownVersion> {
  const { context } = desk;
  const from = await shown(desk, word, number);
  const at = context.now();
  const { kind, id: parent } = from.version;
  const app: App = {
    id: context.newId(),
    name: checkedName(name ?? `${from.app.name} (copy)`),
    madeAt: at,
    kind,
    forkedFrom: parent,
  };
  const version: NewAppVersion = { id: context.newId(), app: app.id, kind, parent, how: "forked", at };
  const begun = await context.log.apps.begin(app, version, new TextEncoder().encode(from.content));
  return { ...begun, content: from.content };
}

async function takeIn(desk: Desk, text: string, fileName: string): Promise<ShownVersion> {
  const { context } = desk;
  const imported = importApp(text, fileName);
  const { content, kind } = imported;
  const bytes = checkedContent(content);
  const bare = fileName.replace(/^.*[\\/]/, "").replace(/\.[a-z]+$/i, "");
  const name = checkedName(imported.name ?? titleOf(content, kind) ?? bare);
  for (const app of await context.log.apps.list()) {
    if (app.name !== name) continue;
    const same = await shown(desk, app.id);
    if (same.content === content) return same;
  }
  const at = context.now();
  const app: App = { id: context.newId(), name, madeAt: at, kind };
  const version: NewAppVersion = { id: context.newId(), app: app.id, kind, how: "imported", at };
  return { ...(await context.log.apps.begin(app, version, bytes)), content };
}

const ENDINGS: { [kind in AppKind]: string } = { html: "html", svg: "svg", markdown: "md", mermaid: "mmd", jsx: "jsx" };

function fileBase({ name }: App): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\w-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase();
  return plain === "" ? "app" : plain;
}

async function fileText(
  { context }: Desk,
  on: ShownVersion,
  data: StandaloneData,
): Promise<Omit<ExportedApp, "fileName">> {
  const { content } = on;
  const alone = (await context.standalone?.(on, data)) ?? { head: "", content, embedded: [] };
  const provenance = await provenanceOf(context.log, on.app, on.version);
  return { text: exportHtml({ ...alone, provenance }), embedded: alone.embedded };
}

async function takeOut(desk: Desk, word: string, settings: ExportSettings): Promise<ExportedApp> {
  const on = await shown(desk, word, settings.version);
  const base = fileBase(on.app);
  if (settings.source) return { fileName: `${base}.${ENDINGS[on.version.kind]}`, text: on.content, embedded: [] };
  return { fileName: `${base}.html`, ...(await fileText(desk, on, settings.withData ? "all" : "none")) };
}

async function tryOut(desk: Desk, word: string): Promise<{ problems: AppProblem[]; shown: ShownVersion }> {
  const { openPage } = desk.context;
  const on = await shown(desk, word);
  // A model is told of faults, which may name what the app reads: so it reads what the model may see.
  const { text } = await fileText(desk, on, "samples");
  const run = await openPage?.(text);
  if (!run || run.unopened !== undefined)
    throw new SetupError(`${on.app.name} cannot be tried: ${run?.unopened ?? "there is no browser here."}`);
  return { problems: run.problems.map((each) => ({ kind: "error", text: each })), shown: on };
}

async function changed(desk: Desk, app: App, more: Parameters<Store["apps"]["change"]>[1]): Promise<App> {
  await desk.context.log.apps.change(app.id, more);
  return (await desk.context.log.apps.find(app.id)) ?? app;
}

async function compare(desk: Desk, word: string, from: number, to: number): Promise<DiffLines[]> {
  const earlier = await shown(desk, word, from);
  return lineDiff(earlier.content, (await shown(desk, earlier.app.id, to)).content);
}

async function handEdit(desk: Desk, word: string, content: string): Promise<AppVersion> {
  const { context } = desk;
  const { app, version, content: before } = await shown(desk, word);
  const bytes = checkedContent(content);
  if (content === before) return version;
  const { kind, id: parent } = version;
  const next = { id: context.newId(), app: app.id, kind, parent, how: "by hand", at: context.now() } as const;
  return alone(desk, app, () => context.log.apps.putVersion(next, bytes));
}

async function review(desk: Desk, word: string, number: number, good: boolean): Promise<AppVersion> {
  const { context } = desk;
  const { version } = await shown(desk, word, number);
  await context.log.apps.markReviewed(version.id, good ? context.now() : undefined);
  return (await context.log.apps.version(version.id)) ?? version;
}

/** The bench. */
export function appBench(context: AppContext): AppBench {
  const desk: Desk = { context, busy: new Set(), tried: new Set() };
  const { apps } = context.log;
  return {
    make: (prompt, settings = {}) => make(desk, prompt, settings),
    edit: (app, prompt, settings = {}) => edit(desk, app, prompt, settings),
    fix: (app, problems, settings = {}) => fix(desk, app, problems, settings),
    tryOut: (app) => tryOut(desk, app),
    handEdit: (app, content) => handEdit(desk, app, content),
    undo: (app) => undo(desk, app),
    restore: async (word, number) => {
      const { app, version } = await shown(desk, word, number);
      return bringBackVersion(desk, app, version);
    },
    fork: (app, settings = {}) => fork(desk, app, settings),
    rename: async (app, name) => changed(desk, await found(desk, app), { name: checkedName(name) }),
    remove: async (app) => changed(desk, await found(desk, app), { deletedAt: context.now() }),
    bringBack: async (id) => changed(desk, await found(desk, id), { deletedAt: null }),
    forget: async (word) => {
      const app = await found(desk, word);
      await apps.forget(app.id);
      return app;
    },
    find: (app) => found(desk, app),
    list: async (settings) => Promise.all((await apps.list(settings)).map((app) => appRow(context.log, app))),
    versions: async (app) => versionRows(context.log, (await found(desk, app)).id),
    show: (app, number) => shown(desk, app, number),
    compare: (app, from, to) => compare(desk, app, from, to),
    review: (app, number, good) => review(desk, app, number, good),
    allowAsk: async (app, ask) => changed(desk, await found(desk, app), { ask }),
    exportApp: (app, settings = {}) => takeOut(desk, app, settings),
    importApp: (text, fileName) => takeIn(desk, text, fileName),
  };
}
