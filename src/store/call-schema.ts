/**
 * The form that a call from outside must have before it may stand in the log. Checks what the program relies on; what it does
 * not know is kept.
 */
import { z } from "zod";
import { finishReasons } from "../record/call.ts";

const time = z.number().nonnegative();
const part = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text"), text: z.string() }),
  z.looseObject({ type: z.literal("reasoning"), text: z.string() }),
  z.looseObject({ type: z.literal("tool-call"), id: z.string(), name: z.string(), input: z.json() }),
  z.looseObject({ type: z.literal("tool-result"), id: z.string(), name: z.string(), output: z.json() }),
  z.looseObject({ type: z.literal("file"), mediaType: z.string(), sha256: z.string(), size: z.number().nonnegative() }),
]);
const message = z.object({ role: z.enum(["system", "user", "assistant", "tool"]), parts: z.array(part) });
const error = z.looseObject({ kind: z.string(), message: z.string() });

/** A call, as far as the program relies on its form. */
export const callSchema: z.ZodType = z.looseObject({
  id: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/, "not an id of 26 characters"),
  request: z.looseObject({
    model: z.string(),
    messages: z.array(message),
    options: z.looseObject({}),
    tools: z.array(z.looseObject({ name: z.string() })).optional(),
    schema: z.looseObject({}).optional(),
  }),
  parts: z.array(part),
  finish: z.looseObject({
    reason: z.enum(finishReasons),
  }),
  error: error.optional(),
  usage: z.looseObject({ inputTokens: time.optional(), outputTokens: time.optional() }),
  cost: z.looseObject({ picodollars: z.int(), basis: z.string() }).optional(),
  energy: z.looseObject({ lowWh: z.number(), highWh: z.number() }).optional(),
  timing: z.looseObject({ startedAt: time, endedAt: time.optional(), queueMs: time, retryMs: time }),
  attempts: z.array(z.looseObject({ startedAt: time, durationMs: time })),
  parent: z.string().optional(),
  origin: z.looseObject({ command: z.string(), ref: z.string().optional() }),
});
