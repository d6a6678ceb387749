/** Expectations that are texts, as `equals` and `contains` read and compare them. Pure. */
import type { JsonValue } from "../record/json.ts";

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

function shown(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/**
 * Reads `text`, `[text, …]`, or `{ text: …, ignoreCase: true }`.
 * @returns the expectation, or one sentence on what is wrong.
 */
export function readTexts(value: JsonValue): { expectation: TextExpectation } | { problem: string } {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const { text: given, ignoreCase = false, ...rest } = isObject ? value : { text: value };
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) return { problem: `It knows no \`${unknown}\`: use \`text\` and \`ignoreCase\`.` };
  if (typeof ignoreCase !== "boolean") {
    return { problem: `\`ignoreCase\` is ${shown(ignoreCase)}, but must be true or false.` };
  }
  const list = Array.isArray(given) ? given : [given];
  if (list.length === 0) return { problem: "It expects an empty list: give it at least one text." };
  const texts: string[] = [];
  for (const each of list) {
    const text = scalarText(each);
    if (text === undefined) return { problem: `It expects text, but was given ${shown(each)}.` };
    if (text.trim() === "") return { problem: "It expects an empty text, which says nothing: give it some." };
    texts.push(text);
  }
  return { expectation: { texts, ignoreCase } };
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
