/**
 * `ends-with`: the answer's text ends with the expected one. White space after it does not count. It does not look at
 * reasoning, tool calls or files.
 */
import { textOf } from "../record/message.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { comparable, quoted, readTexts, type TextExpectation } from "./text-expectation.ts";

/** The scorer. Of several expected texts, one must be the end. */
export const endsWith: Scorer = defineScorer<TextExpectation>({
  name: "ends-with",
  summary: "the answer ends with this text, apart from white space after it",
  expects: "a text; a list, of which one must match; or { text, ignoreCase: true }",
  examples: [
    { expected: "42", right: "The answer is 42\n", wrong: "42 is the answer" },
    { expected: { text: [".", "!"], ignoreCase: false }, right: "Done!", wrong: "Done" },
  ],
  read: readTexts,
  judge: (call, { texts, ignoreCase }) => {
    const answer = textOf(call.parts).trimEnd();
    const given = comparable(answer, ignoreCase);
    const found = texts.find((text) => given.endsWith(comparable(text.trimEnd(), ignoreCase)));
    if (found !== undefined) return { value: 1, why: `The answer ends with ${quoted(found)}.` };
    if (given === "") return { value: 0, why: "The answer has no text." };
    return {
      value: 0,
      why: `The answer ends with ${quoted(answer.slice(-40))}, not ${texts.map(quoted).join(" or ")}.`,
    };
  },
});
