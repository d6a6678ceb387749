/** Expectations that are texts, as `equals` and `contains` read and compare them. Pure. */
import type { JsonValue } from "../record/json.ts";
import { type Fail, flagIn, isObject, knownFields, reading, shown } from "./reading.ts";
import type { Reading } from "./scorer.ts";

/** Texts to find in an answer. */
export interface TextExpectation {
  /** At least one, none of them empty. */
  texts: string[];
  /** Whether capital and small letters are the same. */
  ignoreCase: boolean;
}

function scalarText(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  // YAML reads `equals: 42` and `equals: true` as a number and a truth value; an answer is text.
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** One text, or a list of at least one; none of them empty. */
export function textsFrom(value: JsonValue | undefined, fail: Fail): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) fail("It expects an empty list: give it at least one text.");
  return list.map((each) => {
    const text = scalarText(each) ?? fail(`It expects text, but was given ${shown(each)}.`);
    return text.trim() === "" ? fail("It expects an empty text, which says nothing: give it some.") : text;
  });
}

/** Reads `text`, `[text, …]`, or `{ text: …, ignoreCase: true }`. */
export function readTexts(value: JsonValue): Reading<TextExpectation> {
  return reading((fail) => {
    const fields = isObject(value) ? knownFields(value, ["text", "ignoreCase"], fail) : { text: value };
    return { ignoreCase: flagIn(fields, "ignoreCase", false, fail), texts: textsFrom(fields.text, fail) };
  });
}

/** A text in the form in which two are compared: composed characters, and small letters if case is ignored. */
export function comparable(text: string, ignoreCase: boolean): string {
  const composed = text.normalize("NFC");
  return ignoreCase ? composed.toLowerCase() : composed;
}

/** A text in quotation marks for a sentence, on one line and cut to a legible length. */
export function quoted(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 80 ? `“${line.slice(0, 79)}…”` : `“${line}”`;
}
