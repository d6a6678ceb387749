/**
 * What a running app may ask of the program, and only that: queries on the data given to it, its own key–value store, answers of the one
 * model within the budget and rate that a person set, an address to open or a file to save (which only the page does, after a yes).
 * Everything an app sends is taken for hostile: parsed by a schema, checked against what the app was granted at that moment. A model that an
 * app asks gets no tools, no files and no conversation but the app's own words.
 */
import { z } from "zod";
import type { App, AppAsk } from "../record/app.ts";
import { outsideFile, outsideLink } from "../record/app-outside.ts";
import type { Call, Origin } from "../record/call.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import { textOf } from "../record/message.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import type { AppLog } from "../store/app-log.ts";
import type { AppDataBench } from "./app-data.ts";
import { budgetPicodollars } from "./budget.ts";
import type { PromptInput } from "./prepare.ts";

/** What came of a call. `needs`: the person must first say whether the app may read these; then it is to be made again. */
export type AppAnswer = { value: JsonValue } | { error: string } | { needs: { table: string; source: string }[] };

/** Calls of apps. */
export interface AppCalls {
  /** Carries out one. Never rejects for what an app sends. @param name as in the guard: `query`, `store.get`. */
  call: (app: string, name: string, given: unknown, signal?: AbortSignal) => Promise<AppAnswer>;
}

/** What calls work with. */
export interface CallsContext {
  /** Apps in the log. */
  apps: Pick<AppLog, "find" | "data" | "value" | "putValue" | "removeValue" | "values">;
  /** Their data. */
  data: Pick<AppDataBench, "query">;
  /** Makes a call. */
  ask: (input: PromptInput & { origin: Origin; signal?: AbortSignal }) => Promise<Call>;
  /** Most picodollars that a prompt can cost. `undefined`: unknown. Throws SetupError. */
  dearest: (input: PromptInput) => Promise<number | undefined>;
  /** Picodollars that calls with an origin have cost, and how many there are whose cost is unknown. */
  spent: (origin: Required<Origin>) => Promise<{ picodollars: number; unknown: number }>;
  /** Milliseconds since 1970. */
  now: () => number;
}

const MOST_ROWS = 10_000;
const MOST_RESULT = 8_000_000;
const MOST_STORED = 5_000_000;
const MOST_AT_ONCE = 16;
const MINUTE_MS = 60_000;
const DEFAULT_OUTPUT = 1000;

const param = z.union([z.string().max(1_000_000), z.number(), z.boolean(), z.null()]);
const key = z.string().min(1).max(200);
const schemas = {
  query: z.strictObject({
    sql: z.string().max(100_000),
    params: z.union([z.array(param).max(1000), z.record(z.string().max(100), param)]).optional(),
  }),
  "store.get": z.strictObject({ key }),
  "store.set": z.strictObject({ key, value: z.json() }),
  "store.delete": z.strictObject({ key }),
  "store.keys": z.strictObject({}),
  ask: z.strictObject({
    prompt: z.string().min(1).max(100_000),
    system: z.string().max(20_000).optional(),
    maxOutputTokens: z.int().min(1).max(100_000).optional(),
    schema: z.record(z.string(), z.json()).optional(),
  }),
  open: z.strictObject({ url: z.string().max(10_000) }),
  download: z.strictObject({ name: z.string().max(1000), type: z.string().max(200) }),
};
type CallName = keyof typeof schemas;
type Given<Name extends CallName> = z.infer<(typeof schemas)[Name]>;

/** What is known of one app while the program runs. */
interface Running {
  atOnce: number;
  /** When its model calls of the last minute began. */
  asked: number[];
  /** Picodollars that model calls under way may cost. */
  held: number;
  /** Model calls that have ended. */
  ended: number;
}

interface Asked {
  context: CallsContext;
  app: App;
  running: Running;
  signal: AbortSignal | undefined;
}

async function query({ context, app }: Asked, given: Given<"query">): Promise<AppAnswer> {
  const closed = (await context.apps.data(app.id)).filter(({ grantedAt }) => grantedAt === undefined);
  if (closed.length > 0) return { needs: closed.map(({ table, source }) => ({ table, source })) };
  const run = await context.data.query(app.id, "app", {
    sql: given.sql,
    most: { rows: MOST_ROWS, bytes: MOST_RESULT },
    ...(given.params === undefined ? {} : { params: given.params }),
  });
  if (run.error !== undefined) return { error: run.error };
  if (run.hasMore)
    return {
      error: `The query gives more than ${MOST_ROWS} rows, or ${MOST_RESULT / 1e6} MB: ask for less, as with LIMIT.`,
    };
  return { value: { columns: run.columns, rows: run.rows } };
}

async function set({ context, app }: Asked, { key: name, value }: Given<"store.set">): Promise<AppAnswer> {
  const entry = { key: name, json: JSON.stringify(value), at: context.now() };
  if (await context.apps.putValue(app.id, entry, MOST_STORED)) return { value: null };
  return { error: `The app keeps more than ${MOST_STORED / 1e6} MB: delete something first.` };
}

