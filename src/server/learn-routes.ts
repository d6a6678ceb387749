/** Routes of the place Learn: what its lessons show beside answers, which come by the same routes as everywhere. Decides nothing of its own. */
import { Hono } from "hono";
import { z } from "zod";
import type { Workbench } from "../index.ts";
import { bodyOf, numberIn } from "./body.ts";

const MOST_TEXT = 20_000;
const MOST_CASES = 100_000;
const text = z.string().max(MOST_TEXT, `at most ${MOST_TEXT} characters`);
const tokensBody = z.object({ text, model: z.string().min(1).optional() });
const codeBody = z.object({ code: text });
const alikeBody = z.object({ texts: z.array(text).max(20) });

/** The routes. */
export function learnRoutes({ lessons }: Workbench): Hono {
  const routes = new Hono();

  routes.post("/learn/tokens", async (context) => {
    const body = await bodyOf(context, tokensBody);
    return context.json(await lessons.tokens(body.text, body.model));
  });

  routes.get("/learn/share", (context) =>
    context.json(lessons.share(numberIn(context, "right", MOST_CASES) ?? 0, numberIn(context, "of", MOST_CASES) ?? 0)),
  );

  routes.post("/learn/javascript", async (context) => {
    const { code } = await bodyOf(context, codeBody);
    return context.json(await lessons.javascript(code));
  });

  routes.post("/learn/alike", async (context) => {
    const { texts } = await bodyOf(context, alikeBody);
    return context.json(lessons.alike(texts));
  });

  return routes;
}
