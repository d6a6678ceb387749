/**
 * Assertions of promptfoo that are code of the person's own, JavaScript or Python: what it returns is the verdict. Code that breaks on
 * an answer fails that answer, as there; code that is broken for every answer is refused before anything is paid.
 * Source: https://www.promptfoo.dev/docs/configuration/expected-outputs/javascript/, .../python/ (2026-11-27).
 */
import { askAddress } from "../../models/plain-http.ts";
import type { JsonObject, JsonValue } from "../../record/json.ts";
import { messageOf } from "../../record/setup-error.ts";
import { JudgeFailed } from "../../scorers/judge.ts";
import type { Verdict } from "../../scorers/scorer.ts";
import { opposed } from "../judge-verdict.ts";
import type { ScoringInput } from "../scoring-input.ts";
import { type Code, codeFunction } from "./code.ts";
import { type Files, fileReference } from "./files.ts";
import { isMapping, type Spot, shownValue } from "./spot.ts";
import type { FilledAssertion, VerdictOf } from "./text-assertions.ts";

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
function returnedVerdict(returned: unknown, threshold: number | undefined, language: string): Verdict {
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
  // Only Python's word on itself is held to the threshold too.
  const isEnough = threshold === undefined || value >= threshold || (language === "JavaScript" && pass !== undefined);
  const passed = (pass ?? value > 0) === true && isEnough;
  const why =
    typeof reason === "string" && reason.trim() !== ""
      ? reason.trim()
      : `The ${language} says ${passed ? "yes" : "no"}.`;
  return { value: clamped(value), passed, why };
}

/** How what code returns is taken. */
export interface CodeAbout {
  /** The value that passes. Absent: any above 0. */
  threshold: number | undefined;
  /** What the code is given beside the case. Absent: nothing. */
  config: JsonValue | undefined;
  /** Whether what it says is turned round. Code that breaks fails the answer either way. */
  isOpposite: boolean;
}

function judgedBy(code: Code, language: string, about: CodeAbout): VerdictOf {
  return async (input) => {
    try {
      const returned = await code(input.output, contextOf(input, about.config));
      const verdict = returnedVerdict(returned, about.threshold, language);
      return about.isOpposite ? opposed(verdict) : verdict;
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
  about: CodeAbout,
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

/**
 * The verdict of an address that is sent the answer: `{ pass, score, reason }`. One that does not answer so leaves the answer unjudged.
 * @throws SetupError for what is no address.
 */
export function webhookVerdict(
  { value, threshold, fail }: FilledAssertion,
  fetch: typeof globalThis.fetch | undefined,
): VerdictOf {
  if (typeof value !== "string" || !/^https?:\/\//.test(value) || !URL.canParse(value))
    return fail(`Its \`value\` is ${shownValue(value)}, but must be an address.`);
  if (!fetch) return fail("There is no network here.");
  return async (input) => {
    try {
      const body = JSON.stringify({ output: input.output, context: { prompt: input.prompt, vars: input.vars } });
      const request = { url: value, method: "POST", headers: { "content-type": "application/json" }, body };
      const { text, json = text } = await askAddress(fetch, request, AbortSignal.timeout(60_000));
      return returnedVerdict(json, threshold, "webhook");
    } catch (error) {
      throw new JudgeFailed(`${value}: ${messageOf(error)}`);
    }
  };
}
