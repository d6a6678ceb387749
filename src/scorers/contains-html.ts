/**
 * `contains-html`: somewhere in the answer stands an element of HTML, closed or of a kind that needs no end tag, whatever is around
 * and whatever else is wrong. Elements that HTML does not know are not counted.
 */
import { textOf } from "../record/message.ts";
import { readHtml } from "./html-document.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { readValidity } from "./validity.ts";

/** The scorer. */
export const containsHtml: Scorer = defineScorer<true>({
  name: "contains-html",
  summary: "the answer has an element of HTML in it",
  expects: "`true`, nothing else",
  examples: [{ expected: true, right: "It is <b>bold</b>.", wrong: "If a <b and c> d, use <own>this</own>." }],
  read: (value) => readValidity(value, [], () => true),
  judge: async (call) => {
    const { whole } = await readHtml(textOf(call.parts));
    const names = [...whole].map((name) => `\`<${name}>\``);
    if (names.length === 0) return { value: 0, why: "The answer contains no element of HTML." };
    return {
      value: 1,
      why: `The answer contains ${names.slice(0, 3).join(", ")}${names.length > 3 ? " and others" : ""}.`,
    };
  },
});
