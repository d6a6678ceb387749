/** What the log knows of apps, as questions. Part of the Store contract. */
import type { App, AppData, AppStoreEntry, AppVersion } from "../record/app.ts";
import {
  putAppData,
  putAppValue,
  readAppData,
  readAppValue,
  readAppValues,
  removeAppData,
  removeAppValue,
} from "./app-data-rows.ts";
import {
  type AppChange,
  type AppSpend,
  changeApp,
  forgetApp,
  markReviewed,
  type NewAppVersion,
  putApp,
  putAppVersion,
  readApp,
  readAppSpend,
  readApps,
  readAppVersion,
  readAppVersions,
} from "./app-rows.ts";
import type { Database } from "./database.ts";

/** Apps in the log. Every function throws SetupError if the log cannot be read or written. */
export interface AppLog {
  /** Writes an app with its first version, all or nothing. Gives both as they stand. */
  begin: (app: App, version: NewAppVersion, content: Uint8Array) => Promise<{ app: App; version: AppVersion }>;
  /**
   * The app with an id, else of a name, else with the only id that ends so. Removed apps are found by id alone. `undefined`: there is
   * none. Throws SetupError if several are meant, naming them.
   */
  find: (word: string) => Promise<App | undefined>;
  /** Apps, newest first; with `removed` those that were removed instead. */
  list: (settings?: { removed?: boolean }) => Promise<App[]>;
  /** Changes an app. Gives whether it is there. */
  change: (id: string, change: AppChange) => Promise<boolean>;
  /** Removes an app for good, with versions, data given and what it keeps; its calls stay in the log. Gives whether it was there. */
  forget: (id: string) => Promise<boolean>;
  /** Writes the next version of an app with its content. Throws SetupError if there is no such app. */
  putVersion: (version: NewAppVersion, content: Uint8Array) => Promise<AppVersion>;
  /** The version with an id. `undefined`: there is none. */
  version: (id: string) => Promise<AppVersion | undefined>;
  /** The versions of an app, oldest first. */
  versions: (app: string) => Promise<AppVersion[]>;
  /** What the calls of an app (`command` is `app`, `ref` is `app/<id>` or begins with it and a slash) came to. */
  spend: (app: string) => Promise<AppSpend>;
  /** Notes when a person found a version good; `undefined` takes it back. Gives whether it is there. */
  markReviewed: (version: string, at: number | undefined) => Promise<boolean>;
  /** Notes a table given to an app, over one of the same name. */
  putData: (data: AppData) => Promise<void>;
  /** Tables given to an app, by name. */
  data: (app: string) => Promise<AppData[]>;
  /** Takes a table from an app. Gives whether it had it. */
  removeData: (app: string, table: string) => Promise<boolean>;
  /** The value that an app keeps under a key, as JSON. `undefined`: none. */
  value: (app: string, key: string) => Promise<string | undefined>;
  /** Keeps a value unless the app would then keep more than `most` bytes in all. Gives whether it is kept. */
  putValue: (app: string, entry: AppStoreEntry, most: number) => Promise<boolean>;
  /** Forgets a value. Gives whether it was there. */
  removeValue: (app: string, key: string) => Promise<boolean>;
  /** All that an app keeps, by key. */
  values: (app: string) => Promise<AppStoreEntry[]>;
}

/** The questions on SQLite. @param ask runs one, with errors of the log in one sentence. */
export function appLogOn(database: Database, ask: <T>(work: () => T | Promise<T>) => Promise<T>): AppLog {
  const write = <T>(work: () => T): Promise<T> => ask(() => database.write(work));
  return {
    begin: (app, version, content) =>
      write(() => {
        putApp(database, app);
        const written = putAppVersion(database, version, content);
        return { app: { ...app, kind: written.kind }, version: written };
      }),
    find: (word) => ask(() => readApp(database, word)),
    list: ({ removed = false } = {}) => ask(() => readApps(database, removed)),
    change: (id, change) => write(() => changeApp(database, id, change)),
    forget: (id) => write(() => forgetApp(database, id)),
    putVersion: (version, content) => write(() => putAppVersion(database, version, content)),
    version: (id) => ask(() => readAppVersion(database, id)),
    versions: (app) => ask(() => readAppVersions(database, app)),
    spend: (app) => ask(() => readAppSpend(database, app)),
    markReviewed: (version, at) => write(() => markReviewed(database, version, at)),
    putData: (data) => write(() => putAppData(database, data)),
    data: (app) => ask(() => readAppData(database, app)),
    removeData: (app, table) => write(() => removeAppData(database, app, table)),
    value: (app, key) => ask(() => readAppValue(database, app, key)),
    putValue: (app, entry, most) => write(() => putAppValue(database, app, entry, most)),
    removeValue: (app, key) => write(() => removeAppValue(database, app, key)),
    values: (app) => ask(() => readAppValues(database, app)),
  };
}
