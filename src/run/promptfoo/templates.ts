/**
 * Templates of promptfoo configurations: Nunjucks, with variables, filters and environment. Other than there, a variable without a
 * value is an error: it would leave a hole in the prompt that nobody sees.
 * Source: https://www.promptfoo.dev/docs/configuration/guide/, https://mozilla.github.io/nunjucks/templating.html (2026-11-27).
 */
import nunjucks from "nunjucks";
import type { JsonValue } from "../../record/json.ts";
import { nearestHint } from "../../record/nearest.ts";
import { messageOf, SetupError } from "../../record/setup-error.ts";
import type { Vars } from "../suite.ts";

/** Fills templates. */
export interface Templates {
  /** A text with its template filled. Throws SetupError for a variable without a value, and for a broken template. */
  fill: (text: string, vars: Vars) => string;
  /** A value with the templates in all its texts filled. Throws SetupError. */
  fillAll: (value: JsonValue, vars: Vars) => JsonValue;
}

/** A filter of the person's own. */
export type Filter = (...values: unknown[]) => unknown;

const OUTPUT = /\{\{-?\s*([A-Za-z_]\w*)/g;

/** Whether a text holds something to fill. */
export function isTemplate(text: string): boolean {
  return /\{[{%#]/.test(text);
}

/** Names that a text's outputs begin with; those that only loops and conditions use are not among them. */
function outputsOf(text: string): string[] {
  return [...new Set([...text.matchAll(OUTPUT)].map((match) => match[1] ?? ""))];
}

function problemSentence(error: unknown, text: string, vars: Vars): string {
  const why = messageOf(error)
    .replace(/^\(unknown path\)\s*/, "")
    .replace(/\s+/g, " ")
    .trim();
  if (!/attempted to output null or undefined/.test(why)) return `The template is broken: ${why.replace(/\.$/, "")}.`;
  const missing = outputsOf(text).find((name) => !Object.hasOwn(vars, name) && name !== "env");
  if (missing === undefined) return "The template puts out a value that is not there.";
  return `The template uses \`${missing}\`, which is no variable of the case.${nearestHint(missing, Object.keys(vars))}`;
}

/**
 * Templates with some filters.
 * @param env what `{{ env.NAME }}` finds.
 */
export function createTemplates(
  env: { [name: string]: string | undefined },
  filters: ReadonlyMap<string, Filter> = new Map(),
): Templates {
  const engine = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true });
  for (const [name, filter] of filters) engine.addFilter(name, filter);
  // A key of the environment is not to be had by a loop over it, only by its name.
  const variables = new Proxy({}, { get: (_, name) => (typeof name === "string" ? env[name] : undefined) });
  const fill = (text: string, vars: Vars): string => {
    if (!isTemplate(text)) return text;
    // What is null is there, and prints as nothing.
    const shown = Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, value ?? ""]));
    try {
      return engine.renderString(text, { env: variables, ...shown });
    } catch (error) {
      throw new SetupError(problemSentence(error, text, vars), { cause: error });
    }
  };
  const fillAll = (value: JsonValue, vars: Vars): JsonValue => {
    if (typeof value === "string") return fill(value, vars);
    if (Array.isArray(value)) return value.map((each) => fillAll(each, vars));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillAll(each, vars)]));
  };
  return { fill, fillAll };
}

/** Variables whose values use other variables, with those filled. @throws SetupError */
export function settledVars(vars: Vars, templates: Templates): Vars {
  const settled = { ...vars };
  for (const [name, value] of Object.entries(vars))
    if (typeof value === "string" && isTemplate(value))
      settled[name] = templates.fill(value, { ...settled, [name]: "" });
  return settled;
}
