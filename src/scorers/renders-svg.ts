/** `renders-svg`: the SVG in the answer can be drawn, and something is seen. Text is not drawn: there are no fonts. */
import { answerCode } from "./answer-code.ts";
import { shown } from "./reading.ts";
import { defineRunScorer, type RunScorer } from "./run-scorer.ts";
import { textsFrom } from "./text-expectation.ts";
import { readValidity } from "./validity.ts";

/** The SVG in a text: its code block, or from the first start tag to the last end tag. The empty string: there is none. */
export function svgIn(answer: string): string {
  const code = answerCode(answer, ["svg", "xml", "html"]);
  return /<svg[\s>][\s\S]*<\/svg>/i.exec(code)?.[0] ?? "";
}

/** The scorer. */
export const rendersSvg: RunScorer = defineRunScorer<{ contains: string[] }>({
  name: "renders-svg",
  summary: "the SVG in the answer can be drawn and is not blank",
  expects: "`true`; or { contains: texts that must be in it, such as circle }",
  example: {
    expected: true,
    right: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>',
    wrong: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>',
  },
  read: (value) =>
    readValidity(value, ["contains"], (fields, fail) => ({
      contains: fields.contains === undefined ? [] : textsFrom(fields.contains, fail),
    })),
  judge: async (answer, { contains }, sandbox) => {
    const svg = svgIn(answer);
    if (svg === "") return { value: 0, why: "The answer has no whole `<svg>` element." };
    const { error, isBlank } = await sandbox.svg(svg);
    if (error !== undefined) return { value: 0, why: `The picture cannot be drawn: ${error}.` };
    if (isBlank) return { value: 0, why: "The picture is blank." };
    const missing = contains.filter((text) => !svg.toLowerCase().includes(text.toLowerCase()));
    return missing.length === 0
      ? { value: 1, why: "The picture can be drawn, and something is seen." }
      : {
          value: 0,
          why: `The picture can be drawn, but has no ${missing.map((text) => shown(text)).join(", ")} in it.`,
        };
  },
});
