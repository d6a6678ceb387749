/**
 * `equals`: the answer's text is the expected one. White space at both ends does not count, nor how accents are composed;
 * everything else does, unless `ignoreCase`. It does not look at reasoning, tool calls or files.
 */
import { textOf } from "../record/message.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { comparable, quoted, readTexts, type TextExpectation } from "./text-expectation.ts";

/** The scorer. Of several expected texts, one must be the answer. */
export const equals: Scorer = defineScorer<TextExpectation>({
  name: "equals",
  summary: "the answer is exactly this text, apart from white space at its ends",
  expects: "a text; a list, of which one must match; or { text, ignoreCase: true }",
  examples: [
    { expected: "Paris", right: " Paris\n", wrong: "Paris." },
    { expected: 42, right: "42", wrong: "42.0" },
    { expected: ["yes", "yes."], right: "yes.", wrong: "Yes" },
    { expected: { text: "Paris", ignoreCase: true }, right: "PARIS", wrong: "Paris, France" },
  ],
  read: readTexts,
  judge: (call, { texts, ignoreCase }) => {
    const answer = textOf(call.parts);
    const given = comparable(answer.trim(), ignoreCase);
    if (given === "")
      return { value: 0, why: `The answer has no text, so it is not ${texts.map(quoted).join(" or ")}.` };
    if (texts.some((text) => comparable(text.trim(), ignoreCase) === given)) {
      return { value: 1, why: `The answer is ${quoted(answer)}.` };
    }
    return { value: 0, why: `The answer is ${quoted(answer)}, not ${texts.map(quoted).join(" or ")}.` };
  },
});
