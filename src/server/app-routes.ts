/**
 * Routes of the place Apps: wishes begun, followed and stopped; versions read, compared, brought back; frames opened; files in and out.
 * Decides nothing of its own; data and calls of running apps are in app-bridge-routes.ts.
 */
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { Workbench } from "../index.ts";
import { appKinds } from "../record/app.ts";
import { SetupError } from "../record/setup-error.ts";
import { turnedWinner, winners } from "../record/vote.ts";
import { frameContent } from "../run/app-content.ts";
import type {
  AppPage,
  AppVoteBody,
  AskRightBody,
  EditBody,
  ExportBody,
  FixBody,
  FrameBody,
  ImportBody,
  MakeBody,
  WishMessage,
  WishState,
} from "./app-api.ts";
import type { AppHost } from "./app-host.ts";
import { bodyOf, numberIn } from "./body.ts";
import { eventLots } from "./event-lots.ts";
import { refuseFiles } from "./model-files.ts";
import { type RunningWishes, runningWishes } from "./running-wishes.ts";

/** The routes, what they know of frames, and what ends what they began. */
export interface AppRoutes {
  /** The routes. */
  routes: Hono;
  /** Whether a token is that of a frame in which this app is open. */
  isFrameOf: (token: string, app: string) => boolean;
  /** Cancels wishes and waits for them. */
  settle: () => Promise<void>;
}

/** Gives out documents. */
export type FrameHost = Pick<AppHost, "open" | "probe">;

const MOST_MODELS = 12;
const MOST_FRAMES = 1000;
const name = z.string().min(1).max(200);
const text = z.string().max(16 * 1024 * 1024);
const prompt = z.string().max(1_000_000);
const number = z.int().min(1);
const budgetUsd = z.number().positive().optional();
const makeBody = z.strictObject({
  prompt,
  models: z.array(name).max(MOST_MODELS),
  kind: z.enum(appKinds).optional(),
  budgetUsd,
}) satisfies z.ZodType<unknown, MakeBody>;
const editBody = z.strictObject({ prompt, model: name.optional(), budgetUsd }) satisfies z.ZodType<unknown, EditBody>;
const problem = z.strictObject({
  kind: z.string().max(20),
  text: z.string().max(5000),
  line: z.int().min(0).optional(),
  stack: z.string().max(5000).optional(),
});
const fixBody = z.strictObject({
  problems: z.array(problem).max(1000),
  model: name.optional(),
  budgetUsd,
}) satisfies z.ZodType<unknown, FixBody>;
const askBody = z.strictObject({
  ask: z
    .strictObject({ model: name, budgetUsd: z.number().positive().max(1e6), perMinute: z.int().min(1).max(1000) })
    .nullable(),
}) satisfies z.ZodType<unknown, AskRightBody>;
const exportBody = z.strictObject({
  version: number.optional(),
  withData: z.boolean().optional(),
  source: z.boolean().optional(),
}) satisfies z.ZodType<unknown, ExportBody>;
const importBody = z.strictObject({ fileName: name, text }) satisfies z.ZodType<unknown, ImportBody>;
const voteBody = z.strictObject({
  apps: z.array(name).length(2),
  winner: z.enum(winners),
}) satisfies z.ZodType<unknown, AppVoteBody>;
const frameBody = z.strictObject({
  version: number.optional(),
  wish: name.optional(),
  round: z.int().min(0).max(10).optional(),
}) satisfies z.ZodType<unknown, FrameBody>;

function modelOf({ model }: { model?: string | undefined }): { model?: string } {
  return model === undefined ? {} : { model };
}

function wishRoutes(workbench: Workbench, wishes: RunningWishes): Hono {
  const { apps } = workbench;
  const routes = new Hono();

  routes.post("/apps", async (context) => {
    const { models, prompt: asked, ...settings } = await bodyOf(context, makeBody);
    await refuseFiles(models, workbench);
    const states: WishState[] = [];
    for (const named of models.length > 0 ? models : [undefined]) {
      const { id } = await workbench.models.resolve(named);
      const about = { what: "make", prompt: asked, model: id } as const;
      states.push(
        await wishes.begin(about, (hooks) => apps.make(asked, { ...settings, model: named ?? id, ...hooks })),
      );
    }
    return context.json(states);
  });

  routes.post("/apps/:id/edit", async (context) => {
    const { prompt: asked, ...settings } = await bodyOf(context, editBody);
    await refuseFiles([settings.model], workbench);
    const { id } = await apps.find(context.req.param("id"));
    const about = { what: "edit" as const, prompt: asked, ...modelOf(settings) };
    return context.json(await wishes.begin(about, (hooks) => apps.edit(id, asked, { ...settings, ...hooks })));
  });

  routes.post("/apps/:id/fix", async (context) => {
    const { problems, ...settings } = await bodyOf(context, fixBody);
    await refuseFiles([settings.model], workbench);
    const { id } = await apps.find(context.req.param("id"));
    const about = { what: "fix" as const, prompt: "Mend what it reported.", ...modelOf(settings) };
    return context.json(await wishes.begin(about, (hooks) => apps.fix(id, problems, { ...settings, ...hooks })));
  });

  routes.get("/wishes/:id/events", (context) => {
    const events = wishes.follow(context.req.param("id"), context.req.raw.signal);
    if (!events) return context.json({ error: "There is no such wish any more: see the app's versions." }, 404);
    return streamSSE(context, async (stream) => {
      const send = (message: WishMessage): Promise<void> => stream.writeSSE({ data: JSON.stringify(message) });
      let from = 0;
      for await (const lot of eventLots(events)) {
        await send({ from, events: lot });
        from += lot.length;
      }
    });
  });

  routes.post("/wishes/:id/stop", (context) => context.json({ stopped: wishes.stop(context.req.param("id")) }));

  return routes;
}

