/** The OpenAI-compatible endpoint: its routes together, and what they share. Checks no key: guard.ts does. */
import { Hono } from "hono";
import type { Workbench } from "../index.ts";
import { runningBudget } from "../run/running-budget.ts";
import { endpointCalls } from "./openai-calls.ts";
import { chatRoutes } from "./openai-chat-routes.ts";
import { embeddingRoutes } from "./openai-embedding-routes.ts";
import { errorResponse, OpenaiError } from "./openai-error.ts";
import { modelRoutes } from "./openai-model-routes.ts";
import { responsesRoutes } from "./openai-responses-routes.ts";

/** How the endpoint serves. */
export interface EndpointSettings {
  /** Dollars that calls of clients may cost together until the server ends. Absent: no limit. */
  budgetUsd?: number;
  /** Answers equal requests from the log where a client does not say otherwise. Default false. */
  cache?: boolean;
}

/** The endpoint. */
export interface OpenaiEndpoint {
  /** Its routes, to mount at `/v1`. */
  routes: Hono;
  /** Cancels its calls and waits until they are in the log. */
  settle: () => Promise<void>;
}

/** Makes the endpoint. */
export function openaiEndpoint(workbench: Workbench, settings: EndpointSettings = {}): OpenaiEndpoint {
  const { budgetUsd, cache = false } = settings;
  const budget = budgetUsd === undefined ? {} : { budget: runningBudget(budgetUsd) };
  const calls = endpointCalls({ workbench, cache, ...budget });
  const routes = new Hono();
  routes.onError((error) => errorResponse(error));
  for (const each of [
    chatRoutes(workbench, calls),
    responsesRoutes(workbench, calls),
    modelRoutes(workbench),
    embeddingRoutes(calls),
  ])
    routes.route("/", each);
  routes.all("*", ({ req }) =>
    errorResponse(new OpenaiError(404, `There is no ${req.method} ${req.path} here.`, { code: "unknown_url" })),
  );
  return { routes, settle: calls.settle };
}
