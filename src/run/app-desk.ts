/** The desk at which apps are worked on: which app and version a word means, that one wish at a time works on an app, what may be kept. */
import type { App, AppVersion } from "../record/app.ts";
import type { IdSource } from "../record/id.ts";
import type { HtmlRun } from "../record/sandbox-run.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Store } from "../store/store.ts";
import type { AppSurroundings } from "./app-prompt.ts";
import type { StandaloneApp, StandaloneData } from "./app-standalone.ts";
import type { WriteContext } from "./app-write.ts";

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

/** A version with its text. */
export interface ShownVersion {
  /** The app. */
  app: App;
  /** The version. */
  version: AppVersion;
  /** Its text. */
  content: string;
}

const MOST_NAME_CHARACTERS = 80;
const MOST_CONTENT_BYTES = 16 * 1024 * 1024;

function nameFrom(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MOST_NAME_CHARACTERS ? `${line.slice(0, MOST_NAME_CHARACTERS - 1).trimEnd()}…` : line;
}

/** A name for an app. @throws SetupError if it is empty. */
export function checkedName(text: string): string {
  const name = nameFrom(text);
  if (name === "") throw new SetupError("An app needs a name: give a word or two.");
  return name;
}

/** The bytes of a text that is to be an app. @throws SetupError if it is empty or too large. */
export function checkedContent(content: string): Uint8Array {
  const bytes = new TextEncoder().encode(content);
  if (content.trim() === "") throw new SetupError("The text is empty: an app needs a document.");
  if (bytes.byteLength > MOST_CONTENT_BYTES)
    throw new SetupError(
      `The document has ${bytes.byteLength} bytes and may have ${MOST_CONTENT_BYTES}: leave embedded files out.`,
    );
  return bytes;
}

/** The desk. */
export interface Desk {
  /** What is worked with. */
  context: AppContext;
  /** Apps for which a wish is being carried out. */
  busy: Set<string>;
  /** What was tried to be mended and came to no version: app and problem. */
  tried: Set<string>;
}

/** The app that a word means. @throws SetupError if there is none. */
export async function foundApp({ context }: Desk, word: string): Promise<App> {
  const app = await context.log.apps.find(word);
  if (app) return app;
  throw new SetupError(`There is no app \`${word}\`: \`penny app list\` shows them.`);
}

/** A version with its text. @param number default: the newest. @throws SetupError if there is none. */
export async function shownApp(desk: Desk, word: string, number?: number): Promise<ShownVersion> {
  const app = await foundApp(desk, word);
  const versions = await desk.context.log.apps.versions(app.id);
  const version = number === undefined ? versions.at(-1) : versions.find((each) => each.number === number);
  if (!version)
    throw new SetupError(
      `${app.name} has no version ${number ?? 1}; its newest is ${versions.at(-1)?.number ?? "none"}.`,
    );
  const content = new TextDecoder().decode(await desk.context.log.fileBytes(version.sha256));
  return { app, version, content };
}

/** One wish at a time for an app: two would change the same version, and one would be lost. @throws SetupError */
export async function alone<T>({ busy }: Desk, app: App, work: () => Promise<T>): Promise<T> {
  if (busy.has(app.id)) throw new SetupError(`${app.name} is being changed just now: wait until that is done.`);
  busy.add(app.id);
  try {
    return await work();
  } finally {
    busy.delete(app.id);
  }
}