function readRoutes({ apps, log }: Workbench, wishes: RunningWishes): Hono {
  const routes = new Hono();

  routes.get("/apps", async (context) =>
    context.json(await apps.list({ removed: context.req.query("removed") === "true" })),
  );

  routes.get("/apps/:id", async (context) => {
    const id = context.req.param("id");
    const wish = wishes.ofApp(id);
    const app = await log.apps.find(id);
    if (!app && wish) return context.json({ versions: [], wish } satisfies AppPage);
    const found = app ?? (await apps.find(id));
    const versions = await apps.versions(found.id);
    return context.json({ app: found, versions, ...(wish ? { wish } : {}) } satisfies AppPage);
  });

  routes.get("/apps/:id/versions/:number", async (context) => {
    const wanted = Number(context.req.param("number"));
    return context.json(await apps.show(context.req.param("id"), wanted));
  });

  routes.get("/apps/:id/compare", async (context) => {
    const [from, to] = [numberIn(context, "from", 1e6), numberIn(context, "to", 1e6)];
    if (from === undefined || to === undefined)
      throw new SetupError("Two versions are compared: give `from` and `to`.");
    return context.json(await apps.compare(context.req.param("id"), from, to));
  });

  return routes;
}

function changeRoutes({ apps, arena }: Workbench, person: string): Hono {
  const routes = new Hono();
  const idOf = (context: { req: { param: (name: "id") => string } }): string => context.req.param("id");

  routes.post("/apps/import", async (context) => {
    const { text: content, fileName } = await bodyOf(context, importBody);
    return context.json(await apps.importApp(content, fileName));
  });
  routes.post("/apps/vote", async (context) => {
    const { apps: ids, winner } = await bodyOf(context, voteBody);
    const calls = await Promise.all(ids.map(async (id) => (await apps.show(id, 1)).version.call));
    const [one, other] = calls;
    if (one === undefined || other === undefined)
      throw new SetupError("A vote is on two apps that models made: one of these was not.");
    const battle = await arena.battleOfCalls([one, other], ["app"]);
    const swapped = battle.a.call !== one;
    const said = swapped ? turnedWinner(winner) : winner;
    const voter = { name: person, kind: "human" as const };
    return context.json(await arena.vote({ battle: battle.id, winner: said, voter, swapped }));
  });
  routes.post("/apps/:id/hand", async (context) => {
    const { content } = await bodyOf(context, z.strictObject({ content: text }));
    return context.json(await apps.handEdit(idOf(context), content));
  });
  routes.post("/apps/:id/undo", async (context) => context.json(await apps.undo(idOf(context))));
  routes.post("/apps/:id/restore", async (context) => {
    const { number: wanted } = await bodyOf(context, z.strictObject({ number }));
    return context.json(await apps.restore(idOf(context), wanted));
  });
  routes.post("/apps/:id/fork", async (context) => {
    const settings = await bodyOf(context, z.strictObject({ number: number.optional(), name: name.optional() }));
    return context.json(await apps.fork(idOf(context), settings));
  });
  routes.post("/apps/:id/rename", async (context) => {
    const body = await bodyOf(context, z.strictObject({ name }));
    return context.json(await apps.rename(idOf(context), body.name));
  });
  routes.post("/apps/:id/review", async (context) => {
    const { number: wanted, good } = await bodyOf(context, z.strictObject({ number, good: z.boolean() }));
    return context.json(await apps.review(idOf(context), wanted, good));
  });
  routes.post("/apps/:id/ask", async (context) => {
    const { ask } = await bodyOf(context, askBody);
    return context.json(await apps.allowAsk(idOf(context), ask));
  });
  routes.post("/apps/:id/bring-back", async (context) => context.json(await apps.bringBack(idOf(context))));
  routes.post("/apps/:id/export", async (context) =>
    context.json(await apps.exportApp(idOf(context), await bodyOf(context, exportBody))),
  );
  routes.delete("/apps/:id", async (context) => context.json(await apps.remove(idOf(context))));

  return routes;
}

/**
 * The routes.
 * @param person who votes.
 * @param host gives out documents; absent: no app can be opened.
 */
export function appRoutes(workbench: Workbench, person: string, host?: FrameHost): AppRoutes {
  const wishes = runningWishes();
  const frames = new Map<string, string>();
  const routes = new Hono();

  const hostHere = (): FrameHost => {
    if (host) return host;
    throw new SetupError("Apps cannot be opened here: start the page with `penny serve`.");
  };
  // Before `/apps/:id`, which would take the word for an id.
  routes.post("/apps/probe", (context) => context.json(hostHere().probe()));

  routes.post("/apps/:id/frames", async (context) => {
    const { version, wish, round = 0 } = await bodyOf(context, frameBody);
    const id = context.req.param("id");
    const written = wish === undefined ? undefined : wishes.document(id, wish, round);
    const shown = written ? undefined : await workbench.apps.show(id, version);
    const app = shown?.app.id ?? id;
    const content = shown ? frameContent(shown.version.kind, [shown.content]) : (written ?? "");
    const opened = hostHere().open({ app, content });
    frames.set(opened.token, app);
    for (const [oldest] of frames) if (frames.size > MOST_FRAMES) frames.delete(oldest);
    return context.json(opened);
  });

  routes.delete("/apps/:id/frames/:token", (context) => {
    frames.delete(context.req.param("token"));
    return context.json({});
  });

  routes.route("/", wishRoutes(workbench, wishes));
  routes.route("/", readRoutes(workbench, wishes));
  routes.route("/", changeRoutes(workbench, person));
  return { routes, isFrameOf: (token, app) => frames.get(token) === app, settle: wishes.settle };
}
