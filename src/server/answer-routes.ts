/** Routes of the place Ask: begins answers, lets pages follow them, stops them, forecasts them. Decides nothing of its own. */
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { Workbench } from "../index.ts";
import type { JsonObject } from "../record/json.ts";
import { SetupError } from "../record/setup-error.ts";
import { againInput } from "../run/again-input.ts";
import { parseOptions } from "../run/options.ts";
import type { PromptInput } from "../run/prepare.ts";
import type { AnswerEvent, AnswerMessage, AskBody, AskEstimate, Asked } from "./api.ts";
import { bodyOf } from "./body.ts";
import { eventLots } from "./event-lots.ts";
import { refuseFiles } from "./model-files.ts";
import type { RunningAnswers } from "./running-answers.ts";

const MOST_MODELS = 12;

const schema = z.object({
  prompt: z.string(),
  models: z.array(z.string().min(1)).max(MOST_MODELS),
  system: z.string().optional(),
  options: z.record(z.string(), z.json()).optional(),
  schema: z.union([z.string(), z.record(z.string(), z.json())]).optional(),
  tools: z
    .array(z.object({ name: z.string(), description: z.string(), inputSchema: z.record(z.string(), z.json()) }))
    .optional(),
  files: z.array(z.object({ name: z.string(), mediaType: z.string().optional(), base64: z.base64() })).optional(),
  continue: z.string().optional(),
  again: z.string().optional(),
}) satisfies z.ZodType<unknown, AskBody>;

async function inputOf(body: z.infer<typeof schema>, { log }: Workbench): Promise<PromptInput> {
  if (body.again !== undefined) {
    const call = await log.call(body.again);
    if (!call)
      throw new SetupError(`There is no call \`${body.again}\` in the log: its question cannot be asked again.`);
    return againInput(call);
  }
  return {
    prompt: body.prompt,
    ...(body.system ? { system: body.system } : {}),
    ...(body.options ? { options: parseOptions(body.options as JsonObject) } : {}),
    ...(body.schema === undefined || body.schema === "" ? {} : { schema: body.schema as string | JsonObject }),
    ...(body.tools?.length ? { tools: body.tools as NonNullable<PromptInput["tools"]> } : {}),
    ...(body.continue === undefined ? {} : { continue: body.continue }),
    ...(body.files?.length
      ? {
          // Nothing on this disk holds them, so the log must.
          storeAttachments: true,
          attachments: body.files.map(({ name, mediaType, base64 }) => ({
            bytes: Buffer.from(base64, "base64"),
            name,
            ...(mediaType ? { mediaType } : {}),
          })),
        }
      : {}),
  };
}

/** What each of the models named is asked; the default model where none is. */
async function inputsOf(body: z.infer<typeof schema>, workbench: Workbench): Promise<PromptInput[]> {
  await refuseFiles(body.models, workbench);
  const input = await inputOf(body, workbench);
  return body.models.length === 0 ? [input] : body.models.map((model) => ({ ...input, model }));
}

/** Text of one kind that follows on itself, joined. */
function joined(events: readonly AnswerEvent[]): AnswerEvent[] {
  const found: AnswerEvent[] = [];
  for (const event of events) {
    const last = found.at(-1);
    if (last && (event.type === "text" || event.type === "reasoning") && last.type === event.type)
      found[found.length - 1] = { ...last, text: last.text + event.text };
    else found.push(event);
  }
  return found;
}

/** What happens to all the answers named. One connection follows all of a page: browsers open only six to one address. */
async function followAnswers(context: Context, { log }: Workbench, running: RunningAnswers): Promise<Response> {
  const ids = [...new Set((context.req.param("calls") ?? "").split(","))];
  const { signal } = context.req.raw;
  const all = await Promise.all(
    ids.map(async (id) => {
      const events = running.follow(id, signal);
      return { id, events, call: events ? undefined : await log.call(id) };
    }),
  );
  const lost = all.find(({ events, call }) => !events && !call);
  if (lost) return context.json({ error: `There is no call \`${lost.id}\` in the log.` }, 404);
  return streamSSE(context, async (stream) => {
    const send = (message: AnswerMessage): Promise<void> => stream.writeSSE({ data: JSON.stringify(message) });
    await Promise.all(
      all.map(async ({ id, events, call }) => {
        if (call) await send({ type: "end", call, of: id });
        if (!events) return;
        for await (const lot of eventLots(events)) for (const event of joined(lot)) await send({ ...event, of: id });
      }),
    );
  });
}

/** The routes. */
export function answerRoutes(workbench: Workbench, running: RunningAnswers): Hono {
  const routes = new Hono();

  routes.post("/answers", async (context) => {
    const inputs = await inputsOf(await bodyOf(context, schema), workbench);
    // All are prepared before the first is asked: what is wrong with the last costs nothing.
    const prepared = await Promise.all(inputs.map((each) => workbench.prepare(each)));
    const ids = new Set(prepared.map(({ model }) => model.id));
    if (ids.size < prepared.length) throw new SetupError("A model is named twice: name each once.");
    const begun = await Promise.all(inputs.map((each) => running.begin(each, "prompt")));
    const answers = begun.map((call, index) => ({ model: prepared[index]?.model.id ?? "", call }));
    return context.json({ answers } satisfies Asked);
  });

  routes.post("/estimate", async (context) => {
    const inputs = await inputsOf(await bodyOf(context, schema), workbench);
    const found: AskEstimate[] = await Promise.all(
      inputs.map(async (input) => {
        const { model, inputTokens, outputTokens, picodollars } = await workbench.estimate(input);
        return {
          model,
          ...(inputTokens ? { inputTokens } : {}),
          ...(outputTokens ? { outputTokens } : {}),
          ...(picodollars ? { picodollars } : {}),
        };
      }),
    );
    return context.json(found);
  });

  routes.get("/answers/:calls/events", (context) => followAnswers(context, workbench, running));

  routes.post("/answers/:call/stop", (context) => {
    const stopped = running.stop(context.req.param("call"));
    return context.json({ stopped });
  });

  return routes;
}
