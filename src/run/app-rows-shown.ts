/** Apps and versions as lists show them: which model, what it cost, how many versions. Reads the log; changes nothing. */
import type { App, AppVersion } from "../record/app.ts";
import { sha256 } from "../record/hash.ts";
import { sumKnown } from "../stats/sum-known.ts";
import type { Store } from "../store/store.ts";
import type { AppProvenance } from "./app-export.ts";

/** What of the log is read. */
export type AppReading = Pick<Store, "apps" | "call">;

/** A version with what its calls tell. */
export interface VersionRow {
  /** The version. */
  version: AppVersion;
  /** Full name of the model that wrote it. Absent: none did, or its call was removed. */
  model?: string;
  /** Picodollars of its calls, 0 where none was made. Absent: unknown. */
  picodollars?: number;
  /** Output tokens of the call that wrote it. Absent: unknown. */
  outputTokens?: number;
}

/** An app with what it came to. */
export interface AppRow {
  /** The app. */
  app: App;
  /** Number of its versions. */
  versions: number;
  /** The newest. Absent: there is none. */
  newest?: AppVersion;
  /** Full name of the model that wrote last. Absent: none did. */
  model?: string;
  /** Calls for it and by it. */
  calls: number;
  /** Picodollars of these. Absent: unknown. */
  picodollars?: number;
}

async function versionRow(log: AppReading, version: AppVersion): Promise<VersionRow> {
  const ids = [...(version.tried ?? []), ...(version.call === undefined ? [] : [version.call])];
  const calls = await Promise.all(ids.map((id) => log.call(id)));
  const writer = version.call === undefined ? undefined : calls.at(-1);
  const sum = sumKnown(calls.map((call) => call?.cost?.picodollars));
  // A call that was removed from the log took its cost with it.
  const byModel =
    version.how === "made" || version.how === "edited" || version.how === "rewritten" || version.how === "fixed";
  const isKnown = sum !== undefined && (ids.length > 0 || !byModel);
  return {
    version,
    ...(writer ? { model: writer.request.model } : {}),
    ...(isKnown ? { picodollars: sum } : {}),
    ...(writer?.usage.outputTokens === undefined ? {} : { outputTokens: writer.usage.outputTokens }),
  };
}

/** The versions of an app, oldest first. */
export async function versionRows(log: AppReading, app: string): Promise<VersionRow[]> {
  return Promise.all((await log.apps.versions(app)).map((version) => versionRow(log, version)));
}

/** An app as lists show it. */
export async function appRow(log: AppReading, app: App): Promise<AppRow> {
  const versions = await log.apps.versions(app.id);
  const newest = versions.at(-1);
  const call = versions.findLast((each) => each.call !== undefined)?.call;
  const model = call === undefined ? undefined : (await log.call(call))?.request.model;
  return {
    app,
    versions: versions.length,
    ...(newest ? { newest } : {}),
    ...(model === undefined ? {} : { model }),
    ...(await log.apps.spend(app.id)),
  };
}

async function parentOf(log: AppReading, { parent }: AppVersion): Promise<AppVersion | undefined> {
  return parent === undefined ? undefined : log.apps.version(parent);
}

/** Where a version comes from: it and all that it was made of. */
export async function provenanceOf(log: AppReading, app: App, version: AppVersion): Promise<AppProvenance> {
  const line: VersionRow[] = [];
  // A fork goes on in the versions of another app.
  for (let each: AppVersion | undefined = version; each; each = await parentOf(log, each))
    line.unshift(await versionRow(log, each));
  const prompts = line.flatMap((row) => row.version.prompt ?? []);
  const picodollars = sumKnown(line.map((row) => row.picodollars));
  return {
    name: app.name,
    kind: version.kind,
    version: version.number,
    models: [...new Set(line.flatMap(({ model }) => model ?? []))],
    at: version.at,
    ...(prompts.length > 0 ? { promptHash: sha256(prompts.join("\n")) } : {}),
    ...(picodollars === undefined ? {} : { picodollars }),
    reviewed: version.reviewedAt !== undefined,
  };
}