async function get({ context, app }: Asked, { key: name }: Given<"store.get">): Promise<AppAnswer> {
  const json = await context.apps.value(app.id, name);
  return { value: json === undefined ? null : (JSON.parse(json) as JsonValue) };
}

/** Takes a place within the rate. Gives why not. */
function rateProblem(running: Running, { perMinute }: AppAsk, now: number): string | undefined {
  running.asked = running.asked.filter((at) => now - at < MINUTE_MS);
  if (running.asked.length >= perMinute) return `The app may ask ${perMinute} times a minute: wait a little.`;
  running.asked.push(now);
  return undefined;
}

/** Holds what a prompt may cost. Gives what is held, or why it may not be sent. */
async function hold(asked: Asked, ask: AppAsk, input: PromptInput, origin: Required<Origin>): Promise<number | string> {
  const { context, running } = asked;
  const most = await context.dearest(input);
  if (most === undefined) return `What the model ${ask.model} costs is unknown, so the app's budget cannot be kept.`;
  let [ended, spent] = [running.ended, await context.spent(origin)];
  // A call that ended meanwhile is no longer held and not yet counted.
  while (ended !== running.ended) [ended, spent] = [running.ended, await context.spent(origin)];
  const before = spent.picodollars + spent.unknown * most + running.held;
  if (before + most > budgetPicodollars(ask.budgetUsd))
    return `This could pass what the app may spend, $${ask.budgetUsd} in all: the person can allow more.`;
  running.held += most;
  return most;
}

async function askModel(asked: Asked, given: Given<"ask">): Promise<AppAnswer> {
  const { context, app, running, signal } = asked;
  if (!app.ask) return { error: "The app may not ask a model: the person can allow it, with a model and a budget." };
  const problem = rateProblem(running, app.ask, context.now());
  if (problem !== undefined) return { error: problem };
  const origin = { command: "app", ref: `app/${app.id}/ask` };
  const input: PromptInput = {
    prompt: given.prompt,
    model: app.ask.model,
    options: { maxOutputTokens: given.maxOutputTokens ?? DEFAULT_OUTPUT },
    ...(given.system === undefined ? {} : { system: given.system }),
    ...(given.schema ? { schema: given.schema as JsonObject } : {}),
  };
  const held = await hold(asked, app.ask, input, origin);
  if (typeof held === "string") return { error: held };
  try {
    const call = await context.ask({ ...input, origin, ...(signal ? { signal } : {}) });
    // What the provider said may hold names and numbers that are the person's.
    if (call.error) return { error: "The model did not answer: the person finds why in the log." };
    return { value: textOf(call.parts) };
  } finally {
    running.held -= held;
    running.ended++;
  }
}

function open({ url }: Given<"open">): AppAnswer {
  const link = outsideLink(url);
  return link ? { value: { ...link } } : { error: "Only addresses that begin with http:// or https:// can be opened." };
}

/** Each call by its name. */
const handlers: { [Name in CallName]: (asked: Asked, given: Given<Name>) => Promise<AppAnswer> | AppAnswer } = {
  query,
  "store.get": get,
  "store.set": set,
  "store.delete": async ({ context, app }, given) => ({ value: await context.apps.removeValue(app.id, given.key) }),
  "store.keys": async ({ context, app }) => ({
    value: (await context.apps.values(app.id)).map((entry) => entry.key),
  }),
  ask: askModel,
  open: (_asked, given) => open(given),
  download: (_asked, given) => ({ value: { ...outsideFile(given.name, given.type) } }),
};

async function handled<Name extends CallName>(asked: Asked, name: Name, given: unknown): Promise<AppAnswer> {
  const parsed = schemas[name].safeParse(given);
  if (parsed.success) return handlers[name](asked, parsed.data as Given<Name>);
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  return { error: `penny.${name}: ${place === "" ? "what was given" : `\`${place}\``} does not fit.` };
}

/** Calls of apps, checked. */
export function appCalls(context: CallsContext): AppCalls {
  const runnings = new Map<string, Running>();
  const runningOf = (app: string): Running => {
    const found = runnings.get(app) ?? { atOnce: 0, asked: [], held: 0, ended: 0 };
    runnings.set(app, found);
    return found;
  };
  return {
    call: async (id, name, given, signal) => {
      if (!Object.hasOwn(schemas, name)) return { error: "penny has no such function." };
      const app = await context.apps.find(id);
      if (app?.id !== id || app.deletedAt !== undefined) return { error: "The app is not there any more." };
      const running = runningOf(id);
      if (running.atOnce >= MOST_AT_ONCE)
        return { error: `The app may make ${MOST_AT_ONCE} calls at once: await them.` };
      running.atOnce++;
      try {
        return await handled({ context, app, running, signal }, name as CallName, given);
      } catch (error) {
        // A path, a model's name or a key's is the person's to see, not the app's.
        if (error instanceof SetupError) return { error: "The person must look: what the app needs is not there." };
        return { error: `Something went wrong in penny itself (${messageOf(error).slice(0, 60)}).` };
      } finally {
        running.atOnce--;
      }
    },
  };
}
