/**
 * An app as a document that is alone in a browser, for a file or a trial: what stands before it in place of the workbench, its libraries
 * and its data, and the app as HTML. The policy of the file is app-export.ts's.
 */
import type { App, AppKind } from "../record/app.ts";
import { type AloneData, aloneHead } from "../sandbox/app-alone.ts";
import { appLibraries } from "../sandbox/app-libraries.ts";
import { gatherLibraries } from "../sandbox/inline-libraries.ts";
import { wholeContent } from "./app-content.ts";
import type { EmbeddedTable } from "./app-export.ts";

/** What of an app's data goes with it. `samples`: the rows alone that a model may see. */
export type StandaloneData = "none" | "samples" | "all";

/** An app as it is where there is no workbench. */
export interface StandaloneApp {
  /** HTML that stands before the app. */
  head: string;
  /** The app as HTML. */
  content: string;
  /** Tables that are in the head. */
  embedded: readonly EmbeddedTable[];
}

/** Makes it. @param data absent: it has none. */
export async function standaloneApp(
  app: Pick<App, "id">,
  content: string,
  kind: AppKind,
  data?: AloneData & { tables: readonly EmbeddedTable[] },
): Promise<StandaloneApp> {
  const gathered = gatherLibraries(await wholeContent(kind, content), await appLibraries());
  return {
    head: `${aloneHead(app.id, data)}${gathered.head}\n`,
    content: gathered.content,
    embedded: data?.tables ?? [],
  };
}
