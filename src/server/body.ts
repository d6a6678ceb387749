/** What a request brings, parsed once: JSON by a schema. Throws one sentence for what does not fit. */
import type { Context } from "hono";
import type { z } from "zod";
import { SetupError } from "../record/setup-error.ts";

/** The JSON body of a request. @throws SetupError for what is not JSON, or does not fit. */
export async function bodyOf<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  if (!/^application\/json\b/i.test(context.req.header("content-type") ?? ""))
    throw new SetupError("The request has no JSON: send `Content-Type: application/json`.");
  let value: unknown;
  try {
    value = await context.req.json();
  } catch {
    throw new SetupError("The request is not JSON.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new SetupError(
    `${place === "" ? "The request" : `\`${place}\``} does not fit: ${issue?.message ?? "unknown"}.`,
  );
}

/** A whole number in the query. @throws SetupError for anything else. */
export function numberIn(context: Context, name: string, most: number): number | undefined {
  const text = context.req.query(name);
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new SetupError(`\`${name}\` is \`${text}\`, but must be a whole number from 0 to ${most}.`);
}
