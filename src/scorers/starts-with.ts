/**
 * `starts-with`: the answer's text starts with the expected one. White space before it does not count. It does not look at
 * reasoning, tool calls or files.
 */
import { textOf } from "../record/message.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { comparable, quoted, readTexts, type TextExpectation } from "./text-expectation.ts";

/** The scorer. Of several expected texts, one must be the start. */
export const startsWith: Scorer = defineScorer<TextExpectation>({
  name: "starts-with",
  summary: "the answer starts with this text, apart from white space before it",
  expects: "a text; a list, of which one must match; or { text, ignoreCase: true }",
  examples: [
    { expected: "Yes", right: "\nYes, it is.", wrong: "Well, yes." },
    { expected: { text: ["yes", "no"], ignoreCase: true }, right: "NO.", wrong: "It depends." },
  ],
  read: readTexts,
  judge: (call, { texts, ignoreCase }) => {
    const answer = textOf(call.parts).trimStart();
    const given = comparable(answer, ignoreCase);
    const found = texts.find((text) => given.startsWith(comparable(text.trimStart(), ignoreCase)));
    if (found !== undefined) return { value: 1, why: `The answer starts with ${quoted(found)}.` };
    if (given === "") return { value: 0, why: "The answer has no text." };
    return {
      value: 0,
      why: `The answer starts with ${quoted(answer.slice(0, 40))}, not ${texts.map(quoted).join(" or ")}.`,
    };
  },
});
