/**
 * Code that stands in a configuration: JavaScript in it or in a file, Python in it or in a file. It is the person's own, who named the
 * configuration, and runs here with all that they may do; what a model wrote is only ever handed to it as a value.
 * Source: https://www.promptfoo.dev/docs/configuration/expected-outputs/javascript/ (2026-11-27).
 */
import { messageOf } from "../../record/setup-error.ts";
import { type Files, fileReference, isJavaScript } from "./files.ts";
import { type Spot, shownValue } from "./spot.ts";

/** Code to be called. */
export type Code = (...values: unknown[]) => unknown;

/** Place of the last semicolon that ends a statement; -1: there is none. */
function lastStatementEnd(code: string): number {
  let quote: string | undefined;
  let last = -1;
  for (let at = 0; at < code.length; at++) {
    const letter = code[at] ?? "";
    if (letter === "\\") at++;
    else if (quote !== undefined) quote = letter === quote ? undefined : quote;
    else if ("'\"`".includes(letter)) quote = letter;
    else if (letter === ";") last = at;
  }
  return last;
}

/** The body of a function from code on one line: an expression, or declarations and an expression. */
function bodyOfLine(code: string): string {
  const trimmed = code.trim().replace(/;+\s*$/, "");
  if (/^(const|let|var)\s/.test(trimmed)) {
    const end = lastStatementEnd(trimmed);
    if (end >= 0) return `${trimmed.slice(0, end + 1)} return ${trimmed.slice(end + 1).trim()}`;
  }
  return /^(return|throw|if|try|for|while|switch)\b/.test(trimmed) ? trimmed : `return ${trimmed}`;
}

/**
 * A function of JavaScript code: several lines are the body, one line is an expression.
 * @param arrows whether the code may be a function itself, such as `(json) => json.text`.
 * @throws Error for code that is none.
 */
function javaScript(code: string, names: readonly string[], arrows = false): Code {
  const trimmed = code.trim();
  const isFunction = arrows && /^(async\s+)?(\([^)]*\)|\w+)\s*=>|^(async\s+)?function\b/.test(trimmed);
  if (isFunction) return new Function(`return (${trimmed.replace(/;$/, "")})`)() as Code;
  return new Function(...names, trimmed.includes("\n") ? trimmed : bodyOfLine(trimmed)) as Code;
}

/**
 * The function that stands at a spot: a function of a program, JavaScript code, `file://` of JavaScript or Python.
 * @throws SetupError with file and line.
 */
export async function codeFunction(
  spot: Spot,
  names: readonly string[],
  files: Files,
  settings: { arrows?: boolean; python?: string } = {},
): Promise<Code> {
  const { value } = spot;
  if (typeof value === "function") return value as Code;
  if (typeof value !== "string") return spot.fail(`It is ${shownValue(value)}, but must be code or file://.`);
  const file = fileReference(value);
  try {
    if (!file) return javaScript(value, names, settings.arrows);
    if (isJavaScript(file.path)) {
      const made = await files.exported(file.path, file.name);
      if (typeof made === "function") return made as Code;
    } else if (file.path.endsWith(".py")) {
      await files.text(file.path);
      return (...values) => files.python(file.path, file.name ?? settings.python ?? "get_transform", values);
    }
  } catch (error) {
    return spot.fail(`It cannot be used: ${messageOf(error).replace(/\.$/, "")}.`);
  }
  return spot.fail(`${value} is no function of JavaScript or Python.`);
}
