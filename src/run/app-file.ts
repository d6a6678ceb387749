/** Apps as files: taken out, taken in, and opened in a browser as such a file would be, to see whether they work. */
import type { App, AppKind } from "../record/app.ts";
import { SetupError } from "../record/setup-error.ts";
import type { NewAppVersion } from "../store/app-rows.ts";
import { checkedContent, checkedName, type Desk, type ShownVersion, shownApp } from "./app-desk.ts";
import { type ExportedApp, type ExportSettings, exportHtml, importApp } from "./app-export.ts";
import { titleOf } from "./app-kind.ts";
import type { AppProblem } from "./app-problems.ts";
import { provenanceOf } from "./app-rows-shown.ts";
import type { StandaloneData } from "./app-standalone.ts";

/** Takes in an app from the text of a file. @throws SetupError */
export async function takeIn(desk: Desk, text: string, fileName: string): Promise<ShownVersion> {
  const { context } = desk;
  const imported = importApp(text, fileName);
  const { content, kind } = imported;
  const bytes = checkedContent(content);
  const bare = fileName.replace(/^.*[\\/]/, "").replace(/\.[a-z]+$/i, "");
  const name = checkedName(imported.name ?? titleOf(content, kind) ?? bare);
  for (const app of await context.log.apps.list()) {
    if (app.name !== name) continue;
    const same = await shownApp(desk, app.id);
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

/** An app as a file. @throws SetupError */
export async function takeOut(desk: Desk, word: string, settings: ExportSettings): Promise<ExportedApp> {
  const on = await shownApp(desk, word, settings.version);
  const base = fileBase(on.app);
  if (settings.source) return { fileName: `${base}.${ENDINGS[on.version.kind]}`, text: on.content, embedded: [] };
  return { fileName: `${base}.html`, ...(await fileText(desk, on, settings.withData ? "all" : "none")) };
}

/** Opens the newest version and tells what it reported. @throws SetupError where there is no browser. */
export async function tryOut(desk: Desk, word: string): Promise<{ problems: AppProblem[] }> {
  const { openPage } = desk.context;
  const on = await shownApp(desk, word);
  // A model is told of faults, which may name what the app reads: so it reads what the model may see.
  const { text } = await fileText(desk, on, "samples");
  const run = await openPage?.(text);
  if (!run || run.unopened !== undefined)
    throw new SetupError(`${on.app.name} cannot be tried: ${run?.unopened ?? "there is no browser here."}`);
  return { problems: run.problems.map((each) => ({ kind: "error", text: each })) };
}
