/** Variables of prompts and expectations: `{{name}}`. Finds and fills them; pure. */
import type { JsonValue } from "../record/json.ts";

const VARIABLE = /\{\{\s*([\p{L}\p{N}_][\p{L}\p{N}_ .-]*?)\s*\}\}/gu;
const WHOLE = /^\{\{\s*([\p{L}\p{N}_][\p{L}\p{N}_ .-]*?)\s*\}\}$/u;

/** Names of the `{{variables}}` in a text, or in all texts of a value. */
export function variablesOf(value: JsonValue): string[] {
  const found = new Set<string>();
  const visit = (each: JsonValue): void => {
    if (typeof each === "string") for (const match of each.matchAll(VARIABLE)) found.add(match[1] ?? "");
    else if (Array.isArray(each)) each.forEach(visit);
    else if (each !== null && typeof each === "object") Object.values(each).forEach(visit);
  };
  visit(value);
  return [...found];
}

/** The text with each `{{variable}}` replaced; values that are not text as JSON. Variables without a value stay. */
export function fillVariables(text: string, vars: { [name: string]: JsonValue }): string {
  return text.replace(VARIABLE, (whole, name: string) => {
    const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
    return value === undefined ? whole : typeof value === "string" ? value : JSON.stringify(value);
  });
}

/**
 * A value with the `{{variables}}` in its texts replaced. A text that is one variable and nothing else becomes the variable's
 * value as it is, number, list or whatever.
 */
export function fillValue(value: JsonValue, vars: { [name: string]: JsonValue }): JsonValue {
  if (typeof value === "string") {
    const name = WHOLE.exec(value)?.[1];
    const whole = name !== undefined && Object.hasOwn(vars, name) ? vars[name] : undefined;
    return whole === undefined ? fillVariables(value, vars) : whole;
  }
  if (Array.isArray(value)) return value.map((each) => fillValue(each, vars));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillValue(each, vars)]));
}
