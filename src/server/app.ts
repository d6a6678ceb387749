/** The server as a function from request to answer: the guard, the routes of each place, the page. Listens nowhere: serve.ts does. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Workbench } from "../index.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { answerRoutes } from "./answer-routes.ts";
import type { ServerState } from "./api.ts";
import { appBridgeRoutes } from "./app-bridge-routes.ts";
import type { AppHost } from "./app-host.ts";
import { appRoutes } from "./app-routes.ts";
import { arenaRoutes } from "./arena-routes.ts";
import { costRoutes } from "./cost-routes.ts";
import { evalRoutes } from "./eval-routes.ts";
import { type GuardSettings, guard } from "./guard.ts";
import { learnRoutes } from "./learn-routes.ts";
import { logChanges } from "./log-changes.ts";
import { fileRoutes, logRoutes } from "./log-routes.ts";
import { modelRoutes } from "./model-routes.ts";
import { type EndpointSettings, openaiEndpoint } from "./openai-endpoint.ts";
import { openaiErrors } from "./openai-error.ts";
import { type PageFile, pageRoutes } from "./page-routes.ts";
import { runningAnswers } from "./running-answers.ts";
import { runningEvals } from "./running-evals.ts";

/** What the server is made of. */
export interface AppSettings extends GuardSettings {
  /** What it works with. */
  workbench: Workbench;
  /** The built page. */
  page: readonly PageFile[];
  /** Version of the program. */
  version: string;
  /** Name of whoever sits here, for votes. */
  person: string;
  /** Folder below which suites are looked for. Absent: there is the sample alone. */
  folder?: string;
  /** Gives out the documents of apps. Absent: no app can be opened. */
  apps?: AppHost;
  /** Whether a token is that of a frame in which an app is open. Absent: as the frames were opened here. */
  isFrameOf?: (token: string, app: string) => boolean;
  /** How the OpenAI-compatible endpoint serves. Absent: without a budget and a cache. */
  endpoint?: EndpointSettings;
}

/** The server. */
export interface ServerApp {
  /** Answers a request. */
  fetch: (request: Request) => Response | Promise<Response>;
  /** Cancels all that runs in it, and waits until it is in the log. */
  settle: () => Promise<void>;
}

/** Attachments come in base64, a third longer than they are. */
const MOST_BYTES = 96 * 1024 * 1024;

/** What went wrong, as an answer: a mistake of the caller's in one sentence, a fault of ours as one. */
function failure(error: unknown): { status: 400 | 500; text: string } {
  if (error instanceof SetupError) return { status: 400, text: error.message };
  return { status: 500, text: `Something went wrong in penny itself: ${messageOf(error)}` };
}

/** Makes the server. */
export function serverApp(settings: AppSettings): ServerApp {
  const { workbench, page, version, person } = settings;
  const running = runningAnswers(workbench);
  const evals = runningEvals(workbench);
  const app = new Hono();
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
    const { status, text } = failure(error);
    return context.json({ error: text }, status);
  });
  app.use("/v1/*", openaiErrors);
  app.use(guard(settings));
  app.use(
    bodyLimit({
      maxSize: MOST_BYTES,
      onError: (context) => context.json({ error: "The request is larger than 96 MB: send less at once." }, 413),
    }),
  );
  app.use("/api/*", async (context, next) => {
    await next();
    context.res.headers.set("Cache-Control", context.res.headers.get("Cache-Control") ?? "no-store");
  });
  app.get("/api/state", async (context) => {
    const { id } = await workbench.models.resolve(undefined, { keyLater: true });
    return context.json({ version, defaultModel: id, person } satisfies ServerState);
  });
  app.route("/api", answerRoutes(workbench, running));
  app.route("/api", logRoutes(workbench, logChanges(workbench.log)));
  app.route("/api", fileRoutes(workbench));
  app.route("/api", evalRoutes(workbench, evals, settings.folder));
  const arena = arenaRoutes(workbench, person);
  app.route("/api", arena.routes);
  app.route("/api", learnRoutes(workbench));
  app.route("/api", modelRoutes(workbench));
  app.route("/api", costRoutes(workbench));
  const apps = appRoutes(workbench, person, settings.apps);
  app.route("/api", apps.routes);
  app.route("/api", appBridgeRoutes(workbench, { isFrameOf: apps.isFrameOf, ...settings }));
  app.all("/api/*", (context) => context.json({ error: `There is no ${context.req.path} here.` }, 404));
  const endpoint = openaiEndpoint(workbench, settings.endpoint);
  app.route("/v1", endpoint.routes);
  app.route("/", pageRoutes(page));
  const settle = async (): Promise<void> =>
    void (await Promise.all([running.settle(), evals.settle(), arena.settle(), apps.settle(), endpoint.settle()]));
  return { fetch: (request) => app.fetch(request), settle };
}
