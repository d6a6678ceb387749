/** Routes of apps' data, and the bridge over which running apps ask, relayed by the page. Decides nothing of its own. */
import { Hono } from "hono";
import { z } from "zod";
import type { AppAnswer, Workbench } from "../index.ts";
import type { App } from "../record/app.ts";
import { SetupError } from "../record/setup-error.ts";
import { givenFolder, isBelow, keepGivenFile } from "../store/given-file.ts";
import type { AllowBody, BridgeBody, GiveBody, QueryBody, QuestionBody, WrittenSql } from "./app-bridge-api.ts";
import { bodyOf } from "./body.ts";

/** How the bridge works. */
export interface BridgeSettings {
  /** Whether a token is that of a frame in which this app is open. Absent: no frame is. */
  isFrameOf?: (token: string, app: string) => boolean;
  /** Folder below which data may be named by path. Absent: none may. */
  folder?: string;
}

const MOST_ROWS = 10_000;
const MOST_BYTES = 8_000_000;
const name = z.string().min(1).max(200);
const sql = z.string().max(100_000);
const bridgeBody = z.strictObject({ frame: z.string().max(200), name, given: z.unknown() });
const giveBody = z.strictObject({
  source: z.string().min(1).max(4000).optional(),
  file: z.strictObject({ name, base64: z.base64() }).optional(),
  inside: name.optional(),
  table: name.optional(),
  sampleRows: z.int().min(0).max(20).optional(),
}) satisfies z.ZodType<unknown, GiveBody>;
const allowBody = z.strictObject({
  isAllowed: z.boolean(),
  tables: z.array(name).max(100).optional(),
}) satisfies z.ZodType<unknown, AllowBody>;
const queryBody = z.strictObject({
  sql,
  params: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  rows: z.int().min(1).max(MOST_ROWS).optional(),
}) satisfies z.ZodType<unknown, QueryBody>;
const questionBody = z.strictObject({
  question: z.string().min(1).max(20_000),
  model: name.optional(),
  failed: z.strictObject({ sql, error: z.string().max(2000) }).optional(),
}) satisfies z.ZodType<unknown, QuestionBody>;

async function appWith(workbench: Workbench, id: string): Promise<App> {
  const app = await workbench.log.apps.find(id);
  if (app?.id === id) return app;
  throw new SetupError(`There is no app \`${id}\`: \`penny app list\` lists them.`);
}

/** Where what a page gives is: a page names no file but those of the folder it was opened for. */
async function sourceOf(
  workbench: Workbench,
  { source, file }: z.infer<typeof giveBody>,
  folder: string | undefined,
): Promise<string> {
  if (file) return keepGivenFile(workbench.dir, file.name, Buffer.from(file.base64, "base64"));
  if (source === undefined) throw new SetupError("Nothing is given: send a `source` or a `file`.");
  if (source === "log" || (folder !== undefined && (await isBelow(folder, source)))) return source;
  if (await isBelow(givenFolder(workbench.dir), source)) return source;
  throw new SetupError(`${source} is not below the folder that penny serves: hand the file over in the page instead.`);
}

function dataRoutes(workbench: Workbench, { folder }: BridgeSettings): Hono {
  const { data } = workbench;
  const routes = new Hono();
  const within = folder === undefined ? {} : { folder };

  routes.get("/apps/:id/data", async (context) => {
    const { id } = await appWith(workbench, context.req.param("id"));
    return context.json(await data.list(id));
  });

  routes.post("/apps/:id/data", async (context) => {
    const { id } = await appWith(workbench, context.req.param("id"));
    const { source, file, ...wish } = await bodyOf(context, giveBody);
    const from = await sourceOf(workbench, { source, file }, folder);
    return context.json(await data.give(id, { ...wish, source: from, ...within }));
  });

  routes.post("/apps/:id/data/tables", async (context) => {
    const source = await sourceOf(workbench, await bodyOf(context, giveBody), folder);
    return context.json({ source, tables: await data.tablesOf(source, folder) });
  });

  routes.delete("/apps/:id/data/:table", async (context) => {
    const { id } = await appWith(workbench, context.req.param("id"));
    await data.take(id, context.req.param("table"));
    return context.json(await data.list(id));
  });

  routes.post("/apps/:id/data/allow", async (context) => {
    const { id } = await appWith(workbench, context.req.param("id"));
    const { isAllowed, tables } = await bodyOf(context, allowBody);
    return context.json(await data.allow(id, isAllowed, tables));
  });

  routes.get("/apps/:id/data/described", async (context) => {
    const { id } = await appWith(workbench, context.req.param("id"));
    return context.json(await data.describe(id));
  });

  routes.post("/apps/:id/data/query", async (context) => {
    const { id } = await appWith(workbench, context.req.param("id"));
    const { rows = 1000, params, ...wish } = await bodyOf(context, queryBody);
    const most = { rows, bytes: MOST_BYTES };
    return context.json(await data.query(id, "person", { ...wish, most, ...(params ? { params } : {}) }));
  });

  routes.post("/apps/:id/data/sql", async (context) => {
    const { id } = await appWith(workbench, context.req.param("id"));
    const body = await bodyOf(context, questionBody);
    const answer = await data.sqlFor(id, { ...body, signal: context.req.raw.signal });
    const { error } = answer.call;
    return context.json({
      call: answer.call.id,
      ...(answer.sql === undefined ? {} : { sql: answer.sql }),
      ...(error ? { error: error.message } : {}),
    } satisfies WrittenSql);
  });

  return routes;
}

/** The routes. */
export function appBridgeRoutes(workbench: Workbench, settings: BridgeSettings = {}): Hono {
  const routes = dataRoutes(workbench, settings);

  routes.post("/apps/:id/bridge", async (context) => {
    const id = context.req.param("id");
    const { frame, name: called, given }: BridgeBody = await bodyOf(context, bridgeBody);
    if (!settings.isFrameOf?.(frame, id))
      return context.json({ error: "The frame is not open any more." } satisfies AppAnswer);
    return context.json(await workbench.appCalls.call(id, called, given, context.req.raw.signal));
  });

  return routes;
}
