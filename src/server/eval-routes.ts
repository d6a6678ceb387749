/**
 * Routes of the place Evals: suites that were found, runs of them, what came of each. Paths stay here: the page names suites by ids. A
 * suite that brings programs is not read before a person has said yes. Decides nothing of its own.
 */
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { EvalReport, EvaluateSettings, FoundSuite, Suite, Workbench } from "../index.ts";
import type { JsonObject } from "../record/json.ts";
import { textOf } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { mayCost } from "../run/estimate.ts";
import { notesOf } from "../run/eval-notes.ts";
import { shortNames } from "../run/eval-verdict.ts";
import { caseSheet } from "../run/suite-sheet.ts";
import type { StoredRun } from "../store/run-rows.ts";
import { bodyOf, numberIn } from "./body.ts";
import type {
  CellMark,
  HumanVerdict,
  ListedRun,
  ListedSuite,
  RunBegin,
  RunForecast,
  RunWish,
  ShownCase,
  ShownRun,
  ShownSuite,
  Study,
} from "./eval-api.ts";
import { refuseFiles } from "./model-files.ts";
import type { RunningEvals } from "./running-evals.ts";

const MOST_MODELS = 20;
const MOST_RUNS = 1000;
/** To look through a large folder takes a quarter of a second. */
const LOOK_EVERY_MS = 3000;

const wishFields = {
  models: z.array(z.string().min(1)).max(MOST_MODELS).optional(),
  filter: z.array(z.string().min(1)).max(50).optional(),
  epochs: z.number().int().min(1).max(1000).optional(),
  budgetUsd: z.number().min(0).optional(),
  stopWhenDecided: z.boolean().optional(),
};
const wishSchema = z.object(wishFields);
const beginSchema = z.object({ ...wishFields, yes: z.boolean() }) satisfies z.ZodType<unknown, RunBegin>;
const verdictSchema = z.object({
  cells: z
    .array(z.object({ position: z.number().int().min(0), call: z.string() }))
    .min(1)
    .max(10_000),
  label: z.object({ passed: z.boolean(), note: z.string().max(10_000).optional() }).nullable(),
}) satisfies z.ZodType<unknown, HumanVerdict>;

type Wish = z.infer<typeof wishSchema>;

/** The wish as settings; what was not wished is the suite's. */
function settingsOf({ models, filter, epochs, budgetUsd, stopWhenDecided }: Wish): EvaluateSettings & RunWish {
  return {
    ...(models?.length ? { models } : {}),
    ...(filter?.length ? { filter } : {}),
    ...(epochs === undefined ? {} : { epochs }),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    ...(stopWhenDecided ? { stopWhenDecided } : {}),
  };
}

/** What is kept with a run, so that it can go on as it was begun. */
function aboutOf(path: string, wish: Wish): JsonObject {
  return { path, wish: settingsOf(wish) as JsonObject };
}

function wishOf(about: JsonObject): RunWish | undefined {
  const parsed = wishSchema.safeParse(about.wish);
  return parsed.success && about.wish !== undefined ? settingsOf(parsed.data) : undefined;
}

function marksOf({ cells }: EvalReport): CellMark[] {
  return cells.map(({ model, prompt, case: name, epoch, passed, error, call, human }) => ({
    model,
    prompt,
    case: name,
    epoch,
    ...(passed === undefined ? {} : { passed }),
    ...(error === undefined ? {} : { error }),
    ...(call === undefined ? {} : { call }),
    ...(human ? { human } : {}),
  }));
}

/** The suites as they are named here: by id, with who has said yes to which. */
interface Suites {
  list: () => Promise<ListedSuite[]>;
  named: (id: string) => Promise<FoundSuite>;
  allow: (id: string) => Promise<void>;
  load: (id: string) => Promise<{ suite: Suite; found: FoundSuite }>;
  ofPath: (path: unknown) => Promise<FoundSuite | undefined>;
  needsYes: (found: FoundSuite) => boolean;
}

