/**
 * Apps: made, changed and mended by prompts (app-wishes.ts), versions kept, compared and brought back, taken out as files and in
 * (app-file.ts). Runs no app: the page does, in its sandbox.
 */
import type { App, AppAsk, AppVersion } from "../record/app.ts";
import { SetupError } from "../record/setup-error.ts";
import type { NewAppVersion } from "../store/app-rows.ts";
import type { Store } from "../store/store.ts";
import {
  type AppContext,
  alone,
  checkedContent,
  checkedName,
  type Desk,
  foundApp,
  type ShownVersion,
  shownApp,
} from "./app-desk.ts";
import type { ExportedApp, ExportSettings } from "./app-export.ts";
import { takeIn, takeOut, tryOut } from "./app-file.ts";
import type { AppProblem } from "./app-problems.ts";
import { type AppRow, appRow, type VersionRow, versionRows } from "./app-rows-shown.ts";
import { type AppOutcome, type AppWishSettings, editApp, fixApp, type MakeSettings, makeApp } from "./app-wishes.ts";
import { type DiffLines, lineDiff } from "./line-diff.ts";

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
  tryOut: (app: string) => Promise<{ problems: AppProblem[] }>;
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
  const app = await foundApp(desk, word);
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
  const from = await shownApp(desk, word, number);
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

async function changed(desk: Desk, app: App, more: Parameters<Store["apps"]["change"]>[1]): Promise<App> {
  await desk.context.log.apps.change(app.id, more);
  return (await desk.context.log.apps.find(app.id)) ?? app;
}

async function compare(desk: Desk, word: string, from: number, to: number): Promise<DiffLines[]> {
  const earlier = await shownApp(desk, word, from);
  return lineDiff(earlier.content, (await shownApp(desk, earlier.app.id, to)).content);
}

async function handEdit(desk: Desk, word: string, content: string): Promise<AppVersion> {
  const { context } = desk;
  const { app, version, content: before } = await shownApp(desk, word);
  const bytes = checkedContent(content);
  if (content === before) return version;
  const { kind, id: parent } = version;
  const next = { id: context.newId(), app: app.id, kind, parent, how: "by hand", at: context.now() } as const;
  return alone(desk, app, () => context.log.apps.putVersion(next, bytes));
}

async function review(desk: Desk, word: string, number: number, good: boolean): Promise<AppVersion> {
  const { context } = desk;
  const { version } = await shownApp(desk, word, number);
  await context.log.apps.markReviewed(version.id, good ? context.now() : undefined);
  return (await context.log.apps.version(version.id)) ?? version;
}

/** The bench. */
export function appBench(context: AppContext): AppBench {
  const desk: Desk = { context, busy: new Set(), tried: new Set() };
  const { apps } = context.log;
  return {
    make: (prompt, settings = {}) => makeApp(desk, prompt, settings),
    edit: (app, prompt, settings = {}) => editApp(desk, app, prompt, settings),
    fix: (app, problems, settings = {}) => fixApp(desk, app, problems, settings),
    tryOut: (app) => tryOut(desk, app),
    handEdit: (app, content) => handEdit(desk, app, content),
    undo: (app) => undo(desk, app),
    restore: async (word, number) => {
      const { app, version } = await shownApp(desk, word, number);
      return bringBackVersion(desk, app, version);
    },
    fork: (app, settings = {}) => fork(desk, app, settings),
    rename: async (app, name) => changed(desk, await foundApp(desk, app), { name: checkedName(name) }),
    remove: async (app) => changed(desk, await foundApp(desk, app), { deletedAt: context.now() }),
    bringBack: async (id) => changed(desk, await foundApp(desk, id), { deletedAt: null }),
    forget: async (word) => {
      const app = await foundApp(desk, word);
      await apps.forget(app.id);
      return app;
    },
    find: (app) => foundApp(desk, app),
    list: async (settings) => Promise.all((await apps.list(settings)).map((app) => appRow(context.log, app))),
    versions: async (app) => versionRows(context.log, (await foundApp(desk, app)).id),
    show: (app, number) => shownApp(desk, app, number),
    compare: (app, from, to) => compare(desk, app, from, to),
    review: (app, number, good) => review(desk, app, number, good),
    allowAsk: async (app, ask) => changed(desk, await foundApp(desk, app), { ask }),
    exportApp: (app, settings = {}) => takeOut(desk, app, settings),
    importApp: (text, fileName) => takeIn(desk, text, fileName),
  };
}
