/**
 * `word-count`: how many words the answer has. Words are what white space separates, as word processors count; where a script is
 * written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese), its words are told apart by a dictionary. Pieces
 * without a letter or digit, such as a dash, are no words.
 */
import { textOf } from "../record/message.ts";
import { BOUNDS, type Bounds, boundsFrom, boundsText, isWithin } from "./bounds.ts";
import { isObject, knownFields, reading, shown } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Number of words in a text.
 * Source of word boundaries in scripts without spaces: Unicode Standard Annex 29, section 4, with the dictionaries of ICU
 * (https://unicode.org/reports/tr29/, 2024-08-28).
 */
export function countWords(text: string): number {
  let count = 0;
  for (const piece of text.split(/\s+/)) {
    if (!/[\p{L}\p{N}]/u.test(piece)) continue;
    if (!UNSPACED.test(piece)) count++;
    else
      for (const segment of new Intl.Segmenter("und", { granularity: "word" }).segment(piece))
        count += segment.isWordLike ? 1 : 0;
  }
  return count;
}

/** The scorer. */
export const wordCount: Scorer = defineScorer<Bounds>({
  name: "word-count",
  summary: "the answer has so many words",
  expects: "a whole number, exactly that many; or { atLeast, atMost }, one of them or both",
  examples: [
    { expected: { atMost: 3 }, right: "one two three", wrong: "one two three four" },
    { expected: { atLeast: 2, atMost: 3 }, right: "well-known fact", wrong: "one" },
    { expected: 2, right: "two – words", wrong: "one" },
  ],
  read: (value) =>
    reading((fail) => {
      if (isObject(value)) return boundsFrom(knownFields(value, BOUNDS, fail), fail);
      if (typeof value !== "number") return fail(`It expects a whole number or bounds, but was given ${shown(value)}.`);
      return boundsFrom({ atLeast: value, atMost: value }, fail);
    }),
  judge: (call, bounds) => {
    const count = countWords(textOf(call.parts));
    if (count === 0) return { value: 0, why: "The answer has no words." };
    const isRight = isWithin(count, bounds);
    const words = count === 1 ? "1 word" : `${count} words`;
    return { value: isRight ? 1 : 0, why: `The answer has ${words}: ${isRight ? "" : "not "}${boundsText(bounds)}.` };
  },
});
