/** Routes of the place Cost: what was spent, and what a job would cost by its counts. Reads no file that a request names. */
import { Hono } from "hono";
import { z } from "zod";
import type { SpentQuestion, Workbench } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import type { CostBody } from "./api.ts";
import { bodyOf } from "./body.ts";
import { isFileName } from "./model-files.ts";

const BY = ["day", "model", "provider", "origin"] as const;
const MOST_MODELS = 50;
const MOST = 1_000_000_000;
const whole = z.number().int().min(0).max(MOST);

const schema = z.object({
  models: z.array(z.string().min(1)).max(MOST_MODELS),
  prompt: z.string().optional(),
  system: z.string().optional(),
  calls: whole.min(1),
  inputTokens: whole.optional(),
  outputTokens: whole.optional(),
  images: z
    .object({
      count: whole.min(1).max(1000),
      width: whole.min(1).max(100_000),
      height: whole.min(1).max(100_000),
    })
    .optional(),
}) satisfies z.ZodType<unknown, CostBody>;

/** The question in a query. @throws SetupError for what is none. */
function questionOf(query: (name: string) => string | undefined): SpentQuestion {
  const question: SpentQuestion = {};
  const by = query("by");
  if (by) {
    const known = BY.find((each) => each === by);
    if (!known) throw new SetupError(`\`by\` is \`${by}\`, but must be one of ${BY.join(", ")}.`);
    question.by = known;
  }
  for (const name of ["since", "until", "model", "command", "zone"] as const) {
    const text = query(name);
    if (text) question[name] = text;
  }
  return question;
}

/** The routes. */
export function costRoutes(workbench: Workbench): Hono {
  const routes = new Hono();
  routes.get("/cost/spent", async (context) =>
    context.json(await workbench.cost.spent(questionOf((name) => context.req.query(name)))),
  );
  routes.post("/cost/estimate", async (context) => {
    const { models, prompt, system, calls, inputTokens, outputTokens, images } = await bodyOf(context, schema);
    for (const name of models)
      if (isFileName(name))
        throw new SetupError(`${name} is a file: what runs on this machine costs nothing, so leave it out.`);
    const estimates = await workbench.cost.estimate({
      models,
      calls,
      ...(prompt ? { prompt } : {}),
      ...(system ? { system } : {}),
      ...(inputTokens === undefined ? {} : { inputTokens }),
      ...(outputTokens === undefined ? {} : { outputTokens }),
      ...(images ? { images } : {}),
    });
    return context.json(estimates);
  });
  return routes;
}