function suitesOf(workbench: Workbench, folder: string | undefined): Suites {
  const allowed = new Set<string>();
  let known: FoundSuite[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  const all = async (): Promise<FoundSuite[]> => {
    known = await workbench.evals.suites(folder);
    lookedAt = performance.now();
    return known;
  };
  /** One that was found before as it is now; else the folder is looked through, though not again and again. */
  const one = async (isMeant: (found: FoundSuite) => boolean): Promise<FoundSuite | undefined> => {
    const isStale = performance.now() - lookedAt > LOOK_EVERY_MS;
    const found = known.find(isMeant) ?? (isStale ? (await all()).find(isMeant) : undefined);
    return found && workbench.evals.suiteAt(folder, found.path);
  };
  const needsYes = (found: FoundSuite): boolean => found.bringsPrograms && !allowed.has(found.id);
  const named: Suites["named"] = async (id) => {
    const found = await one((each) => each.id === id);
    if (found) return found;
    throw new SetupError("That suite is not there any more: was its file moved or removed?");
  };
  return {
    list: async () =>
      (await all()).map((found) => {
        const { id, name, isSample } = found;
        return { id, name, isSample, needsYes: needsYes(found) };
      }),
    named,
    allow: async (id) => void allowed.add((await named(id)).id),
    load: async (id) => {
      const found = await named(id);
      if (needsYes(found))
        throw new SetupError(`${found.name} may bring programs that run with your rights: say yes to that first.`);
      try {
        return { suite: await workbench.loadSuite(found.path), found };
      } catch (error) {
        if (error instanceof SetupError) throw new SetupError(error.message.replaceAll(found.path, found.name));
        throw error;
      }
    },
    ofPath: async (path) => (typeof path === "string" ? one((each) => each.path === path) : undefined),
    needsYes,
  };
}

function suiteRoutes(workbench: Workbench, running: RunningEvals, suites: Suites): Hono {
  const routes = new Hono();
  /** The suite with that id. @throws SetupError also if a file is wished that neither the suite nor the settings name. */
  const wished = async (id: string, { models = [] }: Wish): ReturnType<Suites["load"]> => {
    const loaded = await suites.load(id);
    const own = loaded.suite.models.flatMap(({ label, name }) => [label ?? [], name ?? []].flat());
    await refuseFiles(models, workbench, own);
    return loaded;
  };
  routes.get("/suites", async (context) => context.json(await suites.list()));

  routes.post("/suites/:id/allow", async (context) => {
    await suites.allow(context.req.param("id"));
    return context.json({});
  });

  routes.get("/suites/:id", async (context) => {
    const { suite, found } = await suites.load(context.req.param("id"));
    const shown: ShownSuite = { ...(await workbench.evals.sheet(suite)), id: found.id, file: found.name };
    return context.json(shown);
  });

  routes.post("/suites/:id/forecast", async (context) => {
    const wish = await bodyOf(context, wishSchema);
    const { suite } = await wished(context.req.param("id"), wish);
    let told: RunForecast | undefined;
    await workbench.evaluate(suite, {
      ...settingsOf(wish),
      confirm: (forecast) => {
        told = { forecast, mayCost: mayCost(forecast.total) };
        return false;
      },
    });
    return context.json(told);
  });

  routes.post("/suites/:id/runs", async (context) => {
    const { yes, ...wish } = await bodyOf(context, beginSchema);
    const { suite, found } = await wished(context.req.param("id"), wish);
    return context.json(await running.begin(suite, { ...settingsOf(wish), about: aboutOf(found.path, wish) }, yes));
  });
  return routes;
}

/** A run in the log by its id. @throws SetupError if there is none. */
async function storedRun(workbench: Workbench, id: string): Promise<StoredRun> {
  const run = await workbench.log.run(id);
  if (run) return run;
  throw new SetupError(`There is no run \`${id}\` in the log.`);
}

async function shownRun(workbench: Workbench, running: RunningEvals, suites: Suites, name: string): Promise<ShownRun> {
  const stored = await storedRun(workbench, name);
  const whole = await workbench.evals.report(stored.id);
  const found = await suites.ofPath(stored.about.path);
  const wish = wishOf(stored.about);
  const { cells: _cells, path: _path, ...report } = whole;
  const isRunning = running.has(stored.id);
  return {
    ...report,
    cells: marksOf(whole),
    names: Object.fromEntries(shortNames(whole.rows)),
    notes: notesOf(whole),
    isRunning,
    isOpen: stored.endedAt === undefined && !isRunning,
    ...(found ? { suiteId: found.id } : {}),
    ...(wish ? { wish } : {}),
  };
}

async function shownCase(workbench: Workbench, suites: Suites, run: string, name: string): Promise<ShownCase> {
  const stored = await storedRun(workbench, run);
  const [answers, found] = await Promise.all([
    workbench.evals.caseOf(stored.id, name),
    suites.ofPath(stored.about.path),
  ]);
  if (!found || suites.needsYes(found)) return answers;
  // What the suite says today is an addition: a suite that is broken today takes nothing from what was answered.
  const suite = await workbench.loadSuite(found.path).catch(() => undefined);
  const today = suite?.cases.find((each) => each.name === name);
  return { ...answers, ...(today ? { today: caseSheet(today) } : {}) };
}

function runRoutes(workbench: Workbench, running: RunningEvals, suites: Suites): Hono {
  const { evals } = workbench;
  const routes = new Hono();
  routes.get("/runs", async (context) => {
    const runs = await evals.list(numberIn(context, "limit", MOST_RUNS) ?? 100);
    return context.json(
      runs.map(({ about: _about, ...run }): ListedRun => ({ ...run, isRunning: running.has(run.id) })),
    );
  });
  routes.get("/runs/:id", async (context) =>
    context.json(await shownRun(workbench, running, suites, context.req.param("id"))),
  );
  routes.get("/runs/:id/report.json", async (context) => {
    const report = await evals.report(context.req.param("id"));
    context.header("Content-Disposition", `attachment; filename="run-${report.id}.json"`);
    return context.json(report);
  });
  routes.get("/runs/:id/case", async (context) =>
    context.json(await shownCase(workbench, suites, context.req.param("id"), context.req.query("name") ?? "")),
  );
  routes.get("/runs/:id/events", (context) =>
    streamSSE(context, async (out) => {
      for await (const progress of running.follow(context.req.param("id"), context.req.raw.signal))
        await out.writeSSE({ data: JSON.stringify(progress) });
    }),
  );
  routes.post("/runs/:id/stop", (context) => context.json({ stopped: running.stop(context.req.param("id")) }));
  routes.post("/runs/:id/go-on", async (context) => {
    const { yes } = await bodyOf(context, z.object({ yes: z.boolean() }));
    const stored = await storedRun(workbench, context.req.param("id"));
    if (running.has(stored.id)) return context.json({ run: stored.id });
    const found = await suites.ofPath(stored.about.path);
    const wish = wishOf(stored.about);
    if (!found || !wish)
      throw new SetupError("This run was begun elsewhere: the same command there goes on where it was.");
    const { suite } = await suites.load(found.id);
    return context.json(
      await running.begin(suite, { ...settingsOf(wish), about: aboutOf(found.path, wish) }, yes, stored.id),
    );
  });
  routes.delete("/runs/:id", async (context) => {
    const id = context.req.param("id");
    if (running.has(id)) throw new SetupError("The run goes on: stop it first.");
    await evals.remove(id);
    return context.json({});
  });
  return routes;
}

async function pictureOf(workbench: Workbench, context: Context, id: string): Promise<Response> {
  const call = await workbench.log.call(id);
  const png = call && (await workbench.evals.picture(textOf(call.parts)));
  if (!png) return context.json({ error: "This answer holds no picture that can be drawn." }, 404);
  return context.body(new Uint8Array(png), 200, {
    "Content-Type": "image/png",
    "Cache-Control": "private, max-age=3600",
  });
}

/** That a run cannot tell something is no mistake of who asks. */
async function study<T>(asked: Promise<T>): Promise<Study<T>> {
  try {
    return { found: await asked };
  } catch (error) {
    if (error instanceof SetupError) return { why: error.message };
    throw error;
  }
}

function studyRoutes(workbench: Workbench): Hono {
  const { evals } = workbench;
  const routes = new Hono();
  routes.get("/runs/:id/human", async (context) => context.json(await evals.humanItems(context.req.param("id"))));
  routes.post("/runs/:id/human", async (context) => {
    const { cells, label } = await bodyOf(context, verdictSchema);
    const said = label && { passed: label.passed, ...(label.note ? { note: label.note } : {}) };
    await evals.scoreByHand(context.req.param("id"), { question: "", answer: "", cells }, said ?? undefined);
    return context.json({});
  });
  routes.get("/runs/:id/judges", async (context) => context.json(await study(evals.judges(context.req.param("id")))));
  routes.get("/runs/:id/power", async (context) => context.json(await study(evals.power(context.req.param("id")))));
  routes.get("/comparisons/:before/:after", async (context) =>
    context.json(await evals.compare(context.req.param("before"), context.req.param("after"))),
  );
  routes.get("/pictures/:call", (context) => pictureOf(workbench, context, context.req.param("call")));
  return routes;
}

/** The routes. @param folder below which suites are looked for. Absent: there is the sample alone. */
export function evalRoutes(workbench: Workbench, running: RunningEvals, folder: string | undefined): Hono {
  const suites = suitesOf(workbench, folder);
  const routes = new Hono();
  routes.route("/", suiteRoutes(workbench, running, suites));
  routes.route("/", runRoutes(workbench, running, suites));
  routes.route("/", studyRoutes(workbench));
  return routes;
}
