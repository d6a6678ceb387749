/** `GET /v1/models`: what can be asked here and now, by full name and by alias; and one model by any name that means one. */
import { Hono } from "hono";
import type { Model as OpenaiModel } from "openai/resources/models";
import type { Workbench } from "../index.ts";
import { endpointModel } from "./openai-calls.ts";

/** The shape wants a second for every model; for one whose day of release is unknown it is that in which the server began. */
function entry(id: string, owner: string, begunAt: number, released?: string): OpenaiModel {
  const day = released === undefined ? Number.NaN : Date.parse(released) / 1000;
  return { id, object: "model", created: Number.isFinite(day) ? day : begunAt, owned_by: owner };
}

/** The routes. */
export function modelRoutes(workbench: Workbench): Hono {
  const begunAt = Math.floor(Date.now() / 1000);
  const routes = new Hono();
  routes.get("/models", async (context) => {
    const listed = await workbench.models.list({ available: true });
    const data = listed.flatMap(({ id, provider, aliases, released }) =>
      [id, ...aliases].map((name) => entry(name, provider, begunAt, released)),
    );
    return context.json({ object: "list", data });
  });
  // Names have a slash in them, which clients may write as it is or escaped.
  routes.get("/models/:name{.+}", async (context) => {
    const name = context.req.param("name");
    const { provider } = await endpointModel(workbench, name, { keyLater: true });
    return context.json(entry(name, provider, begunAt));
  });
  return routes;
}
