/**
 * `is-xml`: the whole answer is one well-formed XML document, or one fenced code block of it with nothing around. With `elements` it
 * also has these. Schemas and document types are not looked at, and namespaces need not be declared.
 */
import { textOf } from "../record/message.ts";
import { flagIn } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { quoted, textsFrom } from "./text-expectation.ts";
import { unfenced } from "./unfenced.ts";
import { readValidity } from "./validity.ts";
import { readXml } from "./xml-document.ts";

interface XmlExpectation {
  fence: boolean;
  elements: string[];
}

/** The scorer. */
export const isXml: Scorer = defineScorer<XmlExpectation>({
  name: "is-xml",
  summary: "the answer is well-formed XML",
  expects:
    "`true`; or { elements: [order/item], fence: false }: paths that must be there, and whether a code block is refused",
  examples: [
    { expected: true, right: "<a><b>1 &amp; 2</b></a>", wrong: "<a><b>1 & 2</b></a>" },
    { expected: { elements: ["order/item"] }, right: "```xml\n<order><item/></order>\n```", wrong: "<order/>" },
  ],
  read: (value) =>
    readValidity(value, ["elements", "fence"], (fields, fail) => ({
      fence: flagIn(fields, "fence", true, fail),
      elements: fields.elements === undefined ? [] : textsFrom(fields.elements, fail),
    })),
  judge: async (call, { fence, elements }) => {
    const { text, fenced } = unfenced(textOf(call.parts), fence);
    if (text.trim() === "") return { value: 0, why: "The answer has no text." };
    const { problem, paths } = await readXml(text.trim(), true);
    if (problem !== undefined) {
      return {
        value: 0,
        why: `The answer is not well-formed XML: ${problem}; it begins ${quoted(text.slice(0, 40))}.`,
      };
    }
    const missing = elements.filter((path) => !paths.has(path));
    const within = fenced ? ", in a code block" : "";
    if (missing.length === 0) return { value: 1, why: `The answer is well-formed XML${within}.` };
    return {
      value: (elements.length - missing.length) / (elements.length + 1),
      why: `The answer is well-formed XML${within}, without ${missing.map((path) => `\`${path}\``).join(" and ")}.`,
    };
  },
});
