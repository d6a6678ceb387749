/**
 * The JSON of a request to the endpoint: fields that change nothing here are dropped, those that would change the answer and cannot be
 * kept are refused by name, and so is what nobody knows. Reads no field's meaning.
 */
import type { Context } from "hono";
import { z } from "zod";
import { nearest } from "../record/nearest.ts";
import { bodyOf } from "./body.ts";
import { OpenaiError } from "./openai-error.ts";

/** What is done with the fields that a schema does not name. */
export interface FieldRules {
  /** Dropped: they change no answer. */
  ignored: readonly string[];
  /** Why a field is refused; `undefined` for a value that changes nothing, which is dropped. */
  refused: { readonly [field: string]: (value: unknown) => string | undefined };
}

function places(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`))
    .join("");
}

type Issue = z.core.$ZodIssue;

/** Of a value that may have several forms, what is wrong in the form that it fits furthest. */
function deepest(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flatMap(([first]) => (first ? [deepest(first)] : []));
  const best = inner.reduce<Issue | undefined>(
    (found, each) => (each.path.length > (found?.path.length ?? 0) ? each : found),
    undefined,
  );
  if (best) return { ...best, path: [...issue.path, ...best.path] };
  const wanted = inner.flatMap((each) => (each.code === "invalid_type" ? [each.expected] : []));
  return wanted.length > 0 ? { ...issue, message: `expected ${wanted.join(" or ")}` } : issue;
}

function refuseUnknown(fields: readonly string[], rules: FieldRules, known: readonly string[]): void {
  const field = fields.find((each) => !known.includes(each));
  if (field === undefined) return;
  const [near] = nearest(field, [...known, ...rules.ignored], 1);
  const hint = near === undefined ? "leave it out" : `leave it out, or was \`${near}\` meant`;
  throw new OpenaiError(400, `\`${field}\` is not known here: ${hint}${near === undefined ? "." : "?"}`, {
    param: field,
    code: "unknown_parameter",
  });
}

/** The body. @throws OpenaiError 400 naming the field; SetupError for what is no JSON. */
export async function openaiBody<T extends z.ZodObject>(
  context: Context,
  schema: T,
  rules: FieldRules,
): Promise<z.infer<T>> {
  const fields = Object.entries(await bodyOf(context, z.record(z.string(), z.unknown())));
  const meant = fields.filter(([name, value]) => value !== null && !rules.ignored.includes(name));
  const taken = meant.filter(([name, value]) => {
    const rule = Object.hasOwn(rules.refused, name) ? rules.refused[name] : undefined;
    const why = rule?.(value);
    if (why !== undefined) throw new OpenaiError(400, why, { param: name, code: "unsupported_parameter" });
    return rule === undefined;
  });
  refuseUnknown(
    taken.map(([name]) => name),
    rules,
    Object.keys(schema.shape),
  );
  const parsed = schema.safeParse(Object.fromEntries(taken));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0] && deepest(parsed.error.issues[0]);
  const param = places(issue?.path ?? []);
  const isMissing = issue?.path.length === 1 && !taken.some(([name]) => name === issue.path[0]);
  const message = isMissing ? `\`${param}\` is missing.` : `\`${param}\` does not fit: ${issue?.message ?? "unknown"}.`;
  throw new OpenaiError(400, message, { param, code: isMissing ? "missing_required_parameter" : "invalid_value" });
}

/** Refuses any value. @param why one sentence. */
export function never(why: string): (value: unknown) => string {
  return () => why;
}

/** Refuses all but values that change nothing. @param why one sentence. */
export function unless(harmless: (value: unknown) => boolean, why: string): (value: unknown) => string | undefined {
  return (value) => (harmless(value) ? undefined : why);
}
