/** What the bench of apps needs, wired to the rooms of a workbench. Loads libraries and the engine of exported files when first used. */
import { SetupError } from "../record/setup-error.ts";
import type { AloneData } from "../sandbox/app-alone.ts";
import type { AppContext, ShownVersion } from "./app-desk.ts";
import type { EmbeddedTable } from "./app-export.ts";
import type { AppSurroundings } from "./app-prompt.ts";
import type { StandaloneData } from "./app-standalone.ts";
import { ask } from "./ask.ts";
import type { DataRooms } from "./data-rooms.ts";
import { prepare } from "./prepare.ts";
import { estimateOf, prepareContext, type Rooms } from "./rooms.ts";

/** Bytes of tables in a file at most. */
const MOST_DATA_BYTES = 32_000_000;

type Embedded = AloneData & { tables: EmbeddedTable[] };

/** The data that goes with an app. `undefined`: none. */
async function embeddedData(
  { copyTables }: DataRooms,
  { app }: ShownVersion,
  wanted: StandaloneData,
): Promise<Embedded | undefined> {
  if (wanted === "none") return undefined;
  const copied = await copyTables(app.id, wanted === "samples", MOST_DATA_BYTES);
  if (copied === undefined && wanted === "samples") return undefined;
  if (copied === undefined)
    throw new SetupError(
      `${app.name} may read no table, so there is no data to embed: give it one with \`penny app data give\`, and allow it.`,
    );
  const { sqlEngine } = await import("../sandbox/app-libraries.ts");
  return { ...copied, engine: await sqlEngine(), isTrial: wanted === "samples" };
}

async function surroundingsOf({ surroundings }: DataRooms, app: string | undefined): Promise<AppSurroundings> {
  const { appLibraries, libraryLines } = await import("../sandbox/app-libraries.ts");
  return { libraries: libraryLines(await appLibraries()), ...(await surroundings(app)) };
}

/** What apps need. */
export function appContext(rooms: Rooms, data: DataRooms): AppContext {
  const { store, ask: asking } = rooms;
  return {
    log: store,
    now: asking.clock.now,
    newId: asking.newId,
    prepare: (input) => prepare(prepareContext(rooms), input),
    estimate: ({ model, request }) => estimateOf(rooms, model, request),
    ask: (input) => ask(asking, input),
    surroundings: (app) => surroundingsOf(data, app),
    standalone: async (shown, wanted) => {
      const { standaloneApp } = await import("./app-standalone.ts");
      return standaloneApp(shown.app, shown.content, shown.version.kind, await embeddedData(data, shown, wanted));
    },
    openPage: async (html) => (await rooms.sandbox.get()).html(html),
  };
}
