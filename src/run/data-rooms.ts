/** The bench of apps' data and the calls of running apps, wired to the rooms of a workbench. Loads the sandbox and readers when first used. */
import type { Call } from "../record/call.ts";
import type { AppQueries } from "../sandbox/app-queries.ts";
import type { CopiedTables } from "../store/embedded-tables.ts";
import type { AppCalls } from "./app-calls.ts";
import { type AppDataBench, appDataBench } from "./app-data.ts";
import { ask } from "./ask.ts";
import { askData, type DataAnswer, type DataQuestion, tableInWords } from "./data-question.ts";
import { type PromptInput, prepare } from "./prepare.ts";
import { estimateOf, once, prepareContext, type Rooms } from "./rooms.ts";

/** Data for apps and questions. */
export interface DataBench extends AppDataBench {
  /** Has a model write SQL for a question about an app's data; it is not run. Throws SetupError before anything is sent. */
  sqlFor: (app: string, question: DataQuestion) => Promise<DataAnswer>;
}

/** Data, and what running apps may do. */
export interface DataRooms {
  /** Data. */
  data: DataBench;
  /** What running apps ask. */
  calls: AppCalls;
  /** What a model that writes an app is told: its tables, and whether it may ask a model. */
  surroundings: (app: string | undefined) => Promise<{ tables: string[]; mayAsk: boolean }>;
  /**
   * Copies the tables that an app may read, for a file; with `samplesOnly` of all that it was given the rows that a model may see.
   * `undefined`: there are none. Throws SetupError if they come to more bytes, or cannot be read.
   */
  copyTables: (app: string, samplesOnly: boolean, mostBytes: number) => Promise<CopiedTables | undefined>;
  /** Ends what runs. */
  close: () => Promise<void>;
}

type AskWish = PromptInput & { origin: Call["origin"]; signal?: AbortSignal } & Pick<DataQuestion, "onEvent">;

async function asked(rooms: Rooms, { origin, signal, onEvent, ...input }: AskWish): Promise<Call> {
  const { model, request } = await prepare(prepareContext(rooms), input);
  return ask(rooms.ask, { model, request, origin, ...(signal ? { signal } : {}), ...(onEvent ? { onEvent } : {}) });
}

async function dearest(rooms: Rooms, input: PromptInput): Promise<number | undefined> {
  const { model, request } = await prepare(prepareContext(rooms, { keyLater: true }), input);
  return model.where === "hosted" ? (await estimateOf(rooms, model, request)).picodollars?.high : 0;
}

/** Wires them. */
export function dataRooms(rooms: Rooms): DataRooms {
  const { dir, store } = rooms;
  const tables = once(() => import("../store/data-tables.ts"));
  const reading = once(() => import("../store/open-rows.ts"));
  let running: Promise<AppQueries> | undefined;
  const data = appDataBench({
    apps: store.apps,
    tablesOf: async ({ source, format }) => {
      if (format === "log") return Object.keys((await import("../store/log-tables.ts")).logTables);
      return (await tables()).tablesOfSqlite(source).map(({ name }) => name);
    },
    open: async (place) => (await tables()).queryTable(dir, store.path, place),
    forget: async (place) => (await tables()).forgetCopies(dir, place),
    formatOf: async (path) => (await reading()).formatOfPath(path),
    run: async (wish) => {
      running ??= import("../sandbox/app-queries.ts").then(({ appQueries }) => appQueries());
      return (await running).run(wish);
    },
    now: rooms.ask.clock.now,
  });
  const calls = once(async () => {
    const { appCalls } = await import("./app-calls.ts");
    return appCalls({
      apps: store.apps,
      data,
      ask: (input) => asked(rooms, input),
      dearest: (input) => dearest(rooms, input),
      spent: async ({ command, ref }) => {
        const rows = await store.spend({ by: "origin", command, ref });
        const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
        return {
          picodollars: sum(rows.map((row) => row.picodollars ?? 0)),
          unknown: sum(rows.map((row) => row.unknownCost)),
        };
      },
      now: rooms.ask.clock.now,
    });
  });
  return {
    data: {
      ...data,
      sqlFor: async (app, question) =>
        askData({ ask: (input) => asked(rooms, input) }, app, await data.describe(app), question),
    },
    calls: { call: async (...words) => (await calls()).call(...words) },
    surroundings: async (app) => {
      if (app === undefined) return { tables: [], mayAsk: false };
      const [tables, found] = await Promise.all([data.describe(app), store.apps.find(app)]);
      return { tables: tables.map(tableInWords), mayAsk: found?.ask !== undefined };
    },
    copyTables: async (app, samplesOnly, mostBytes) => {
      const given = (await store.apps.data(app)).filter(({ grantedAt }) => samplesOnly || grantedAt !== undefined);
      if (given.length === 0) return undefined;
      const { queryTable } = await tables();
      const wishes = await Promise.all(
        given.map(async (place) => ({
          ...(await queryTable(dir, store.path, place)),
          ...(samplesOnly ? { rows: place.sampleRows } : {}),
        })),
      );
      return (await import("../store/embedded-tables.ts")).copyTables(wishes, mostBytes);
    },
    close: async () => {
      await (await running)?.close();
    },
  };
}
