/**
 * `contains`: the answer's text has the expected one in it, white space included, whatever stands around it. Of a list, all
 * must be there; the value is the share that is. It does not look at reasoning, tool calls or files.
 */
import { textOf } from "../record/message.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { comparable, quoted, readTexts, type TextExpectation } from "./text-expectation.ts";

/** The scorer. */
export const contains: Scorer = defineScorer<TextExpectation>({
  name: "contains",
  summary: "the answer has this text in it",
  expects: "a text; a list, all of which must be there; or { text, ignoreCase: true }",
  examples: [
    { expected: "Paris", right: "It is Paris.", wrong: "It is paris." },
    { expected: ["red", "blue"], right: "blue and red", wrong: "red and green" },
    { expected: { text: ["Bern"], ignoreCase: true }, right: "BERN", wrong: "Basel" },
  ],
  read: readTexts,
  readOpposite: ({ texts }) =>
    texts.length === 1
      ? undefined
      : "Of a list it is not clear what is not wanted: use `not-contains-any` for none of them, `not-contains-all` for not all.",
  judge: (call, { texts, ignoreCase }) => {
    const answer = comparable(textOf(call.parts), ignoreCase);
    const missing = texts.filter((text) => !answer.includes(comparable(text, ignoreCase)));
    if (missing.length === 0) return { value: 1, why: `The answer contains ${texts.map(quoted).join(" and ")}.` };
    const value = (texts.length - missing.length) / texts.length;
    return { value, why: `The answer does not contain ${missing.map(quoted).join(" or ")}.` };
  },
});
