/**
 * Assertions of promptfoo that are code of the person's own, JavaScript or Python: what it returns is the verdict. Code that breaks on
 * an answer fails that answer, as there; code that is broken for every answer is refused before anything is paid.
 * Source: https://www.promptfoo.dev/docs/configuration/expected-outputs/javascript/, .../python/ (2026-11-27).
 */
import type { JsonObject, JsonValue } from "../../record/json.ts";
import { messageOf } from "../../record/setup-error.ts";
import type { Verdict } from "../../scorers/scorer.ts";
import type { ScoringInput } from "../scoring-input.ts";
import { type Code, codeFunction } from "./code.ts";
import { type Files, fileReference } from "./files.ts";
import { isMapping, type Spot, shownValue } from "./spot.ts";
import type { VerdictOf } from "./text-assertions.ts";

/** What the code is given beside the answer. */
function contextOf(input: ScoringInput, config: JsonValue | undefined): JsonObject {
  return {
    prompt: input.prompt,
    vars: input.vars,
    test: { vars: input.vars },
    provider: { id: input.model },
    ...(config === undefined ? {} : { config }),
  };
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function ofNumber(value: number, threshold: number | undefined, language: string): Verdict {
  const passed = threshold === undefined ? value > 0 : value >= threshold;
  return { value: clamped(value), passed, why: `The ${language} returned ${value}.` };
}

/** The verdict in what the code returned: a truth value, a number, or `{ pass, score, reason }`. */
export function returnedVerdict(returned: unknown, threshold: number | undefined, language: string): Verdict {
  if (returned === true || returned === false)
    return { value: returned ? 1 : 0, passed: returned, why: `The ${language} returned ${returned}.` };
  if (typeof returned === "number") return ofNumber(returned, threshold, language);
  if (typeof returned === "string") {
    const word = returned.trim().toLowerCase();
    if (word === "true" || word === "false") return returnedVerdict(word === "true", threshold, language);
    if (word !== "" && !Number.isNaN(Number(word))) return ofNumber(Number(word), threshold, language);
    if (word.startsWith("{")) return returnedVerdict(JSON.parse(returned), threshold, language);
  }
  const fields = isMapping(returned) ? returned : {};
  const pass = fields.pass ?? fields.pass_;
  const { score, reason } = fields;
  if (typeof pass !== "boolean" && typeof score !== "number")
    throw new Error(`it returned ${shownValue(returned)}, not a truth value, a number or { pass, score, reason }`);
  const value = typeof score === "number" ? score : pass ? 1 : 0;
  const passed = (pass ?? value > 0) === true && (threshold === undefined || value >= threshold);
  const why =
    typeof reason === "string" && reason.trim() !== ""
      ? reason.trim()
      : `The ${language} says ${passed ? "yes" : "no"}.`;
  return { value: clamped(value), passed, why };
}

function judgedBy(
  code: Code,
  language: string,
  about: { threshold: number | undefined; config: JsonValue | undefined },
): VerdictOf {
  return async (input) => {
    try {
      return returnedVerdict(await code(input.output, contextOf(input, about.config)), about.threshold, language);
    } catch (error) {
      const why = messageOf(error).split("\n")[0]?.replace(/\.$/, "");
      return { value: 0, passed: false, why: `The ${language} broke on this answer: ${why}.` };
    }
  };
}

/**
 * The verdict of code at a spot.
 * @throws SetupError with file and line.
 */
export async function codeVerdict(
  spot: Spot,
  language: "JavaScript" | "Python",
  files: Files,
  about: { threshold: number | undefined; config: JsonValue | undefined },
): Promise<VerdictOf> {
  const { value } = spot;
  if (value === undefined || value === "") return spot.fail("It has no `value`: write the code, or file://.");
  const isPlain = typeof value === "string" && !fileReference(value);
  const code: Code =
    language === "Python" && isPlain
      ? (...values) => files.pythonCode(value.trimEnd(), values)
      : await codeFunction(
          spot.with(typeof value === "string" ? value.trimEnd() : value),
          ["output", "context"],
          files,
          {
            python: "get_assert",
          },
        );
  return judgedBy(code, language, about);
}
