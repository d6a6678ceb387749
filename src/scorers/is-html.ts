/**
 * `is-html`: the whole answer is HTML, a document or a piece of one, or one fenced code block of it with nothing around. Its syntax
 * must be right: what has to be closed is closed, nothing else is. Which elements and attributes go together is not looked at.
 */
import { textOf } from "../record/message.ts";
import { readHtml } from "./html-document.ts";
import { flagIn } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { quoted } from "./text-expectation.ts";
import { unfenced } from "./unfenced.ts";
import { readValidity } from "./validity.ts";

/** The scorer. */
export const isHtml: Scorer = defineScorer<{ fence: boolean }>({
  name: "is-html",
  summary: "the answer is HTML with right syntax",
  expects: "`true`; or { fence: false }, which refuses HTML in a code block",
  examples: [
    { expected: true, right: "<ul><li>one<li>two</ul>", wrong: "Here: <b>one</b>" },
    { expected: { fence: false }, right: "<p>one<br>two</p>", wrong: "<div><p>one</p>" },
  ],
  read: (value) => readValidity(value, ["fence"], (fields, fail) => ({ fence: flagIn(fields, "fence", true, fail) })),
  judge: async (call, { fence }) => {
    const given = unfenced(textOf(call.parts), fence);
    const text = given.text.trim();
    if (text === "") return { value: 0, why: "The answer has no text." };
    if (!text.startsWith("<") || !text.endsWith(">")) {
      return {
        value: 0,
        why: `The answer is not only HTML: it begins ${quoted(text.slice(0, 40))} and ends ${quoted(text.slice(-40))}.`,
      };
    }
    const { hasElement, problem } = await readHtml(text);
    if (problem !== undefined) return { value: 0, why: `The answer is not right HTML: ${problem}.` };
    if (!hasElement) return { value: 0, why: "The answer has no element of HTML." };
    return { value: 1, why: `The answer is HTML${given.fenced ? ", in a code block" : ""}.` };
  },
});
