/**
 * `levenshtein`: how many characters must be inserted, deleted or replaced to make the answer a text. White space at both ends
 * does not count. The limit is one of edits (`atMost`) or of likeness (`atLeast`); there is none by default, since five edits are
 * nothing in a page and everything in a name.
 */
import { textOf } from "../record/message.ts";
import { flagIn, isObject, knownFields, numberIn, reading, shown } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { measured } from "./similarity.ts";
import { comparable, textsFrom } from "./text-expectation.ts";

interface LevenshteinExpectation {
  texts: string[];
  ignoreCase: boolean;
  limit: { atMost: number } | { atLeast: number };
}

/** Both texts with each character as one code unit, since that is what the library counts. */
function coded(a: string, b: string): [string, string] {
  if (!/[\uD800-\uDFFF]/.test(a + b)) return [a, b];
  const codes = new Map<string, string>();
  const code = (text: string): string => {
    let result = "";
    for (const character of text) {
      let unit = codes.get(character);
      if (unit === undefined) {
        unit = String.fromCharCode(codes.size);
        codes.set(character, unit);
      }
      result += unit;
    }
    return result;
  };
  return [code(a), code(b)];
}

/** The scorer. The value is the likeness: 1 less the share of the longer text that must be edited. Of several texts, the nearest counts. */
export const levenshtein: Scorer = defineScorer<LevenshteinExpectation>({
  name: "levenshtein",
  summary: "the answer is at most so many edits of single characters away from this text",
  expects: "{ text, atMost: 5 } or { text, atLeast: 0.8 }; `text` may be a list; ignoreCase: true",
  examples: [
    { expected: { text: "kitten", atMost: 3 }, right: "sitting", wrong: "setting up" },
    { expected: { text: "Reykjavík", atLeast: 0.8 }, right: "Reykjavik", wrong: "Reikjavic" },
  ],
  read: (value) =>
    reading((fail) => {
      if (!isObject(value))
        return fail(`It expects \`text\` with \`atMost\` or \`atLeast\`, but was given ${shown(value)}.`);
      const fields = knownFields(value, ["text", "atMost", "atLeast", "ignoreCase"], fail);
      const atMost = numberIn(fields, "atMost", { least: 0, whole: true }, fail);
      const atLeast = numberIn(fields, "atLeast", { least: 0, most: 1 }, fail);
      const texts = textsFrom(fields.text, fail);
      const ignoreCase = flagIn(fields, "ignoreCase", false, fail);
      if (atMost !== undefined && atLeast === undefined) return { texts, ignoreCase, limit: { atMost } };
      if (atLeast !== undefined && atMost === undefined) return { texts, ignoreCase, limit: { atLeast } };
      return fail("It expects either `atMost` (edits) or `atLeast` (likeness from 0 to 1).");
    }),
  // Source of the measure: Levenshtein, Soviet Physics Doklady 10(8), 1966, https://nymity.ch/sybilhunting/pdf/Levenshtein1966a.pdf
  judge: async (call, { texts, ignoreCase, limit }) => {
    const answer = comparable(textOf(call.parts).trim(), ignoreCase);
    if (answer === "") return { value: 0, passed: false, why: "The answer has no text." };
    const { distance } = await import("fastest-levenshtein");
    const each = texts.map((text) => {
      const [a, b] = coded(answer, comparable(text.trim(), ignoreCase));
      const edits = distance(a, b);
      return { edits, likeness: 1 - edits / Math.max(a.length, b.length) };
    });
    const edits = Math.min(...each.map((one) => one.edits));
    const value = Math.max(...each.map((one) => one.likeness));
    const away = `${edits} ${edits === 1 ? "edit" : "edits"} away`;
    if ("atMost" in limit) {
      const passed = edits <= limit.atMost;
      return { value, passed, why: `The answer is ${away}, ${passed ? "at most" : "more than"} ${limit.atMost}.` };
    }
    const passed = value >= limit.atLeast;
    return {
      value,
      passed,
      why: `The answer is ${away}, a likeness of ${measured(value)}, ${passed ? "at least" : "under"} ${limit.atLeast}.`,
    };
  },
});
