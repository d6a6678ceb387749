/**
 * `contains-any`: the answer's text has at least one of the expected ones in it, white space included, whatever stands around
 * it. It does not look at reasoning, tool calls or files.
 */
import { textOf } from "../record/message.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { comparable, quoted, readTexts, type TextExpectation } from "./text-expectation.ts";

/** The scorer. */
export const containsAny: Scorer = defineScorer<TextExpectation>({
  name: "contains-any",
  summary: "the answer has at least one of these texts in it",
  expects: "a list of texts; or { text: […], ignoreCase: true }",
  examples: [
    { expected: ["red", "blue"], right: "a blue one", wrong: "a green one" },
    { expected: { text: ["Bern", "Berne"], ignoreCase: true }, right: "BERNE", wrong: "Basel" },
  ],
  read: readTexts,
  judge: (call, { texts, ignoreCase }) => {
    const answer = comparable(textOf(call.parts), ignoreCase);
    const found = texts.find((text) => answer.includes(comparable(text, ignoreCase)));
    if (found !== undefined) return { value: 1, why: `The answer contains ${quoted(found)}.` };
    return { value: 0, why: `The answer does not contain ${texts.map(quoted).join(" or ")}.` };
  },
});
