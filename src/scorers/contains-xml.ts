/**
 * `contains-xml`: somewhere in the answer stands a well-formed XML element, with `elements` one that has these, whatever is around.
 * HTML that is closed throughout is XML too.
 */
import { textOf } from "../record/message.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { textsFrom } from "./text-expectation.ts";
import { readValidity } from "./validity.ts";
import { readXml } from "./xml-document.ts";

/** Most places at which reading is tried, so that an answer of nothing but open elements takes no quadratic time. */
const MOST_TRIES = 1000;

/** The scorer. */
export const containsXml: Scorer = defineScorer<{ elements: string[] }>({
  name: "contains-xml",
  summary: "the answer has a well-formed XML element in it",
  expects: "`true`; or { elements: [order/item] }: paths that one of them must have",
  examples: [
    { expected: true, right: "Here: <a><b/></a>. Done.", wrong: "Here: <a><b></a>, and 1 <b." },
    { expected: { elements: ["b/c"] }, right: "<a/> and <b><c/></b>", wrong: "<b/> and <c/>" },
  ],
  read: (value) =>
    readValidity(value, ["elements"], (fields, fail) => ({
      elements: fields.elements === undefined ? [] : textsFrom(fields.elements, fail),
    })),
  judge: async (call, { elements }) => {
    const answer = textOf(call.parts);
    const starts = /<[\p{L}_:]/gu;
    let tries = 0;
    let missing: string | undefined;
    for (let match = starts.exec(answer); match; match = starts.exec(answer)) {
      if (tries++ === MOST_TRIES) {
        return { value: 0, undecided: true, why: "The answer has too many open elements to be searched." };
      }
      const { end, paths } = await readXml(answer.slice(match.index), false);
      if (end === undefined) continue;
      const absent = elements.filter((path) => !paths.has(path));
      if (absent.length === 0) return { value: 1, why: "The answer contains well-formed XML." };
      missing ??= absent.map((path) => `\`${path}\``).join(" and ");
      starts.lastIndex = match.index + end;
    }
    if (missing === undefined) return { value: 0, why: "The answer contains no well-formed XML element." };
    return { value: 0, why: `The answer contains well-formed XML, but without ${missing}.` };
  },
});
